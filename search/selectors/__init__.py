"""What is asked of the index, and what is shown of what it found."""
