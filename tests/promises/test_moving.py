"""A promise moves only with what the public needs to know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.audit.models.entry import AuditEntry
from hub.notifications.models.news import News
from hub.promises import services
from hub.promises.engine.status import quiet_days, status_of
from hub.promises.enums import PromiseState, PromiseStatus
from hub.promises.models.promise import Promise
from hub.promises.services.errors import NotAllowedError, PromiseError
from tests.factories.accounts import UserFactory
from tests.factories.deliveries import DUE, a_project
from tests.factories.proposals import NOW, open_budget

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def promised() -> Promise:
    return a_project(open_budget("implementation")).promise


def test_a_later_day_needs_a_reason_and_the_first_one_stays(promised: Promise) -> None:
    later = DUE + timedelta(days=90)
    with pytest.raises(PromiseError) as refused:
        services.postpone(promised.pk, until=later, reasons={"en": "  "}, actor=None, now=NOW)
    assert refused.value.where == "reason_en"
    services.postpone(promised.pk, until=later, reasons={"en": "The ground was wet."}, actor=None, now=NOW)
    promised.refresh_from_db()
    assert (promised.first_due_on, promised.due_on) == (DUE, later)
    assert News.objects.get(kind="promise.postponed").payload == {"promise": str(promised.pk)}


def test_giving_up_needs_who_decided_and_why(promised: Promise) -> None:
    for reasons, body in (({}, {"en": "The council"}), ({"en": "Too dear"}, {})):
        with pytest.raises(PromiseError):
            services.cancel(promised.pk, reasons=reasons, decided_by=body, decided_on=TODAY, actor=None, now=NOW)
    services.cancel(
        promised.pk, reasons={"en": "Too dear"}, decided_by={"en": "The council"}, decided_on=TODAY, actor=None, now=NOW
    )
    promised.refresh_from_db()
    assert promised.state == PromiseState.CANCELLED
    with pytest.raises(PromiseError):
        services.keep(promised.pk, on=TODAY, actor=None, now=NOW)


def test_late_by_the_clock_alone() -> None:
    def status(today: date, state: str = "started", kept_on: date | None = None) -> PromiseStatus:
        return status_of(state, first_due_on=DUE, due_on=DUE, kept_on=kept_on, today=today)

    assert status(DUE) == PromiseStatus.STARTED
    put_off = {"first_due_on": DUE, "due_on": DUE + timedelta(days=9), "kept_on": None, "today": DUE}
    assert status_of("started", **put_off) == PromiseStatus.POSTPONED
    assert status_of("started", **{**put_off, "today": DUE + timedelta(days=10)}) == PromiseStatus.LATE
    assert status(DUE + timedelta(days=1)) == PromiseStatus.LATE
    assert status(DUE, "kept", DUE) == PromiseStatus.KEPT
    assert status(DUE, "kept", DUE + timedelta(days=1)) == PromiseStatus.KEPT_LATE
    assert quiet_days("started", NOW - timedelta(days=59), NOW) == 0
    assert quiet_days("started", NOW - timedelta(days=60), NOW) == 60
    assert quiet_days("kept", NOW - timedelta(days=600), NOW) == 0


def test_outsiders_move_nothing(promised: Promise) -> None:
    with pytest.raises(NotAllowedError):
        services.start(promised.pk, on=TODAY, actor=UserFactory(), now=NOW)
    assert not AuditEntry.objects.filter(action="promise.started").exists()
