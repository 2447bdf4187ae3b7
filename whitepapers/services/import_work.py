"""Keeps an import that is being prepared: every step is saved at once, for its owner alone, and forgotten in time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from whitepapers.engine.imports.draft import Draft
from whitepapers.models.import_work import KEPT_FOR, ImportWork

if TYPE_CHECKING:
    from hub.accounts.models.user import User

MOST_AT_ONCE = 20


@transaction.atomic
def begin_work(
    owner: User,
    draft: Draft,
    content: bytes,
    *,
    file_name: str,
    kind: str,
    accepts_changes: bool,
    target_uuid: UUID | None,
    target_sha256: str = "",
    now: datetime,
) -> ImportWork:
    """The oldest of too many goes; a file that is tried again and again must not fill the database."""
    work = ImportWork.objects.create(
        owner=owner,
        file_name=file_name[:255],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        language=draft.language,
        kind=kind,
        accepts_changes=accepts_changes,
        target_uuid=target_uuid,
        target_sha256=target_sha256,
        draft=draft.as_json(),
        created_at=now,
        changed_at=now,
        expires_at=now + KEPT_FOR,
    )
    kept = ImportWork.objects.filter(owner=owner).order_by("-changed_at").values_list("pk", flat=True)[:MOST_AT_ONCE]
    ImportWork.objects.filter(owner=owner).exclude(pk__in=list(kept)).delete()
    return work


def keep_draft(work: ImportWork, draft: Draft, *, actor: User, now: datetime) -> None:
    """A correction. Proposals were made for the text before it, so they are made anew; decisions of people stay."""
    _require_owner(work, actor)
    work.draft = draft.as_json()
    work.decisions = {**work.decisions, "proposal": None}
    _touch(work, now, "draft", "decisions")


def keep_decisions(work: ImportWork, decisions: Mapping[str, Any], *, actor: User, now: datetime) -> None:
    _require_owner(work, actor)
    work.decisions = dict(decisions)
    _touch(work, now, "decisions")


def follow_target(work: ImportWork, target_sha256: str, *, actor: User, now: datetime) -> None:
    """The document changed meanwhile: what was decided about the text before it no longer holds."""
    _require_owner(work, actor)
    work.target_sha256, work.decisions = target_sha256, {}
    _touch(work, now, "target_sha256", "decisions")


def end_work(work: ImportWork, *, actor: User) -> None:
    _require_owner(work, actor)
    work.delete()


def forget_expired(now: datetime) -> None:
    ImportWork.objects.filter(expires_at__lt=now).delete()


def _touch(work: ImportWork, now: datetime, *fields: str) -> None:
    work.changed_at, work.expires_at = now, now + KEPT_FOR
    work.save(update_fields=[*fields, "changed_at", "expires_at"])


def _require_owner(work: ImportWork, actor: User) -> None:
    if work.owner_id != actor.pk:
        raise PermissionDenied
