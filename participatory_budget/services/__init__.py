"""Writes. Each takes its permission, its constraint and its audit row in one transaction."""
