"""Writes the demo city through the services and the publishing that people use, as if they had."""

from hub.demo.services.errors import DemoError
from hub.demo.services.resetting import reset
from hub.demo.services.seeding import is_seeded, seed

__all__ = ["DemoError", "is_seeded", "reset", "seed"]
