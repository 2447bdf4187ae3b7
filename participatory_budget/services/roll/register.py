"""A city's register onto the roll: line by line, hashed as it is read; neither the file nor a date of birth is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.audit.services import record
from hub.core.engine.folding import fold
from participatory_budget.engine.ages import is_of_a_person, old_enough, read_day
from participatory_budget.engine.identities import identity_hash
from participatory_budget.engine.register_file import LineFault, RegisterLine, read_register
from participatory_budget.enums import EligibilityWay, EnvelopeKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import EnvelopeName
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.selectors.roll import districts_of, last_day_of_vote
from participatory_budget.selectors.voting import voting_rules_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.roll.codes import require_manager
from participatory_budget.services.voting.keys import keys_of

MOST_NAMED = 500  # rejected lines that a report names; all are counted
_CHUNK = 1000


@dataclass
class ImportReport:
    """read = created + moved + unchanged + under_age + rejected. `moved`: another district than before."""

    read: int = 0
    created: int = 0
    moved: int = 0
    unchanged: int = 0
    under_age: int = 0
    rejected: int = 0
    named: list[tuple[int, LineFault]] = field(default_factory=list)

    def reject(self, line: int, fault: LineFault) -> None:
        self.rejected += 1
        if len(self.named) < MOST_NAMED:
            self.named.append((line, fault))


@dataclass(frozen=True)
class _Person:
    line: int
    identity: str
    district: UUID | None


@dataclass(frozen=True)
class _Rule:
    """What one line is judged by."""

    key: str
    minimum_age: int | None
    day: date
    districts: Mapping[str, UUID]  # by slug and by every name, folded


def import_register(
    stream: BinaryIO, budget: Budget, *, actor: User, now: datetime, dry_run: bool = False
) -> ImportReport:
    """Good lines go in, the others are told with their line. The same file again changes nothing.

    Who is on the roll and not in the file stays there. Raises RegisterFileError for a file that cannot be used.
    """
    # Who only looks keeps nobody waiting.
    with nullcontext() if dry_run else transaction.atomic():
        require_manager(budget, actor, now)
        rule = _rule(budget)
        report, seen = ImportReport(), set[bytes]()
        if not dry_run:
            Budget.objects.select_for_update().get(pk=budget.pk)
        lines = read_register(stream, _needed(rule))
        people = _judged(lines, rule, report, seen)
        while chunk := list(islice(people, _CHUNK)):
            _write(budget, chunk, report, dry_run=dry_run)
        if not dry_run:
            _forget_other_lines(budget, seen)
            record(
                "roll.register_imported",
                subject="participatory_budget.budget",
                subject_id=budget.pk,
                actor=actor,
                data={"read": report.read, "created": report.created, "rejected": report.rejected},
                now=now,
            )
    return report


def _needed(rule: _Rule) -> list[str]:
    """What the rule needs; no other column is looked at."""
    return [
        "number",
        *(["birth_date"] if rule.minimum_age is not None else []),
        *(["district"] if rule.districts else []),
    ]


def _rule(budget: Budget) -> _Rule:
    rules, day = voting_rules_of(budget), last_day_of_vote(budget)
    if not {EligibilityWay.REGISTER, EligibilityWay.CODE} & set(rules.ways) or day is None:
        raise BudgetError(_("The rules of this budget need no register. Change the ways to vote first."))
    districts = {_folded(one.slug): one.pk for one in districts_of(budget)}
    for name in EnvelopeName.objects.filter(envelope__budget=budget, envelope__kind=EnvelopeKind.DISTRICT):
        districts.setdefault(_folded(name.name), name.envelope_id)
    return _Rule(keys_of(budget).roll_key, rules.minimum_age, day, districts)


@lru_cache(maxsize=1000)
def _folded(name: str) -> str:
    """A file says the same few names over and over."""
    return fold(name.replace("-", " "))


def _judged(lines: Iterable[RegisterLine], rule: _Rule, report: ImportReport, seen: set[bytes]) -> Iterable[_Person]:
    for line in lines:
        report.read += 1
        found = _judge(line, rule, seen)
        if isinstance(found, LineFault):
            report.reject(line.line, found)
        elif found is None:
            report.under_age += 1
        else:
            yield found


def _judge(line: RegisterLine, rule: _Rule, seen: set[bytes]) -> _Person | LineFault | None:
    """None for somebody who is too young on the last day of the vote."""
    if line.fault is not None:
        return line.fault
    if not (identity := identity_hash(rule.key, line.number)):
        return LineFault.NO_NUMBER
    mark = bytes.fromhex(identity)[:16]
    if mark in seen:
        return LineFault.TWICE
    if rule.minimum_age is not None:
        born = read_day(line.birth_date)
        if born is None or not is_of_a_person(born, rule.day):
            return LineFault.NO_DATE
        if not old_enough(born, rule.minimum_age, rule.day):
            return None
    district = rule.districts.get(_folded(line.district)) if rule.districts else None
    if rule.districts and district is None:
        return LineFault.UNKNOWN_DISTRICT if line.district else LineFault.NO_DISTRICT
    seen.add(mark)
    return _Person(line.line, identity, district)


def _write(budget: Budget, people: list[_Person], report: ImportReport, *, dry_run: bool) -> None:
    wanted = {one.identity: one for one in people}
    new, changed, moved = dict(wanted), [], []
    known = RollEntry.objects.filter(budget=budget, identity__in=list(wanted))
    # In the order in which paper locks them: nobody votes in a district while the file moves them to another.
    for entry in known if dry_run else known.select_for_update().order_by("pk"):
        one = new.pop(entry.identity)
        if entry.district_id != one.district:
            moved.append((entry, one))
        elif entry.line != one.line:
            changed.append(entry)
        entry.line = one.line
    report.moved += _move(moved)
    report.created += len(new)
    report.unchanged = report.read - report.created - report.moved - report.under_age - report.rejected
    if dry_run:
        return
    RollEntry.objects.bulk_update([one for one, _to in moved] + changed, ["line", "district"], batch_size=200)
    RollEntry.objects.bulk_create(
        [
            RollEntry(
                budget=budget,
                identity=one.identity,
                district_id=one.district,
                way=EligibilityWay.REGISTER,
                line=one.line,
            )
            for one in new.values()
        ],
        batch_size=_CHUNK,
        # Somebody may have been put on the roll with the same number in this very moment.
        ignore_conflicts=True,
    )


def _move(moved: list[tuple[RollEntry, _Person]]) -> int:
    """Whoever has voted in a district stays in it: nobody votes in two."""
    kept = set(
        Acceptance.objects.filter(
            entry__in=[entry.pk for entry, _one in moved], envelope__kind=EnvelopeKind.DISTRICT
        ).values_list("entry_id", flat=True)
    )
    free = [(entry, one) for entry, one in moved if entry.pk not in kept]
    for entry, one in free:
        entry.district_id = one.district
    return len(free)


def _forget_other_lines(budget: Budget, seen: set[bytes]) -> None:
    """Lines are those of the newest file: a letter must not be joined with another file's line."""
    rows = RollEntry.objects.filter(budget=budget, line__isnull=False).values_list("pk", "identity")
    old = [pk for pk, identity in rows.iterator(chunk_size=_CHUNK) if bytes.fromhex(identity)[:16] not in seen]
    for start in range(0, len(old), _CHUNK):
        RollEntry.objects.filter(pk__in=old[start : start + _CHUNK]).update(line=None)
