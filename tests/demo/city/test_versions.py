"""The white paper as it was asked about and as it was adopted: each change has its reason, in every language."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from hub.demo.content.cooler_city_adopted import CHANGED


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_change_has_its_reason(city: datetime, language: str) -> None:
    response = Client().get(f"/{language}/documents/cooler-city/compare/1/2/")
    assert response.status_code == 200
    compared = response.context["compared"]
    assert [shown.number for shown in compared.changed] == list(CHANGED)
    assert not compared.comparison.foreign
    for shown in compared.changed:
        (reason,) = shown.reasons
        assert reason.decision in {"accepted", "accepted_in_part"}
        assert reason.language == language
        assert reason.contributions


def test_paragraphs_are_the_same_in_each_language() -> None:
    for number, text in CHANGED.items():
        assert len({len(one.split("\n\n")) for one in text}) == 1, number
