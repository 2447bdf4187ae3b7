"""Proposals that are hidden or erased after something was built on them: a merge, a verdict, a change, a place on the
ballot. Nothing of their words stays in public, and what was hidden by mistake comes back whole."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from freezegun import freeze_time

from hub.accounts.services.erasure import erase_account
from hub.moderation.enums import ReasonCode, State
from hub.notifications.models.news import News
from hub.notifications.services import deliver_due, follow, spread
from participatory_budget.exports.proposals import PROPOSALS
from participatory_budget.models.evaluation import ScopeChange
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.changing import change
from participatory_budget.services.evaluating.changing import answer_change, offer_change
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.merging import answer_merge
from participatory_budget.services.moderating import publish_proposal, withhold_proposal
from tests.factories.accounts import UserFactory, alice, bob, dan
from tests.factories.evaluations import evaluated, officer, priced
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.merges import ask, two

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
BASE = "/en/budgets/budget-2026/proposals/"


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def withheld(one: Proposal) -> Proposal:
    return withhold_proposal(one, actor=bob(), reason_code=ReasonCode.OFF_TOPIC, now=NOW)


def letters() -> None:
    for news in News.objects.filter(finished_at=None):
        spread(news.pk, now=NOW)
    mail.outbox.clear()
    deliver_due(now=NOW)


def test_the_evaluation_page_does_not_name_a_hidden_target(client):
    budget = open_budget("evaluation")
    target = proposal(budget, title="Words that a moderator took down")
    source = priced(proposal(budget, title="Shade"), officer())
    Proposal.objects.filter(pk=source.pk).update(merged_into=target, merged_at=NOW)
    assert "Words that a moderator" in client.get(f"{BASE}{source.reference}/evaluation/").content.decode()
    withheld(target)
    page = client.get(f"{BASE}{source.reference}/evaluation/").content.decode()
    assert "Words that a moderator" not in page
    assert target.reference in page


@pytest.mark.parametrize("agrees", [True, False])
def test_letters_about_a_merge_do_not_tell_hidden_words(agrees):
    source, target = two()
    merge = ask(source, target, source.author)
    answer_merge(merge, agrees=agrees, actor=target.author, now=NOW)
    withheld(target)
    letters()
    about = "one now" if agrees else "stay apart"
    (to_alice,) = [one for one in mail.outbox if one.to == ["alice@example.org"] and about in one.subject]
    assert target.reference in to_alice.body
    assert "Trees" not in to_alice.subject + to_alice.body


def test_what_was_withheld_by_mistake_comes_back_on_the_ballot():
    olga = officer()
    one = evaluated(open_budget("evaluation"), olga, author=alice())
    before = Project.objects.values("code", "title", "cost", "envelope", "district", "category").get(proposal=one)
    withheld(one)
    assert not Project.objects.exists()
    publish_proposal(one, actor=bob(email="b2@example.org"), now=NOW)
    assert Project.objects.values("code", "title", "cost", "envelope", "district", "category").get() == before


def test_what_did_not_pass_comes_back_without_a_place_on_the_ballot():
    one = evaluated(open_budget("evaluation"), officer(), verdict="not_feasible", author=alice())
    withheld(one)
    publish_proposal(one, actor=bob(email="b2@example.org"), now=NOW)
    assert not Project.objects.exists()


def test_once_people_vote_nothing_comes_back_on_the_ballot():
    budget = open_budget("evaluation")
    one = evaluated(budget, officer(), author=alice())
    withheld(one)
    budget.phases.filter(kind="evaluation").update(ends_at=NOW)
    budget.phases.filter(kind="voting").update(starts_at=NOW)
    publish_proposal(one, actor=bob(email="b2@example.org"), now=NOW)
    one.refresh_from_db()
    assert one.state == State.PUBLISHED
    assert not Project.objects.exists()


def test_followers_are_told_of_a_verdict_and_of_a_merge():
    budget = open_budget("evaluation")
    one, other = proposal(budget, author=alice(), title="Shade"), proposal(budget, author=dan(), title="Trees")
    judged = proposal(budget, title="Benches")
    reader = UserFactory(email="reader@example.org")
    for followed in (one, judged):
        follow(reader, "proposal", str(followed.pk), now=NOW)
    decide(
        priced(judged, officer()).pk,
        "feasible",
        reason="The land is ours.",
        language="en",
        after=0,
        actor=officer("otto"),
        now=NOW,
    )
    answer_merge(ask(one, other, one.author), agrees=True, actor=other.author, now=NOW)
    letters()
    told = [(letter.subject, letter.body) for letter in mail.outbox if letter.to == ["reader@example.org"]]
    assert len(told) == 2
    assert any("Benches" in subject and "The land is ours." in body for subject, body in told)
    assert any("Shade" in subject and "Trees" in body for subject, body in told)


def test_words_stay_once_the_city_has_decided_about_them(client):
    budget = open_budget("proposals")
    one = evaluated(budget, officer(), author=alice(), title="Shade")
    words = {"title": "A swimming pool", "description": "Something else.", "benefit": ""}
    with pytest.raises(PermissionDenied):
        change(one, words, actor=one.author, now=NOW)
    client.force_login(one.author)
    assert f"{BASE}{one.reference}/change/" not in client.get(f"{BASE}{one.reference}/").content.decode()
    answer = client.post(f"{BASE}{one.reference}/change/", words)
    assert answer.status_code == 422
    assert "A swimming pool" in answer.content.decode()
    one.refresh_from_db()
    assert (one.title, Project.objects.get().title) == ("Shade", "Shade")


def test_what_the_city_made_of_an_authors_words_goes_with_them():
    budget, olga, author = open_budget("evaluation"), officer(), alice()
    one = priced(proposal(budget, author=author), olga)
    offered = offer_change(
        one.pk,
        title="Three trees of Alice",
        description="Alice's grandmother lives there.",
        reason="Six do not fit.",
        language="en",
        actor=olga,
        now=NOW,
    )
    answer_change(offered.pk, agreed=True, answer="", actor=author, now=NOW)
    erase_account(author, actor=author, now=NOW)
    one.refresh_from_db()
    assert one.erased_at == NOW
    assert list(ScopeChange.objects.values_list("title", "description")) == [("", "")]


def test_open_data_is_read_anew_once_a_name_is_gone():
    budget, author = open_budget("evaluation"), alice()
    one = evaluated(budget, officer(), author=author)
    assert one.author_name
    before = PROPOSALS.state(budget)
    erase_account(author, actor=author, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.author_name) == (State.PUBLISHED, "")
    assert PROPOSALS.state(budget) != before
