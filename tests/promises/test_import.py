"""`import_progress`: another system says how things stand; once, and bad records are named by line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.notifications.models.news import News
from hub.promises import services
from hub.promises.models.promise import Promise
from hub.promises.models.update import PromiseUpdate
from participatory_budget.models.delivery import Payment
from tests.factories.accounts import UserFactory, carol
from tests.factories.consultations import NOW
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget
from tests.promises.steps import DUE, promised_steps

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


def as_csv(*rows: dict[str, Any]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def run(tmp_path: Path):
    def run(content: str | list[dict[str, Any]], *options: str) -> dict[str, Any]:
        path = tmp_path / "progress"
        text = content if isinstance(content, str) else "\n".join(json.dumps(row) for row in content)
        path.write_text(text, encoding="utf-8")
        out = io.StringIO()
        call_command("import_progress", str(path), "--json", *options, stdout=out)
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    return run


def everything() -> tuple[Any, ...]:
    rows = Promise.objects.order_by("pk").values_list("pk", "state", "due_on", "cost_spent", "news_at")
    return list(rows), PromiseUpdate.objects.count(), AuditEntry.objects.count(), News.objects.count()


def test_a_project_from_begun_to_finished(run) -> None:
    project = a_project(open_budget("implementation"), due_on=DUE)
    name = "project:budget-2026/a-shaded-square"
    later = (DUE + timedelta(days=30)).isoformat()
    rows = [
        {"promise": name, "external_id": "W-1", "date": "2026-02-01", "state": "started", "text_en": "Fences are up."},
        {"promise": name, "external_id": "W-2", "due": later, "reason_en": "Rain", "reason_ar": "مطر"},
        {"promise": name, "external_id": "W-3", "date": "2026-04-01", "spent": "12 500.50"},
        {"promise": str(project.promise_id), "external_id": "W-4", "state": "kept", "text_fr": "C'est fini."},
    ]
    told = run(as_csv(*rows))
    assert (told["read"], told["taken"], told["rejected"]) == (4, 4, [])
    promise = Promise.objects.get()
    assert (promise.state, promise.started_on, promise.kept_on) == ("kept", date(2026, 2, 1), TODAY)
    assert promise.due_on == DUE + timedelta(days=30)
    assert promise.postponements.get().reasons == {"en": "Rain", "ar": "مطر"}
    assert promise.cost_spent == 1_250_050
    payment = Payment.objects.get()
    assert (payment.amount, payment.source, payment.paid_on) == (1_250_050, "W-3", date(2026, 4, 1))
    assert {one.source for one in PromiseUpdate.objects.all()} == {"import"}
    before = everything()
    again = run(rows)
    assert (again["taken"], again["unchanged"]) == (0, 4)
    assert everything() == before


def test_what_happened_long_ago_is_shown_and_told_to_nobody(run) -> None:
    (promise,) = promised_steps(DUE)
    promise.news_at = NOW - timedelta(days=200)
    promise.save()
    old = {
        "promise": str(promise.pk),
        "external_id": "1",
        "date": "2026-01-10",
        "state": "started",
        "text_en": "Begun.",
    }
    run([old])
    assert not News.objects.filter(kind__startswith="promise.").exists()
    promise.refresh_from_db()
    assert promise.news_at.date() == date(2026, 1, 10)
    assert "Begun." in Client().get(f"/en/promises/{promise.pk}/").content.decode()
    run([{"promise": str(promise.pk), "external_id": "2", "text_en": "Signs are ordered."}])
    assert News.objects.filter(kind="promise.updated").count() == 1


def test_what_staff_did_since_is_not_undone_by_the_same_file(run) -> None:
    (promise,) = promised_steps(DUE)
    row = {"promise": str(promise.pk), "external_id": "1", "state": "started"}
    run([row])
    services.keep(promise.pk, on=TODAY, actor=None, now=NOW)
    assert run([row])["unchanged"] == 1
    promise.refresh_from_db()
    assert promise.state == "kept"
    (refused,) = run([{**row, "state": "kept"}])["rejected"]
    assert refused["field"] == "external_id"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"promise": "nobody"}, "promise"),
        ({"promise": "project:budget-2026/none"}, "promise"),
        ({"external_id": ""}, "external_id"),
        ({"state": "done"}, "state"),
        ({"state": "cancelled", "reason_en": "Dear"}, "decided_by_en"),
        ({"due": "2030-01-01"}, "reason_en"),
        ({"due": "1 May"}, "due"),
        ({"date": "2026-04-16"}, "date"),
        ({"spent": "100"}, "spent"),
        ({"text_en": "x" * 4001}, "text_en"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_record_is_named_and_the_others_go_in(run, row: dict[str, str], field: str) -> None:
    (promise,) = promised_steps(DUE)
    good = {"promise": str(promise.pk), "external_id": "good", "state": "started"}
    told = run(as_csv({**good, "external_id": "bad", "state": "", **row}, good))
    assert [(one["line"], one["field"]) for one in told["rejected"]] == [(2, field)]
    assert told["taken"] == 1
    assert not PromiseUpdate.objects.exists()
    promise.refresh_from_db()
    assert (promise.state, promise.due_on) == ("started", DUE)


def test_a_record_is_taken_as_a_whole_or_not_at_all(run) -> None:
    (promise,) = promised_steps(DUE)
    told = run([{"promise": str(promise.pk), "external_id": "1", "state": "started", "spent": "5"}])
    assert told["rejected_count"] == 1
    promise.refresh_from_db()
    assert promise.state == "planned"


def test_looking_writes_nothing_and_strict_takes_all_or_nothing(run) -> None:
    (promise,) = promised_steps(DUE)
    good = {"promise": str(promise.pk), "external_id": "1", "state": "started", "text_en": "Begun."}
    before = everything()
    assert run([good], "--dry-run")["taken"] == 1
    with pytest.raises(CommandError, match="line 2, promise"):
        run([good, {"promise": "nobody", "external_id": "2"}], "--strict")
    assert everything() == before
    assert run([good], "--strict")["taken"] == 1


def test_columns_that_nobody_knows_are_named(run) -> None:
    (promise,) = promised_steps(DUE)
    told = run(as_csv({"promise": str(promise.pk), "external_id": "1", "state": "started", "colour": "red"}))
    assert "colour" in told["warnings"][0]["message"]


def test_staff_look_at_a_file_before_they_take_it() -> None:
    (promise,) = promised_steps(DUE)
    client = Client()
    client.force_login(carol())
    content = as_csv(
        {"promise": str(promise.pk), "external_id": "1", "state": "started"}, {"promise": "x", "external_id": "2"}
    )

    def send(do: str, text: str = content) -> Any:
        file = SimpleUploadedFile("progress.csv", text.encode())
        return client.post(reverse("promise_import"), {"file": file, "do": do})

    html = send("look").content.decode()
    assert "1 record would be taken" in html
    assert "There is no such promise." in html
    promise.refresh_from_db()
    assert promise.state == "planned"
    assert "1 record taken" in send("take").content.decode()
    promise.refresh_from_db()
    assert promise.state == "started"
    assert AuditEntry.objects.get(action="promise.started").actor_id
    assert send("look", "a,b\n1,2\n").status_code == 422
    assert client.post(reverse("promise_import"), {"do": "take"}).status_code == 422
    other = Client()
    other.force_login(UserFactory(moderator=True))
    assert other.get(reverse("promise_import")).url == "/cms/"


def test_files_as_spreadsheets_write_them(run) -> None:
    """A mark at the start, semicolons, capitals in the header, Arabic digits, lines of Windows."""
    project = a_project(open_budget("implementation"), due_on=DUE)
    name, later = "project:budget-2026/a-shaded-square", DUE + timedelta(days=30)
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    lines = [
        "\ufeffPromise; External_ID ;Date;Due;Reason_AR;Spent",
        f"{name};١;{'2026-04-01'.translate(digits)};{later.isoformat().translate(digits)};مطر;١٢٬٥٠٠٫٥٠",
        ";;;;;",
        f"{name};٢;۲۰۲۶-۰۴-۰۲;;;۱۳۰۰۰",
    ]
    told = run("\r\n".join(lines))
    assert (told["read"], told["taken"], told["rejected"], told["warnings"]) == (2, 2, [], [])
    promise = Promise.objects.get(pk=project.promise_id)
    assert (promise.due_on, promise.cost_spent) == (later, 1_300_000)
    paid = Payment.objects.order_by("paid_on").values_list("paid_on", "source")
    assert list(paid) == [(date(2026, 4, 1), "١"), (date(2026, 4, 2), "٢")]


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "", "promise,promise,external_id\n", "project;state\n", "[{}]", "\x00"],
    ids=["other columns", "empty", "a column twice", "one missing", "a JSON list", "not a text"],
)
def test_a_file_that_is_something_else_is_refused_as_a_whole(run, text: str) -> None:
    before = everything()
    with pytest.raises(CommandError, match=r"line 1"):
        run(text)
    assert everything() == before
