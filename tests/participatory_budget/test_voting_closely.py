"""Voting looked at closely: scripts, two windows, changes under way, and what is kept of a receipt (nothing)."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.accounts.enums import NotificationChoice
from hub.core.registries import personal_data
from hub.notifications.models.outbox import Outbox
from hub.notifications.services.delivery import deliver_due
from participatory_budget.engine.canonical import canonical
from participatory_budget.engine.frozen import AMENDMENT_FORMAT, amendment_sha256
from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import Amendment
from participatory_budget.selectors.voting import frozen_of
from participatory_budget.services.voting.casting import save_basket
from participatory_budget.services.voting.reminding import remind
from tests.factories.accounts import alice
from tests.factories.elections import open_vote, vote, voter
from tests.participatory_budget.test_voting import BASE, CITY, form_of, receipt_on, sign_in, text_of

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


def withdraw_project(budget: Budget, code: str) -> None:
    """An amendment as the city makes it, by the record alone."""
    frozen = frozen_of(budget)
    assert frozen is not None
    document = {
        "format": AMENDMENT_FORMAT, "election": frozen.sha256, "number": 1, "previous": frozen.sha256,
        "kind": "project_withdrawn", "made_at": "2026-04-15T10:00:00Z", "reason": {"en": "The land was sold."},
        "change": {"envelope": "city", "project": code},
    }  # fmt: skip
    Amendment.objects.create(
        budget=budget,
        number=1,
        kind="project_withdrawn",
        document=canonical(document).decode(),
        sha256=amendment_sha256(document),
        made_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("card", "presses", "kept"),
    [
        ({}, ["add:city-1", "add:city-2"], [["city-1", 1], ["city-2", 1]]),
        ({"vote_type": "cumulative", "max_points": 5}, ["more:city-1", "more:city-1"], [["city-1", 2]]),
        ({"vote_type": "ordinal"}, ["add:city-2", "add:city-1", "up:city-1"], [["city-1", 1], ["city-2", 2]]),
        ({"vote_type": "choose-1"}, ["add:city-2"], [["city-2", 1]]),
    ],
    ids=["approval", "points", "ranked", "one"],
)
def test_the_script_sends_the_same_form_and_gets_the_part_that_changed(
    client: Client, card: dict[str, Any], presses: list[str], kept: list[list[Any]]
) -> None:
    budget = open_vote(card=card, now=timezone.now())
    sign_in(client, budget)
    seen = ""
    for press in presses:
        answer = client.post(CITY, {"act": press, "seen": seen}, headers=SCRIPT)
        told = answer.json()
        assert answer.status_code == 200
        assert "another window" not in told["said"]
        assert "Not cast yet. Saved at" in told["said"]
        assert "<html" not in told["html"]
        seen = told["stamp"]
    assert sorted(Basket.objects.get().choices) == kept
    answer = client.post(f"{CITY}cast/", form_of(client.get(f"{CITY}check/")))
    assert receipt_on(answer)


def test_two_windows_do_not_undo_each_other_and_are_told(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1", "seen": ""})
    stale = client.post(CITY, {"act": "add:city-2", "seen": ""})
    assert "changed=1" in stale["Location"]
    page = client.get(stale["Location"].partition("#")[0])
    assert "This ballot was changed in another window. The page shows what is saved now." in text_of(page)
    assert Basket.objects.get().choices == [["city-1", 1], ["city-2", 1]]
    told = client.post(CITY, {"act": "remove:city-1", "seen": "2026"}, headers=SCRIPT).json()
    assert "another window" in told["said"]


def test_typed_numbers_of_the_last_window_win(client: Client) -> None:
    budget = open_vote(card={"vote_type": "cumulative", "max_points": 5}, now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "save", "number:city-1": "2", "seen": ""})
    # A press in the old window adds to what is saved; only saving there replaces it.
    client.post(CITY, {"act": "more:city-2", "number:city-1": "0", "number:city-2": "0", "seen": ""})
    assert Basket.objects.get().choices == [["city-1", 2], ["city-2", 1]]
    client.post(CITY, {"act": "save", "number:city-1": "1", "number:city-2": "0", "seen": ""})
    assert Basket.objects.get().choices == [["city-1", 1]]


def test_the_script_is_sent_away_when_the_vote_has_closed(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    form = {"nonce": "ab" * 32, "choice": ["1:city-1"]}
    first = receipt_on(client.post(f"{CITY}cast/", form))
    BudgetPhase.objects.filter(budget=budget, kind="voting").update(ends_at=timezone.now() - timedelta(seconds=1))
    gone = client.post(CITY, {"act": "add:city-1"}, headers=SCRIPT)
    assert (gone.status_code, gone.json()) == (409, {"gone": CITY})
    # What was cast in time stays cast, however late the second press comes.
    assert receipt_on(client.post(f"{CITY}cast/", form)) == first
    late = client.post(f"{CITY}cast/", {**form, "nonce": "cd" * 32})
    assert late.status_code == 409
    assert "Voting is over" in text_of(late)


def test_a_project_that_left_the_ballot_meanwhile(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    form = form_of(client.get(f"{CITY}check/"))
    withdraw_project(budget, "city-1")
    refused = client.post(f"{CITY}cast/", form)
    assert refused.status_code == 422
    assert "“Shade for city 1” left the ballot since you chose it. Take it off." in text_of(refused)
    assert "nonce" not in refused.content.decode()
    assert Basket.objects.get().choices == [["city-1", 1]]
    assert "This project left the ballot." in text_of(client.get(CITY))
    client.post(CITY, {"act": "remove:city-1"})
    page = text_of(client.get(CITY))
    assert "Shade for city 1" not in page
    assert not WaitingBallot.objects.exists()


@pytest.mark.parametrize(
    ("card", "rules", "choices", "words"),
    [
        ({}, {}, [], "Nothing is chosen yet. Choose at least one project."),
        ({"max_length": 1}, {}, ["city-1", "city-2"], "Choose at most 1 project; you have chosen 2."),
        ({"min_length": 2}, {}, ["city-1"], "Choose at least 2 projects; you have chosen 1."),
        ({}, {"within_money": True}, ["city-1", "city-2"], "Your projects cost 55,000 EUR together; there"),
        ({"vote_type": "cumulative", "max_points": 1}, {}, ["city-1", "city-2"], "You have 1 point to give"),
    ],
    ids=["empty", "too-many", "too-few", "money", "points"],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words(
    client: Client, card: dict[str, Any], rules: dict[str, Any], choices: list[str], words: str
) -> None:
    budget = open_vote(card=card, now=timezone.now(), **rules)
    budget.envelopes.filter(slug="city").update(amount=5_000_000)
    person = sign_in(client, budget)
    save_basket(person, budget.envelopes.get(slug="city"), [(code, 1) for code in choices], now=timezone.now())
    page = client.get(f"{CITY}check/")
    assert words in text_of(page).replace("\xa0", " ")
    assert "nonce" not in page.content.decode()
    refused = client.post(f"{CITY}cast/", {"nonce": "ab" * 32, "choice": [f"1:{code}" for code in choices]})
    assert refused.status_code == 422
    assert words in text_of(refused).replace("\xa0", " ")


def test_a_receipt_is_kept_nowhere(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    check = client.get(f"{CITY}check/")
    form = form_of(check)
    answer = client.post(f"{CITY}cast/", form)
    for page in (check, answer, client.get(CITY), client.get(BASE), client.get(f"{CITY}compare/")):
        assert page["Cache-Control"] == "no-store, private"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["Referrer-Policy"] == "same-origin"
    dump = io.StringIO()
    call_command("dumpdata", "--all", stdout=dump, exclude=["wagtailsearch"])
    session = json.dumps(dict(client.session.items()))
    receipt = receipt_on(answer)
    kept = {"database": dump.getvalue(), "session": session, "log": caplog.text, "cookies": str(client.cookies)}
    for place, text in kept.items():
        assert form["nonce"] not in text, place
        assert receipt not in text, place
    assert receipt.replace(" ", "")[:64] in dump.getvalue()  # the commitment is what the box keeps
    assert not Outbox.objects.exists()
    assert receipt not in client.get(CITY).content.decode()


def test_public_pages_invite_to_vote_and_stay_the_same_for_everybody(client: Client) -> None:
    open_vote(now=timezone.now())
    for address in ("/en/budgets/", "/en/budgets/budget-2026/", "/en/budgets/budget-2026/projects/"):
        page = client.get(address)
        assert f'href="{BASE}"' in page.content.decode()
        assert "Vote now" in text_of(page)
        assert not page.cookies
        assert "no-store" not in page.get("Cache-Control", "")


def test_nobody_is_invited_outside_the_vote(client: Client) -> None:
    open_vote("evaluation", now=timezone.now())
    for address in ("/en/budgets/", "/en/budgets/budget-2026/", "/en/budgets/budget-2026/projects/"):
        assert "Vote now" not in text_of(client.get(address))


def test_as_many_queries_for_fifty_projects_as_for_one(client: Client) -> None:
    counts = []
    for number in (1, 50):
        budget = open_vote(slug=f"budget-{number}", projects=number, now=timezone.now())
        client.force_login(voter(budget))
        base = f"/en/budgets/budget-{number}/ballot/city/"
        client.post(base, {"act": "add:city-1"})
        client.get(f"{base}check/")
        found = []
        for address in (base, f"{base}check/", f"{base}compare/", f"/en/budgets/budget-{number}/ballot/"):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        counts.append(found)
    assert counts[0] == counts[1]


def test_the_order_is_one_s_own_and_stays(client: Client) -> None:
    budget = open_vote(projects=30, now=timezone.now())
    orders = []
    for _person in range(2):
        client.force_login(voter(budget))
        pages = [client.get(CITY).content.decode() for _time in range(2)]
        found = [[part.partition('"')[0] for part in page.split('id="project-')[1:]] for page in pages]
        assert found[0] == found[1]
        orders.append(found[0])
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])
    dear = client.get(f"{CITY}?order=price").content.decode()
    assert dear.index("10,000") < dear.index("25,000") < dear.index("30,000")


def test_projects_side_by_side(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    page = client.get(f"{CITY}compare/?project=city-1&project=city-3")
    assert page.content.decode().count("<h2") >= 2
    assert "Put side by side" in text_of(page)
    many = client.get(f"{CITY}compare/?" + "&".join(f"project=city-{one}" for one in (1, 2, 3, 4)))
    assert "Three projects at most" in text_of(many)


def waiting(budget: Budget, **person: Any) -> Any:
    someone = voter(budget, alice(**person))
    early = timezone.now() - timedelta(days=3)
    save_basket(someone, budget.envelopes.get(slug="city"), [("city-1", 1)], now=early)
    save_basket(someone, budget.envelopes.get(slug="north"), [("north-1", 1)], now=early)
    return someone


def test_one_reminder_two_days_before_the_close_that_says_nothing_of_the_choice() -> None:
    budget = open_vote(now=timezone.now())
    person = waiting(budget)
    now = timezone.now()
    remind(now)
    assert not Outbox.objects.exists()
    BudgetPhase.objects.filter(budget=budget, kind="voting").update(ends_at=now + timedelta(days=2, minutes=-1))
    remind(now)
    remind(now + timedelta(hours=1))
    deliver_due(now + timedelta(hours=1))
    assert [one.to for one in mail.outbox] == [[person.email]]
    assert "Your ballot is not cast yet" in mail.outbox[0].subject
    assert mail.outbox[0].body.count("/en/budgets/budget-2026/ballot/") == 1
    for word in ("Shade", "city-1", "North", "Whole city"):
        assert word not in mail.outbox[0].body
    # A later basket is no reason for a second one.
    vote(person, budget, "city", ["city-1"], now=now)
    save_basket(person, budget.envelopes.get(slug="city"), [("city-2", 1)], now=now)
    remind(now + timedelta(hours=9))
    assert Outbox.objects.count() == 1


def test_no_reminder_for_who_wants_none_or_has_cast_meanwhile() -> None:
    budget = open_vote(now=timezone.now())
    person = waiting(budget)
    now = timezone.now()
    BudgetPhase.objects.filter(budget=budget, kind="voting").update(ends_at=now + timedelta(days=1))
    silent = voter(budget)
    silent.notification_choice = NotificationChoice.NONE
    silent.save()
    city = budget.envelopes.get(slug="city")
    save_basket(silent, city, [("city-1", 1)], now=now - timedelta(days=1))
    remind(now)
    assert list(Outbox.objects.values_list("to", flat=True)) == [person.email]
    Basket.objects.filter(account=person).delete()
    deliver_due(now)
    assert not mail.outbox


def test_what_is_not_cast_is_one_s_own_data() -> None:
    budget = open_vote(now=timezone.now())
    person = waiting(budget)
    mine = personal_data.get("ballots_not_cast")
    assert [one["choices"] for one in mine.export(person)["ballots_not_cast"]] == [[["city-1", 1]], [["north-1", 1]]]
    mine.erase(person, now=timezone.now())
    assert not Basket.objects.exists()


def test_words_narrow_a_long_ballot_and_are_kept_by_each_press(client: Client) -> None:
    budget = open_vote(projects=25, now=timezone.now())
    sign_in(client, budget)
    page = client.get(f"{CITY}?q=city+25&order=title")
    assert page.content.decode().count('class="vote-row"') == 1
    assert "1 of 25 projects" in text_of(page)
    answer = client.post(CITY, {"act": "add:city-25", "order": "title", "q": "city 25"})
    assert answer["Location"].startswith(f"{CITY}?order=title&q=city+25#project-")
    told = client.post(CITY, {"act": "add:city-24", "q": "city 25"}, headers=SCRIPT).json()
    assert told["html"].count('class="vote-row') - told["html"].count('class="vote-rows') == 1
    assert Basket.objects.get().choices == [["city-24", 1], ["city-25", 1]]


def test_a_form_that_is_older_than_the_session_loses_nothing() -> None:
    budget = open_vote(now=timezone.now())
    client = Client(enforce_csrf_checks=True)
    person = sign_in(client, budget)
    save_basket(person, budget.envelopes.get(slug="city"), [("city-1", 1)], now=timezone.now())
    answer = client.post(f"{CITY}cast/", {"nonce": "ab" * 32, "choice": "1:city-1", "csrfmiddlewaretoken": "old"})
    assert answer.status_code == 403
    assert "Open the form again" in text_of(answer)
    assert client.get(f"{CITY}cast/")["Location"] == CITY
    assert Basket.objects.exists()
    assert not WaitingBallot.objects.exists()


def test_who_is_not_signed_in_gets_no_cookie(client: Client) -> None:
    open_vote(now=timezone.now())
    for address in (BASE, CITY, f"{CITY}check/"):
        page = client.get(address)
        assert not page.cookies
        assert page["Cache-Control"] == "no-store, private"


def test_back_from_the_receipt_leads_to_the_ballots(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    client.post(f"{CITY}cast/", form_of(client.get(f"{CITY}check/")))
    assert client.get(f"{CITY}check/")["Location"] == BASE
