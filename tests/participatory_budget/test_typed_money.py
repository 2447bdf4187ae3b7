"""Sums of money as people type them."""

import pytest

from participatory_budget.engine.typed_money import parse_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12500", 1_250_000),
        ("12 500", 1_250_000),
        ("12\N{NO-BREAK SPACE}500", 1_250_000),
        ("12\N{NARROW NO-BREAK SPACE}500,50", 1_250_050),
        ("12'500.5", 1_250_050),
        ("12.500", 1_250_000),
        ("12,500", 1_250_000),
        ("12.500,50", 1_250_050),
        ("12,500.50", 1_250_050),
        ("1.234.567", 123_456_700),
        ("1,234,567.8", 123_456_780),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("0.50", 50),
        ("0.500", 50),
        ("  7 ", 700),
        ("0", 0),
        ("١٢٬٥٠٠", 1_250_000),
        ("١٢٬٥٠٠٫٥", 1_250_050),
        ("١٢٥٠٠", 1_250_000),
        ("\N{RIGHT-TO-LEFT MARK}۱۲۵", 12_500),
    ],
)
def test_a_sum_in_cents(text: str, amount: int) -> None:
    assert parse_money(text, 100) == amount


def test_other_units() -> None:
    assert parse_money("12,5", 1000) == 12_500
    assert parse_money("12.500", 1000) == 12_500_000
    assert parse_money("0.125", 1000) == 125
    assert parse_money("1 500", 1) == 1_500


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "many",
        "-5",
        "5-10",
        "12,345,6",
        "1.2.3",
        "12.50.000,1,2",
        "1 2 3",
        "12,505.505",
        "1e9",
        "9" * 30,
        ",5",
        "5€",
    ],
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_money(text, 100)


def test_a_currency_without_cents_takes_none() -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_money("12.5", 1)
