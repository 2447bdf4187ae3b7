"""What documents plug into the platform; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hub.core.registries import FollowSubject
from whitepapers.selectors import following

Payload = Mapping[str, Any]


class FollowableDocuments:
    label = _("Document")
    promises: Sequence[Any] = (_("a new version of this text is published."),)

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return following.document_subjects(keys)


class FollowableClauses:
    label = _("Clause")
    promises: Sequence[Any] = (
        _("a new version changes the words of this clause or takes it out."),
        _("the answer to what people said about it is published."),
    )

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return following.clause_subjects(keys)


def concerned_by_version(payload: Payload) -> Mapping[str, Collection[str]]:
    """The document, and each of its clauses that reads differently."""
    document, number = UUID(payload["document"]), payload["version"]
    changed = [str(clause) for clause in following.changed_clauses(document, number)]
    return {following.DOCUMENT: [str(document)], following.CLAUSE: changed}


def version_letter(payload: Payload, followed: Mapping[str, Collection[str]]) -> Mapping[str, Any] | None:
    return following.version_letter(UUID(payload["document"]), payload["version"], followed)
