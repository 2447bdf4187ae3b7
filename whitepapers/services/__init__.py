"""Writes. Other apps import from here."""

from whitepapers.services.snapshot import snapshot

__all__ = ["snapshot"]
