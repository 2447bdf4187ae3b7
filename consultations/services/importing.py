"""Contributions that came by another way (letters, another platform, a meeting) into a consultation, from a file.

In batches, each a transaction of its own: an import that was killed is run again and ends where it would have ended.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from consultations.engine.intake_fields import FIELDS, FieldFaultError, parse, shortened
from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.phases import phase_at, schedule_of
from consultations.selectors.targets import Target, Targets, UnknownTargetError
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.accounts.forms.entrance import validate_public_name
from hub.audit.services import record
from hub.contributions.enums import PublishAs
from hub.contributions.services.bulk import Incoming, InDatabase, Known, Plan, Rejected, plan, write
from hub.core.engine.record_files import Record, read_records

if TYPE_CHECKING:
    from hub.accounts.models.user import User

BATCH = 500
# More bad records than this and the file is not the one that was meant; the rest is only counted.
MOST_LISTED = 100_000


class RejectedRecordError(ConsultationError):
    """In a strict import: the first record that does not hold. Nothing was written."""

    def __init__(self, rejected: Rejected, count: int) -> None:
        more = f" ({count} records are rejected)" if count > 1 else ""
        where = f"line {rejected.line}" + (f", {rejected.field}" if rejected.field else "")
        super().__init__(rejected.message + more, where)


@dataclass
class ImportResult:
    read: int = 0
    created: int = 0
    unchanged: int = 0
    rejected_count: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    first: str = ""
    last: str = ""
    outside: Counter[str] = field(default_factory=Counter)
    without_clause: int = 0
    ignored_columns: set[str] = field(default_factory=set)

    def reject(self, rejected: Iterable[Rejected]) -> None:
        for one in rejected:
            self.rejected_count += 1
            if len(self.rejected) < MOST_LISTED:
                self.rejected.append(one)


def source_of(consultation: Consultation) -> str:
    """Ids from files are unique within a consultation."""
    return f"consultation:{consultation.pk}"


def import_contributions(
    consultation: Consultation,
    stream: BinaryIO,
    *,
    dry_run: bool = False,
    strict: bool = False,
    actor: User | None = None,
    now: datetime,
) -> ImportResult:
    """Reads `stream` to its end. With `strict` the first pass only looks, and nothing is written if a record is bad."""
    if phase_at(schedule_of(consultation), now) is PhaseKind.ANNOUNCED:
        raise NotAllowedError("the consultation has not opened yet: nobody can have answered it", "--consultation")
    if dry_run or strict:
        result = _rehearse(consultation, stream, now)
        if strict:
            _require_all(result)
        if dry_run:
            return result
        stream.seek(0)
    # Strict means all or nothing, so all of it is one transaction then.
    whole: AbstractContextManager[Any] = transaction.atomic() if strict else nullcontext()
    with whole:
        result = _import(consultation, stream, actor=actor, now=now)
        if strict:
            _require_all(result)
    return result


def _require_all(result: ImportResult) -> None:
    if result.rejected:
        raise RejectedRecordError(min(result.rejected, key=lambda one: one.line), result.rejected_count)


def _import(consultation: Consultation, stream: BinaryIO, *, actor: User | None, now: datetime) -> ImportResult:
    source, result = source_of(consultation), ImportResult()
    known = InDatabase(source)
    for rows in _batches(consultation, stream, result, now):
        with transaction.atomic():
            # Two imports at once wait for each other here; the second finds what the first has written.
            locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
            planned = plan(rows, source=source, known=known, premoderated=locked.premoderated)
            references = write(source, planned.create, actor=actor, now=now)
            if references:
                record(
                    "consultation.contributions_imported",
                    subject="consultations.consultation",
                    subject_id=consultation.pk,
                    actor=actor,
                    data={"created": len(references), "first": references[0], "last": references[-1]},
                    now=now,
                )
        _count(result, planned, references, consultation)
    return result


def _rehearse(consultation: Consultation, stream: BinaryIO, now: datetime) -> ImportResult:
    """The same without writing, and without a lock that would keep people from commenting meanwhile."""
    source, result = source_of(consultation), ImportResult()
    with closing(_Rehearsed(source)) as known:
        for rows in _batches(consultation, stream, result, now):
            planned = plan(rows, source=source, known=known, premoderated=consultation.premoderated)
            known.remember({one.incoming.external_id: one.known for one in planned.create})
            _count(result, planned, [], consultation)
    return result


class _Rehearsed:
    """What the database knows, and what earlier lines of this file would have added; kept on disk, not in memory."""

    def __init__(self, source: str) -> None:
        self.database = InDatabase(source)
        self.store = sqlite3.connect("")
        self.store.execute(
            "CREATE TABLE seen"
            " (id TEXT PRIMARY KEY, digest TEXT, thread TEXT, version INT, state TEXT, root TEXT, line INT)"
        )

    def find(self, external_ids: Iterable[str]) -> Mapping[str, Known]:
        ids = list(external_ids)
        found = self.database.find(ids)
        for one in ids:
            row = self.store.execute(
                "SELECT digest, thread, version, state, root, line FROM seen WHERE id = ?", [one]
            ).fetchone()
            if row is not None:
                digest, thread, version, state, root, line = row
                found[one] = Known(digest, UUID(thread), version, state, root, line)
        return found

    def remember(self, known: Mapping[str, Known]) -> None:
        self.store.executemany(
            "INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (key, one.digest, str(one.thread_id), one.document_version, one.state, one.root, one.line)
                for key, one in known.items()
            ],
        )

    def close(self) -> None:
        self.store.close()


def _count(result: ImportResult, planned: Plan, references: list[str], consultation: Consultation) -> None:
    result.created += len(planned.create)
    result.unchanged += planned.unchanged
    result.reject(planned.rejected)
    if references:
        result.first = result.first or references[0]
        result.last = references[-1]
    for one in planned.create:
        if one.incoming.received_at < consultation.opens_at:
            result.outside["before"] += 1
        elif one.incoming.received_at >= consultation.closes_at:
            result.outside["after"] += 1


def _batches(
    consultation: Consultation, stream: BinaryIO, result: ImportResult, now: datetime
) -> Iterator[list[Incoming]]:
    """Records whose fields hold; the others are rejected on the way, in the order of the file."""
    targets = Targets(consultation)
    records = read_records(stream)
    while chunk := list(islice(records, BATCH)):
        rows: list[Incoming] = []
        result.read += len(chunk)
        for one in chunk:
            try:
                rows.append(_incoming(one, targets, result, now))
            except FieldFaultError as fault:
                result.reject([Rejected(one.line, fault.field, fault.message)])
        yield rows
    result.rejected.sort(key=lambda one: one.line)


def _incoming(one: Record, targets: Targets, result: ImportResult, now: datetime) -> Incoming:
    if one.fault:
        raise FieldFaultError("", one.fault)
    result.ignored_columns |= {shortened(str(name)) for name in one.values if name not in FIELDS and name}
    parsed = parse(one.values, now=now, max_length=settings.CONTRIBUTION_MAX_LENGTH)
    if parsed.draft.publish_as in (PublishAs.NAMED, PublishAs.PSEUDONYM):
        _check_name("author_name", parsed.draft.author_name)
        _check_name("organisation", parsed.draft.organisation)
    target: Target | None = None
    # A reply that names no clause is about what its parent is about.
    if parsed.clause or not parsed.in_reply_to:
        try:
            target = targets.find(parsed.clause)
        except UnknownTargetError as error:
            raise FieldFaultError("clause", f'"{shortened(parsed.clause)}": {error}') from error
        if not parsed.clause and len(targets.wholes) > 1:
            result.without_clause += 1
    return Incoming(
        line=one.line,
        external_id=parsed.external_id,
        canonical=parsed.canonical,
        draft=replace(parsed.draft, author_language=_letters_in(parsed.draft.language, target)),
        email=parsed.email,
        received_at=parsed.received_at,
        state=parsed.state,
        thread_id=target.thread_id if target is not None else None,
        document_version=target.version if target is not None else None,
        in_reply_to=parsed.in_reply_to,
    )


def _check_name(name: str, value: str) -> None:
    try:
        validate_public_name(value)
    except ValidationError as error:
        raise FieldFaultError(name, " ".join(error.messages)) from error


def _letters_in(language: str, target: Target | None) -> str:
    """Letters to the author are in the language of the text where we speak it, else in the document's."""
    spoken = [code for code, _name in settings.LANGUAGES]
    short = language.split("-")[0]
    if short in spoken:
        return short
    return target.language if target is not None else settings.LANGUAGE_CODE
