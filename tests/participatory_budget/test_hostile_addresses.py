"""What no browser sends: signs that a database refuses, in addresses and in questions. An answer, never an error."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from participatory_budget.engine.outlines import OutlineError, read_outline
from tests.factories.accounts import alice
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget, proposal

BASE = "/en/budgets/budget-2026/"


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize("name", ["district", "subject", "state", "q", "sort", "page"])
def test_a_sign_that_no_database_keeps_finds_nothing_and_breaks_nothing(client, name):
    one = proposal(open_budget("proposals"))
    answer = client.get(f"{BASE}proposals/", {name: "n\x00rth"})
    assert answer.status_code == 200
    if name in ("district", "subject", "q"):
        assert one.title not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize(
    "action", ["", "photo", "support", "change", "withdraw", "history", "authors", "merge", "evaluation"]
)
def test_a_reference_that_is_none_is_not_found(client, action):
    open_budget("proposals")
    client.force_login(alice())
    assert client.get(f"{BASE}proposals/C-2026-%00/{action}{'/' if action else ''}").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize("address", ["similar/?q=%00shade", "new/?x=%00"])
def test_other_pages_bear_it_too(client, address):
    open_budget("proposals")
    assert client.get(f"{BASE}proposals/{address}").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize("name", ["department", "district", "verdict", "waiting"])
def test_the_officers_list_bears_it_too(client, name):
    budget = open_budget("evaluation")
    proposal(budget)
    client.force_login(officer())
    assert client.get(f"/cms/budgets/{budget.pk}/evaluation/", {name: "\x00"}).status_code == 200


@pytest.mark.parametrize(
    "number", ["1" + "0" * 400, "-1" + "0" * 400, "1" + "0" * 5000, "NaN", "Infinity", "1e999", "true", '"10"', "null"]
)
def test_an_outline_with_a_number_that_is_no_degree_is_refused(number):
    ring = f"[[{number}, 36], [10, 36], [10, 37], [{number}, 36]]"
    with pytest.raises(OutlineError):
        read_outline(f'{{"type": "Polygon", "coordinates": [{ring}]}}')


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"type":' * 100_000,
        '{"type": ["Polygon"], "coordinates": []}',
        '{"type": "Polygon", "coordinates": {"a": 1}}',
        '{"type": "MultiPolygon", "coordinates": [[[[[10, 36]]]]]}',
        '{"type": "FeatureCollection", "features": [null]}',
        '{"type": "Polygon", "coordinates": [[' + ",".join(["[10,36]"] * 20_001) + "]]}",
    ],
    ids=["nested lists", "nested objects", "type", "no list", "too deep", "no feature", "too many"],
)
def test_an_outline_that_is_none_is_refused(text):
    with pytest.raises(OutlineError):
        read_outline(text)
