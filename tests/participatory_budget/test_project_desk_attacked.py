"""What somebody tries at the desk of a project: objects of another project in the address, words that are no words."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.notifications.models.news import News
from hub.promises import services as promises
from hub.promises.engine.actions import Action
from hub.promises.models.promise import Promise
from hub.promises.services.owning import set_owner
from participatory_budget.models.delivery import Delivery, Milestone, Payment
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.services.delivering import milestones, money
from participatory_budget.views.delivering.step import STEPS
from tests.factories.accounts import UserFactory
from tests.factories.deliveries import a_project
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.test_project_photos import photo

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": None, "now": NOW}
ITEM_STEPS = sorted(name for name, one in STEPS.items() if one.item is not None)


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with freeze_time(NOW):
        yield


@pytest.fixture
def project() -> Delivery:
    return a_project(open_budget("implementation"))


def things(project: Delivery) -> dict[type, Any]:
    return {
        Milestone: milestones.add_milestone(project.pk, titles={"en": "Trees"}, planned_on=TODAY + DAY, **BY),
        Payment: money.record_payment(project.pk, money.Paid(TODAY, 500, {"en": "Trees"}, "Note 1"), **BY),
        DeliveryPhoto: photo(project, "after"),
    }


def all_that_is_kept() -> list[Any]:
    tables = (Promise, Delivery, Milestone, Payment, DeliveryPhoto)
    return [list(table._default_manager.order_by("pk").values()) for table in tables] + [AuditEntry.objects.count()]


@pytest.mark.parametrize("name", ITEM_STEPS)
def test_what_belongs_to_another_project_is_not_there(client, project, name):
    client.force_login(officer())
    own, other = things(project), a_project(project.budget, slug="other")
    theirs = things(other)
    kept = all_that_is_kept()
    item = theirs[STEPS[name].item]
    wrong = [theirs[kind] for kind in theirs if kind is not STEPS[name].item] + [own[STEPS[name].item]]
    values = {
        "on": TODAY, "to": TODAY + 9 * DAY, "reason_en": "X", "title_en": "X", "alt_en": "X", "moment": "before",
        "source": "X", "sure": "on",
    }  # fmt: skip
    for delivery, thing in [(project, item), *((other, each) for each in wrong)]:
        address = reverse("project_step_of", args=[delivery.pk, name, thing.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, values).status_code == 404
    assert all_that_is_kept() == kept
    assert client.get(reverse("project_desk_photo", args=[project.pk, theirs[DeliveryPhoto].pk])).status_code == 404
    slug = other.pages.first().slug
    page = f"/en/budgets/budget-2026/projects/{slug}/photo/{own[DeliveryPhoto].pk}/"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("role", ["", "citizen", "moderator", "analyst", "auditor", "editor"])
def test_who_writes_nothing_writes_nothing_by_any_address(project, role):
    client = Client()
    if role:
        client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    own = things(project)
    kept = all_that_is_kept()
    for name, one in STEPS.items():
        where = [project.pk, name] + ([own[one.item].pk] if one.item else [])
        address = reverse("project_step_of" if one.item else "project_step", args=where)
        values = {"stage": "works", "on": TODAY, "until": TODAY, "reason_en": "X", "title_en": "X", "sure": "on"}
        for answer in (client.get(address), client.post(address, values)):
            assert answer.status_code in (302, 403), (name, answer.status_code)
    for name in ("budget_projects_winners", "budget_project_new"):
        assert client.post(reverse(name, args=[project.budget_id]), {"title_en": "X"}).status_code in (302, 403)
    if role != "editor":
        for action in Action:
            address = reverse("promise_act", args=[project.promise_id, action.value])
            for answer in (client.get(address), client.post(address, {"on": TODAY, "text_en": "X"})):
                assert answer.status_code in (302, 403)
        assert client.post(reverse("promise_import"), {"do": "take"}).status_code in (302, 403)
    assert all_that_is_kept() == kept


def test_who_looks_after_one_promise_touches_no_other(client, project):
    person = UserFactory(analyst=True)
    other = a_project(project.budget, slug="other", titles={"en": "Okapi house"})
    set_owner(project.promise_id, owner=person, **BY)
    client.force_login(person)
    assert client.get(reverse("promise_desk", args=[project.promise_id])).status_code == 200
    kept = all_that_is_kept()
    for action in Action:
        address = reverse("promise_act", args=[other.promise_id, action.value])
        assert client.post(address, {"on": TODAY, "text_en": "X", "seen": "planned.."}).status_code in (302, 403)
    assert "Okapi" not in client.get(reverse("promise_list")).content.decode()
    assert all_that_is_kept() == kept


WORDS = {
    "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{ settings.SECRET_KEY }}{% load x %}%(title)s %s {0}",
    "arabic": "ساحة مظلّلة ‏(2026)",
    "turned": "\u202eevil\u2066",
    "controls": "A\x01B\x0bC\x1fD\ufffe",
    "lines": "BEGIN:VEVENT\r\nSUMMARY:evil\nEND:VCALENDAR",
    "formula": '=HYPERLINK("http://evil")',
}


@pytest.mark.parametrize("words", list(WORDS.values()), ids=list(WORDS))
def test_words_stay_words_wherever_they_are_shown(client, words):
    """No page, feed, calendar or file breaks over them, and none does what they say."""
    budget = open_budget("implementation")
    made = a_project(
        budget, titles={"en": f"Square {words}"}, slug="square", contacts={"en": words}, places={"en": words}, cost=500
    )
    milestones.add_milestone(made.pk, titles={"en": words}, planned_on=TODAY + DAY, **BY)
    money.record_payment(made.pk, money.Paid(TODAY, 500, {"en": words}, words), **BY)
    promises.write_update(made.promise_id, titles={"en": words[:100]}, texts={"en": words}, **BY)
    promises.postpone(made.promise_id, until=made.promise.due_on + DAY, reasons={"en": words}, **BY)
    photo(made, "after", alts={"en": words}, credit=words)
    assert News.objects.count() == 2
    base = "/en/budgets/budget-2026/projects/square/"
    shown = [base, f"{base}updates/", f"{base}payments/", f"{base}calendar.ics", f"{base}reports/", "/en/promises/"]
    shown += ["/en/promises/feed.atom", "/en/search/?q=square", "/en/budgets/budget-2026/progress/", "/en/"]
    shown += [f"/en/following/{kind}/{key}/{rest}" for (kind, key), rest in itertools.product(
        (("project", made.pk), ("promise", made.promise_id), ("budget", budget.pk)), ("", "feed.atom", "feed.rss")
    )]  # fmt: skip
    shown += [f"/open-data/promises/all/{name}.csv" for name in ("promises", "delays")]
    shown += [f"/open-data/budgets/budget-2026/{name}.csv" for name in ("projects", "milestones", "payments")]
    staff = Client()
    staff.force_login(officer())
    desks = [reverse("project_desk", args=[made.pk]), reverse("promise_desk", args=[made.promise_id])]
    for asker, address in [*((client, one) for one in shown), *((staff, one) for one in desks)]:
        cache.clear()
        answer = asker.get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode()
        if not address.endswith((".ics", ".csv")):  # what is no markup has nothing to run
            assert "<img src=x" not in text
            assert "<script>alert" not in text
        if address.endswith(".ics"):
            assert text.split("\r\n").count("END:VCALENDAR") == 1
        if address.endswith(".csv"):
            assert "\n=HYPER" not in text
            assert ',"=HYPER' not in text
