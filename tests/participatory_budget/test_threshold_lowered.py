"""The number of supports that a proposal needs is lowered: who has enough by the new one is told at once, and once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import mail
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.moderation.enums import ReasonCode, State
from hub.notifications.services import deliver_due
from participatory_budget.models.budget import Budget
from participatory_budget.services.editing.facts import BudgetFacts, change_facts, facts_of
from participatory_budget.services.moderating import publish_proposal
from tests.factories.accounts import alice, bob, dan
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def needs(budget: Budget, figure: int, actor) -> None:
    known = facts_of(budget)
    facts = BudgetFacts(**{**known, "map_area": tuple(known["map_area"])})
    change_facts(budget, replace(facts, supports_needed=figure), actor=actor, now=NOW)
    budget.refresh_from_db()


def test_who_has_enough_by_the_lower_number_has_it_from_then_on():
    budget, olga = open_budget("supports", supports_needed=10), officer()
    enough = proposal(budget, author=alice(), support_count=6)
    few = proposal(budget, author=dan(), support_count=5)
    hidden = proposal(budget, support_count=9, state=State.WITHHELD)
    merged = proposal(budget, support_count=9, merged_into=enough, merged_at=NOW)
    needs(budget, 6, olga)
    for one in (enough, few, hidden, merged):
        one.refresh_from_db()
    assert [one.threshold_reached_at for one in (enough, few, hidden, merged)] == [NOW, None, None, None]
    deliver_due(now=NOW)
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    entries = list(
        AuditEntry.objects.exclude(action="role.given").order_by("sequence").values_list("action", flat=True)
    )
    assert entries == ["proposal.threshold_reached", "budget.facts_changed"]


def test_enough_stays_enough_when_the_number_rises_again():
    budget, olga = open_budget("supports", supports_needed=10), officer()
    one = proposal(budget, author=alice(), support_count=6)
    needs(budget, 6, olga)
    needs(budget, 50, olga)
    needs(budget, 5, olga)
    one.refresh_from_db()
    assert one.threshold_reached_at == NOW
    assert AuditEntry.objects.filter(action="proposal.threshold_reached").count() == 1


def test_no_threshold_at_all_is_reached_by_nobody():
    budget = open_budget("supports", supports_needed=10)
    one = proposal(budget, author=alice(), support_count=6)
    needs(budget, 0, officer())
    one.refresh_from_db()
    assert one.threshold_reached_at is None


def test_what_was_hidden_meanwhile_has_enough_when_it_comes_back():
    budget = open_budget("supports", supports_needed=10)
    one = proposal(
        budget,
        author=alice(),
        support_count=6,
        state=State.WITHHELD,
        reason_code=ReasonCode.OFF_TOPIC,
        published_at=NOW,
    )
    needs(budget, 6, officer())
    publish_proposal(one, actor=bob(), now=NOW)
    one.refresh_from_db()
    assert one.threshold_reached_at == NOW
