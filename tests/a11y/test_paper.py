"""Paper ballots, the desk of a vote and its amendments, as axe judges them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.users.models import UserProfile

from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import bob
from tests.factories.elections import open_vote
from tests.factories.evaluations import officer
from tests.factories.paper import in_box, on_roll, typed
from tests.factories.proposals import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone")])
def test_paper_and_the_desk_of_the_vote(show: Show, client: Client, language: str, screen: str) -> None:
    def sound(address: str) -> None:
        page = show(address, screen)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        for details in page.locator("main details").all():
            details.locator("summary").click()
        assert_sound(page)

    with freeze_time(NOW):
        budget, olga, second = open_vote(), officer(language=language), bob(language=language)
        on_roll(budget, "1001")
        in_box(budget, olga, second, [("1001", ["city-1"]), ("", None)])
        typed(budget, second, [("1001", ["city-1"])])
        UserProfile.objects.update_or_create(user=olga, defaults={"preferred_language": language, "theme": "system"})
        client.force_login(olga)
        paper = reverse("paper_batches", args=[budget.pk])
        sound(reverse("vote_desk", args=[budget.pk]))
        for rest in ("", "new/", "1/", "2/", "2/check/", "ballots/city/?language=all"):
            sound(f"{paper}{rest}")
        sound(reverse("amendments", args=[budget.pk]))
        sound(reverse("amendment_new", args=[budget.pk, "price"]))
    with freeze_time(NOW + timedelta(days=25)):
        client.force_login(olga)
        sound(paper)
        sound(f"{paper}sheets/")
