"""A project whose promise is moved from the list of promises or by another system's file: its own file moves along."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.promises.services import PromiseError, cancel, keep, start
from hub.promises.services.importing import ImportResult, import_progress
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery, Milestone
from participatory_budget.services.delivering import milestones
from participatory_budget.services.delivering.stages import enter_stage
from tests.factories.accounts import UserFactory
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": None, "now": NOW}
WHY = {"en": "No water."}
COUNCIL = {"reasons": WHY, "decided_by": {"en": "The council"}, "decided_on": TODAY}


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def project() -> Delivery:
    made = a_project(open_budget("implementation"))
    enter_stage(made.pk, Stage.WORKS, on=TODAY, notes={}, **BY)
    return made


def planned(project: Delivery, title: str = "Trees are planted") -> Milestone:
    return milestones.add_milestone(project.pk, titles={"en": title}, planned_on=TODAY + 30 * DAY, **BY)


def stands(project: Delivery) -> tuple[str, str]:
    project.refresh_from_db()
    project.promise.refresh_from_db()
    return project.promise.state, project.stage


def imported(*rows: dict[str, str]) -> ImportResult:
    text = "\n".join(json.dumps({"promise": "project:budget-2026/a-shaded-square", **row}) for row in rows)
    return import_progress(BytesIO(text.encode()), actor=None, now=NOW)


def pressed(project: Delivery, action: str, **values: object):
    client = Client()
    client.force_login(UserFactory(editor=True))
    address = reverse("promise_act", args=[project.promise_id, action])
    form = client.get(address).context["form"]
    hidden = {field.name: field.value() or "" for field in form.hidden_fields()}
    return client.post(address, {**hidden, **values})


def test_finished_from_the_list_of_promises_it_is_in_its_last_stage(project):
    assert pressed(project, "keep", on=TODAY).status_code == 302
    assert stands(project) == ("kept", Stage.FINISHED)
    assert pressed(project, "reopen", on=TODAY).status_code == 302
    assert stands(project) == ("started", Stage.WORKS)


def test_a_milestone_without_an_answer_keeps_every_door_to_the_end_shut(project):
    one = planned(project)
    refused = pressed(project, "keep", on=TODAY)
    assert refused.status_code == 422
    assert "Trees are planted" in refused.content.decode()
    told = imported({"external_id": "1", "state": "kept", "text_en": "It is done."})
    assert ["Trees are planted" in row.message for row in told.rejected] == [True]
    with pytest.raises(PromiseError):
        keep(project.promise_id, on=TODAY, **BY)
    assert stands(project) == ("started", Stage.WORKS)
    milestones.finish_milestone(one.pk, on=TODAY, **BY)
    assert imported({"external_id": "1", "state": "kept"}).taken == 1
    assert stands(project) == ("kept", Stage.FINISHED)


def test_given_up_by_a_file_its_milestones_fall_and_stand_again(project):
    before, left = planned(project, "Benches"), planned(project)
    milestones.drop_milestone(before.pk, reasons=WHY, actor=None, now=NOW - DAY)
    row = {"state": "cancelled", "reason_en": "No water.", "decided_by_en": "The council"}
    assert imported({"external_id": "1", **row}).taken == 1
    left.refresh_from_db()
    assert (left.dropped_at, left.moves.get().reasons) == (NOW, WHY)
    assert stands(project) == ("cancelled", Stage.WORKS)
    start(project.promise_id, on=TODAY, actor=None, now=NOW + DAY)
    assert stands(project) == ("started", Stage.WORKS)
    assert list(Milestone.objects.filter(dropped_at__isnull=False)) == [before]


def test_what_was_over_before_its_file_was_opened_ends_on_the_day_of_its_last_stage(project):
    told = imported({"external_id": "1", "state": "kept", "date": (TODAY - DAY).isoformat()})
    # It began today, so it cannot have ended yesterday.
    assert told.rejected_count == 1
    other = a_project(project.budget, slug="other")
    keep(other.promise_id, on=TODAY - DAY, **BY)
    assert stands(other) == ("kept", Stage.FINISHED)
    assert other.promise.kept_on == TODAY - DAY
    assert other.stages.latest("number").entered_on == TODAY


def test_the_log_says_what_fell_with_the_decision_without_its_words(project):
    planned(project)
    cancel(project.promise_id, **COUNCIL, **BY)
    entries = AuditEntry.objects.order_by("sequence").values_list("action", flat=True)
    assert list(entries)[-2:] == ["promise.cancelled", "milestone.dropped"]
    assert "No water" not in json.dumps(list(AuditEntry.objects.values_list("data", flat=True)), default=str)
