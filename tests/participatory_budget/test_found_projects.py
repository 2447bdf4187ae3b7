"""Projects that are carried out, and reports of residents about them, as the search is told of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import PageViewRestriction

from hub.core.models.topic import Topic, TopicName, TopicPage
from hub.core.search import SearchDocument, search_kinds
from hub.promises import services as promises
from participatory_budget.models.pages import BudgetPage, ProjectPage
from participatory_budget.services.delivering.opening import NewDelivery, open_delivery
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget
from tests.factories.residents import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

SECRET = "Zanzibarium"
TODAY = NOW.date()
BASE = "budgets/budget-2026/projects/a-shaded-square/"


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def told(kind: str, *keys, language: str = "en") -> dict[str, SearchDocument]:
    return {one.language: one for one in search_kinds.get(kind).documents([str(key) for key in keys], language)}


def test_a_project_is_told_in_each_language_with_its_day_its_theme_and_its_news():
    budget = open_budget("implementation")
    category, department = budget.categories.get(), budget.departments.get()
    one = a_project(
        budget,
        due_on=TODAY - timedelta(days=1),
        category=category,
        department=department,
        envelope=budget.envelopes.get(slug="north"),
        places={"fr": "Derrière la gare"},
    )
    ProjectPage.objects.filter(locale__language_code="fr").update(summary="Six arbres.", story="<p>Des bancs</p>")
    promises.write_update(
        one.promise_id, texts={"en": "The trees are here.", "fr": "Les arbres sont là."}, actor=None, now=NOW
    )
    found = told("project", one.pk)
    assert set(found) == {"en", "fr", "ar"}
    french = found["fr"]
    assert (french.key, french.title) == (str(one.pk), "Une place à l'ombre")
    assert french.body == "Six arbres.\n\nDes bancs\n\nDerrière la gare\n\nLes arbres sont là."
    assert (french.url, french.readers) == (f"/fr/{BASE}", {"fr"})
    assert (french.part_of, french.process) == ("Budget of Port Zeitoun", f"budget:{budget.pk}")
    assert french.pages == (ProjectPage.objects.first().translation_key,)
    assert [(each.key, each.names["ar"]) for each in french.themes] == [("parks", "الحدائق")]
    assert (french.district.key, french.responsible.key) == ("north", "parks-office")
    assert (french.date, french.notes) == (NOW, ("Late",))
    assert told("project", one.pk, language="fr")["fr"].notes == ("En retard",)
    assert list(search_kinds.get("project").keys()) == [str(one.pk)]


def test_a_page_without_words_of_its_own_is_no_version_in_its_language():
    one = a_project(open_budget("implementation"), titles={"fr": "Une place à l'ombre"})
    found = told("project", one.pk, language="ar")
    assert set(found) == {"fr"}
    assert found["fr"].readers == {"en", "fr", "ar"}
    # The Arabic reader's own page shows the French words.
    assert found["fr"].url == "/ar/budgets/budget-2026/projects/une-place-a-lombre/"


def test_readers_without_a_page_are_led_to_the_oldest_one():
    one = a_project(open_budget("implementation"))
    ProjectPage.objects.filter(locale__language_code="ar").update(live=False)
    found = told("project", one.pk, language="ar")
    assert {code: each.readers for code, each in found.items()} == {"en": {"en", "ar"}, "fr": {"fr"}}
    assert found["en"].url == f"/en/{BASE}"


def test_a_project_is_read_without_the_page_of_its_budget_and_told_so():
    one = a_project(open_budget("implementation"))
    report = a_report(one)
    BudgetPage.objects.update(live=False)
    assert {each.part_of for each in told("project", one.pk).values()} == {""}
    assert told("comment", report.pk)["en"].part_of == ""


def test_editors_put_a_project_under_a_topic_with_its_budget():
    budget = open_budget("implementation")
    one = a_project(budget)
    for kind, key in (("topic", "shade"), ("district", "harbour")):
        heading = Topic.objects.create(kind=kind, key=key)
        TopicName.objects.create(topic=heading, language="en", name=key.title())
        TopicPage.objects.create(topic=heading, page=BudgetPage.objects.get(locale__language_code="ar"))
    document = told("project", one.pk)["en"]
    assert [each.key for each in document.themes] == ["shade"]
    assert document.district.key == "harbour"


def test_what_is_not_public_is_told_to_nobody():
    budget = open_budget("implementation")
    unpublished = open_delivery(budget, NewDelivery(titles={"en": SECRET}), actor=None, now=NOW)
    taken_down, restricted = a_project(budget, titles={"en": SECRET}), a_project(budget, titles={"en": f"{SECRET} 2"})
    ProjectPage.objects.filter(delivery=taken_down).update(live=False)
    for page in ProjectPage.objects.filter(delivery=restricted):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    reports = [a_report(one, body=SECRET) for one in (taken_down, restricted)]
    assert told("project", unpublished.pk, taken_down.pk, restricted.pk) == {}
    assert told("comment", *(one.pk for one in reports)) == {}
    assert str(unpublished.pk) not in list(search_kinds.get("project").keys())


@pytest.mark.parametrize("state", ["pending", "withheld", "withdrawn", "confidential"])
def test_reports_of_residents_are_found_once_they_are_public(state):
    project = a_project(open_budget("implementation"))
    hidden = a_report(project, state, body=SECRET, place=SECRET)
    public = a_report(project, body="Les arbres sont là.", language="fr", name=SECRET, place=SECRET)
    found = told("comment", hidden.pk, public.pk, language="ar")
    assert set(found) == {"fr"}
    one = found["fr"]
    assert (one.title, one.title_language) == ("Une place à l'ombre", "")
    assert one.process == f"budget:{project.budget_id}"
    assert one.pages == (ProjectPage.objects.first().translation_key,)
    assert one.url == f"/ar/c/{public.comment.reference}/"
    assert SECRET not in repr(found)


def queries(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_one_costs_what_fifty_cost():
    budgets = [open_budget("implementation", f"budget-{number}") for number in range(5)]
    projects = [a_project(budgets[0])]
    promises.write_update(projects[0].promise_id, texts={"en": "News."}, actor=None, now=NOW)
    reports = [a_report(projects[0])]

    def cost() -> list[int]:
        return [
            queries(lambda: told("project", *(one.pk for one in projects))),
            queries(lambda: told("comment", *(one.pk for one in reports))),
        ]

    cost()
    few = cost()
    projects += [a_project(budgets[number % 5], titles={"en": f"Square {number}"}) for number in range(49)]
    reports += [a_report(one) for one in projects[1:]]
    assert len(search_kinds.get("project").documents([str(one.pk) for one in projects], "en")) == 52
    assert cost() == few


def test_a_promise_that_is_a_project_is_told_as_a_project_alone():
    one = a_project(open_budget("implementation"), due_on=date(2026, 9, 1))
    assert told("promise", one.promise_id) == {}
    assert str(one.promise_id) not in list(search_kinds.get("promise").keys())
