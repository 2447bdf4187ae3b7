"""Figures and sentences: records in, frozen dataclasses out; nothing is written."""
