"""What the clock owes is done at most once in its slot, whoever asks and however often."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hub.core.due import REMEMBERED_FOR, run_due_jobs, slot_start
from hub.core.models.due_run import DueRun
from hub.core.registries import DueJob, Registry, due_jobs

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 30, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Registry[DueJob]:
    """Only the test's own jobs."""
    monkeypatch.setattr(due_jobs, "_items", {})
    return due_jobs


def test_a_job_runs_once_in_its_slot_and_again_in_the_next(jobs):
    ran: list[datetime] = []
    jobs.register("each_minute", DueJob(60, ran.append))
    for seconds in (0, 10, 29, 30, 45, 89, 90):
        run_due_jobs(NOW + timedelta(seconds=seconds))
    assert [(moment - NOW).seconds for moment in ran] == [0, 30, 90]


def test_a_slot_that_nobody_served_is_not_made_up_for(jobs):
    """The worker was down for three hours: an hourly digest goes out once, not three times."""
    ran: list[datetime] = []
    jobs.register("hourly", DueJob(3600, ran.append))
    run_due_jobs(NOW)
    run_due_jobs(NOW + timedelta(hours=3))
    assert len(ran) == 2


def test_two_workers_cannot_both_have_a_slot():
    DueRun.objects.create(job="hourly", slot=slot_start(NOW, 3600), ran_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        DueRun.objects.create(job="hourly", slot=slot_start(NOW + timedelta(minutes=59), 3600), ran_at=NOW)


@pytest.mark.parametrize("atomic", [True, False])
def test_the_second_of_two_workers_leaves_the_job_alone(jobs, monkeypatch, atomic):
    """It looked before the first had claimed the slot, and claims it after."""
    ran: list[datetime] = []
    jobs.register("hourly", DueJob(3600, ran.append, atomic=atomic))
    real = DueRun.objects.filter

    def first_worker_comes_between(**where):
        found = real(**where)
        answer = found.exists()
        if not answer:
            DueRun.objects.create(job="hourly", slot=slot_start(NOW, 3600), ran_at=NOW)
        return type("Looked", (), {"exists": staticmethod(lambda: answer)})

    monkeypatch.setattr(DueRun.objects, "filter", first_worker_comes_between)
    report = run_due_jobs(NOW)
    assert (report.ran, report.not_yet, ran) == ([], ["hourly"], [])


def test_a_failed_job_undoes_its_work_is_tried_again_and_holds_up_no_other(jobs):
    tries: list[int] = []

    def fails_once(now: datetime) -> None:
        DueRun.objects.create(job="trace of the work", slot=now, ran_at=now)
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("the first time")

    other: list[datetime] = []
    jobs.register("fragile", DueJob(3600, fails_once))
    jobs.register("other", DueJob(3600, other.append))
    first = run_due_jobs(NOW)
    assert (first.failed, first.ran) == (["fragile"], ["other"])
    assert not DueRun.objects.filter(job="trace of the work").exists()
    second = run_due_jobs(NOW + timedelta(minutes=1))
    assert (second.ran, len(tries)) == (["fragile"], 2)


def test_a_job_that_talks_to_the_world_is_not_repeated_after_a_crash(jobs):
    sent: list[datetime] = []

    def send(now: datetime) -> None:
        sent.append(now)
        raise RuntimeError("crashed after the mail was out")

    jobs.register("mail", DueJob(3600, send, atomic=False))
    assert run_due_jobs(NOW).failed == ["mail"]
    assert run_due_jobs(NOW + timedelta(minutes=1)).failed == []
    assert len(sent) == 1


def test_days_begin_at_the_same_moment_for_every_worker():
    assert slot_start(NOW, 86_400) == datetime(2026, 6, 30, tzinfo=UTC)
    assert slot_start(NOW.astimezone(), 86_400) == datetime(2026, 6, 30, tzinfo=UTC)


def test_the_command_tells_what_it_did(jobs):
    jobs.register("hourly", DueJob(3600, lambda now: None))
    out = StringIO()
    call_command("run_due", "--now", "2026-06-30T12:00:30", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"ran": ["hourly"], "not_yet": [], "failed": []}
    out = StringIO()
    call_command("run_due", "--now", "2026-06-30T14:59:59+02:00", stdout=out)
    assert out.getvalue() == "Ran: nothing was due.\n"


def test_the_command_fails_when_a_job_fails_or_the_time_is_none(jobs):
    def fails(now: datetime) -> None:
        raise RuntimeError

    jobs.register("hourly", DueJob(3600, fails))
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("run_due", "--json", stdout=out)
    assert end.value.code == 1
    assert json.loads(out.getvalue())["failed"] == ["hourly"]
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("run_due", "--now", "next Tuesday", "--json", stdout=out)
    assert json.loads(out.getvalue())["where"] == "--now"


def test_the_jobs_of_the_platform_run_on_an_empty_hub():
    report = run_due_jobs(NOW)
    assert report.failed == []
    assert {"publish_scheduled", "clear_sessions", "forget_task_results", "forget_due_runs"} <= set(report.ran)


def test_old_runs_are_forgotten(jobs):
    from hub.core.due import _forget_due_runs

    DueRun.objects.create(job="old", slot=NOW, ran_at=NOW - REMEMBERED_FOR - timedelta(seconds=1))
    DueRun.objects.create(job="young", slot=NOW, ran_at=NOW - REMEMBERED_FOR)
    _forget_due_runs(NOW)
    assert list(DueRun.objects.values_list("job", flat=True)) == ["young"]
