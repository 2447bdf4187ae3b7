"""Several people, a file from another system and residents at one project in the same moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hub.audit.models.entry import AuditEntry
from hub.notifications.models.news import News
from hub.promises.engine.actions import Action, mark_of
from hub.promises.models.promise import Postponement, Promise
from hub.promises.services import PromiseError
from hub.promises.services.acting import act
from hub.promises.services.importing import import_progress
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery, Payment
from participatory_budget.models.resident_report import ResidentReport
from participatory_budget.services.delivering import ending, milestones, money
from participatory_budget.services.delivering.stages import enter_stage
from participatory_budget.services.errors import BudgetError
from tests.factories.accounts import UserFactory
from tests.factories.deliveries import DUE, a_project
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget
from tests.factories.residents import a_report

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": None, "now": NOW}
WHY = {"en": "Rain."}
AT_ONCE = 4


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """What each returned, or the refusal that a person would read; anything else fails the test."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return call()
        except (BudgetError, PromiseError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(found: list[Any]) -> list[str]:
    return [str(one) for one in found if isinstance(one, Exception)]


def assert_one_log() -> None:
    numbers = list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def project(slug: str = "") -> Delivery:
    budget = Delivery.objects.first().budget if slug else open_budget("implementation")
    made = a_project(budget, slug=slug)
    enter_stage(made.pk, Stage.WORKS, on=TODAY, notes={}, **BY)
    return made


def a_file(*rows: dict[str, str]) -> BytesIO:
    return BytesIO("\n".join(json.dumps(row) for row in rows).encode())


def brought(one: Delivery, number: int, **said: str) -> dict[str, str]:
    return {"promise": str(one.promise_id), "external_id": f"W-{number}", **said}


def test_finished_by_many_at_once_it_is_finished_once():
    one = project()
    found = at_once([lambda: ending.finish(one.pk, on=TODAY, **BY)] * AT_ONCE)
    assert refusals(found) == []
    assert list(one.stages.values_list("stage", flat=True)) == ["preparing", "works", "finished"]
    assert News.objects.filter(kind="promise.kept").count() == 1


def test_finished_at_the_desk_and_in_the_list_of_promises_at_once():
    one, dora = project(), officer()
    seen = mark_of("started", DUE, None)
    found = at_once(
        [
            lambda: ending.finish(one.pk, on=TODAY, actor=dora, now=NOW),
            lambda: act(one.promise_id, Action.KEEP, {"on": TODAY}, seen=seen, actor=dora, now=NOW),
            lambda: import_progress(a_file(brought(one, 1, state="kept")), **BY).rejected,
            lambda: ending.give_up(one.pk, ending.Decision(WHY, {"en": "Council"}, TODAY), actor=dora, now=NOW),
        ]
    )
    one.refresh_from_db()
    if one.promise.state == "kept":
        assert one.stage == Stage.FINISHED
        assert one.stages.filter(stage=Stage.FINISHED).count() == 1
        assert isinstance(found[3], Exception)
    else:
        assert (one.promise.state, one.stage) == ("cancelled", Stage.WORKS)
    assert News.objects.filter(kind__in=["promise.kept", "promise.cancelled"]).count() == 1
    assert_one_log()


def test_two_doors_put_off_to_one_day_once():
    one, dora = project(), officer()
    later, seen = DUE + DAY, mark_of("started", DUE, None)
    facts = {"until": later, "reasons": WHY}
    found = at_once(
        [
            lambda: ending.set_day(one.pk, later, reasons=WHY, actor=dora, now=NOW),
            lambda: act(one.promise_id, Action.POSTPONE, facts, seen=seen, actor=dora, now=NOW),
        ]
        * 2
    )
    assert refusals(found) == []
    assert Postponement.objects.get().due_after == later


def test_payments_prices_and_a_file_at_once_lose_no_sum():
    """The planned sum that somebody changed meanwhile is not written over by what was read before."""
    one = project()

    def pay(number: int) -> Any:
        told = money.Paid(TODAY, 100, {"en": "Trees"}, f"Note {number}")
        return money.record_payment(one.pk, told, submission_key=f"key {number}", **BY)

    def bring() -> Any:
        return import_progress(a_file(brought(one, 1, spent="50.00")), **BY).rejected

    found = at_once(
        [
            *(lambda number=number: pay(number) for number in (1, 2, 2)),
            lambda: money.change_price(one.pk, 4_000_000, reasons=WHY, **BY),
            bring,
        ]
    )
    assert refusals(found) == []
    promise = Promise.objects.get()
    rows = Payment.objects.all()
    assert rows.count() == 3
    assert promise.cost_spent == sum(row.amount for row in rows)
    assert promise.cost_planned == 4_000_000


def test_a_file_and_the_desk_wait_for_each_other_in_one_order():
    """Round after round: a deadlock needs some luck."""
    one, two = project(), project("other")
    dora = officer()
    for number in range(6):
        both = [brought(two, number, spent=f"{number}.50", text_en="A"), brought(one, number, spent=f"{number}.50")]
        found = at_once(
            [
                lambda rows=both: import_progress(a_file(*rows), **BY),
                lambda number=number: import_progress(
                    a_file(brought(one, 100 + number, text_en="B"), brought(two, 100 + number, text_en="B")),
                    strict=True,
                    actor=dora,
                    now=NOW,
                ),
                *(
                    lambda number=number, where=where: money.record_payment(
                        where.pk, money.Paid(TODAY, 1, {"en": "X"}, "N"), submission_key=f"{number}", **BY
                    )
                    for where in (one, two)
                ),
                lambda number=number: milestones.add_milestone(
                    two.pk, titles={"en": f"M {number}"}, planned_on=TODAY + DAY, **BY
                ),
            ]
        )
        assert refusals(found) == []
        assert [result.rejected for result in found[:2]] == [[], []]
    for each in (one, two):
        each.promise.refresh_from_db()
        assert each.promise.cost_spent == sum(Payment.objects.filter(delivery=each).values_list("amount", flat=True))
    assert_one_log()


def test_residents_report_while_staff_finish_it():
    one = project()
    people = [UserFactory() for _ in range(AT_ONCE - 1)]
    found = at_once(
        [
            lambda: import_progress(a_file(brought(one, 1, state="kept")), **BY).rejected,
            *(lambda person=person: a_report(one, "pending", user=person) for person in people),
        ]
    )
    assert refusals(found) == []
    assert ResidentReport.objects.count() == len(people)
    one.refresh_from_db()
    assert one.stage == Stage.FINISHED
