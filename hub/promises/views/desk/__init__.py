"""Promises behind the counter, below /cms/promises/."""
