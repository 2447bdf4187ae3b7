"""Progress from other systems (a project register, a works database), from a file.

Each record is a transaction of its own: what does not hold is named by its line, the others go in. A record that was
taken before is not taken again, whatever became of the promise since; the audit log knows it by its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.audit.models.entry import AuditEntry
from hub.audit.services import record
from hub.core.engine.record_files import Record, read_records
from hub.promises.engine.sources import promise_names, spending_kept
from hub.promises.enums import PromiseState, UpdateSource
from hub.promises.models.promise import Promise
from hub.promises.permissions import user_can_import
from hub.promises.services.errors import NotAllowedError, PromiseError
from hub.promises.services.moving import cancel, keep, locked, postpone, set_due, start
from hub.promises.services.progress_fields import NEEDED, Progress, field_names, parse
from hub.promises.services.silence import silence
from hub.promises.services.updating import write_update

if TYPE_CHECKING:
    from hub.accounts.models.user import User

IMPORTED = "promise.imported"
# What happened earlier is history: it is shown, and nobody gets a letter about it.
NEWS_WITHIN = timedelta(days=7)
# More bad records than this and the file is not the one that was meant; the rest is only counted.
MOST_LISTED = 10_000
_LOCKED_AT_ONCE = 500


@dataclass(frozen=True)
class Rejected:
    line: int
    field: str
    message: str


@dataclass
class ImportResult:
    read: int = 0
    taken: int = 0
    unchanged: int = 0
    rejected_count: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    ignored_columns: set[str] = field(default_factory=set)

    def reject(self, one: Rejected) -> None:
        self.rejected_count += 1
        if len(self.rejected) < MOST_LISTED:
            self.rejected.append(one)


class _UndoneError(Exception):
    """Takes back what was only tried."""


def import_progress(
    stream: BinaryIO, *, dry_run: bool = False, strict: bool = False, actor: User | None, now: datetime
) -> ImportResult:
    """Reads `stream` to its end. `dry_run` and a `strict` import with a bad record leave nothing behind."""
    if actor is not None and not user_can_import(actor):
        raise NotAllowedError(_("Only an editor or a budget officer imports progress from other systems."))
    result = ImportResult()
    if not dry_run and not strict:
        _take_all(read_records(stream, NEEDED), result, actor, now)
        return result
    try:
        with transaction.atomic():
            _lock_all(stream)
            _take_all(read_records(stream, NEEDED), result, actor, now)
            if dry_run or result.rejected_count:
                raise _UndoneError
    except _UndoneError:
        if not dry_run:
            result.taken = 0
    return result


def _lock_all(stream: BinaryIO) -> None:
    """All that a file names, in one order and before anything is written: a transaction that takes one promise after
    the other, with the log between them, would wait for staff who wait for the log."""
    names = {one.values.get("promise") for one in read_records(stream, NEEDED)}
    found = {_known_as(name.strip()) for name in names if isinstance(name, str)}
    wanted = sorted(pk for pk in found if pk is not None)
    for start_at in range(0, len(wanted), _LOCKED_AT_ONCE):
        some = wanted[start_at : start_at + _LOCKED_AT_ONCE]
        list(Promise.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
    stream.seek(0)


def _take_all(records: Iterable[Record], result: ImportResult, actor: User | None, now: datetime) -> None:
    known = set(field_names())
    for one in records:
        result.read += 1
        result.ignored_columns |= {str(name)[:60] for name in one.values if name and name not in known}
        try:
            with transaction.atomic():
                if _take(one, actor, now):
                    result.taken += 1
                else:
                    result.unchanged += 1
        except PromiseError as error:
            result.reject(Rejected(one.line, _column(error.where), error.message))


def _take(one: Record, actor: User | None, now: datetime) -> bool:
    """False when it was taken before."""
    if one.fault:
        raise PromiseError(one.fault)
    row = parse(one.values, timezone.localdate(now))
    found = locked(_promise_named(row.promise), actor)
    if _was_taken(found, row):
        return False
    news_before = found.news_at
    with silence(when=row.on < timezone.localdate(now) - NEWS_WITHIN):
        _move(found, row, actor, now)
    # Silence is counted from when something happened, not from when a file brought it.
    happened = min(timezone.make_aware(datetime.combine(row.on, time(12))), now)
    Promise.objects.filter(pk=found.pk).update(news_at=max(news_before, happened))
    record(
        IMPORTED,
        subject="promises.promise",
        subject_id=found.pk,
        actor=actor,
        data={"record": row.known_as, "digest": row.digest},
        now=now,
    )
    return True


def _was_taken(found: Promise, row: Progress) -> bool:
    """The same number with other words is no correction: what was published stays."""
    entries = AuditEntry.objects.about("promises.promise", found.pk).filter(action=IMPORTED)
    entry = entries.filter(data__record=row.known_as).first()
    if entry is None:
        return False
    if entry.data["digest"] != row.digest:
        raise PromiseError(
            _("A record with this number was taken before and said something else: give the new one its own number."),
            "external_id",
        )
    return True


def _move(found: Promise, row: Progress, actor: User | None, now: datetime) -> None:
    """The day first: what is finished or given up has none to move."""
    if row.due_on is not None:
        _set_day(found, row, row.due_on, actor, now)
    if row.state and row.state != found.state:
        _set_state(found, row, actor, now)
    if row.spent:
        _set_spending(found, row, actor, now)
    if row.texts:
        # Of today: at this moment. Of another day: at its noon.
        noon = timezone.make_aware(datetime.combine(row.on, time(12)))
        write_update(
            found.pk,
            texts=row.texts,
            titles=row.titles,
            actor=actor,
            now=now,
            source=UpdateSource.IMPORT,
            external_id=row.external_id,
            published_at=noon if row.on < timezone.localdate(now) else now,
        )


def _set_day(found: Promise, row: Progress, due_on: date, actor: User | None, now: datetime) -> None:
    if due_on == found.due_on:
        return
    if found.due_on is None or due_on < found.due_on:
        set_due(found.pk, due_on=due_on, actor=actor, now=now)
    else:
        postpone(found.pk, until=due_on, reasons=row.reasons, actor=actor, now=now)


def _set_state(found: Promise, row: Progress, actor: User | None, now: datetime) -> None:
    if row.state == PromiseState.STARTED:
        start(found.pk, on=row.on, actor=actor, now=now)
    elif row.state == PromiseState.KEPT:
        keep(found.pk, on=row.on, actor=actor, now=now)
    elif row.state == PromiseState.CANCELLED:
        cancel(
            found.pk,
            reasons=row.reasons,
            decided_by=row.decided_by,
            decided_on=row.on,
            document_url=row.document_url,
            actor=actor,
            now=now,
        )
    else:
        raise PromiseError(_("What has begun cannot become planned again."), "state")


def _set_spending(found: Promise, row: Progress, actor: User | None, now: datetime) -> None:
    if found.kind not in spending_kept:
        raise PromiseError(_("No money is kept for this promise."), "spent")
    kept = spending_kept.get(found.kind)
    try:
        kept(found.key, row.spent, external_id=row.external_id, on=row.on, actor=actor, now=now)
    except ValueError as error:
        raise PromiseError(_("This is no sum of money. Write it like 12 500 or 12 500.50."), "spent") from error


def _promise_named(name: str) -> UUID:
    found = _known_as(name)
    if found is None:
        raise PromiseError(_("There is no such promise."), "promise")
    return found


def _known_as(name: str) -> UUID | None:
    """By its uuid, or by the name that its kind has: `project:<budget>/<project>`."""
    kind, colon, rest = name.partition(":")
    if not colon or kind not in promise_names:
        return _by_uuid(name)
    key = promise_names.get(kind)(rest)
    return Promise.objects.filter(kind=kind, key=key).values_list("pk", flat=True).first() if key else None


def _by_uuid(text: str) -> UUID | None:
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    return Promise.objects.filter(pk=wanted).values_list("pk", flat=True).first()


# What services call their parts, as the columns are called.
COLUMNS: Mapping[str, str] = {"until": "due", "due_on": "due", "on": "date", "decided_on": "date"}


def _column(where: str) -> str:
    return COLUMNS.get(where, where)
