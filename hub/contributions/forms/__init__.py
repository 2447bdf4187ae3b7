"""Forms. They parse and explain; whether something is accepted is decided by the services."""

from hub.contributions.forms.comment import CommentForm

__all__ = ["CommentForm"]
