"""Pure writers: rows in, text out, one record at a time."""
