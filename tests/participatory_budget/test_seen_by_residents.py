"""Sums of what residents saw, satisfaction, the desk, leaving, open data."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.accounts.services.erasure import erase_account
from hub.audit.models.entry import AuditEntry
from hub.contributions.services import withdraw
from hub.core.registries import desk_parts, personal_data
from hub.promises import services as promises
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import ResidentReport, Satisfaction
from participatory_budget.reports.seen import seen_view
from participatory_budget.selectors.resident_reports import satisfaction_with, sums_for
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.seen.satisfying import say_how_satisfied
from tests.factories.accounts import UserFactory, alice, bob
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget
from tests.factories.residents import a_report, photo

pytestmark = pytest.mark.django_db
BASE = "/en/budgets/budget-2026/projects/a-shaded-square/"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with freeze_time(NOW, tz_offset=0) as frozen:
        yield frozen


@pytest.fixture
def project(clock) -> Delivery:
    return a_project(open_budget("implementation"))


def finish(project: Delivery) -> None:
    promises.keep(project.promise_id, on=NOW.date(), actor=None, now=NOW)
    project.refresh_from_db()
    project.promise.refresh_from_db()


# --- sums ---


def test_only_public_reports_are_summed(project):
    other = a_project(project.budget, slug="other")
    a_report(project, finished="yes", as_promised="partly")
    a_report(project, finished="no", as_promised="")
    for state in ("pending", "withheld", "withdrawn", "confidential"):
        a_report(project, state, finished="no")
    sums = sums_for([project.pk, other.pk])
    assert sums[project.pk].reports == 2
    assert sums[project.pk].finished == {"yes": 1, "partly": 0, "no": 1}
    assert sums[project.pk].as_promised == {"yes": 0, "partly": 1, "no": 0}
    assert sums[other.pk].reports == 0


def test_the_part_of_the_page_shows_the_newest_and_leads_on(project):
    for number in range(5):
        a_report(project, body=f"Seen {number}", now=NOW + timedelta(minutes=number), files=[photo()] * (number == 4))
    seen = seen_view(project, BASE, NOW)
    html = render_to_string("participatory_budget/projects/_seen.html", {"seen": seen})
    assert [text for text in ("Seen 4", "Seen 3", "Seen 2", "Seen 1") if text in html] == ["Seen 4", "Seen 3", "Seen 2"]
    assert seen.more == 2
    assert f'href="{BASE}reports/"' in html
    assert f'href="{BASE}report/"' in html
    assert "satisfaction" not in html
    assert "Photo 1 by a resident" in html
    finish(project)
    assert seen_view(project, BASE, NOW).satisfaction_url == f"{BASE}satisfaction/"


def test_fifty_reports_cost_what_one_costs(client, project):
    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    def cost_of_part() -> int:
        with CaptureQueriesContext(connection) as found:
            seen_view(project, BASE, NOW)
        return len(found)

    first = a_report(project, latitude="36.1", longitude="10.1", files=[photo()])
    assert first.comment.is_published
    few = cost(f"{BASE}reports/"), cost_of_part()
    for _number in range(49):
        a_report(project, latitude="36.1", longitude="10.1", files=[photo()])
    more = cost(f"{BASE}reports/"), cost_of_part()
    assert more[1] == few[1]
    # A second page asks for nothing else.
    assert more[0] == few[0]
    assert cost(f"{BASE}reports/?page=2") == few[0]


def test_the_list_can_be_narrowed_and_needs_no_cookie(client, project):
    a_report(project, body="All done.", finished="yes", latitude="36.11", longitude="10.11")
    a_report(project, body="Half a bench.", finished="partly")
    answer = client.get(f"{BASE}reports/?finished=partly")
    page = answer.content.decode()
    assert "Half a bench." in page
    assert "All done." not in page
    assert "data-map" not in page
    assert not answer.cookies
    everything = client.get(f"{BASE}reports/?finished=quince").content.decode()
    assert "All done." in everything
    assert "36.11" in everything
    assert client.get(f"{BASE}reports/behind/").status_code == 404


# --- satisfaction ---


def test_one_answer_for_each_account_and_no_sum_before_five(client, project):
    person = alice()
    client.force_login(person)
    early = client.post(f"{BASE}satisfaction/", {"answer": "very"})
    assert early.status_code == 409
    assert "once the project is finished" in early.content.decode()
    finish(project)
    asked = client.get(f"{BASE}satisfaction/")
    assert asked["Cache-Control"] == "no-store, private"
    assert client.post(f"{BASE}satisfaction/", {}).status_code == 422
    for answer in ("very", "very", "not"):
        assert client.post(f"{BASE}satisfaction/", {"answer": answer}).status_code == 302
    assert Satisfaction.objects.get().answer == "not"
    for _number in range(3):
        say_how_satisfied(project, "rather", actor=UserFactory(), now=NOW)
    assert satisfaction_with(project) is None
    assert "How satisfied are people" not in client.get(f"{BASE}reports/").content.decode()
    say_how_satisfied(project, "very", actor=UserFactory(), now=NOW)
    sums = satisfaction_with(project)
    assert sums is not None
    assert (sums.answers, sums.satisfied, sums.by_answer["not"]) == (5, 4, 1)
    assert "How satisfied are people" in Client().get(f"{BASE}reports/").content.decode()
    assert client.post(f"{BASE}satisfaction/", {"act": "take_back"}).status_code == 302
    assert satisfaction_with(project) is None
    assert not AuditEntry.objects.filter(action__contains="satisf").exists()


def test_who_is_not_known_is_led_to_sign_in_and_comes_back(client, project):
    finish(project)
    assert "Sign in to answer" in client.get(f"{BASE}satisfaction/").content.decode()
    led = client.post(f"{BASE}satisfaction/", {"answer": "very"})
    assert led["Location"].endswith("a-shaded-square%2Fsatisfaction%2F")
    with pytest.raises(NotAllowedError):
        say_how_satisfied(project, "very", actor=UserFactory(confirmed=False), now=NOW)
    with pytest.raises(BudgetError):
        say_how_satisfied(project, "delighted", actor=UserFactory(), now=NOW)


def test_taken_up_again_asks_no_more(project):
    finish(project)
    promises.start(project.promise_id, on=NOW.date(), actor=None, now=NOW)
    with pytest.raises(BudgetError):
        say_how_satisfied(project, "very", actor=UserFactory(), now=NOW)


# --- the desk ---


def test_officers_learn_that_a_finished_project_is_not_until_they_say_something(project):
    officer, later = UserFactory(budget_officer=True), NOW + timedelta(days=2)

    def on_desk(user) -> list:
        return list(desk_parts.get("resident_reports")(user, later))

    a_report(project, finished="no", now=NOW)
    assert on_desk(officer) == []  # nobody says that it is finished
    finish(project)
    a_report(project, finished="no", as_promised="no", now=NOW + timedelta(days=1))
    a_report(project, "pending", finished="no", now=NOW + timedelta(days=1))
    [item] = on_desk(officer)
    assert "A shaded square" in item.title
    assert item.url == f"{BASE}reports/"
    assert item.notes == (
        "1 resident says that it is not finished",
        "1 resident says that it is not as promised",
    )
    assert on_desk(bob()) == []
    promises.start(project.promise_id, on=later.date() - timedelta(days=2), actor=None, now=later)
    assert on_desk(officer) == []


# --- leaving ---


def test_who_leaves_takes_place_words_photos_and_satisfaction_with_them(client, project):
    person = alice()
    finish(project)
    report = a_report(project, user=person, body="Quinces.", place="Quince lane", latitude="36.1", longitude="10.1")
    kept = a_report(project, body="Another's.", place="Fig lane", latitude="36.2", longitude="10.2")
    say_how_satisfied(project, "very", actor=person, now=NOW)
    data = personal_data.get("residents").export(person)
    assert data["reports_about_projects"][0]["place"] == "Quince lane"
    assert data["satisfaction_with_projects"][0]["answer"] == "very"
    erase_account(person, actor=person, now=NOW)
    emptied = ResidentReport.objects.get(pk=report.pk)
    assert (emptied.place, emptied.latitude, emptied.longitude) == ("", None, None)
    assert ResidentReport.objects.get(pk=kept.pk).place == "Fig lane"
    assert not Satisfaction.objects.exists()
    page = client.get(f"{BASE}reports/").content.decode()
    assert "Another&#x27;s." in page
    assert "Quince" not in page


# --- open data ---


def test_open_data_holds_what_the_page_shows_and_nothing_else(client, project):
    a_report(project, body="Two benches.", finished="partly", place="North side", latitude="36.1", longitude="10.1")
    for state in ("pending", "withheld", "withdrawn", "confidential"):
        a_report(project, state, body="Quinces.", place="Quince lane")
    url = "/open-data/budgets/budget-2026/resident_reports.csv"
    answer = client.get(url)
    text = b"".join(answer) if answer.streaming else answer.content
    assert b"Quince" not in text
    [row] = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert (row["text"], row["finished"], row["place"]) == ("Two benches.", "partly", "North side")
    assert row["latitude"] == "36.100000"
    etag = answer["ETag"]
    report = ResidentReport.objects.get(comment__reference=row["reference"])
    withdraw(report.comment, actor=report.comment.user, now=NOW)
    after = client.get(url)
    assert after["ETag"] != etag
    assert b"Two benches" not in (b"".join(after) if after.streaming else after.content)
