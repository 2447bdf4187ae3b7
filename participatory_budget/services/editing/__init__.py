"""What a budget officer changes, one module for each kind of record."""
