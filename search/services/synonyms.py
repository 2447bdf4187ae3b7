"""Words that mean the same, as editors change them. The record names the list and its language, never its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from hub.audit.services import record
from search.models.vocabulary import SynonymSet

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Actor = AbstractBaseUser | AnonymousUser


@transaction.atomic
def keep_synonyms(row: SynonymSet, *, actor: Actor) -> SynonymSet:
    is_new = row.pk is None
    row.save()
    record(
        "synonyms.added" if is_new else "synonyms.changed",
        subject="synonyms",
        subject_id=row.pk,
        actor=actor,
        data={"language": row.language, "words": len(row.words.splitlines())},
    )
    return row


@transaction.atomic
def remove_synonyms(row: SynonymSet, *, actor: Actor) -> None:
    record("synonyms.removed", subject="synonyms", subject_id=row.pk, actor=actor, data={"language": row.language})
    row.delete()
