"""What news say, put together for letters and feeds."""
