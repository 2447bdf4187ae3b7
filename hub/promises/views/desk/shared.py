"""What every page of the desk does: let in, find the promise."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from hub.accounts.models.user import User
from hub.promises.models.promise import Promise
from hub.promises.permissions import user_can_see_promise_desk, user_can_update


def staff(request: HttpRequest) -> User:
    """403 for who has no business here."""
    user = request.user
    if not isinstance(user, User) or not user_can_see_promise_desk(user):
        raise PermissionDenied
    return user


def promise_on_desk(request: HttpRequest, pk: UUID) -> tuple[Promise, User]:
    """403 for who may not bring it up to date; 404 for what is not there."""
    user = staff(request)
    found = get_object_or_404(Promise.objects.select_related("owner"), pk=pk)
    if not user_can_update(user, found):
        raise PermissionDenied
    return found, user


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE
