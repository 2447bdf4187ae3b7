"""Paper behind the counter, as officers and moderators work with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.paper import PaperBatch, PaperSheet
from participatory_budget.services.voting.clock import STEPS
from tests.factories.accounts import alice, bob, carol
from tests.factories.elections import open_vote
from tests.factories.evaluations import officer
from tests.factories.paper import in_box, on_roll, read, typed
from tests.factories.proposals import NOW
from tests.participatory_budget.editing import text_of

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(days=25)


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(NOW) as found:
        yield found


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(budget, rest: str = "") -> str:
    return f"/cms/budgets/{budget.pk}/paper/{rest}"


def marked(number: str, identity: str, *places: int, **more: str) -> dict[str, str]:
    return {
        "number": number,
        "identity": identity,
        "kind": "valid",
        **{f"project_{one}": "on" for one in places},
        **more,
    }


def test_a_batch_from_the_first_sheet_to_the_ballot_box() -> None:
    budget = open_vote()
    on_roll(budget, "1001")
    on_roll(budget, "1002")
    first, second = signed_in(officer()), signed_in(bob())
    wish = {"key": str(uuid4()), "envelope": "city", "place": "Library", "sheets": "٢"}
    for _press in range(2):
        answer = first.post(at(budget, "new/"), wish)
        assert answer["Location"] == at(budget, "1/")
    assert first.get(at(budget, "1/type/")).context["form"]["number"].value() == 1
    assert first.post(at(budget, "1/type/"), marked("١", "1001", 1, 2))["Location"] == at(budget, "1/type/")
    assert first.post(at(budget, "1/type/"), marked("2", "1002", 3))["Location"] == at(budget, "1/")
    assert second.get(at(budget, "1/check/")).status_code == 302
    first.post(at(budget, "1/"), {"step": "finish"})

    page = text_of(second.get(at(budget, "1/check/")))
    assert "checked" not in page.split('name="kind" value="blank"')[1].split(">")[0]
    assert not second.get(at(budget, "1/check/")).context["form"]["project_1"].value()
    shown = second.post(at(budget, "1/check/"), marked("1", "1001", 1))
    assert "read this sheet differently" in text_of(shown)
    assert PaperSheet.objects.filter(is_checked=True).count() == 0
    settles = shown.context["form"]["settles"].value()
    assert second.post(at(budget, "1/check/"), marked("1", "1001", 1, settles=settles)).status_code == 302
    assert second.post(at(budget, "1/check/"), marked("2", "1002", 3))["Location"] == at(budget, "1/")
    for _press in range(2):
        assert second.post(at(budget, "1/"), {"step": "close"}).status_code == 302
    assert WaitingBallot.objects.count() == 2
    assert PaperBatch.objects.get().figures["valid"] == 2


def test_points_and_places_are_typed_in_any_digits() -> None:
    budget = open_vote(card={"vote_type": "cumulative", "max_points": 5})
    on_roll(budget, "1001")
    first = signed_in(officer())
    first.post(at(budget, "new/"), {"key": str(uuid4()), "envelope": "city", "place": "Library", "sheets": "1"})
    wrong = first.post(at(budget, "1/type/"), {**marked("1", "1001"), "project_1": "six"})
    assert wrong.status_code == 422
    refused = first.post(at(budget, "1/type/"), {**marked("1", "1001"), "project_1": "٦"})
    assert (refused.status_code, refused.context["form"]["project_1"].value()) == (422, "٦")
    assert (
        first.post(at(budget, "1/type/"), {**marked("1", "1001"), "project_1": "٣", "project_2": "2"}).status_code
        == 302
    )


@pytest.mark.parametrize("who", [alice, carol])
def test_nobody_else_sees_the_pages(who) -> None:
    budget = open_vote()
    client = signed_in(who())
    for rest in ("", "new/", "1/", "1/type/", "1/check/", "sheets/", "ballots/city/"):
        assert client.get(at(budget, rest)).status_code in (302, 403)
        assert not client.get(at(budget, rest)).get("Location", "").startswith("/cms/budgets")


def test_a_batch_of_another_budget_is_not_found_here() -> None:
    budget, other = open_vote(), open_vote(slug="other")
    on_roll(budget, "1001")
    typed(budget, officer(), [("1001", ["city-1"])])
    client = signed_in(bob())
    assert client.get(at(other, "1/")).status_code == 404
    assert client.post(at(other, "1/"), {"step": "close"}).status_code == 404
    assert client.get(at(other, "1/check/")).status_code == 404
    assert client.get(at(other, "ballots/nowhere/")).status_code == 404


def test_only_the_two_who_hold_the_paper_see_how_many_sheets_there_are() -> None:
    budget, typist, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    batch = typed(budget, typist, [("1001", ["city-1"])] * 17)
    assert ">17<" in text_of(signed_in(second).get(at(budget, "1/")))
    third = officer("third")
    assert ">17<" not in text_of(signed_in(typist).get(at(budget, "1/")))
    PaperBatch.objects.filter(pk=batch.pk).update(state="typing")
    assert ">17<" not in text_of(signed_in(third).get(at(budget, "1/")))
    assert ">17<" not in text_of(signed_in(third).get(at(budget)))


def test_figures_are_shown_when_the_vote_is_over(clock) -> None:
    budget, typist, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    in_box(budget, typist, second, [("1001", ["city-1"]), ("", None), ("77777", ["city-1"])])
    typed(budget, typist, [("1001", ["city-1"])] * 4)
    client = signed_in(second)
    assert client.get(at(budget, "sheets/")).status_code == 404
    assert client.get(at(budget)).context["sheet"] is None
    assert client.get(at(budget, "1/")).context["sheet"] is None
    clock.move_to(AFTER)
    client = signed_in(second)
    sheet = client.get(at(budget, "sheets/")).context["sheet"]
    assert (list(sheet.totals), sheet.sheets) == ([1, 1, 0, 1, 0], 3)
    assert [one.sheets for one in sheet.unfinished] == [4]
    assert client.get(at(budget, "1/")).context["sheet"].sheets == 3
    assert client.get(at(budget, "sheets/?batch=2")).context["sheet"].lines == []
    public = text_of(Client().get(f"/en/budgets/{budget.slug}/ballots/paper/"))
    assert "Library" in public
    assert "Their sheets are not counted" in public


@pytest.mark.parametrize("with_paper", [True, False])
def test_the_log_leads_to_the_figures_once_the_vote_is_closed(clock, with_paper: bool) -> None:
    budget = open_vote()
    on_roll(budget, "1001")
    if with_paper:
        in_box(budget, officer(), bob(), [("1001", ["city-1"])])
    log = f"/en/budgets/{budget.slug}/ballots/"

    def found() -> tuple[int, bool]:
        reader = Client()
        return reader.get(f"{log}paper/").status_code, "ballots/paper/" in text_of(reader.get(log))

    assert found() == (404, False)
    clock.move_to(AFTER)
    for step in STEPS.values():
        step(AFTER)
    assert found() == ((200, True) if with_paper else (404, False))
    assert Client().get(f"{log}paper/more/").status_code == 404


def test_after_the_vote_nothing_is_typed_any_more(clock) -> None:
    budget, typist, second = open_vote(), officer(), bob()
    on_roll(budget, "1001")
    typed(budget, typist, [("1001", ["city-1"])])
    clock.move_to(AFTER)
    client = signed_in(second)
    assert client.get(at(budget, "1/check/"))["Location"] == at(budget, "1/")
    assert client.post(at(budget, "1/"), {"step": "close"})["Location"] == "/cms/"
    assert client.get(at(budget, "new/"))["Location"] == "/cms/"
    assert not WaitingBallot.objects.exists()
    assert "Its sheets are not counted" in text_of(client.get(at(budget, "1/")))


@pytest.mark.parametrize(
    ("card", "rules", "words"),
    [
        ({}, {}, "Put a cross in the box of each project"),
        ({}, {"within_money": True}, "Together they may cost at most"),
        ({"vote_type": "choose-1"}, {}, "of one project"),
        ({"vote_type": "ordinal", "max_length": 3}, {}, "Write 1 in the box"),
        ({"vote_type": "cumulative", "max_points": 5}, {}, "You have 5 points"),
    ],
)
def test_an_empty_ballot_says_its_rules_in_words(card, rules, words) -> None:
    budget = open_vote(card=card, **rules)
    client = signed_in(officer())
    page = text_of(client.get(at(budget, "ballots/city/")))
    assert words in page
    assert "Shade for city 1" in page
    every = text_of(client.get(at(budget, "ballots/city/?language=all")))
    assert 'lang="ar" dir="rtl"' in every
    assert "المدينة كلها" in every


def test_the_list_takes_as_many_queries_for_many_batches() -> None:
    budget, typist = open_vote(), officer()
    on_roll(budget, "1001")
    client = signed_in(bob())

    def queries() -> int:
        client.get(at(budget))
        with CaptureQueriesContext(connection) as found:
            client.get(at(budget))
        return len(found)

    typed(budget, typist, [("1001", ["city-1"])])
    one = queries()
    for _more in range(9):
        typed(budget, typist, [("", None)])
    assert queries() == one
    assert read(None).kind == "blank"
