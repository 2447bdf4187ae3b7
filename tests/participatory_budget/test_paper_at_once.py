"""Several people and several presses at the same moment: every sheet counts once."""

from __future__ import annotations

from functools import partial

import pytest

from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.paper import PaperBatch
from participatory_budget.services.voting.closing_paper import close_batch
from participatory_budget.services.voting.paper import open_batch
from tests.factories.accounts import alice, bob
from tests.factories.elections import open_vote, vote
from tests.factories.evaluations import officer
from tests.factories.paper import checked, on_roll
from tests.factories.proposals import NOW
from tests.participatory_budget.test_supporting_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_batches_with_the_same_people_closed_at_once_while_one_of_them_votes_online():
    budget, typist, second, person = open_vote(), officer(), bob(), alice()
    on_roll(budget, "1001", person)
    on_roll(budget, "1002")
    sheets = [("1001", ["city-1"]), ("1002", ["city-2"])]
    batches = [checked(budget, typist, second, rows) for rows in (sheets, sheets[::-1])]
    at_once(
        [
            *(partial(close_batch, batch, actor=second, now=NOW) for batch in batches for _press in range(2)),
            partial(vote, person, budget, "city", ["city-3"]),
        ]
    )
    figures = [one.figures for one in PaperBatch.objects.all()]
    assert sum(one["valid"] for one in figures) == 2
    assert sum(one["second"] for one in figures) == 2
    # On paper once each; online only if it was quicker than the paper.
    assert WaitingBallot.objects.count() in (2, 3)


def test_batches_opened_at_once_have_numbers_of_their_own():
    budget, typist = open_vote(), officer()
    city = budget.envelopes.get(slug="city")
    at_once([partial(open_batch, city, place=f"Place {one}", sheets=3, actor=typist, now=NOW) for one in range(4)])
    assert list(PaperBatch.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
