"""Addresses below a project where residents say what they saw."""
