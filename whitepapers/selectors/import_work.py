"""Imports in progress: only their owner finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from whitepapers.models.import_work import ImportWork

if TYPE_CHECKING:
    from hub.accounts.models.user import User

_LARGE = ("content", "draft", "decisions")


def open_work(user: User) -> list[ImportWork]:
    """Newest first, without the files themselves."""
    return list(ImportWork.objects.filter(owner=user).defer(*_LARGE))


def work_of(user: User, pk: UUID) -> ImportWork:
    """Another person's work is not there."""
    work = ImportWork.objects.filter(owner=user, pk=pk).first()
    if work is None:
        raise Http404
    return work
