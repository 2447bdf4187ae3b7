"""One person, one support; a limit for each person; enough is told once; nothing after the phase is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.moderation.enums import State
from hub.notifications.models.news import News
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver_due
from participatory_budget.enums import Consent, PhaseKind
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.services.supporting import (
    AddressNotConfirmedError,
    NoSupportLeftError,
    SupportsClosedError,
    give_support,
    take_support_back,
)
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db


def address(one: Proposal, action: str = "", language: str = "en") -> str:
    return f"/{language}/budgets/{one.budget.slug}/proposals/{one.reference}/{action}"


def text_of(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


@pytest.fixture
def budget(db) -> Budget:
    return open_budget("supports", supports_needed=3, supports_per_person=2)


def test_a_support_counts_once_and_can_be_taken_back(budget: Budget) -> None:
    one, person = proposal(budget), dan()
    assert give_support(one, actor=person, now=NOW).support_count == 1
    assert give_support(one, actor=person, now=NOW).support_count == 1
    assert take_support_back(one, actor=person, now=NOW).support_count == 0
    assert take_support_back(one, actor=person, now=NOW).support_count == 0
    assert not ProposalSupport.objects.exists()


def test_the_limit_for_each_person_is_named_and_a_support_taken_back_is_free_again(budget: Budget) -> None:
    first, second, third, person = proposal(budget), proposal(budget), proposal(budget), dan()
    give_support(first, actor=person, now=NOW)
    give_support(second, actor=person, now=NOW)
    with pytest.raises(NoSupportLeftError, match="all your 2 supports"):
        give_support(third, actor=person, now=NOW)
    take_support_back(first, actor=person, now=NOW)
    assert give_support(third, actor=person, now=NOW).support_count == 1


def test_what_was_taken_down_costs_nobody_a_support(budget: Budget) -> None:
    gone, second, third, person = proposal(budget), proposal(budget), proposal(budget), dan()
    give_support(gone, actor=person, now=NOW)
    give_support(second, actor=person, now=NOW)
    Proposal.objects.filter(pk=gone.pk).update(state=State.WITHHELD, reason_code="off_topic")
    assert give_support(third, actor=person, now=NOW).support_count == 1


def test_supports_of_another_budget_do_not_count(budget: Budget) -> None:
    other, person = open_budget("supports", "other", supports_per_person=1), dan()
    give_support(proposal(other), actor=person, now=NOW)
    give_support(proposal(budget), actor=person, now=NOW)
    give_support(proposal(budget), actor=person, now=NOW)
    with pytest.raises(NoSupportLeftError, match="your one support"):
        give_support(proposal(other), actor=person, now=NOW)


def test_enough_is_recorded_and_told_once(budget: Budget, django_capture_on_commit_callbacks) -> None:
    author, helper = alice(), UserFactory(email="helper@example.org", language="ar")
    one = proposal(budget, author=author, title="Shade for the market")
    CoAuthor.objects.create(proposal=one, user=helper, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW)
    people = [UserFactory() for _ in range(4)]
    for person in people:
        give_support(one, actor=person, now=NOW)
    one.refresh_from_db()
    assert one.threshold_reached_at == NOW
    assert AuditEntry.objects.filter(action="proposal.threshold_reached").count() == 1
    take_support_back(one, actor=people[0], now=NOW)
    take_support_back(one, actor=people[1], now=NOW)
    give_support(one, actor=people[0], now=NOW + timedelta(hours=1))
    one.refresh_from_db()
    assert (one.support_count, one.threshold_reached_at) == (3, NOW)
    assert sorted(Outbox.objects.values_list("to", flat=True)) == ["alice@example.org", "helper@example.org"]
    assert News.objects.count() == 1
    deliver_due(now=NOW + timedelta(hours=1))
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert "Shade for the market" in letters["alice@example.org"].body
    assert address(one) in letters["alice@example.org"].body
    assert address(one, language="ar") in letters["helper@example.org"].body


def test_no_audit_row_says_who_supports(budget: Budget) -> None:
    before = AuditEntry.objects.count()
    give_support(proposal(budget), actor=dan(), now=NOW)
    assert AuditEntry.objects.count() == before


def test_without_a_threshold_nothing_is_reached() -> None:
    one = proposal(open_budget("supports"))
    assert give_support(one, actor=dan(), now=NOW).threshold_reached_at is None


@pytest.mark.parametrize("phase", [kind.value for kind in PhaseKind if kind is not PhaseKind.SUPPORTS])
def test_supports_are_taken_in_their_phase_only(phase: str) -> None:
    one = proposal(open_budget(phase))
    with pytest.raises(SupportsClosedError):
        give_support(one, actor=dan(), now=NOW)


def test_the_last_instant_is_closed(budget: Budget) -> None:
    one, end = proposal(budget), budget.phases.get(kind=PhaseKind.SUPPORTS).ends_at
    with pytest.raises(SupportsClosedError):
        give_support(one, actor=dan(), now=end)
    assert give_support(one, actor=alice(), now=end - timedelta(microseconds=1)).support_count == 1


@pytest.mark.parametrize("state", [State.PENDING, State.WITHHELD, State.WITHDRAWN])
def test_what_is_not_public_cannot_be_supported(budget: Budget, state: State) -> None:
    with pytest.raises(SupportsClosedError):
        give_support(proposal(budget, state=state), actor=dan(), now=NOW)


def test_what_was_merged_cannot_be_supported(budget: Budget) -> None:
    one = proposal(budget, merged_into=proposal(budget), merged_at=NOW)
    with pytest.raises(SupportsClosedError):
        give_support(one, actor=dan(), now=NOW)


def test_only_confirmed_addresses_support(budget: Budget) -> None:
    with pytest.raises(AddressNotConfirmedError):
        give_support(proposal(budget), actor=dan(confirmed=False), now=NOW)


# --- on the page ---


@freeze_time(NOW)
def test_who_is_not_signed_in_is_led_there_and_back(client, budget: Budget) -> None:
    one = proposal(budget)
    page = client.get(address(one))
    assert f'href="{address(one, "support/")}"' in text_of(page)
    assert not page.cookies
    asked = client.get(address(one, "support/"))
    assert asked.status_code == 200
    assert f"/en/account/login/?next={address(one, 'support/')}" in text_of(asked)
    assert not asked.cookies
    posted = client.post(address(one, "support/"), {"act": "give"})
    assert posted.status_code == 302
    assert posted["Location"].startswith("/en/account/login/?next=")
    assert not ProposalSupport.objects.exists()


@freeze_time(NOW)
def test_one_press_supports_and_says_what_is_left(client, budget: Budget) -> None:
    one = proposal(budget)
    client.force_login(dan())
    assert "You have 2 of 2 supports left" in text_of(client.get(address(one)))
    for _click in range(2):
        answer = client.post(address(one, "support/"), {"act": "give"})
        assert answer["Location"] == f"{address(one)}#support"
    page = client.get(address(one))
    assert "no-store" in page["Cache-Control"]
    text = text_of(page)
    assert "You support this proposal." in text
    assert "You have 1 of 2 supports left" in text
    assert "1 of 3 supports" in text
    client.post(address(one, "support/"), {"act": "take_back"})
    one.refresh_from_db()
    assert one.support_count == 0


@freeze_time(NOW)
def test_a_refusal_says_why_and_what_to_do(client, budget: Budget) -> None:
    rows, person = [proposal(budget) for _ in range(3)], dan()
    client.force_login(person)
    for one in rows[:2]:
        client.post(address(one, "support/"), {"act": "give"})
    refused = client.post(address(rows[2], "support/"), {"act": "give"})
    assert refused.status_code == 422
    assert "Take one back elsewhere" in text_of(refused)
    with freeze_time(NOW + timedelta(days=25)):
        client.force_login(person)
        closed = client.post(address(rows[2], "support/"), {"act": "give"})
        assert closed.status_code == 409
        assert "Supports are not taken here" in text_of(closed)
        assert "Supports are no longer taken." in text_of(client.get(address(rows[2])))


@freeze_time(NOW)
def test_an_unconfirmed_address_is_told_to_confirm(client, budget: Budget) -> None:
    one = proposal(budget)
    client.force_login(UserFactory(confirmed=False))
    answer = client.post(address(one, "support/"), {"act": "give"})
    assert answer.status_code == 403
    assert "Confirm your e-mail address first" in text_of(answer)


@freeze_time(NOW)
def test_a_forged_support_is_refused(budget: Budget) -> None:
    from django.test import Client

    one, strict = proposal(budget), Client(enforce_csrf_checks=True)
    strict.force_login(dan())
    assert strict.post(address(one, "support/"), {"act": "give"}).status_code == 403
    assert not ProposalSupport.objects.exists()
