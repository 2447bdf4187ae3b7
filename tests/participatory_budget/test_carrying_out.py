"""The file of a project: stages, milestones and its end. Every move leaves a row, a record and news."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from hub.audit.models.entry import AuditEntry
from hub.notifications.models.news import News
from hub.notifications.models.outbox import Outbox
from hub.promises.enums import PromiseState
from hub.promises.services import PromiseError
from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery, Milestone
from participatory_budget.services.delivering import ending, milestones
from participatory_budget.services.delivering.stages import enter_stage, stage_facts
from participatory_budget.services.errors import BudgetError
from tests.factories.accounts import UserFactory
from tests.factories.deliveries import DUE, a_project
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": None, "now": NOW}
WHY = {"en": "The ground was wet."}
COUNCIL = ending.Decision(WHY, {"en": "The council"}, TODAY)


@pytest.fixture
def project() -> Delivery:
    return a_project(open_budget("implementation"))


def planned(project: Delivery, days: int = 30, title: str = "Trees are planted") -> Milestone:
    return milestones.add_milestone(project.pk, titles={"en": title}, planned_on=TODAY + days * DAY, **BY)


def stage(project: Delivery, to: Stage, on: date = TODAY, **more):
    return enter_stage(project.pk, to, on=on, notes={}, **{**BY, **more})


def news() -> list[str]:
    return list(News.objects.order_by("created_at", "dedupe_key").values_list("kind", flat=True))


# --- stages -----------------------------------------------------------------------------------------------------------


def test_the_first_stage_after_preparing_begins_the_project(project):
    stage(project, Stage.DESIGN)
    project.refresh_from_db()
    assert (project.stage, project.promise.state) == (Stage.DESIGN, PromiseState.STARTED)
    assert project.promise.started_on == TODAY
    assert news() == ["promise.started"]  # one letter, not two
    stage(project, Stage.TENDER)
    assert sorted(news()) == ["project.stage", "promise.started"]
    stage(project, Stage.DESIGN)  # no firm answered
    assert list(project.stages.values_list("stage", flat=True)) == ["preparing", "design", "tender", "design"]


def test_a_stage_sent_twice_is_one(project):
    first, second = stage(project, Stage.DESIGN, seen=""), stage(project, Stage.DESIGN)
    assert first == second
    assert project.stages.count() == 2


def test_two_tabs_do_not_write_over_each_other(project):
    seen = fingerprint(stage_facts(project))
    stage(project, Stage.DESIGN, seen=seen)
    with pytest.raises(BudgetError) as refused:
        stage(project, Stage.TENDER, seen=seen)
    assert refused.value.where == "seen"


@pytest.mark.parametrize(
    ("to", "on", "where"),
    [
        (Stage.DESIGN, TODAY + DAY, "on"),
        (Stage.DESIGN, TODAY - DAY, "on"),  # before the file was opened
        (Stage.PREPARING, TODAY + DAY, "stage"),
        (Stage.FINISHED, TODAY, "stage"),
    ],
    ids=["in the future", "before the last", "the same", "the end"],
)
def test_stages_that_are_refused(project, to, on, where):
    with pytest.raises(BudgetError) as refused:
        stage(project, to, on)
    assert refused.value.where == where
    assert project.stages.count() == 1


# --- milestones -------------------------------------------------------------------------------------------------------


def test_a_later_day_of_a_milestone_needs_a_reason(project):
    one = planned(project)
    with pytest.raises(PromiseError) as refused:
        milestones.move_milestone(one.pk, to=one.planned_on + DAY, reasons={}, **BY)
    assert refused.value.where == "reason_en"
    milestones.move_milestone(one.pk, to=one.planned_on - DAY, reasons={}, **BY)  # earlier is no loss
    moved = milestones.move_milestone(one.pk, to=one.planned_on + 9 * DAY, reasons=WHY, **BY)
    assert (moved.first_planned_on, moved.planned_on) == (TODAY + 30 * DAY, TODAY + 39 * DAY)
    assert moved.moves.get().reasons == WHY
    assert news() == ["project.milestone_later"]


def test_a_milestone_twice_is_one(project):
    assert planned(project) == planned(project)
    one = planned(project)
    for _time in range(2):
        milestones.move_milestone(one.pk, to=TODAY + 40 * DAY, reasons=WHY, **BY)
        milestones.finish_milestone(one.pk, on=TODAY, **BY) if _time else None
    milestones.finish_milestone(one.pk, on=TODAY, **BY)
    assert one.moves.count() == 1
    assert sorted(news()) == ["project.milestone_done", "project.milestone_later"]


def test_a_dropped_milestone_stays_in_sight_with_its_reason(project):
    one = planned(project)
    with pytest.raises(PromiseError):
        milestones.drop_milestone(one.pk, reasons={"fr": " "}, **BY)
    for _time in range(2):
        milestones.drop_milestone(one.pk, reasons=WHY, **BY)
    one.refresh_from_db()
    assert one.dropped_at == NOW
    assert one.moves.get().planned_after is None
    with pytest.raises(BudgetError):
        milestones.finish_milestone(one.pk, on=TODAY, **BY)
    milestones.reopen_milestone(one.pk, **BY)
    one.refresh_from_db()
    assert one.dropped_at is None
    assert one.moves.count() == 1  # history is not taken back


def test_a_milestone_is_not_done_tomorrow(project):
    with pytest.raises(BudgetError) as refused:
        milestones.finish_milestone(planned(project).pk, on=TODAY + DAY, **BY)
    assert refused.value.where == "on"


# --- the day and the end ----------------------------------------------------------------------------------------------


def test_the_day_goes_later_with_a_reason_and_earlier_without(project):
    with pytest.raises(PromiseError):
        ending.set_day(project.pk, DUE + DAY, reasons={}, **BY)
    for _time in range(2):
        ending.set_day(project.pk, DUE + DAY, reasons=WHY, **BY)
    ending.set_day(project.pk, DUE - DAY, reasons={}, **BY)
    project.promise.refresh_from_db()
    assert (project.promise.first_due_on, project.promise.due_on) == (DUE, DUE - DAY)
    assert project.promise.postponements.count() == 1


def test_nothing_is_left_unsaid_at_the_end(project):
    one = planned(project)
    with pytest.raises(BudgetError) as refused:
        ending.finish(project.pk, on=TODAY, **BY)
    assert "Trees are planted" in refused.value.message
    milestones.finish_milestone(one.pk, on=TODAY, **BY)
    for _time in range(2):
        ending.finish(project.pk, on=TODAY, **BY)
    project.refresh_from_db()
    assert (project.stage, project.promise.state) == (Stage.FINISHED, PromiseState.KEPT)
    assert news().count("promise.kept") == 1
    with pytest.raises(BudgetError):
        stage(project, Stage.WORKS)


def test_giving_up_drops_what_was_open_and_taking_up_brings_it_back(project):
    done, before, left = planned(project, 1, "Drawings"), planned(project, 2, "Benches"), planned(project, 3)
    milestones.finish_milestone(done.pk, on=TODAY, **BY)
    milestones.drop_milestone(before.pk, reasons=WHY, actor=None, now=NOW - DAY)
    for _time in range(2):
        ending.give_up(project.pk, COUNCIL, **BY)
    left.refresh_from_db()
    assert (left.dropped_at, left.moves.get().reasons) == (NOW, WHY)
    assert news().count("promise.cancelled") == 1
    assert news().count("project.milestone_dropped") == 1  # not once more for each that fell with the project
    later = NOW + DAY
    for _time in range(2):
        ending.take_up_again(project.pk, Stage.TENDER, on=later.date(), actor=None, now=later)
    project.refresh_from_db()
    assert (project.stage, project.promise.state) == (Stage.TENDER, PromiseState.STARTED)
    still = Milestone.objects.filter(delivery=project, dropped_at__isnull=False)
    assert list(still) == [before]
    assert project.promise.cancellations.get().ended_at == later


# --- who, and what is recorded ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["citizen", "editor", "moderator", "analyst", "auditor"])
def test_only_officers_write(project, role):
    person = UserFactory() if role == "citizen" else UserFactory(**{role: True})
    one = planned(project)
    before = AuditEntry.objects.count()
    by = {"actor": person, "now": NOW}
    for attempt in (
        lambda: enter_stage(project.pk, Stage.DESIGN, on=TODAY, notes={}, **by),
        lambda: milestones.add_milestone(project.pk, titles={"en": "X"}, planned_on=TODAY, **by),
        lambda: milestones.finish_milestone(one.pk, on=TODAY, **by),
        lambda: ending.set_day(project.pk, DUE - DAY, reasons={}, **by),
        lambda: ending.finish(project.pk, on=TODAY, **by),
        lambda: ending.give_up(project.pk, COUNCIL, **by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert AuditEntry.objects.count() == before


def test_the_record_holds_codes_and_no_words(project):
    olga = officer()
    by = {"actor": olga, "now": NOW}
    one = milestones.add_milestone(project.pk, titles={"en": "Secretword"}, planned_on=TODAY, **by)
    enter_stage(project.pk, Stage.WORKS, on=TODAY, notes={"en": "Secretword"}, **by)
    milestones.drop_milestone(one.pk, reasons={"en": "Secretword"}, **by)
    rows = AuditEntry.objects.filter(action__in=["milestone.added", "project.stage", "milestone.dropped"])
    assert rows.count() == 3
    assert not any("Secretword" in str(row.data) for row in rows)


def test_what_is_not_public_tells_nobody(project):
    project.promise.published_at = None
    project.promise.save()
    stage(project, Stage.DESIGN)
    stage(project, Stage.TENDER)
    assert news() == []
    assert not Outbox.objects.exists()
