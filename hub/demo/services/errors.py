"""What the demo commands say when they do nothing."""


class DemoError(Exception):
    """One clear line; nothing was written."""
