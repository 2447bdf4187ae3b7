"""Followers of a proposal are told what becomes of it, each event once; authors get letters of their own instead."""

from __future__ import annotations

import pytest
from django.core import mail
from freezegun import freeze_time

from hub.core.registries import followables
from hub.notifications.models.news import News
from hub.notifications.services import deliver_due, follow, spread
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.news import announce_enough_support, announce_merged, announce_verdict
from tests.factories.accounts import alice, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


@pytest.fixture
def followed() -> Proposal:
    author = alice()
    one = proposal(open_budget("evaluation", supports_needed=3), author=author, title="ظلّ للسوق", language="ar")
    for person in (author, dan()):
        follow(person, "proposal", str(one.pk), now=NOW)
    return one


def verdict(one: Proposal, number: int, reason: str) -> Verdict:
    evaluation, _made = Evaluation.objects.get_or_create(proposal=one, defaults={"opened_at": NOW})
    return Verdict.objects.create(
        evaluation=evaluation,
        number=number,
        verdict="not_feasible",
        reason=reason,
        reason_language="en",
        decided_at=NOW,
    )


def letters() -> list:
    for news in News.objects.filter(finished_at=None):
        spread(news.pk, now=NOW)
    deliver_due(now=NOW)
    return mail.outbox


def test_a_verdict_is_told_with_its_reason(followed):
    told = verdict(followed, 1, "The square belongs to the port.")
    announce_verdict(told, now=NOW)
    announce_verdict(told, now=NOW)
    (letter,) = letters()
    assert letter.to == ["dan@example.org"]
    assert "ظلّ للسوق" in letter.subject
    assert "Cannot be done" in letter.body
    assert "The square belongs to the port." in letter.body
    assert f"/en/budgets/budget-2026/proposals/{followed.reference}/" in letter.body


def test_only_the_newest_verdict_is_told(followed):
    for number, reason in ((1, "First"), (2, "Second")):
        announce_verdict(verdict(followed, number, reason), now=NOW)
    (letter,) = letters()
    assert "Second" in letter.body


def test_a_merge_leads_to_the_other_proposal(followed):
    target = proposal(followed.budget, title="The larger one")
    Proposal.objects.filter(pk=followed.pk).update(merged_into=target, merged_at=NOW)
    announce_merged(followed, now=NOW)
    (letter,) = letters()
    assert "The larger one" in letter.body
    assert target.reference in letter.body


def test_a_merge_into_what_is_hidden_tells_nothing(followed):
    target = proposal(followed.budget, title="Hidden", state="withheld")
    Proposal.objects.filter(pk=followed.pk).update(merged_into=target, merged_at=NOW)
    announce_merged(followed, now=NOW)
    assert letters() == []


def test_enough_support_is_told(followed):
    announce_enough_support(followed, now=NOW)
    (letter,) = letters()
    assert "has the support that it needs" in letter.body


def test_it_can_be_followed_by_its_title_in_each_language(client, followed):
    assert followables.get("proposal").describe([str(followed.pk), "nonsense"])[str(followed.pk)].language == "ar"
    client.force_login(dan(email="other@example.org"))
    page = client.get(f"/en/following/proposal/{followed.pk}/").content.decode()
    assert "ظلّ للسوق" in page
    assert "the city says what it found." in page
