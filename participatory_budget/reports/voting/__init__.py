"""What voters see before, while and after they vote."""
