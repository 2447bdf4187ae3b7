"""What pages say about promises, ready to be printed."""
