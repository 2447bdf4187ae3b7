"""Shared fixtures. HUB_ENV is set before Django reads its settings."""

import os

os.environ["HUB_ENV"] = "test"
