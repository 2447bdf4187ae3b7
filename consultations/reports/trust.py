"""How far the machine can be trusted, and how much of it people have looked at. Frozen with the report.

Only published contributions: the machine sees no others. What people had said about a theme before the machine first
spoke of it is what it learnt from, so it is no test of it. Whoever read a contribution and did not give it the theme
that the machine suggests does not agree with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from consultations.engine.agreement import Agreement, ReaderAgreement, agreement, reader_agreement
from consultations.enums import Judgement, ThemeState
from consultations.models.coding import Coding, CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.selectors.coded import theme_roots
from consultations.selectors.coverage import contributions_read
from consultations.selectors.second_reading import pairs_of
from hub.moderation.enums import State

_Place = tuple[int, UUID]  # a contribution and the theme that counts


@dataclass(frozen=True)
class Trust:
    """Labels are (contribution, theme). suggested = confirmed + refused + left."""

    version: str
    suggested: int
    looked_at: int  # on contributions that people have read
    confirmed: int
    refused: int
    left: int  # nobody has said yes or no
    measured: Agreement
    second: ReaderAgreement

    @property
    def was_used(self) -> bool:
        return self.suggested > 0


def trust(consultation: Consultation) -> Trust:
    """Nine queries at most, and one for each thousand contributions that two people coded."""
    roots = theme_roots(consultation)
    machine = Coding.objects.filter(
        theme__in=roots, comment__state=State.PUBLISHED, judgement=Judgement.BELONGS
    ).exclude(machine="")
    since: dict[UUID, datetime] = {}
    labels: set[_Place] = set()
    versions: set[str] = set()
    rows = machine.order_by().values_list("comment", "theme", "machine", "given_at")
    for comment, theme, version, given_at in rows.iterator(chunk_size=5000):
        root = roots[theme]
        labels.add((comment, root))
        versions.add(version)
        since[root] = min(since.get(root, given_at), given_at)
    read, people, said = _people(consultation, roots, since) if labels else (set(), set(), {})
    judged = {place for place in labels if place in said}
    confirmed = labels & people
    ours = {place for place in labels if place[0] in read}
    theirs = {place for place in people if place[0] in read and (place not in said or said[place] >= since[place[1]])}
    numbers = {root: number for number, root in enumerate(sorted(since))}
    return Trust(
        version=", ".join(sorted(versions)),
        suggested=len(labels),
        looked_at=len(ours),
        confirmed=len(confirmed),
        refused=len(judged - confirmed),
        left=len(labels - judged - confirmed),
        measured=agreement(_numbered(ours, numbers), _numbered(theirs, numbers)),
        second=_second(consultation),
    )


def trust_record(found: Trust) -> dict[str, Any]:
    """Whole per mille; None where there is nothing to divide by."""
    measured = found.measured
    return {
        "version": found.version,
        "suggested": found.suggested,
        "looked_at": found.looked_at,
        "confirmed": found.confirmed,
        "refused": found.refused,
        "left": found.left,
        "precision": measured.precision,
        "recall": measured.recall,
        "f1": measured.f1,
        "f1_low": measured.f1_low,
        "f1_high": measured.f1_high,
    }


def second_reading_record(found: Trust) -> dict[str, Any]:
    second = found.second
    return {
        "contributions": second.contributions,
        "decisions": second.decisions,
        "share": second.share,
        "kappa": second.kappa,
        "kappa_low": second.kappa_low,
        "kappa_high": second.kappa_high,
    }


def _people(
    consultation: Consultation, roots: Mapping[UUID, UUID], since: Iterable[UUID]
) -> tuple[set[int], set[_Place], dict[_Place, datetime]]:
    """What they have read, what stands for the themes that the machine spoke of, and when each was first judged."""
    wanted = set(since)
    read = set(contributions_read(consultation).filter(state=State.PUBLISHED).order_by().values_list("pk", flat=True))
    stands: QuerySet[CommentTheme] = CommentTheme.objects.filter(theme__in=wanted).order_by()
    people = {place for place in stands.values_list("comment", "theme") if place[0] in read}
    said: dict[_Place, datetime] = {}
    family = [theme for theme, root in roots.items() if root in wanted]
    rows = Coding.objects.filter(theme__in=family, machine="").order_by()
    for comment, theme, given_at in rows.values_list("comment", "theme", "given_at").iterator(chunk_size=5000):
        place = (comment, roots[theme])
        said[place] = min(said.get(place, given_at), given_at)
    return read, people, said


def _second(consultation: Consultation) -> ReaderAgreement:
    themes = Theme.objects.filter(consultation=consultation).exclude(state=ThemeState.MERGED)
    made = dict(themes.order_by("pk").values_list("uuid", "created_at"))
    pairs = pairs_of(consultation, made) if made else []
    numbers = {theme: number for number, theme in enumerate(made)}
    first = {(pair.comment, theme) for pair in pairs for theme in pair.first}
    second = {(pair.comment, theme) for pair in pairs for theme in pair.second}
    return reader_agreement(
        _numbered(first, numbers),
        _numbered(second, numbers),
        contributions=[pair.comment for pair in pairs],
        themes=numbers.values(),
    )


def _numbered(places: Iterable[_Place], numbers: Mapping[UUID, int]) -> set[tuple[int, int]]:
    """The engine knows themes by numbers."""
    return {(comment, numbers[theme]) for comment, theme in places}
