"""What a service says when it does not do what it was asked. The text is for the person who asked."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class PromiseError(Exception):
    """`where` names the field or column at fault; nothing was written."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where


class NotAllowedError(PromiseError, PermissionDenied):
    """The role does not allow it; to the web it is a 403."""
