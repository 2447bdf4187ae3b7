"""The machine reads all published texts: which say the same, and what they seem to be about.

It works before the transaction, for minutes where there are many texts, and writes within it. The same texts and the
same version are the run that exists: nothing is written. What it finds counts for nothing until a person confirms it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.engine import grouping, theming
from consultations.enums import AnalysisKind, SuggestionState
from consultations.models.analysis import AnalysisRun, GroupMember, SuggestedMember, TextGroup, ThemeSuggestion
from consultations.models.consultation import Consultation
from consultations.permissions import user_can_code
from consultations.selectors.machine_texts import InputsHash, current_run, latest_run, texts_for_machines
from consultations.services.coding import lock_consultation
from consultations.services.errors import NotAllowedError
from hub.audit.services import record

if TYPE_CHECKING:
    from hub.accounts.models.user import User

_BATCH = 1000
_Row = TypeVar("_Row")
# A heap that shares so much, per mille, with one that somebody has decided about is not put before people again.
SAME_HEAP = 800


def require_analyst(consultation: Consultation, actor: User | None, now: datetime) -> None:
    if not user_can_code(actor, consultation, now):
        raise NotAllowedError(
            _("Only a moderator or an analyst asks the machine, and only once the consultation has opened.")
        )


def group_contributions(consultation: Consultation, *, actor: User, now: datetime) -> AnalysisRun:
    """Takes the place of the run before it."""
    require_analyst(consultation, actor, now)
    known = current_run(consultation, AnalysisKind.GROUPS, grouping.VERSION, InputsHash())
    if known is not None:
        return known
    inputs = InputsHash()
    rows = inputs.watching(texts_for_machines(consultation))
    found = grouping.group_texts((pk, text) for pk, text, _language in rows)
    with transaction.atomic():
        run, is_new = _run(
            consultation, AnalysisKind.GROUPS, grouping.VERSION, inputs, found.distinct, actor=actor, now=now
        )
        if not is_new:
            return run
        AnalysisRun.objects.filter(consultation=consultation, kind=AnalysisKind.GROUPS).exclude(pk=run.pk).delete()
        _store_groups(run, found.groups)
        data: dict[str, str | int | bool | UUID | None] = {
            "run": run.pk,
            "version": as_code(run.version),
            "texts": run.texts,
            "distinct": run.distinct,
        }
        data |= {"groups": len(found.groups), "grouped": found.grouped}
        record(
            "analysis.grouped",
            subject="consultations.consultation",
            subject_id=consultation.pk,
            actor=actor,
            data=data,
            now=now,
        )
    return run


def suggest_themes(consultation: Consultation, *, actor: User, now: datetime) -> AnalysisRun:
    """Suggestions nobody has decided about give way to the new ones; taken and refused ones stay as they are."""
    letters = group_contributions(consultation, actor=actor, now=now)
    known = current_run(consultation, AnalysisKind.THEMES, theming.VERSION, _themes_hash())
    if known is not None:
        return known
    inputs = _themes_hash()
    docs = [theming.Doc(*row) for row in inputs.watching(texts_for_machines(consultation))]
    found = theming.suggest_themes(docs, groups_in(letters))
    with transaction.atomic():
        run, is_new = _run(
            consultation, AnalysisKind.THEMES, theming.VERSION, inputs, letters.distinct, actor=actor, now=now
        )
        if not is_new:
            return run
        earlier = AnalysisRun.objects.filter(consultation=consultation, kind=AnalysisKind.THEMES).exclude(pk=run.pk)
        ThemeSuggestion.objects.filter(run__in=earlier, state=SuggestionState.OPEN).delete()
        earlier.filter(suggestions=None).delete()
        new = _not_decided_before(consultation, found)
        _store_suggestions(run, new)
        record(
            "analysis.themes_suggested",
            subject="consultations.consultation",
            subject_id=consultation.pk,
            actor=actor,
            data={"run": run.pk, "version": as_code(run.version), "texts": run.texts, "suggestions": len(new)},
            now=now,
        )
    return run


def as_code(version: str) -> str:
    """The audit log takes no slashes."""
    return version.replace("/", ":")


def groups_in(run: AnalysisRun) -> tuple[grouping.Group, ...]:
    """As the engine gave them; two queries."""
    members: dict[int, list[int]] = {}
    rows = GroupMember.objects.filter(group__run=run).order_by("group", "comment").values_list("group", "comment")
    for group, comment in rows.iterator(chunk_size=5000):
        members.setdefault(group, []).append(comment)
    return tuple(
        grouping.Group(medoid, tuple(members.get(pk, ())), exact)
        for pk, medoid, exact in run.groups.values_list("pk", "medoid", "exact")
    )


def _themes_hash() -> InputsHash:
    """Groups follow from the texts and from their own version."""
    return InputsHash(grouping.VERSION, with_language=True)


def _run(
    consultation: Consultation,
    kind: AnalysisKind,
    version: str,
    inputs: InputsHash,
    distinct: int,
    *,
    actor: User,
    now: datetime,
) -> tuple[AnalysisRun, bool]:
    """Somebody else may have asked for the same while the machine worked: then it is theirs."""
    locked = lock_consultation(consultation, actor, now)
    latest = latest_run(locked, kind)
    if latest is not None and (latest.version, latest.inputs_sha256) == (version, inputs.sha256):
        return latest, False
    run = AnalysisRun.objects.create(
        consultation=locked,
        kind=kind,
        version=version,
        inputs_sha256=inputs.sha256,
        texts=inputs.count,
        distinct=distinct,
        ran_at=now,
        ran_by=actor,
    )
    return run, True


def _store_groups(run: AnalysisRun, groups: Iterable[grouping.Group]) -> None:
    for some in _batches(groups):
        rows = TextGroup.objects.bulk_create(
            TextGroup(run=run, medoid_id=one.medoid, size=len(one.members), exact=one.exact) for one in some
        )
        members = (
            GroupMember(group=row, comment_id=comment)
            for row, one in zip(rows, some, strict=True)
            for comment in one.members
        )
        for batch in _batches(members):
            GroupMember.objects.bulk_create(batch)


def _store_suggestions(run: AnalysisRun, found: Iterable[theming.ThemeSuggestion]) -> None:
    for order, one in enumerate(found, start=1):
        row = ThemeSuggestion.objects.create(uuid=uuid4(), run=run, order=order, terms=list(one.terms))
        places = {comment: place for place, comment in enumerate(one.representatives, start=1)}
        members = (
            SuggestedMember(
                suggestion=row, comment_id=comment, score=max(0, min(1000, score)), representative=places.get(comment)
            )
            for comment, score in one.members
        )
        for batch in _batches(members):
            SuggestedMember.objects.bulk_create(batch)


def _not_decided_before(
    consultation: Consultation, found: Collection[theming.ThemeSuggestion]
) -> list[theming.ThemeSuggestion]:
    decided: dict[object, set[int]] = {}
    rows = SuggestedMember.objects.filter(suggestion__run__consultation=consultation).exclude(
        suggestion__state=SuggestionState.OPEN
    )
    for suggestion, comment in rows.order_by().values_list("suggestion", "comment"):
        decided.setdefault(suggestion, set()).add(comment)
    new = []
    for one in found:
        mine = {comment for comment, _score in one.members}
        if not any(len(mine & theirs) * 1000 >= SAME_HEAP * len(mine | theirs) for theirs in decided.values()):
            new.append(one)
    return new


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
