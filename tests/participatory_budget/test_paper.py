"""Paper ballots: two people, every sheet accounted for, each valid one cast once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hub.audit.models.entry import AuditEntry
from participatory_budget.engine.frozen import AMENDMENT_FORMAT, amendment_sha256, text_of
from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.election import Amendment, FrozenElection
from participatory_budget.models.paper import PaperBatch, PaperSheet
from participatory_budget.models.roll import Acceptance
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.voting.closing_paper import close_batch
from participatory_budget.services.voting.paper import (
    check_sheet,
    count_again,
    finish_typing,
    mark_of,
    open_batch,
    send_back,
    type_sheet,
)
from tests.factories.accounts import UserFactory, alice, bob, carol, dan
from tests.factories.elections import open_vote, vote
from tests.factories.evaluations import officer
from tests.factories.paper import checked, in_box, on_roll, read, typed
from tests.factories.proposals import NOW

pytestmark = pytest.mark.django_db


def test_every_sheet_ends_in_one_figure_and_only_valid_ones_in_the_ballot_box() -> None:
    budget = open_vote()
    on_roll(budget, "1001")
    on_roll(budget, "1002")
    on_roll(budget, "1003")
    batch = in_box(
        budget,
        officer(),
        bob(),
        [
            ("1001", ["city-1", "city-2"]),
            ("1002", None),
            ("", "spoiled"),
            ("9999", ["city-1"]),
            ("1003", ["city-3"]),
            ("1001", ["city-3"]),
        ],
    )
    assert batch.figures == {"valid": 2, "blank": 1, "spoiled": 1, "no_right": 1, "second": 1, "sheets": 6}
    assert WaitingBallot.objects.count() == 2
    assert set(Acceptance.objects.values_list("on_paper", flat=True)) == {True}
    assert not PaperSheet.objects.exists()


def test_the_record_has_the_steps_and_no_figure() -> None:
    budget = open_vote()
    on_roll(budget, "1001")
    in_box(budget, officer(), bob(), [("1001", ["city-1"])] * 3)
    rows = AuditEntry.objects.filter(action__startswith="paper.").order_by("sequence")
    assert [one.action for one in rows] == ["paper.opened", "paper.typed", "paper.closed"]
    assert all(set(one.data) == {"budget", "batch"} for one in rows)


def test_closing_twice_casts_once() -> None:
    budget, second = open_vote(), bob()
    on_roll(budget, "1001")
    batch = in_box(budget, officer(), second, [("1001", ["city-1"])])
    assert close_batch(batch, actor=second, now=NOW).figures == batch.figures
    assert WaitingBallot.objects.count() == 1


def test_whoever_typed_never_checks_and_nobody_else_types() -> None:
    budget, olga, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    batch = typed(budget, olga, [("1001", ["city-1"])])
    for act in (
        lambda: check_sheet(batch, 1, identity="1001", read=read(["city-1"]), actor=olga, now=NOW),
        lambda: close_batch(batch, actor=olga, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            act()
    other = open_batch(budget.envelopes.get(slug="city"), place="Market", sheets=1, actor=olga, now=NOW)
    with pytest.raises(NotAllowedError):
        type_sheet(other, 1, identity="1001", read=read(["city-1"]), actor=second, now=NOW)


def test_a_batch_is_closed_only_when_all_sheets_are_typed_and_checked() -> None:
    budget, olga, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    batch = open_batch(budget.envelopes.get(slug="city"), place="Library", sheets=2, actor=olga, now=NOW)
    type_sheet(batch, 1, identity="1001", read=read(["city-1"]), actor=olga, now=NOW)
    with pytest.raises(BudgetError):
        finish_typing(batch, actor=olga, now=NOW)
    with pytest.raises(BudgetError):
        check_sheet(batch, 1, identity="1001", read=read(["city-1"]), actor=second, now=NOW)
    type_sheet(batch, 2, identity="", read=read(None), actor=olga, now=NOW)
    finish_typing(batch, actor=olga, now=NOW)
    assert finish_typing(batch, actor=olga, now=NOW).state == "checking"
    check_sheet(batch, 1, identity="1001", read=read(["city-1"]), actor=second, now=NOW)
    with pytest.raises(BudgetError):
        close_batch(batch, actor=second, now=NOW)
    check_sheet(batch, 2, identity="", read=read(None), actor=second, now=NOW)
    assert close_batch(batch, actor=second, now=NOW).figures["valid"] == 1


@pytest.mark.parametrize(
    ("identity", "marked", "what"),
    [
        ("1002", ["city-1"], {"person"}),
        ("1001", None, {"kind", "city-1"}),
        ("1001", "spoiled", {"kind", "city-1"}),
        ("1001", ["city-2"], {"city-1", "city-2"}),
        ("1001", ["city-1", "city-3"], {"city-3"}),
    ],
)
def test_what_two_people_read_differently_is_settled_with_the_paper_in_hand(
    identity: str, marked: object, what: set[str]
) -> None:
    budget, second = open_vote(), bob()
    on_roll(budget, "1001")
    on_roll(budget, "1002")
    batch = typed(budget, officer(), [("1001", ["city-1"])])
    how = {"identity": identity, "read": read(marked), "actor": second, "now": NOW}
    assert {one.what for one in check_sheet(batch, 1, **how)} == what
    sheet = PaperSheet.objects.get()
    assert not sheet.is_checked
    assert check_sheet(batch, 1, **how, settles="guessed")
    assert not check_sheet(batch, 1, **how, settles=mark_of(sheet))
    assert PaperSheet.objects.get().is_checked
    assert close_batch(batch, actor=second, now=NOW).figures["sheets"] == 1
    assert WaitingBallot.objects.count() == (0 if marked in (None, "spoiled") else 1)


def test_numbers_in_arabic_digits_and_with_spaces_are_the_same_person() -> None:
    budget, second = open_vote(), bob()
    on_roll(budget, "1001")
    batch = typed(budget, officer(), [("1001", ["city-1"])])
    assert not check_sheet(batch, 1, identity="١٠ ٠١", read=read(["city-1"]), actor=second, now=NOW)


def test_paper_supersedes_what_was_cast_online_and_nothing_online_follows_it() -> None:
    budget, person = open_vote(), alice()
    on_roll(budget, "1001", person)
    vote(person, budget, "city", ["city-2"])
    in_box(budget, officer(), bob(), [("1001", ["city-1"])])
    rows = WaitingBallot.objects.order_by("turn")
    assert [one.turn for one in rows] == [1, 2]
    assert len({one.tag for one in rows}) == 1
    with pytest.raises(NotAllowedError):
        vote(person, budget, "city", ["city-3"])


def test_a_second_sheet_counts_once_across_batches() -> None:
    budget, olga, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    one = checked(budget, olga, second, [("1001", ["city-1"])])
    other = checked(budget, olga, second, [("1001", ["city-2"])])
    assert close_batch(other, actor=second, now=NOW).figures["valid"] == 1
    assert close_batch(one, actor=second, now=NOW).figures["second"] == 1
    assert WaitingBallot.objects.count() == 1


def test_whoever_votes_in_another_district_has_no_right_here() -> None:
    budget, olga, second = open_vote(), officer(), bob()
    person = alice()
    on_roll(budget, "1001", district="south")
    on_roll(budget, "1002", person)
    batch = checked(budget, olga, second, [("1001", ["north-1"]), ("1002", ["north-1"])], envelope="north")
    vote(person, budget, "south", ["south-1"])
    assert close_batch(batch, actor=second, now=NOW).figures["no_right"] == 2


def test_choices_against_the_rules_are_not_typed_as_valid() -> None:
    budget, olga = open_vote(card={"max_length": 1}), officer()
    on_roll(budget, "1001")
    batch = open_batch(budget.envelopes.get(slug="city"), place="Library", sheets=1, actor=olga, now=NOW)
    for marked in (["city-1", "city-2"], ["north-1"], []):
        with pytest.raises(BudgetError):
            type_sheet(batch, 1, identity="1001", read=read(marked), actor=olga, now=NOW)
    with pytest.raises(BudgetError):
        type_sheet(batch, 1, identity="", read=read(["city-1"]), actor=olga, now=NOW)
    assert not PaperSheet.objects.exists()


def test_paper_that_was_filled_in_before_a_price_rose_is_still_within_the_money() -> None:
    budget, olga, second = open_vote(within_money=True), officer(), bob()
    on_roll(budget, "1001")
    batch = checked(budget, olga, second, [("1001", ["city-1", "city-2"])])
    frozen = FrozenElection.objects.get()
    document = {
        "format": AMENDMENT_FORMAT,
        "election": frozen.sha256,
        "number": 1,
        "previous": frozen.sha256,
        "kind": "price",
        "made_at": "2026-04-15T10:00:00Z",
        "reason": {"en": "Steel"},
        "change": {"envelope": "city", "project": "city-1", "from": 3_000_000, "to": 9_000_000},
    }
    Amendment.objects.create(
        budget=budget,
        number=1,
        kind="price",
        document=text_of(document),
        sha256=amendment_sha256(document),
        made_at=NOW,
    )
    assert close_batch(batch, actor=second, now=NOW).figures["valid"] == 1


def test_the_same_form_twice_is_one_batch_and_the_same_sheet_twice_one_sheet() -> None:
    budget, olga = open_vote(), officer()
    on_roll(budget, "1001")
    key = uuid4()
    city = budget.envelopes.get(slug="city")
    batches = {open_batch(city, place="Library", sheets=2, actor=olga, now=NOW, pk=key).pk for _press in range(2)}
    assert batches == {key}
    batch = PaperBatch.objects.get()
    for _press in range(2):
        type_sheet(batch, 1, identity="1001", read=read(["city-1"]), actor=olga, now=NOW)
    assert PaperSheet.objects.count() == 1


def test_a_wrong_count_is_mended_by_both() -> None:
    budget, olga, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    batch = typed(budget, olga, [("1001", ["city-1"]), ("", None)])
    send_back(batch, actor=second, now=NOW)
    count_again(batch, 1, actor=olga, now=NOW)
    assert PaperSheet.objects.count() == 1
    finish_typing(batch, actor=olga, now=NOW)
    check_sheet(batch, 1, identity="1001", read=read(["city-1"]), actor=second, now=NOW)
    assert close_batch(batch, actor=second, now=NOW).figures["sheets"] == 1


@pytest.mark.parametrize("phase", ["evaluation", "results"])
def test_no_paper_outside_the_vote(phase: str) -> None:
    budget = open_vote(phase)
    with pytest.raises(NotAllowedError):
        open_batch(budget.envelopes.get(slug="city"), place="Library", sheets=1, actor=officer(), now=NOW)


@pytest.mark.parametrize("who", [alice, carol, dan])
def test_only_budget_officers_and_moderators_type(who: type[UserFactory]) -> None:
    budget = open_vote()
    with pytest.raises(NotAllowedError):
        open_batch(budget.envelopes.get(slug="city"), place="Library", sheets=1, actor=who(), now=NOW)


def test_a_sheet_that_stands_in_the_database_says_nothing_of_what_was_chosen() -> None:
    budget, olga = open_vote(), officer()
    on_roll(budget, "1001")
    typed(budget, olga, [("1001", ["city-1"])])
    assert "city-1" not in PaperSheet.objects.get().sealed
