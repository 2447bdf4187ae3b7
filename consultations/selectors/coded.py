"""Which contributions are read and coded, and what readers said about them, as the services and pages need it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from consultations.engine.standing import Said, roots_of
from consultations.enums import Judgement
from consultations.models.coding import Coding
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.moderation.enums import ReasonCode, State


def counts_for_themes(prefix: str = "") -> Q:
    """Published, or confidential: what figures of themes are made of. Others keep their themes and do not count."""
    return Q(**{f"{prefix}state": State.PUBLISHED}) | Q(
        **{f"{prefix}state": State.WITHHELD, f"{prefix}reason_code": ReasonCode.CONFIDENTIAL}
    )


def codable(consultation: Consultation) -> CommentQuerySet:
    """What may be read and coded: published or confidential, with its words still there."""
    return Comment.objects.filter(
        counts_for_themes(), hub_thread__clause_thread__consultation=consultation, erased_at=None
    )


def theme_roots(consultation: Consultation) -> dict[UUID, UUID]:
    """Each theme of the consultation and the one that it counts for; one query."""
    return roots_of(dict(Theme.objects.filter(consultation=consultation).values_list("uuid", "merged_into")))


def family_of(theme: UUID, roots: dict[UUID, UUID]) -> list[UUID]:
    """All themes that count for this one, itself included."""
    return [one for one, root in roots.items() if root == theme]


def said(comments: Iterable[int], themes: Collection[UUID] | None = None) -> list[Said]:
    """People's judgements about these contributions; one query."""
    rows = Coding.objects.filter(comment__in=list(comments), machine="")
    if themes is not None:
        rows = rows.filter(theme__in=themes)
    fields = ("comment", "theme", "reader", "judgement", "settles", "given_at", "pk")
    return [
        Said(comment, theme, reader, judgement == Judgement.BELONGS, settles, at, key)
        for comment, theme, reader, judgement, settles, at, key in rows.order_by("pk").values_list(*fields)
    ]
