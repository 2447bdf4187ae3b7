"""Reasons, money and ties as sentences."""

from fractions import Fraction

import pytest
from django.utils import translation

from participatory_budget.engine.election import TieKey
from participatory_budget.engine.results import Reason, Why
from participatory_budget.reports.money import money, scored
from participatory_budget.reports.why_words import Wording, tie_sentence, why_sentence

WORDING = Wording("EUR", "approval", {"7": "Trees"})
FIGURES = {
    "score": 1204,
    "left": 1_200_000,
    "voters": 3,
    "price": 950,
    "cost": 950_000,
    "behind": 810_000,
    "stopped_at": "7",
    "winner": "7",
    "threshold": Fraction(150),
    "for_this": 4,
    "for_other": 6,
}


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_has_a_sentence_with_no_hole_in_it(reason):
    with translation.override("en"):
        text = why_sentence(Why(reason, FIGURES), WORDING)
    assert text.startswith(("Won", "Not funded"))
    assert text.endswith(".")
    assert "%(" not in text


def test_what_a_reader_is_told():
    with translation.override("en"):
        told = why_sentence(Why(Reason.LOST_SUPPORTERS_SHORT, FIGURES), WORDING).replace("\xa0", " ")
        assert told == "Not funded: its supporters together had 8,100 EUR left of the 9,500 EUR that it costs."
        told = why_sentence(Why(Reason.WON_BY_VOTES, FIGURES), WORDING).replace("\xa0", " ")
        assert told == "Won with 1,204 votes. After it, 12,000 EUR were left."
        nothing = why_sentence(Why(Reason.LOST_NO_MONEY, {"cost": 100, "left": 0}), WORDING).replace("\xa0", " ")
        assert nothing == "Not funded: it costs 1 EUR, and nothing was left when its turn came."
        assert "\u2068Trees\u2069" in why_sentence(Why(Reason.LOST_EXCLUSIVE, FIGURES), WORDING)


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        (72_500_000, "PLN", "en", "725,000 PLN"),
        (72_500_050, "PLN", "en", "725,000.50 PLN"),
        (72_500_000, "PLN", "fr", "725\u202f000 PLN"),
        (1_250, "TND", "fr", "1,250 TND"),
        (500, "JPY", "en", "500 JPY"),
        (500, "", "en", "5"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(amount, currency, language, text):
    with translation.override(language):
        assert money(amount, currency).replace("\xa0", " ") == text


def test_points_are_not_votes():
    with translation.override("en"):
        assert scored(1, "approval") == "1 vote"
        assert scored(2, "cumulative") == "2 points"
        assert scored(Fraction(5, 2), "cumulative") == "2.5 points"


@pytest.mark.parametrize("key", list(TieKey))
def test_each_way_to_decide_a_tie_is_told(key):
    with translation.override("en"):
        assert "Trees" in tie_sentence(("7", "8"), key.value, WORDING)
