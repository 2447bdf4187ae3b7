"""Pages that are one person's business; the same rule for all apps stands in hub.core."""

from hub.core.views.private import keep_private

__all__ = ["keep_private"]
