"""The staff's side of the roll: rules, register, codes, documents, and what is said about none of it too much."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.accounts.services.erasure import erase_account
from hub.audit.models.entry import AuditEntry
from hub.core.registries import personal_data
from participatory_budget.models.basket import Basket
from participatory_budget.models.roll import RollEntry, VotingCode
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.services.roll.codes import make_codes
from participatory_budget.services.roll.proving import prove_by_code, prove_by_register
from participatory_budget.services.voting.casting import save_basket
from tests.factories.accounts import UserFactory, alice, bob
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.editing import actions, address, text_of
from tests.participatory_budget.rolls import register

pytestmark = pytest.mark.django_db
RULES = {
    "ways": ["register", "desk"],
    "minimum_age": "16",
    "who_may_vote_en": "Everybody who lives here.",
    "identity_asked_en": "Number of the identity card",
    "checkpoint_minutes": "15",
    "appeal_days": "20",
}


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def officer(client):
    client.force_login(UserFactory(budget_officer=True))
    return client


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("register.csv", text.encode(), "text/csv")


# --- rules ------------------------------------------------------------------------------------------------------------


def test_rules_are_written_and_the_budget_says_what_is_missing(officer):
    budget = open_budget("proposals")
    page = text_of(officer.get(address("edit", budget.pk)))
    assert "Nobody has written yet who may vote" in page
    assert officer.post(address("voting_rules", budget.pk), RULES).status_code == 302
    rules = VotingRules.objects.get()
    assert (rules.ways, rules.minimum_age, rules.checkpoint_minutes) == (["desk", "register"], 16, 15)
    assert rules.identity_asked == {"en": "Number of the identity card"}
    page = text_of(officer.get(address("edit", budget.pk)))
    assert "It is not said who may vote in: French, Arabic." in page
    assert "It is not said which number is asked in: French, Arabic." in page
    assert "There is no project to vote on yet." in page
    row = AuditEntry.objects.get(action="voting_rules.changed")
    assert (row.data["way_code"], row.data["minimum_age"]) == (False, 16)
    assert "lives here" not in str(row.data)
    # The same again is no change.
    officer.post(address("voting_rules", budget.pk), RULES)
    assert actions().count("voting_rules.changed") == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ways": []}, "This field is required."),
        ({"minimum_age": "121"}, "Give an age from 1 to 120"),
        ({"checkpoint_minutes": "0"}, "Give minutes from 1 to 1440"),
        ({"appeal_days": "400"}, "Give days from 1 to 365."),
    ],
)
def test_rules_that_cannot_be(officer, changes, sentence):
    budget = open_budget("proposals")
    page = text_of(officer.post(address("voting_rules", budget.pk), {**RULES, **changes}))
    assert sentence in page
    assert "Everybody who lives here." in page
    assert not VotingRules.objects.exists()


def test_within_the_money_is_for_one_kind_of_ballot(officer):
    budget = open_vote("evaluation", card={"vote_type": "ordinal", "max_length": 3})
    page = text_of(officer.post(address("voting_rules", budget.pk), {**RULES, "within_money": "on"}))
    assert "Only where people mark what they want" in page


def test_rules_stay_from_the_first_minute_of_the_vote(officer):
    budget = open_vote("voting")
    assert "The vote has begun" in text_of(officer.get(address("voting_rules", budget.pk)))
    answer = officer.post(address("voting_rules", budget.pk), RULES)
    assert "The vote has begun" in text_of(answer)
    assert VotingRules.objects.get().minimum_age is None


def test_two_officers_do_not_overwrite_each_other_unseen(officer):
    budget = open_vote("evaluation")
    form = officer.get(address("voting_rules", budget.pk)).context["form"]
    VotingRules.objects.update(minimum_age=18)
    answer = officer.post(address("voting_rules", budget.pk), {**RULES, "seen": form.initial["seen"]})
    assert "Somebody has changed this in the meantime" in text_of(answer)
    assert VotingRules.objects.get().minimum_age == 18


# --- who gets in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("budget_officer", {"voting_rules", "roll", "roll_desk"}),
        ("moderator", {"roll", "roll_desk"}),
        ("editor", set()),
        ("auditor", set()),
        ("citizen", set()),
    ],
)
def test_who_gets_in(client, role, allowed):
    budget = open_vote("voting")
    client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    pages = ("voting_rules", "roll", "roll_desk")
    assert {name for name in pages if client.get(address(name, budget.pk)).status_code == 200} == allowed
    before = actions()
    posts = {
        name: client.post(address(name, budget.pk), {"number": "3", "batch": "1", "form_of": "page"}).status_code
        for name in ("roll_register", "roll_codes", "roll_codes_back")
    }
    if role != "budget_officer":
        assert posts["roll_codes"] in (302, 403)
        assert actions() == before
        assert not VotingCode.objects.exists()


# --- register, codes, documents ---------------------------------------------------------------------------------------


def test_the_register_is_looked_at_and_brought_in(officer):
    budget = open_vote("voting")
    text = "number;district\nA1001;north\nA1002;nowhere\n"
    url = address("roll_register", budget.pk)
    page = text_of(officer.post(url, {"file": upload(text), "act": "look"}))
    assert "nothing is saved yet" in page
    assert "The district of this line is none of this budget." in page
    assert not RollEntry.objects.exists()
    page = text_of(officer.post(url, {"file": upload(text), "act": "import"}))
    assert "The file is on the roll" in page
    assert RollEntry.objects.count() == 1
    assert "A1001" not in page
    for wrong, sentence in (("", "The submitted file is empty."), ("street\nMain", "no column “number”")):
        answer = officer.post(url, {"file": upload(wrong), "act": "import"})
        assert answer.status_code == 422
        assert sentence in text_of(answer)
    assert officer.post(url, {"act": "import"}).status_code == 422


def test_codes_are_shown_once(officer):
    budget = open_vote("voting")
    register(budget, "1001;north", "1002;south")
    answer = officer.post(address("roll_codes", budget.pk), {"number": "", "batch": "1", "form_of": "page"})
    page = text_of(answer)
    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert len(codes) == 2
    assert "/budgets/budget-2026/eligibility/" in page
    assert "no-store" in answer["Cache-Control"]
    assert all(code not in text_of(officer.get(address("roll", budget.pk))) for code in codes)
    assert prove_by_code(alice(), budget, codes[0], now=NOW).line == 2
    again = officer.post(address("roll_codes", budget.pk), {"number": "5", "batch": "1", "form_of": "page"})
    assert again.status_code == 422
    file = officer.post(address("roll_codes", budget.pk), {"number": "2", "batch": "2", "form_of": "csv"})
    assert file["Content-Type"].startswith("text/csv")
    assert len(file.content.decode().split()) == 3
    page = text_of(officer.post(address("roll_codes_back", budget.pk), {"batch": "2"}, follow=True))
    assert "2 codes were taken back." in page
    assert officer.post(address("roll_codes_back", budget.pk), {}).status_code == 422


def test_a_document_is_looked_at(client):
    budget = open_vote("voting", minimum_age=16)
    client.force_login(bob())
    person, url = alice(), address("roll_desk", budget.pk)
    typed = {"identity": "P-77", "birth_date": "06/05/2010", "district": "north", "email": person.email}
    page = text_of(client.post(url, typed))
    assert "from the age of 16 years" in page
    page = text_of(client.post(url, {**typed, "birth_date": "05/05/2010"}, follow=True))
    assert "On the roll now." in page
    assert RollEntry.objects.get().account == person
    page = text_of(client.post(url, {**typed, "birth_date": "05/05/2010"}, follow=True))
    assert "This person is on the roll already" in page
    page = text_of(client.post(url, {**typed, "birth_date": "05/05/2010", "identity": "Q"}))
    assert "three letters or digits at least" in page
    paper = {"identity": "Q-100", "birth_date": "1950-01-01", "district": "south", "wants_code": "on"}
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text_of(client.post(url, paper)))
    assert "2010" not in str(list(AuditEntry.objects.values_list("data", flat=True)))


# --- nothing leaks, nothing grows -------------------------------------------------------------------------------------


def test_no_figure_of_the_roll_moves_when_somebody_votes(officer):
    budget = open_vote("voting")
    person = alice()
    code = make_codes(budget, actor=UserFactory(budget_officer=True), now=NOW, number=3).codes[0].code
    prove_by_code(person, budget, code, now=NOW)

    def shown() -> str:
        return text_of(officer.get(address("roll", budget.pk))).split('id="people"')[1].split('name="csrf')[0]

    before = shown()
    vote(person, budget, "north", ["north-1"])
    vote(person, budget, "city", ["city-1"])
    assert shown() == before
    assert "figures by district are not shown" in before


def test_before_the_vote_the_districts_are_shown(officer):
    budget = open_vote("evaluation")
    register(budget, "1001;north", "1002;north")
    page = text_of(officer.get(address("roll", budget.pk)))
    assert "North" in page
    assert "figures by district are not shown" not in page


def test_the_page_costs_the_same_with_one_and_with_fifty(officer):
    budget = open_vote("voting")
    maker = UserFactory(budget_officer=True)

    def queries(url: str) -> int:
        officer.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert officer.get(url).status_code == 200
        return len(seen)

    urls = [address("roll", budget.pk), address("edit", budget.pk), "/en/budgets/budget-2026/eligibility/"]
    make_codes(budget, actor=maker, now=NOW, number=1)
    few = [queries(url) for url in urls]
    for _batch in range(9):
        make_codes(budget, actor=maker, now=NOW, number=5)
    for _one in range(10):
        voter(budget, district="north")
    assert [queries(url) for url in urls] == few


# --- personal data ----------------------------------------------------------------------------------------------------


def test_a_person_takes_their_data_along_and_leaves_the_roll_without_a_second_vote():
    budget, person = open_vote(), alice()
    register(budget, "1001;north")
    prove_by_register(person, budget, "1001", now=NOW)
    vote(person, budget, "north", ["north-1"])
    save_basket(person, budget.envelopes.get(slug="city"), [("city-1", 1)], now=NOW)
    data = personal_data.get("rolls").export(person)
    assert data["rolls"][0]["district"] == "north"
    assert data["rolls"][0]["ballots_accepted"] == [{"envelope": "north", "last_day": "2026-04-15", "on_paper": False}]
    assert "north-1" not in str(data)
    assert "1001" not in str(data)
    erase_account(person, actor=person, now=NOW + timedelta(minutes=1))
    entry = RollEntry.objects.get()
    assert (entry.account, bool(entry.identity), entry.acceptances.count()) == (None, True, 1)
    assert not Basket.objects.exists()
    # With a new account the number leads to the same entry: whatever is cast takes the place of the first ballot.
    assert prove_by_register(UserFactory(), budget, "1001", now=NOW).pk == entry.pk


def test_what_is_known_stands_in_the_register_of_personal_data(client):
    client.force_login(alice())
    fields = {one.field for one in personal_data.get("rolls").fields()}
    assert "participatory_budget.RollEntry.identity" in fields
    assert all(one.purpose and one.lawful_basis and one.retention for one in personal_data.get("rolls").fields())
