"""Writes: each module is one concern; import from the module."""
