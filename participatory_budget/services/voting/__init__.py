"""Elections of our own: freezing, casting, logging, opening."""
