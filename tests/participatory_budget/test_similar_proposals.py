"""What others propose, shown to somebody who types a title."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.moderation.enums import State
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.alike import similar_proposals
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
ADDRESS = "/en/budgets/budget-2026/proposals/similar/"


@pytest.fixture
def budget() -> Budget:
    return open_budget()


def titles(budget: Budget, words: str) -> list[str]:
    return [one.title for one in similar_proposals(budget, words)]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("trees on the market square", "More trees for the market square"),
        ("a bench at the school", "Benches in front of the school"),
        ("des arbres pour l'école", "Un arbre devant l’Ecole"),
        ("ملعب للأطفال", "ملعب الأطفال في الحديقة"),
        ("مَلْعَبٌ للاطفال", "ملعب الأطفال في الحديقة"),
    ],
)
def test_the_same_idea_in_other_words(budget, typed, known):
    proposal(budget, title=known)
    proposal(budget, title="A roof for the bus station", description="Rain comes in.", benefit="")
    assert titles(budget, typed) == [known]


@pytest.mark.parametrize("typed", ["", "the", "a b c", "a cinema", "%", "_____", "\x00"])
def test_nothing_alike(budget, typed):
    proposal(budget, title="Trees", description="Six.", benefit="")
    assert titles(budget, typed) == []


def test_five_at_most_the_closest_first(budget):
    for number in range(7):
        proposal(budget, title=f"Lamps in street {number}")
    proposal(budget, title="Bright lamps in street and square")
    found = titles(budget, "Bright lamps in a street")
    assert len(found) == 5
    assert found[0] == "Bright lamps in street and square"


def test_only_what_is_public_and_stands_by_itself(budget):
    target = proposal(budget, title="A roof")
    for state in (State.PENDING, State.WITHHELD, State.WITHDRAWN):
        proposal(budget, title="Secret lamps", state=state)
    proposal(budget, title="Secret lamps", merged_into=target, merged_at=NOW)
    proposal(open_budget(slug="another"), title="Secret lamps")
    assert titles(budget, "Secret lamps") == []


def test_the_piece_of_html_is_the_same_for_everybody(client, budget):
    one = proposal(budget, title="Lamps <b>&</b> benches", language="en")
    answer = client.get(ADDRESS, {"q": "lamps and benches"})
    html = answer.content.decode()
    assert f"/en/budgets/budget-2026/proposals/{one.reference}/" in html
    assert "Lamps &lt;b&gt;" in html
    assert "<html" not in html
    assert not answer.cookies
    assert client.get(ADDRESS).content.strip() == b""


def test_a_thousand_cost_what_one_costs(client, budget):
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get(ADDRESS, {"q": "shade for squares"})
        return len(seen)

    proposal(budget)
    few = queries()
    for _number in range(60):
        proposal(budget)
    assert queries() == few


def test_without_javascript_they_stand_on_the_last_step(budget):
    with freeze_time(NOW):
        client = Client()
        draft = client.post("/en/budgets/budget-2026/proposals/new/")["Location"].removesuffix("idea/")
        client.post(f"{draft}idea/", {"title": "Shade for the market", "description": "x"})
        one = proposal(budget, title="Shade for the market")
        assert f"/proposals/{one.reference}/" in client.get(f"{draft}check/").content.decode()
