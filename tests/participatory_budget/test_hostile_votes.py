"""People, staff and editors who try what no form of ours offers, while a vote runs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from hub.accounts.services.erasure import erase_account
from participatory_budget.models.ballot_box import Ballot, WaitingBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.pages import BudgetPage
from participatory_budget.models.paper import PaperBatch
from participatory_budget.models.roll import Acceptance, RollEntry, VotingCode
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.codes import make_codes, take_back, take_batch_back
from participatory_budget.services.roll.desk import Document, check_at_desk
from participatory_budget.services.roll.proving import prove_by_code, prove_by_register
from participatory_budget.services.voting.freezing import ensure_frozen
from participatory_budget.services.voting.logging import log_due
from participatory_budget.services.voting.paper import finish_typing, send_back, type_sheet
from tests.factories.accounts import UserFactory, alice, bob, carol, dan
from tests.factories.elections import open_vote, vote, voter
from tests.factories.evaluations import officer
from tests.factories.paper import checked, in_box, on_roll, read, typed
from tests.factories.proposals import NOW
from tests.participatory_budget.rolls import register
from tests.participatory_budget.test_voting import BASE, CITY, form_of, sign_in

pytestmark = pytest.mark.django_db
RECEIPT = "/en/budgets/budget-2026/ballots/receipt/"


# --- twice ------------------------------------------------------------------------------------------------------------


def test_a_code_that_voted_on_paper_is_not_exchanged_for_a_second_vote() -> None:
    budget, olga = open_vote(), officer()
    codes = make_codes(budget, actor=olga, now=NOW, number=3)
    on_paper, on_a_sheet, unused = (one.code for one in codes.codes)
    in_box(budget, olga, bob(), [(on_paper, ["city-1"])])
    typed(budget, olga, [(on_a_sheet, ["city-1"])])
    for code in (on_paper, on_a_sheet):
        with pytest.raises(BudgetError):
            take_back(budget, actor=olga, now=NOW, code=code)
    assert take_batch_back(budget, codes.number, actor=olga, now=NOW) == 1
    assert VotingCode.objects.count() == 2
    with pytest.raises(BudgetError):
        prove_by_code(dan(), budget, unused, now=NOW)
    # With the code in hand the person is still the one who voted on paper.
    person = alice()
    prove_by_code(person, budget, on_paper, now=NOW)
    with pytest.raises(NotAllowedError):
        vote(person, budget, "city", ["city-2"])


def test_every_way_with_one_number_is_one_tag() -> None:
    """Register, desk, code from the desk, paper, an erased account and a new one."""
    budget, staff = open_vote(), bob()
    register(budget, "AB-123;north")
    first = alice()
    entry = prove_by_register(first, budget, "ab123", now=NOW)
    vote(first, budget, "city", ["city-1"])
    erase_account(first, actor=first, now=NOW)
    code = check_at_desk(budget, Document(identity="AB 123", district="north", wants_code=True), actor=staff, now=NOW)
    assert code.entry == entry
    second = dan()
    prove_by_code(second, budget, code.code, now=NOW)
    vote(second, budget, "city", ["city-2"])
    in_box(budget, officer(), staff, [("ab123", ["city-3"])])
    with pytest.raises(NotAllowedError):
        vote(second, budget, "city", ["city-1"])
    assert RollEntry.objects.count() == 1
    assert sorted(WaitingBallot.objects.values_list("turn", flat=True)) == [1, 2, 3]
    assert len(set(WaitingBallot.objects.values_list("tag", flat=True))) == 1


def test_a_newer_register_moves_nobody_who_voted_in_a_district() -> None:
    budget = open_vote()
    register(budget, "111111;north")
    person = alice()
    prove_by_register(person, budget, "111111", now=NOW)
    vote(person, budget, "north", ["north-1"])
    register(budget, "111111;south")
    with pytest.raises(NotAllowedError):
        vote(person, budget, "south", ["south-1"])


# --- whose ballot is it -----------------------------------------------------------------------------------------------


def test_whoever_casts_again_and_again_is_no_company_for_the_one_other_ballot() -> None:
    budget = open_vote()
    watcher, watched = voter(budget), voter(budget)
    vote(watched, budget, "city", ["city-1"])
    for _turn in range(8):
        vote(watcher, budget, "city", ["city-2"])
    for envelope in ("north", "north", "north"):
        vote(watcher, budget, envelope, [f"{envelope}-1"])
    log_due(budget, NOW + timedelta(minutes=10))
    assert not Ballot.objects.exists()
    for _person in range(3):
        vote(voter(budget), budget, "city", ["city-3"])
    log_due(budget, NOW + timedelta(minutes=20))
    # Five people in the city; the north waits on.
    assert Ballot.objects.count() == 12
    assert set(WaitingBallot.objects.values_list("envelope__slug", flat=True)) == {"north"}


def test_a_receipt_does_not_tell_whether_others_wait_too(client: Client) -> None:
    now = timezone.now()
    budget = open_vote(now=now)
    receipt = vote(voter(budget), budget, "city", ["city-1"], now=now)
    before = client.post(RECEIPT, {"receipt": receipt.text()}).content.decode()
    for _person in range(4):
        vote(voter(budget), budget, "city", ["city-1"], now=now)
    log_due(budget, now + timedelta(hours=2))
    assert Ballot.objects.count() == 5
    after = client.post(RECEIPT, {"receipt": receipt.text()}).content.decode()
    assert "It is in the ballot box" in after
    assert _main(before) == _main(after)


def _main(source: str) -> str:
    return re.sub(
        r'name="csrfmiddlewaretoken" value="[^"]*"', "", source[source.index("<main") : source.index("</main")]
    )


# --- odd requests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"act": "save", "number:city-1": "9" * 5000},
        {"act": "save", "number:city-1": "٣" * 4400},
        {"act": "save", "number:\x00": "3", "number:city-1\x00": "4", "number:\u202ecity-1": "5"},
        {"act": "save", "number:north-1": "3"},
        {"act": "more:\x00"},
        {"act": "more:" + "x" * 100_000},
        {"act": "check", "number:city-1": "-1"},
        {"act": "save", "number:city-1": "²"},
        {"act": "save", **{f"number:{number}": "1" for number in range(10_000)}},
    ],
    ids=["huge", "huge-arabic", "nul-and-bidi", "other-envelope", "act-nul", "long", "negative", "superscript", "many"],
)
def test_what_no_form_of_ours_sends_is_kept_nowhere(client: Client, data: dict[str, Any]) -> None:
    budget = open_vote(card={"vote_type": "cumulative", "max_points": 5}, now=timezone.now())
    sign_in(client, budget)
    assert client.post(CITY, data).status_code in (302, 422)
    assert not Basket.objects.exclude(choices=[]).exists()


@pytest.mark.parametrize(
    "choices",
    [
        ["1:\x00"],
        ["1:city-1\x00"],
        ["1:city-1\u200f"],
        ["1:north-1"],
        ["1:city-1", "1:city-1"],
        ["0:city-1"],
        ["9" * 5000 + ":city-1"],
        ["١:city-1"],
        ["1:city-1"] * 10_000,
        [f"1:{number}" for number in range(5_000)],
    ],
    ids=["nul", "nul-behind", "bidi", "other-envelope", "twice", "nothing", "huge", "arabic", "many", "unknown"],
)
def test_odd_choices_are_refused(client: Client, choices: list[str]) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    form = form_of(client.get(f"{CITY}check/"))
    assert client.post(f"{CITY}cast/", {**form, "choice": choices}).status_code in (400, 422)
    assert not WaitingBallot.objects.exists()
    assert not Acceptance.objects.exists()
    # The same form, as it was shown, still works.
    assert client.post(f"{CITY}cast/", form).status_code == 200


def test_a_form_of_one_envelope_says_nothing_in_another_and_reading_changes_nothing(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    form = form_of(client.get(f"{CITY}check/"))
    assert client.post(f"{BASE}north/cast/", form).status_code == 422
    for address in (CITY, f"{CITY}check/", f"{CITY}cast/", BASE):
        for method in (client.get, client.head):
            answer = method(address, form)
            assert answer.status_code in (200, 302)
            assert "no-store" in answer["Cache-Control"]
    assert not WaitingBallot.objects.exists()
    assert Basket.objects.get().choices == [["city-1", 1]]


@pytest.mark.parametrize("then", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_no_way_on_leads_out_of_the_hub(client: Client, then: str) -> None:
    open_vote(now=timezone.now())
    client.force_login(alice())
    assert "evil.example" not in client.get("/en/budgets/budget-2026/eligibility/", {"next": then}).content.decode()
    assert "javascript:alert" not in client.get("/en/budgets/budget-2026/eligibility/", {"next": then}).content.decode()


def test_every_form_of_a_vote_wants_its_token() -> None:
    budget = open_vote(now=timezone.now())
    client = Client(enforce_csrf_checks=True)
    sign_in(client, budget)
    for address in (CITY, f"{CITY}cast/", "/en/budgets/budget-2026/eligibility/code/", RECEIPT):
        assert client.post(address, {"act": "add:city-1"}).status_code == 403


# --- other doors of /cms ----------------------------------------------------------------------------------------------


def test_the_page_of_a_vote_keeps_its_budget_and_is_not_deleted(client: Client) -> None:
    budget, other = open_vote(), open_vote("proposals", "budget-2027")
    ensure_frozen(budget, NOW)
    page = BudgetPage.objects.get(budget=budget, locale__language_code="en")
    BudgetPage.objects.filter(budget=other).delete()
    page.budget = other
    with pytest.raises(ValidationError):
        page.full_clean()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    for one in (page, page.get_parent()):
        client.post(reverse("wagtailadmin_pages:delete", args=[one.pk]))
        client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={one.pk}")
    assert BudgetPage.objects.filter(pk=page.pk).exists()


def test_whoever_pressed_before_the_opening_and_came_to_the_lock_after_it_changes_no_money() -> None:
    from participatory_budget.services.editing.gate import require_money_open

    budget = open_vote()
    ensure_frozen(budget, NOW)
    with freeze_time(NOW), pytest.raises(NotAllowedError):
        require_money_open(budget, officer(), NOW - timedelta(days=400))


def test_an_editor_has_no_key_to_the_roll_the_paper_or_the_amendments(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    client.force_login(carol())
    for name in ("budget_roll", "budget_roll_desk", "paper_batches", "amendments", "vote_desk", "budget_voting_rules"):
        assert client.get(reverse(name, args=[budget.pk])).status_code in (302, 403), name


def test_the_second_person_never_becomes_the_first_one_too() -> None:
    """Also when the account of the first is gone."""
    budget, first, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    batch = checked(budget, first, second, [("1001", ["city-1"])])
    send_back(batch, actor=second, now=NOW)
    PaperBatch.objects.update(typed_by=None)
    with pytest.raises(NotAllowedError):
        type_sheet(batch, 1, identity="1001", read=read(["city-2"]), actor=second, now=NOW)
    third = UserFactory(budget_officer=True)
    type_sheet(batch, 1, identity="1001", read=read(["city-2"]), actor=third, now=NOW)
    assert finish_typing(batch, actor=third, now=NOW).typed_by == third
