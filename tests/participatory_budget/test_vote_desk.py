"""The desk of a vote and its amendments, as officers see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from hub.moderation.enums import State
from participatory_budget.models.election import Amendment, FrozenElection
from participatory_budget.models.project import Project
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.services.voting.freezing import ensure_frozen
from tests.factories.accounts import UserFactory, alice, bob, carol
from tests.factories.elections import open_vote, vote, voter
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, proposal
from tests.participatory_budget.editing import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(NOW) as found:
        yield found


def same(answer) -> str:
    """Without what is made anew for every page."""
    fresh = r"(nonce-|nonce=\"|csrfmiddlewaretoken\" value=\"|CSRF_TOKEN\": \")[A-Za-z0-9+/=_-]+"
    return re.sub(fresh, "", text_of(answer))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_before_the_vote_it_says_what_is_missing() -> None:
    budget = open_vote("evaluation")
    VotingRules.objects.all().delete()
    Project.objects.filter(envelope__slug="north").delete()
    Project.objects.filter(code="city-1").update(cost=99_000_000)
    page = text_of(signed_in(officer()).get(reverse("vote_desk", args=[budget.pk])))
    assert "The rules of voting are not written" in page
    assert "of this envelope: North" in page
    assert "“Shade for city 1” costs more than its envelope holds." in page
    VotingRules.objects.create(budget=budget, ways=["register"], who_may_vote={"en": "All", "fr": "Tous"})
    page = text_of(signed_in(officer("omar")).get(reverse("vote_desk", args=[budget.pk])))
    assert "no register was brought in" in page
    assert "It is not said who may vote in: Arabic." in page


def test_while_the_vote_runs_it_shows_what_is_frozen_and_no_figure() -> None:
    budget = open_vote(checkpoint_minutes=45)
    client = signed_in(bob())
    ensure_frozen(budget, NOW)
    before = client.get(reverse("vote_desk", args=[budget.pk]))
    assert FrozenElection.objects.get().sha256 in text_of(before)
    times = {one.label: one.at for one in before.context["desk"].dates}
    assert times["The next batch goes into the log"] - NOW <= timedelta(minutes=45)
    assert (
        times["The next batch goes into the log"] - times["The vote opens; what is voted on is frozen"]
    ) % timedelta(minutes=45) == timedelta(0)
    for _person in range(7):
        vote(voter(budget, UserFactory()), budget, "city", ["city-1"])
    assert same(client.get(reverse("vote_desk", args=[budget.pk]))) == same(before)


@pytest.mark.parametrize("who", [alice, carol])
def test_it_is_for_officers_and_moderators(who) -> None:
    budget, client = open_vote(), signed_in(who())
    for name, more in (("vote_desk", []), ("amendments", []), ("amendment_new", ["price"])):
        answer = client.get(reverse(name, args=[budget.pk, *more]))
        assert answer.status_code in (302, 403)


WISHES = {
    "project_withdrawn": {"project": "city|city-1"},
    "price": {"project": "city|city-1", "to": "٣٥ ٠٠٠"},
    "amount": {"envelope": "city", "to": "120 000"},
    "close": {"to": "2026-05-20T18:00"},
    "rule": {"rule": "equalshares/add1", "threshold": "2", "tie_first": "higher_cost"},
}


@pytest.mark.parametrize("kind", list(WISHES))
def test_an_amendment_is_looked_at_twice_before_it_is_public(kind: str) -> None:
    budget, client = open_vote(), signed_in(officer())
    address = reverse("amendment_new", args=[budget.pk, kind])
    assert client.get(address).status_code == 200
    wish = {**WISHES[kind], "reason_en": "The office asked for it."}
    shown = client.post(address, wish)
    assert not Amendment.objects.exists()
    assert "The reason is missing in: French, Arabic." in text_of(shown)
    changed = client.post(address, {**wish, "reason_en": "Another reason.", "keep": shown.context["preview"]["keep"]})
    assert not Amendment.objects.exists()
    assert changed.context["preview"]["keep"] != shown.context["preview"]["keep"]
    for _press in range(2):
        client.post(address, {**wish, "keep": shown.context["preview"]["keep"]})
    assert Amendment.objects.count() == 1
    assert "The office asked for it." in text_of(client.get(reverse("amendments", args=[budget.pk])))


def test_an_amendment_needs_a_reason_and_a_budget_officer() -> None:
    budget = open_vote()
    address = reverse("amendment_new", args=[budget.pk, "price"])
    refused = signed_in(officer()).post(address, WISHES["price"])
    assert refused.status_code == 422
    assert "Say why, in at least one language." in text_of(refused)
    assert signed_in(bob()).post(address, {**WISHES["price"], "reason_en": "x"})["Location"] == "/cms/"
    assert signed_in(officer("omar")).get(reverse("amendment_new", args=[budget.pk, "ballot"])).status_code in (
        302,
        404,
    )


def test_moderators_are_told_that_only_an_amendment_takes_a_project_off() -> None:
    budget = open_vote()
    one = proposal(budget, state=State.WITHHELD)
    Project.objects.filter(code="north-1").update(proposal=one)
    page = text_of(signed_in(bob()).get(reverse("proposal_moderate", args=[one.reference])))
    address = reverse("amendment_new", args=[budget.pk, "project_withdrawn"])
    assert f"{address}?project=north%7Cnorth-1" in page
    form = signed_in(officer()).get(f"{address}?project=north%7Cnorth-1").context["form"]
    assert form["project"].value() == "north|north-1"
