"""What this app shows beside its pages."""
