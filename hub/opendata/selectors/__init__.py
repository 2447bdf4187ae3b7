"""What there is, and at which address."""
