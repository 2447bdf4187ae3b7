"""`/cms/projects/`: each step by its form, as officers press it; who gets in; and the list of a budget's projects."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from hub.promises.enums import PromiseState
from hub.promises.models.update import PromiseUpdate
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery, Milestone, Payment
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.models.pages import ProjectPage
from participatory_budget.services.delivering import milestones, money
from tests.factories.accounts import UserFactory
from tests.factories.deliveries import DUE, TITLES, a_project
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.editing import text_of
from tests.participatory_budget.test_photos_of_proposals import picture

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
ROLES = ["citizen", "editor", "moderator", "analyst", "auditor", "budget_officer"]
STEPS = ["stage", "milestone", "day", "finish", "give-up", "take-up", "news", "payment", "price", "photo", "facts"]


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def budget():
    return open_budget("implementation")


@pytest.fixture
def project(budget) -> Delivery:
    return a_project(budget)


@pytest.fixture
def olga(client):
    person = officer()
    client.force_login(person)
    return person


def desk(project) -> str:
    return reverse("project_desk", args=[project.pk])


def step(project, name, item=None) -> str:
    if item is not None:
        return reverse("project_step_of", args=[project.pk, name, item.pk])
    return reverse("project_step", args=[project.pk, name])


def press(client, project, name, item=None, **data):
    """Opens the form and sends what stands in it, with `data` over it."""
    address = step(project, name, item)
    form = client.get(address).context["form"]
    start = {field.name: field.value() for field in form if field.value() not in (None, "") and field.name != "photo"}
    return client.post(address, {**start, **data})


def planned(project) -> Milestone:
    return milestones.add_milestone(project.pk, titles={"en": "Trees"}, planned_on=TODAY, actor=None, now=NOW)


# --- who gets in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in(client, project, role):
    person = UserFactory() if role == "citizen" else UserFactory(**{role: True})
    client.force_login(person)
    writes, reads = role == "budget_officer", role in ("budget_officer", "moderator", "editor")
    for address in (desk(project), reverse("budget_projects", args=[project.budget_id])):
        answer = client.get(address)
        assert (answer.status_code == 200) == reads
        if reads:
            assert ("/stage/" in text_of(answer) or "/projects/new/" in text_of(answer)) == writes
    for name in STEPS:
        assert (client.get(step(project, name)).status_code == 200) == writes
        assert writes or client.post(step(project, name), {}).status_code in (302, 403)
    assert (client.get(reverse("budget_project_new", args=[project.budget_id])).status_code == 200) == writes
    project.refresh_from_db()
    assert project.stage == Stage.PREPARING


def test_nobody_without_an_account_gets_in(client, project):
    assert client.get(desk(project)).status_code == 302
    assert client.get(step(project, "stage")).status_code == 302


def test_addresses_that_lead_nowhere(client, olga, project):
    one = planned(project)
    other = a_project(project.budget, slug="another")
    for address in (
        step(project, "no-such-step"),
        step(project, "milestone-done"),  # of which?
        step(project, "stage", one),
        step(other, "milestone-done", one),  # of another project
        reverse("project_desk", args=[one.pk]),
        reverse("project_desk_photo", args=[project.pk, one.pk]),
    ):
        assert client.get(address).status_code == 404, address


# --- each step --------------------------------------------------------------------------------------------------------


def test_from_the_first_stage_to_the_end(client, olga, project):
    assert press(client, project, "stage", stage="works", on=TODAY).status_code == 302
    press(client, project, "milestone", title_en="Trees are planted", planned_on=TODAY + 9 * DAY)
    one = Milestone.objects.get()
    assert press(client, project, "milestone-move", one, to=TODAY + 12 * DAY).status_code == 422  # no reason
    press(client, project, "milestone-move", one, to=TODAY + 12 * DAY, reason_fr="Il a plu.")
    refused = press(client, project, "finish", on=TODAY)
    assert refused.status_code == 422
    assert "Trees are planted" in text_of(refused)
    press(client, project, "milestone-done", one, on=TODAY)
    shown = text_of(client.get(desk(project)))
    assert "Il a plu." in shown
    press(client, project, "finish", on=TODAY)
    project.refresh_from_db()
    assert (project.stage, project.promise.state) == (Stage.FINISHED, PromiseState.KEPT)
    press(client, project, "take-up", stage="works", on=TODAY)
    project.refresh_from_db()
    assert project.promise.state == PromiseState.STARTED


def test_money_news_and_facts(client, olga, project):
    press(client, project, "payment", amount="1 250,50", title_en="Trees", source="Invoice 7")
    press(client, project, "price", after="35 000", reason_en="Stone is dearer.")
    press(client, project, "news", text_ar="بدأ الغرس")
    answer = press(
        client, project, "facts", title_en="A cool square", owner=olga.pk, latitude="36.1", longitude="10.1234567"
    )
    assert answer.status_code == 302
    project.refresh_from_db()
    held = project.promise
    assert (held.cost_spent, held.cost_planned, held.owner) == (125_050, 3_500_000, olga)
    assert (held.titles["en"], str(held.longitude)) == ("A cool square", "10.123457")
    shown = text_of(client.get(desk(project)))
    for words in ("Invoice 7", "1,250.50 EUR", "Stone is dearer.", "بدأ الغرس", "A cool square", "Olga"):
        assert words in shown
    paid = Payment.objects.get()
    press(client, project, "payment-back", paid, source="Typed wrongly")
    assert "Put right" not in text_of(client.get(desk(project)))


def test_giving_up_and_what_the_desk_says_then(client, olga, project):
    one = planned(project)
    assert press(client, project, "give-up", decided_on=TODAY, reason_en="Too dear").status_code == 422  # who?
    press(client, project, "give-up", decided_on=TODAY, reason_en="Too dear", decided_by_en="The council")
    one.refresh_from_db()
    assert one.dropped_at == NOW
    shown = text_of(client.get(desk(project)))
    assert "The council decided on" in shown
    assert "Too dear" in shown
    assert "/finish/" not in shown
    refused = press(client, project, "stage", stage="works", on=TODAY)
    assert "Take it up again first." in text_of(refused)


def test_photos_come_and_go(client, olga, project):
    photo = SimpleUploadedFile("IMG_1.jpg", picture(), content_type="image/jpeg")
    refused = press(client, project, "photo", moment="before", photo=photo)
    assert "for those who do not see it" in text_of(refused)
    photo.seek(0)
    assert press(client, project, "photo", moment="before", photo=photo, alt_en="Bare stones").status_code == 302
    one = DeliveryPhoto.objects.get()
    address = reverse("project_desk_photo", args=[project.pk, one.pk])
    assert client.get(address)["Content-Type"] == "image/jpeg"
    press(client, project, "photo-words", one, alt_en="Bare stones in July")
    assert "Bare stones in July" in text_of(client.get(desk(project)))
    press(client, project, "photo-withdraw", one)
    assert client.get(address).status_code == 404


def test_a_file_that_is_no_photo_keeps_the_words(client, olga, project):
    photo = SimpleUploadedFile("x.jpg", b"%PDF-1.7 %%EOF", content_type="image/jpeg")
    refused = press(client, project, "photo", photo=photo, moment="after", alt_en="Bare stones")
    assert refused.status_code == 422
    assert "Bare stones" in text_of(refused)
    assert "JPEG or PNG" in text_of(refused)


# --- two windows, and two clicks --------------------------------------------------------------------------------------


def test_two_clicks_are_one(client, olga, project):
    for name, data in (
        ("payment", {"amount": "10", "title_en": "Trees", "source": "Invoice 7"}),
        ("news", {"text_en": "It goes on."}),
        ("milestone", {"title_en": "Trees", "planned_on": TODAY}),
        ("stage", {"stage": "design", "on": TODAY}),
        ("day", {"until": DUE + DAY, "reason_en": "Rain"}),
    ):
        form = client.get(step(project, name)).context["form"]
        sent = {**{one.name: one.value() for one in form if one.value() is not None}, **data}
        for _click in range(2):
            assert client.post(step(project, name), sent).status_code == 302, name
    assert (Payment.objects.count(), PromiseUpdate.objects.count(), Milestone.objects.count()) == (1, 1, 1)
    assert project.promise.postponements.count() == 1


def test_two_windows_notice_each_other_and_the_second_press_replaces(client, olga, project):
    one = planned(project)
    address = step(project, "milestone-name", one)
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, {"seen": seen, "title_en": "First"})
    refused = client.post(address, {"seen": seen, "title_en": "Second"})
    assert refused.status_code == 422
    assert "in the meantime" in text_of(refused)
    assert refused.context["form"]["title_en"].value() == "Second"
    again = {"seen": refused.context["form"]["seen"].value(), "title_en": "Second"}
    assert client.post(address, again).status_code == 302
    one.refresh_from_db()
    assert one.titles == {"en": "Second"}


# --- the list ---------------------------------------------------------------------------------------------------------


def test_a_project_besides_the_vote_has_pages_once(client, olga, budget):
    address = reverse("budget_project_new", args=[budget.pk])
    sent = {"title_en": "A bus shelter", "summary_en": "With a roof", "cost": "2 000", "due_on": DUE}
    for _click in range(2):
        answer = client.post(address, sent)
        assert answer.status_code == 302
    made = Delivery.objects.get()
    assert answer["Location"].startswith(desk(made))
    assert ProjectPage.objects.filter(delivery=made, live=True).count() == 3
    assert made.promise.cost_planned == 200_000
    listed = text_of(client.get(reverse("budget_projects", args=[budget.pk])))
    assert "A bus shelter" in listed
    assert "added by the city" in listed
    assert client.post(address, {"summary_en": "No title"}).status_code == 422


def test_the_budget_leads_to_its_projects(client, olga, budget):
    assert reverse("budget_projects", args=[budget.pk]) in text_of(client.get(reverse("budget_edit", args=[budget.pk])))


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_the_same_queries_for_one_and_for_many(client, olga, budget, project):
    address = reverse("budget_projects", args=[budget.pk])
    planned(project)
    money.record_payment(project.pk, money.Paid(TODAY, 5, {"en": "A"}, "B"), actor=None, now=NOW)
    one, one_file = queries(client, address), queries(client, desk(project))
    for number in range(6):
        other = a_project(budget, titles={**TITLES, "en": f"Square {number}"}, slug=f"square-{number}")
        planned(other)
        made = milestones.add_milestone(project.pk, titles={"en": f"M{number}"}, planned_on=TODAY, actor=None, now=NOW)
        milestones.move_milestone(made.pk, to=TODAY + DAY, reasons={"en": "Rain"}, actor=None, now=NOW)
        money.record_payment(project.pk, money.Paid(TODAY, 5, {"en": "A"}, f"B{number}"), actor=None, now=NOW)
    assert queries(client, address) == one
    assert queries(client, desk(project)) == one_file
