"""Who is asking."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from hub.accounts.models.user import User


def signed_in(request: HttpRequest) -> User:
    """The person who is signed in; the views' decorators have sent everybody else to the sign-in already."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
