"""Ways onto the roll: what each asks, what each refuses, and that one person is one entry across all of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.audit.models.entry import AuditEntry
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.models.roll import RollEntry, VotingCode
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.codes import make_codes, take_back, take_batch_back
from participatory_budget.services.roll.desk import Document, check_at_desk
from participatory_budget.services.roll.errors import (
    AlreadyOnRollError,
    NotEntitledError,
    NotOnOfferError,
    TakenError,
    UnknownError,
)
from participatory_budget.services.roll.proving import Declaration, declare, prove_by_code, prove_by_register
from tests.factories.accounts import UserFactory, alice, bob, dan
from tests.factories.elections import open_vote, vote
from tests.factories.proposals import NOW
from tests.participatory_budget.rolls import register

pytestmark = pytest.mark.django_db
NUMBER = {"identity_asked": {"en": "Number of the identity card"}}
LAST_DAY = date(2026, 5, 5)


def code_of(budget: Budget) -> str:
    return make_codes(budget, actor=UserFactory(budget_officer=True), now=NOW, number=1).codes[0].code


def declaration(**changes: object) -> Declaration:
    return Declaration(**{"identity": "AB 123", "district": "north", "lives_here": True, **changes})  # type: ignore[arg-type]


# --- the register -----------------------------------------------------------------------------------------------------


def test_a_number_of_the_register_binds_the_account_once() -> None:
    budget, person = open_vote(), alice()
    register(budget, "AB-123456;north")
    entry = prove_by_register(person, budget, "ab ١٢٣ ٤٥٦", now=NOW)
    assert (entry.account, entry.district, entry.way) == (person, budget.envelopes.get(slug="north"), "register")
    assert prove_by_register(person, budget, "AB123456", now=NOW) == entry
    vote(person, budget, "city", ["city-1"])


def test_two_accounts_with_one_number_and_one_account_with_two() -> None:
    budget, person, other = open_vote(), alice(), dan()
    register(budget, "111111;north", "222222;north")
    prove_by_register(person, budget, "111111", now=NOW)
    with pytest.raises(TakenError):
        prove_by_register(other, budget, "111111", now=NOW)
    with pytest.raises(AlreadyOnRollError):
        prove_by_register(person, budget, "222222", now=NOW)
    # Nor does the page tell somebody on the roll whether other numbers exist.
    with pytest.raises(AlreadyOnRollError):
        prove_by_register(person, budget, "999999", now=NOW)
    assert RollEntry.objects.exclude(account=None).count() == 1


def test_an_unknown_number_and_no_number() -> None:
    budget = open_vote()
    register(budget, "111111;north")
    with pytest.raises(UnknownError):
        prove_by_register(alice(), budget, "111112", now=NOW)
    with pytest.raises(BudgetError) as refused:
        prove_by_register(dan(), budget, " -- ", now=NOW)
    assert refused.value.where == "identity"


# --- codes ------------------------------------------------------------------------------------------------------------


def test_a_code_serves_one_account() -> None:
    budget, person = open_vote(), alice()
    code = code_of(budget)
    entry = prove_by_code(person, budget, code.lower().replace("-", " "), now=NOW)
    assert prove_by_code(person, budget, code, now=NOW) == entry
    assert VotingCode.objects.get().is_used
    with pytest.raises(TakenError):
        prove_by_code(dan(), budget, code, now=NOW)
    with pytest.raises(AlreadyOnRollError):
        prove_by_code(person, budget, code_of(budget), now=NOW)


def test_a_slip_of_the_finger_is_told_from_a_wrong_code() -> None:
    budget, other = open_vote(), open_vote(slug="other")
    code = code_of(budget)
    slip = code[:-1] + ("A" if code[-1] != "A" else "B")
    with pytest.raises(BudgetError, match="typing error"):
        prove_by_code(alice(), budget, slip, now=NOW)
    with pytest.raises(UnknownError):
        prove_by_code(dan(), budget, code_of(other), now=NOW)
    assert not RollEntry.objects.filter(budget=budget).exclude(account=None).exists()


def test_codes_are_kept_as_hashes_and_one_of_the_register_is_the_same_person() -> None:
    budget, officer = open_vote(), UserFactory(budget_officer=True)
    register(budget, "111111;north", "222222;south")
    batch = make_codes(budget, actor=officer, now=NOW)
    assert [(one.line, len(one.code)) for one in batch.codes] == [(2, 14), (3, 14)]
    assert not VotingCode.objects.filter(code_hash__in=[one.code for one in batch.codes]).exists()
    entry = prove_by_code(alice(), budget, batch.codes[1].code, now=NOW)
    assert entry.district == budget.envelopes.get(slug="south")
    with pytest.raises(TakenError):
        prove_by_register(dan(), budget, "222222", now=NOW)
    with pytest.raises(BudgetError):
        make_codes(budget, actor=officer, now=NOW)
    assert AuditEntry.objects.filter(action="roll.codes_made").count() == 1


def test_the_second_press_makes_no_second_pile() -> None:
    budget, officer = open_vote(), UserFactory(budget_officer=True)
    make_codes(budget, actor=officer, now=NOW, number=3, batch=1)
    with pytest.raises(BudgetError):
        make_codes(budget, actor=officer, now=NOW, number=3, batch=1)
    assert VotingCode.objects.count() == 3


def test_a_code_can_be_taken_back_until_it_is_used() -> None:
    budget, officer = open_vote(), UserFactory(budget_officer=True)
    register(budget, "111111;north")
    letter = make_codes(budget, actor=officer, now=NOW).codes[0]
    take_back(budget, actor=bob(), now=NOW, line=2)
    with pytest.raises(UnknownError):
        prove_by_code(alice(), budget, letter.code, now=NOW)
    assert RollEntry.objects.count() == 1  # the person of the register stays
    used, unused = make_codes(budget, actor=officer, now=NOW, number=2).codes
    prove_by_code(dan(), budget, used.code, now=NOW)
    with pytest.raises(BudgetError):
        take_back(budget, actor=officer, now=NOW, code=used.code)
    batch = VotingCode.objects.first()
    assert batch is not None
    assert take_batch_back(budget, batch.batch, actor=officer, now=NOW) == 1
    with pytest.raises(UnknownError):
        prove_by_code(UserFactory(), budget, unused.code, now=NOW)
    assert RollEntry.objects.count() == 2


# --- one's own word ---------------------------------------------------------------------------------------------------


def test_a_declaration_asks_for_what_the_rules_ask() -> None:
    budget, person = open_vote(minimum_age=16, **NUMBER), alice()
    for wrong, where in (
        ({"identity": ""}, "identity"),
        ({"lives_here": False}, "is_true"),
        ({"birth_date": None}, "birth_date"),
        ({"birth_date": date(1880, 1, 1)}, "birth_date"),
        ({"birth_date": date(2010, 5, 6)}, "birth_date"),
        ({"district": ""}, "district"),
        ({"district": "city"}, "district"),
    ):
        with pytest.raises(BudgetError) as refused:
            declare(person, budget, declaration(**{"birth_date": date(2010, 5, 5), **wrong}), now=NOW)
        assert refused.value.where == where
    assert not RollEntry.objects.exists()
    entry = declare(person, budget, declaration(birth_date=date(2010, 5, 5)), now=NOW)
    assert entry.district == budget.envelopes.get(slug="north")
    assert declare(person, budget, declaration(birth_date=date(2010, 5, 5)), now=NOW) == entry


def test_the_same_number_serves_once_across_all_ways() -> None:
    budget, person = open_vote(**NUMBER), alice()
    register(budget, "111111;south")
    declare(person, budget, declaration(), now=NOW)
    with pytest.raises(TakenError):
        declare(dan(), budget, declaration(identity="ab.123"), now=NOW)
    with pytest.raises(TakenError):
        prove_by_register(UserFactory(), budget, "AB123", now=NOW)
    with pytest.raises(BudgetError):
        check_at_desk(budget, Document(identity="AB123", district="north", email=dan_address()), actor=bob(), now=NOW)
    # A number of the register leads to its entry, with the district that the register knows.
    entry = declare(UserFactory(), budget, declaration(identity="111111"), now=NOW)
    assert (entry.way, entry.district) == ("register", budget.envelopes.get(slug="south"))


def test_a_number_on_the_roll_is_no_proof_where_codes_go_by_letter() -> None:
    budget = open_vote(**NUMBER, ways=[EligibilityWay.CODE.value, EligibilityWay.DECLARATION.value])
    register(budget, "111111;south")
    with pytest.raises(TakenError):
        declare(alice(), budget, declaration(identity="111111"), now=NOW)


def dan_address() -> str:
    return str(UserFactory().email)


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_staff_put_somebody_on_the_roll_for_paper_and_later_for_an_account() -> None:
    budget, staff = open_vote(minimum_age=16), bob()
    paper = Document(identity="P-77", birth_date=date(1950, 1, 1), district="north")
    first = check_at_desk(budget, paper, actor=staff, now=NOW)
    assert (first.is_new, first.entry.account, first.entry.way) == (True, None, "desk")
    person = alice()
    again = check_at_desk(
        budget,
        Document(identity="p77", birth_date=date(1950, 1, 1), district="north", email=person.email.upper()),
        actor=staff,
        now=NOW,
    )
    assert (again.is_new, again.entry.pk, again.entry.account) == (False, first.entry.pk, person)
    row = AuditEntry.objects.get(action="roll.checked_at_desk")
    assert row.subject_id == str(first.entry.pk)
    assert "P" not in str(row.data).replace("False", "").upper() or "P-77" not in str(row.data)


def test_a_code_from_the_desk_replaces_the_one_before() -> None:
    budget, staff = open_vote(), bob()
    document = Document(identity="P77", district="north", wants_code=True)
    first, second = (check_at_desk(budget, document, actor=staff, now=NOW).code for _time in range(2))
    with pytest.raises(UnknownError):
        prove_by_code(alice(), budget, first, now=NOW)
    assert prove_by_code(dan(), budget, second, now=NOW).identity
    with pytest.raises(BudgetError):
        check_at_desk(budget, document, actor=staff, now=NOW)


def test_nobody_puts_themselves_on_the_roll_at_the_desk() -> None:
    budget, staff = open_vote(), bob()
    with pytest.raises(NotAllowedError):
        check_at_desk(budget, Document(identity="P77", district="north", email=staff.email), actor=staff, now=NOW)
    for outsider in (alice(), UserFactory(editor=True)):
        with pytest.raises(NotAllowedError):
            check_at_desk(budget, Document(identity="P77", district="north"), actor=outsider, now=NOW)
    assert not RollEntry.objects.exists()


def test_a_number_that_a_stranger_used_is_given_back_with_its_one_ballot() -> None:
    budget, stranger, owner = open_vote(), dan(), alice()
    register(budget, "111111;north")
    prove_by_register(stranger, budget, "111111", now=NOW)
    document = Document(identity="111111", district="north", email=owner.email)
    with pytest.raises(BudgetError) as refused:
        check_at_desk(budget, document, actor=bob(), now=NOW)
    assert refused.value.where == "replaces"
    staff = UserFactory(moderator=True)
    entry = check_at_desk(budget, Document(**{**document.__dict__, "replaces": True}), actor=staff, now=NOW).entry
    assert entry.account == owner
    assert not RollEntry.objects.filter(account=stranger).exists()


# --- when and who -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["results", "implementation"])
def test_nothing_is_taken_after_the_vote(phase: str) -> None:
    budget = open_vote(phase)
    for attempt in (
        lambda: prove_by_register(alice(), budget, "111111", now=NOW),
        lambda: prove_by_code(dan(), budget, "1111-1111-1111", now=NOW),
        lambda: declare(UserFactory(), budget, declaration(), now=NOW),
        lambda: check_at_desk(budget, Document(identity="1111", district="north"), actor=bob(), now=NOW),
        lambda: make_codes(budget, actor=UserFactory(budget_officer=True), now=NOW, number=1),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_a_way_that_the_rules_leave_out_is_refused_and_so_is_an_unconfirmed_address() -> None:
    budget = open_vote(ways=[EligibilityWay.DECLARATION.value])
    with pytest.raises(NotOnOfferError):
        prove_by_register(alice(), budget, "111111", now=NOW)
    with pytest.raises(NotOnOfferError):
        prove_by_code(dan(), budget, "1111-1111-1111", now=NOW)
    with pytest.raises(NotOnOfferError):
        declare(UserFactory(confirmed=False), budget, declaration(), now=NOW)
    declare(UserFactory(), budget, declaration(), now=NOW)


def test_age_counts_on_the_last_day_of_the_vote() -> None:
    budget = open_vote(minimum_age=18)
    old = declaration(identity="", birth_date=LAST_DAY.replace(year=2008))
    young = declaration(identity="", birth_date=LAST_DAY.replace(year=2008) + timedelta(days=1))
    declare(alice(), budget, old, now=NOW)
    with pytest.raises(NotEntitledError):
        declare(dan(), budget, young, now=NOW)
