"""Where people come upon projects that are carried out: the budget, its results, proposals, search, open data."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from hub.core.registries import followables
from hub.promises import services
from participatory_budget.models.count import Count
from participatory_budget.models.delivery import Milestone, MilestoneChange, Payment
from participatory_budget.models.pages import ProjectPage
from participatory_budget.models.project import Project
from participatory_budget.publishing import publish_winners
from participatory_budget.services.counting import count_budget
from tests.factories.deliveries import a_project
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.test_project_pages import text_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
BASE = "/en/budgets/budget-2026/"
PAGE = f"{BASE}projects/a-shaded-square/"


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with freeze_time(NOW):
        yield


def many(count: int) -> None:
    budget = open_budget("implementation")
    for number in range(count):
        a_project(budget, titles={"en": f"Square {number}"}, due_on=TODAY + timedelta(days=number - 1))


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_budget_counts_where_its_projects_stand_and_lists_all(client):
    budget = open_budget("implementation")
    assert "What became of the projects" not in text_of(client, BASE)
    assert "No project of this budget is being carried out yet." in text_of(client, f"{BASE}progress/")
    first = a_project(budget, titles={"en": "A bridge"}, due_on=TODAY - timedelta(days=1))
    second = a_project(budget, titles={"en": "A fountain"})
    services.cancel(
        second.promise.pk,
        reasons={"en": "No water"},
        decided_by={"en": "The council"},
        decided_on=TODAY,
        actor=None,
        now=NOW,
    )
    text = text_of(client, BASE)
    assert "1 Late 1 Given up by a decision" in text
    everything = text_of(client, f"{BASE}progress/")
    assert everything.index("A bridge") < everything.index("A fountain")
    late = text_of(client, f"{BASE}progress/?status=late")
    assert "A bridge" in late
    assert "A fountain" not in late
    assert "2 projects in all" in late
    assert "No project has this status today." in text_of(client, f"{BASE}progress/?status=kept")
    assert "A fountain" in text_of(client, f"{BASE}progress/?status=nonsense")
    ProjectPage.objects.filter(delivery=first).update(live=False)
    assert "A bridge" not in text_of(client, f"{BASE}progress/")


def test_a_list_of_fifty_asks_as_much_as_a_list_of_one(client):
    many(1)
    queries(client, f"{BASE}progress/")
    once = queries(client, f"{BASE}progress/")
    on_budget = queries(client, BASE)
    budget = ProjectPage.objects.first().delivery.budget
    for number in range(49):
        a_project(budget, titles={"en": f"More {number}"})
    assert queries(client, f"{BASE}progress/") == once
    assert queries(client, BASE) == on_budget


def test_results_and_the_proposal_lead_to_what_became_of_it(client):
    budget = open_vote()
    one = proposal(budget, title="Shade for the city")
    won = Project.objects.get(code="city-1")
    Project.objects.filter(pk=won.pk).update(proposal=one)
    for _ in range(2):
        vote(voter(budget), budget, "city", ["city-1"])
    later = NOW + timedelta(days=25)
    with freeze_time(later):
        count_budget(budget, actor=None, now=later)
        assert Count.objects.exists()
        made = publish_winners(budget, actor=None, now=later)
        assert made[0].project.code == "city-1"
        page = f"{BASE}projects/shade-for-city-1/"
        cache.clear()
        for address in (f"{BASE}results/", f"{BASE}projects/", f"{BASE}proposals/{one.reference}/"):
            answer = client.get(address).content.decode()
            assert f'href="{page}"' in answer, address
        text = text_of(client, page)
        assert "It won the vote." in text
        assert "Shade for the city" in text
        ProjectPage.objects.all().update(live=False)
        cache.clear()
        assert f'href="{page}"' not in client.get(f"{BASE}results/").content.decode()


def test_following_names_the_project_and_only_while_it_is_public(client):
    project = a_project(open_budget("implementation"))
    told = followables.get("project").describe([str(project.pk), "x", "00000000-0000-0000-0000-000000000000"])
    assert [(one.title, one.url) for one in told.values()] == [("A shaded square", PAGE)]
    assert reverse("follow", args=["project", project.pk]) in client.get(PAGE).content.decode()
    ProjectPage.objects.all().update(live=False)
    assert not followables.get("project").describe([str(project.pk)])


def test_the_site_map_names_its_page_in_each_language(client):
    a_project(open_budget("implementation"))
    found = client.get("/sitemap.xml").content.decode()
    for language in ("en", "fr", "ar"):
        assert f"/{language}/budgets/budget-2026/projects/a-shaded-square/" in found


def rows(client: Client, name: str) -> list[dict[str, str]]:
    cache.clear()
    answer = client.get(f"/open-data/budgets/budget-2026/{name}.csv")
    assert answer.status_code == 200, name
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_open_data_tells_what_the_page_tells(client):
    project = a_project(open_budget("implementation"), due_on=TODAY + timedelta(days=5))
    day = date(2026, 5, 1)
    step = Milestone.objects.create(
        delivery=project,
        titles={"en": "Trees are planted"},
        first_planned_on=day,
        planned_on=day + timedelta(days=7),
        created_at=NOW,
    )
    MilestoneChange.objects.create(
        milestone=step, planned_before=day, planned_after=day + timedelta(days=7), reasons={"en": "Rain"}, made_at=NOW
    )
    Payment.objects.create(
        delivery=project, paid_on=TODAY, amount=-500, titles={"en": "Back"}, source="Note 1", made_at=NOW
    )
    (told,) = rows(client, "projects")
    assert told["id"].endswith(PAGE)
    assert (told["status"], told["cost_promised"], told["milestones"]) == ("planned", "3000000", "1")
    (told,) = rows(client, "milestones")
    assert (told["status"], told["reason"], told["changes"]) == ("planned", "Rain", "1")
    (told,) = rows(client, "payments")
    assert (told["amount"], told["currency"], told["source"]) == ("-500", "EUR", "Note 1")
    # Nobody presses a button: another day is another file.
    with freeze_time(NOW + timedelta(days=30)):
        assert rows(client, "projects")[0]["status"] == "late"
        assert rows(client, "milestones")[0]["status"] == "late"
    cache.clear()
    linked = client.get("/open-data/budgets/budget-2026/projects.jsonld")
    body = b"".join(linked.streaming_content) if linked.streaming else linked.content
    assert json.loads(body)
    assert client.get("/en/open-data/budgets/budget-2026/").status_code == 200


@pytest.mark.parametrize("name", ["projects", "milestones", "payments"])
def test_open_data_of_a_page_that_was_taken_down_is_empty(client, name):
    project = a_project(open_budget("implementation"))
    Milestone.objects.create(
        delivery=project, titles={"en": "X"}, first_planned_on=TODAY, planned_on=TODAY, created_at=NOW
    )
    Payment.objects.create(delivery=project, paid_on=TODAY, amount=5, titles={"en": "X"}, source="X", made_at=NOW)
    assert len(rows(client, name)) == 1
    ProjectPage.objects.all().update(live=False)
    assert rows(client, name) == []
