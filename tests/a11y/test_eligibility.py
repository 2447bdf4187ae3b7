"""The page where one shows that one may vote, and the roll behind the counter, as axe judges them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import UserFactory, alice
from tests.factories.elections import open_vote, voter
from tests.participatory_budget.editing import address

pytestmark = pytest.mark.django_db
WORDS = {
    "who_may_vote": {
        "en": "Everybody who lives here, of any nationality.",
        "fr": "Toute personne qui habite ici, quelle que soit sa nationalité.",
        "ar": "كل من يسكن هنا، مهما كانت جنسيته.",
    },
    "identity_asked": {
        "en": "Number of the identity card or residence permit",
        "fr": "Numéro de la carte d'identité ou du titre de séjour",
        "ar": "رقم بطاقة الهوية أو بطاقة الإقامة",
    },
}


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")])
def test_the_page_of_eligibility(show: Show, client: Client, language: str, screen: str) -> None:
    budget = open_vote(now=timezone.now(), minimum_age=16, **WORDS)
    url = f"/{language}/budgets/budget-2026/eligibility/"
    pages = [show(url, screen)]
    client.force_login(alice())
    pages.append(show(url, screen))
    pages.append(show(client.post(f"{url}code/", {"code": "ABCD"}), screen))
    pages.append(show(client.post(f"{url}declaration/", {}), screen))
    client.force_login(voter(budget, UserFactory(), district="north"))
    pages.append(show(url, screen))
    for page in pages:
        assert page.locator("h1").count() == 1
        assert_sound(page)


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("ar", "phone")])
def test_the_staffs_pages(show: Show, client: Client, language: str, screen: str) -> None:
    budget = open_vote("evaluation", now=timezone.now(), minimum_age=16, **WORDS)
    voter(budget, district="north")
    olga = UserFactory(budget_officer=True, language=language)
    UserProfile.objects.update_or_create(user=olga, defaults={"preferred_language": language, "theme": "system"})
    client.force_login(olga)
    pages = [show(address(name, budget.pk), screen) for name in ("voting_rules", "roll", "roll_desk", "edit")]
    pages.append(show(client.post(address("roll_desk", budget.pk), {}), screen))
    codes = {"number": "4", "batch": "1", "form_of": "page"}
    pages.append(show(client.post(address("roll_codes", budget.pk), codes), screen))
    pages.append(show(client.post(address("roll_codes", budget.pk), codes), screen))
    for page in pages:
        assert_sound(page)
