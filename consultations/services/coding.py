"""Giving contributions their themes. Each reader judges for themselves; what stands follows, and is written here only.

The rule: a theme stands as soon as one person says that the contribution belongs to it. A judgement that `settles` has
the last word, the latest of them if there are several. The machine's rows never count. A merged theme counts for the
one that it went into. Once two readers have finished, what is said afterwards is said in sight of both, so it settles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from consultations.engine.standing import standing
from consultations.enums import Judgement, ThemeState
from consultations.models.coding import Coding, CommentTheme, Reading
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.permissions import user_can_code
from consultations.selectors.coded import codable, family_of, said, theme_roots
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record
from hub.contributions.models.comment import Comment

if TYPE_CHECKING:
    from hub.accounts.models.user import User

READERS_COMPARED = 2
_BATCH = 500


@dataclass(frozen=True)
class Judged:
    changed: int
    gone: int = 0  # no longer published nor confidential


def lock_consultation(consultation: Consultation, actor: User | None, now: datetime) -> Consultation:
    """Themes and codings of one consultation change one after the other; a merge never meets a half-written coding."""
    locked = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    if not user_can_code(actor, locked, now):
        raise NotAllowedError(
            _("Only a moderator or an analyst works with themes, and only once the consultation has opened.")
        )
    return locked


@transaction.atomic
def judge(
    comments: Iterable[Comment], theme: Theme, *, belongs: bool, actor: User, now: datetime, settles: bool = False
) -> Judged:
    """One person's judgement about many contributions; asked again, nothing changes. A bounded number of queries."""
    consultation = lock_consultation(theme.consultation, actor, now)
    current = usable_theme(consultation, theme.pk, needs_use=belongs)
    wanted = list(dict.fromkeys(comment.pk for comment in comments))
    keys = codable_keys(consultation, wanted)
    if settles and _in_the_dark(keys, actor):
        raise ConsultationError(_("Finish your own coding first: who settles a difference has to see it."), "settles")
    changed = give(consultation, keys, current, belongs=belongs, actor=actor, now=now, settles=settles)
    return Judged(changed, len(wanted) - len(keys))


def usable_theme(consultation: Consultation, pk: UUID, *, needs_use: bool = True) -> Theme:
    """The theme as it is now. A page that was opened before a merge says so instead of coding with what is gone."""
    theme = Theme.objects.filter(pk=pk, consultation=consultation).first()
    if theme is None:
        raise ConsultationError(_("This theme belongs to another consultation."), "theme")
    if theme.state == ThemeState.MERGED:
        raise ConsultationError(_("This theme was merged into another one meanwhile. Load the page again."), "theme")
    if needs_use and theme.state != ThemeState.ACTIVE:
        raise ConsultationError(_("This theme is no longer used. Take it into use again first."), "theme")
    return theme


def codable_keys(consultation: Consultation, wanted: Collection[int]) -> list[int]:
    """Those that may be read and coded; refused when one is of another consultation."""
    found: list[int] = []
    for batch in _batches(wanted):
        ours = Comment.objects.filter(pk__in=batch, hub_thread__clause_thread__consultation=consultation)
        if ours.count() != len(batch):
            raise ConsultationError(_("A contribution of another consultation cannot be chosen here."), "comments")
        found += codable(consultation).filter(pk__in=batch).order_by("pk").values_list("pk", flat=True)
    return found


def give(
    consultation: Consultation,
    keys: Collection[int],
    theme: Theme,
    *,
    belongs: bool,
    actor: User,
    now: datetime,
    settles: bool = False,
) -> int:
    """For services that hold the lock and have checked everything: writes the judgements, and what stands by them."""
    judgement = Judgement.BELONGS if belongs else Judgement.DOES_NOT
    roots, changed = theme_roots(consultation), 0
    for batch in _batches(keys):
        seen_by_two = _finished_by_two(batch)
        known = {row.comment_id: row for row in Coding.objects.filter(comment__in=batch, theme=theme, reader=actor)}
        fresh, other = [], []
        for key in batch:
            settling = settles or key in seen_by_two
            row = known.get(key)
            if row is None:
                row = Coding(comment_id=key, theme=theme, reader=actor)
                fresh.append(row)
            elif row.judgement != judgement or (settling and not row.settles):
                other.append(row)
            else:
                continue
            row.judgement, row.settles, row.given_at = judgement, settling, now
        Coding.objects.bulk_create(fresh)
        Coding.objects.bulk_update(other, ["judgement", "settles", "given_at"])
        changed += len(fresh) + len(other)
        if fresh or other:
            _derive(batch, roots, only=theme.pk)
    if changed:
        record(
            "coding.judged",
            subject="consultations.theme",
            subject_id=theme.pk,
            actor=actor,
            data={
                "consultation": consultation.pk,
                "judgement": judgement.value,
                "count": changed,
                "settles": settles,
                "comment": next(iter(keys)) if len(keys) == 1 else None,
            },
            now=now,
        )
    return changed


def derive_theme(consultation: Consultation, theme: Theme) -> None:
    """Makes anew what stands for a theme and all that were merged into it."""
    roots = theme_roots(consultation)
    family = family_of(theme.pk, roots)
    CommentTheme.objects.filter(theme__in=[one for one in family if one != theme.pk]).delete()
    rows = Coding.objects.filter(theme__in=family, machine="").order_by("comment")
    for batch in _batches(rows.values_list("comment", flat=True).distinct()):
        _derive(batch, roots, only=theme.pk)


@transaction.atomic
def recode(consultation: Consultation) -> tuple[int, int, int]:
    """Makes all of it anew from what readers said: contributions looked at, rows added, rows removed."""
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    roots = theme_roots(consultation)
    coded = Coding.objects.filter(theme__in=roots).values_list("comment", flat=True)
    standing_now = CommentTheme.objects.filter(theme__in=roots).values_list("comment", flat=True)
    keys, added, removed = sorted({*coded, *standing_now}), 0, 0
    for batch in _batches(keys):
        more, less = _derive(batch, roots)
        added, removed = added + more, removed + less
    return len(keys), added, removed


def _derive(keys: Collection[int], roots: dict[UUID, UUID], *, only: UUID | None = None) -> tuple[int, int]:
    """What stands for these contributions, of one theme or of all; four queries at most."""
    family = family_of(only, roots) if only else list(roots)
    right = standing(said(keys, family), roots)
    rows = CommentTheme.objects.filter(comment__in=keys, theme__in=family)
    known = {(comment, theme): pk for comment, theme, pk in rows.values_list("comment", "theme", "pk")}
    fresh = sorted(right - known.keys())
    CommentTheme.objects.bulk_create(CommentTheme(comment_id=comment, theme_id=theme) for comment, theme in fresh)
    wrong = [pk for place, pk in known.items() if place not in right]
    if wrong:
        CommentTheme.objects.filter(pk__in=wrong).delete()
    return len(fresh), len(wrong)


def _finished_by_two(keys: Collection[int]) -> set[int]:
    finished = Reading.objects.filter(comment__in=keys, coded_at__isnull=False).order_by().values("comment")
    counted = finished.annotate(readers=Count("pk")).filter(readers__gte=READERS_COMPARED)
    return set(counted.values_list("comment", flat=True))


def _in_the_dark(keys: Collection[int], actor: User) -> bool:
    """Is one among them that this person may still have to read as the second reader?"""
    own = set(
        Reading.objects.filter(comment__in=keys, reader=actor, coded_at__isnull=False).values_list("comment", flat=True)
    )
    return bool(set(keys) - own - _finished_by_two(keys))


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(keys)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
