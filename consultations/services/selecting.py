"""Contributions chosen to be answered together, across clauses and themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models.consultation import Consultation
from consultations.models.selection import Selection, SelectionMember, SelectionTitle
from consultations.services.coding import codable_keys, lock_consultation
from consultations.services.errors import ConsultationError
from hub.audit.services import record
from hub.contributions.models.comment import Comment

if TYPE_CHECKING:
    from hub.accounts.models.user import User

TITLE_LENGTH = 160


@transaction.atomic
def select_comments(
    consultation: Consultation,
    comments: Iterable[Comment],
    *,
    titles: Mapping[str, str],
    actor: User,
    now: datetime,
) -> Selection:
    """Only what is published or confidential. The same choice under the same title is the one that exists."""
    locked = lock_consultation(consultation, actor, now)
    keys = codable_keys(locked, list(dict.fromkeys(comment.pk for comment in comments)))
    if not keys:
        raise ConsultationError(_("Choose at least one contribution."), "comments")
    cleaned = _cleaned(titles)
    for known in Selection.objects.filter(consultation=locked, titles__title__in=cleaned.values()).distinct():
        if _titles_of(known) == cleaned and set(known.members.values_list("comment", flat=True)) == set(keys):
            return known
    selection = Selection.objects.create(consultation=locked, made_at=now, made_by=actor)
    SelectionTitle.objects.bulk_create(
        SelectionTitle(selection=selection, language=code, title=title) for code, title in cleaned.items()
    )
    SelectionMember.objects.bulk_create(
        (SelectionMember(selection=selection, comment_id=key) for key in keys), batch_size=500
    )
    record(
        "selection.made",
        subject="consultations.selection",
        subject_id=selection.pk,
        actor=actor,
        data={"consultation": locked.pk, "count": len(keys)},
        now=now,
    )
    return selection


def _titles_of(selection: Selection) -> dict[str, str]:
    return dict(selection.titles.values_list("language", "title"))


def _cleaned(titles: Mapping[str, str]) -> dict[str, str]:
    known = [code for code, _name in settings.LANGUAGES]
    unknown = [code for code in titles if code not in known]
    if unknown:
        raise ConsultationError(_("The hub does not speak this language: %(code)s") % {"code": unknown[0]}, "titles")
    cleaned = {code: " ".join(text.split()) for code, text in sorted(titles.items()) if text.strip()}
    if not cleaned:
        raise ConsultationError(
            _("Say in at least one language what they have in common."), f"title_{settings.LANGUAGE_CODE}"
        )
    for code, title in cleaned.items():
        if len(title) > TITLE_LENGTH:
            raise ConsultationError(
                _("A title has %(limit)s characters at most.") % {"limit": TITLE_LENGTH}, f"title_{code}"
            )
    return cleaned
