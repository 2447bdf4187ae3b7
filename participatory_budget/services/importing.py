"""An election that was held elsewhere, from a Pabulib file: one transaction, so a killed import leaves nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from hub.audit.services import record
from participatory_budget.engine.election import ElectionError
from participatory_budget.engine.pabulib import PabulibFile, Remark, read
from participatory_budget.engine.pabulib_terms import value_of
from participatory_budget.engine.rules import RULES
from participatory_budget.enums import EnvelopeKind, Leftover
from participatory_budget.models.budget import Budget
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.imported import ImportedBallot, ImportedElection
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.permissions import user_can_import
from participatory_budget.selectors.elections import imported_in
from participatory_budget.services.counting import count_envelope
from participatory_budget.services.errors import BudgetError, NotAllowedError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

BATCH = 2_000
ENVELOPE_SLUG = "city"
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,255}")


@dataclass
class Imported:
    """`count` is the result by the rule that the file names; None where that rule is not known here."""

    election: ImportedElection
    ballots: int
    created: bool
    count: Count | None = None
    warnings: list[Remark] = field(default_factory=list)

    @property
    def envelope(self) -> Envelope:
        return self.election.envelope


def import_election(stream: BinaryIO, slug: str, *, actor: User | None = None, now: datetime) -> Imported:
    """`stream` is read twice. Raises `ElectionError` with the line, or `BudgetError`; then nothing was written."""
    if actor is not None and not user_can_import(actor, now):
        raise NotAllowedError("only a budget officer imports an election")
    if not _SLUG.fullmatch(slug):
        raise BudgetError(f"{slug[:40]!r} cannot stand in an address: give a name of a-z, 0-9, - and _", "--slug")
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # any readable stream will do
    stream.seek(0)
    file = read(stream)
    try:
        with transaction.atomic():
            if Budget.objects.filter(slug=slug).exists():
                return _known(file, slug, digest)
            return _create(file, slug, digest, actor=actor, now=now)
    except IntegrityError as error:
        if Budget.objects.filter(slug=slug).exists():
            raise BudgetError("a budget of this name was made at the same moment", "--slug") from error
        raise


def _known(file: PabulibFile, slug: str, digest: str) -> Imported:
    """The same bytes again: what exists, with what there was to say about the file."""
    election = imported_in(slug)
    if election is None:
        raise BudgetError("a budget of this name exists, and it was not imported", "--slug")
    if election.file_sha256 != digest:
        raise BudgetError("a budget of this name exists, from another file", "--slug")
    ballots = sum(1 for _vote in file.votes)
    found = Imported(election, ballots, created=False, warnings=file.warnings)
    _note_rule(found, file)
    found.count = Count.objects.filter(envelope=election.envelope_id).order_by("counted_at", "pk").last()
    return found


def _create(file: PabulibFile, slug: str, digest: str, *, actor: User | None, now: datetime) -> Imported:
    terms = file.terms
    budget = Budget.objects.create(slug=slug, currency=terms.currency, created_at=now, created_by=actor)
    envelope = Envelope.objects.create(
        budget=budget,
        slug=ENVELOPE_SLUG,
        kind=EnvelopeKind.CITY,
        amount=terms.budget,
        leftover=Leftover.RETURNS,
    )
    _name(envelope, file, slug)
    RuleCard.objects.create(
        budget=budget,
        version=1,
        vote_type=terms.vote_type.value,
        rule=terms.rule,
        threshold=terms.threshold,
        min_length=terms.min_length,
        max_length=terms.max_length,
        max_points=terms.max_points,
        tie_keys=[key.value for key in terms.tie_keys],
        made_at=now,
        made_by=actor,
    )
    _create_projects(envelope, file)
    election = ImportedElection.objects.create(
        envelope=envelope,
        meta=file.meta,
        project_columns=file.project_columns,
        project_rows=file.project_rows,
        vote_columns=file.vote_columns,
        file_sha256=digest,
        imported_at=now,
    )
    ballots = _create_ballots(election, file)
    record(
        "budget.imported",
        subject="participatory_budget.budget",
        subject_id=budget.pk,
        actor=actor,
        data={
            "envelope": envelope.pk,
            "projects": len(file.projects),
            "ballots": ballots,
            "file_sha256": digest,
        },
        now=now,
    )
    found = Imported(election, ballots, created=True, warnings=file.warnings)
    if _note_rule(found, file):
        try:
            with transaction.atomic():
                found.count = count_envelope(envelope, actor=actor, now=now)
        except ElectionError as error:
            # What the file says is kept all the same; another rule can count it.
            found.warnings.append(Remark(error.where, f"not counted: {error.message}"))
    return found


def _note_rule(found: Imported, file: PabulibFile) -> bool:
    """Is the rule one that we know? If not, the import says so."""
    if file.terms.rule in RULES:
        return True
    found.warnings.append(Remark("rule", f"no rule called {file.terms.rule!r} is known here, so nothing was counted"))
    return False


def _name(envelope: Envelope, file: PabulibFile, slug: str) -> None:
    language = value_of(file.meta, "language")
    spoken = {code for code, _name in settings.LANGUAGES}
    name = value_of(file.meta, "description") or value_of(file.meta, "unit") or slug
    EnvelopeName.objects.create(
        envelope=envelope,
        language=language if language in spoken else settings.LANGUAGE_CODE,
        name=name if len(name) <= 255 else f"{name[:254]}…",
    )


def _create_projects(envelope: Envelope, file: PabulibFile) -> None:
    language = value_of(file.meta, "language")
    Project.objects.bulk_create(
        (
            Project(
                envelope=envelope,
                code=one.id,
                cost=one.cost,
                title=one.title,
                title_language=language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)?", language[:11]) else "",
                description=one.description,
                district=one.district,
                category=one.category,
                latitude=one.latitude,
                longitude=one.longitude,
                exclusive_groups=list(one.groups),
                order=order,
            )
            for order, one in enumerate(file.projects)
        ),
        batch_size=BATCH,
    )


def _create_ballots(election: ImportedElection, file: PabulibFile) -> int:
    """In batches, so that a file of a million ballots needs the memory of a few thousand."""
    rows: Iterator[ImportedBallot] = (
        ImportedBallot(election=election, number=number, cells=vote.cells)
        for number, vote in enumerate(file.votes, start=1)
    )
    count = 0
    while batch := list(islice(rows, BATCH)):
        ImportedBallot.objects.bulk_create(batch)
        count += len(batch)
    return count
