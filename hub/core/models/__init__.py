"""For Django only; import `hub.core.models.<noun>`."""

from hub.core.models.due_run import DueRun

__all__ = ["DueRun"]
