"""Addresses of many projects at once are those that Wagtail gives each page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participatory_budget.models.pages import ProjectPage
from participatory_budget.selectors.deliveries import project_urls
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_project_has_the_address_of_its_page(client, language: str) -> None:
    budget = open_budget("implementation")
    plain = a_project(budget)
    letters = a_project(budget, slug="ساحة-مظللة", titles={"en": "Another", "fr": "Une autre", "ar": "أخرى"})
    # One language left: it stands in for the others.
    only_french = a_project(budget, titles={"en": "A third", "fr": "Une troisième", "ar": "ثالثة"}, slug="third")
    ProjectPage.objects.filter(delivery=only_french).exclude(locale__language_code="fr").update(live=False)
    hidden = a_project(budget, titles={"en": "Hidden"}, slug="hidden")
    ProjectPage.objects.filter(delivery=hidden).update(live=False)
    keys = [one.pk for one in (plain, letters, only_french, hidden)]
    found = project_urls(keys, language)
    assert found.keys() == {plain.pk, letters.pk, only_french.pk}
    for key, url in found.items():
        shown = "fr" if key == only_french.pk else language
        page = ProjectPage.objects.get(delivery=key, locale__language_code=shown)
        assert url == page.get_url()
        assert client.get(url).status_code == 200


def test_many_ask_what_one_asks() -> None:
    budget = open_budget("implementation")
    keys = [a_project(budget, slug=f"square-{number}").pk for number in range(5)]
    project_urls(keys, "en")
    costs = []
    for asked in (keys[:1], keys):
        with CaptureQueriesContext(connection) as queries:
            assert len(project_urls(asked, "en")) == len(asked)
        costs.append(len(queries))
    assert costs[0] == costs[1]
