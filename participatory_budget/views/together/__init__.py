"""Pages on which people decide to stand together: co-authors and merges."""
