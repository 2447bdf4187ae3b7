"""Several people, and several clicks of one person, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hub.audit.models.entry import AuditEntry
from hub.notifications.models.outbox import Outbox
from participatory_budget.models.proposal import ProposalSupport
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.supporting import give_support
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return call()
        except BudgetError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_everybody_counts_once_and_enough_is_told_once():
    one = proposal(open_budget("supports", supports_needed=3), author=alice())
    people = [UserFactory() for _ in range(AT_ONCE)]
    clicks = [
        lambda person=person: give_support(one, actor=person, now=NOW) for person in people for _click in range(2)
    ]
    assert not [answer for answer in at_once(clicks) if isinstance(answer, BudgetError)]
    one.refresh_from_db()
    assert one.support_count == ProposalSupport.objects.count() == AT_ONCE
    assert AuditEntry.objects.filter(action="proposal.threshold_reached").count() == 1
    assert Outbox.objects.count() == 1


def test_one_person_never_gives_more_than_the_limit():
    budget = open_budget("supports", supports_per_person=2)
    rows, person = [proposal(budget) for _ in range(AT_ONCE)], dan()
    answers = at_once([lambda one=one: give_support(one, actor=person, now=NOW) for one in rows])
    assert sum(isinstance(answer, BudgetError) for answer in answers) == AT_ONCE - 2
    assert ProposalSupport.objects.filter(user=person).count() == 2
    assert sum(one.__class__.objects.get(pk=one.pk).support_count for one in rows) == 2
