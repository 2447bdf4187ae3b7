"""Staff bring promises up to date: who may, what is asked, what two tabs and double clicks do."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.core.registries import personal_data
from hub.promises.engine.actions import Action
from hub.promises.models.promise import Promise
from hub.promises.models.update import PromiseUpdate
from hub.promises.services.owning import set_owner
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


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(promise: Promise, action: str = "") -> str:
    return reverse("promise_act", args=[promise.pk, action]) if action else reverse("promise_desk", args=[promise.pk])


def seen(client: Client, promise: Promise, action: str) -> dict[str, str]:
    """Hidden fields of an opened form."""
    form = client.get(address(promise, action)).context["form"]
    return {field.name: field.value() or "" for field in form.hidden_fields()}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("editor", True), ("budget_officer", True), ("moderator", False), ("analyst", False), ("auditor", False)],
)
def test_who_gets_in(role: str, allowed: bool) -> None:
    (promise,) = promised_steps(DUE)
    client = signed_in(UserFactory(**{role: True}))
    paths = [reverse("promise_list"), address(promise), *(address(promise, one) for one in ("update", "keep"))]
    for path in paths:
        assert (client.get(path).status_code == 200) is allowed, path
    if not allowed:
        # Wagtail sends whoever may not back to its front page.
        assert client.post(address(promise, "keep"), {"on": TODAY}).url == "/cms/"
        promise.refresh_from_db()
        assert promise.state == "planned"


def test_outsiders_are_sent_to_the_door() -> None:
    (promise,) = promised_steps(DUE)
    assert Client().get(address(promise)).status_code == 302
    assert signed_in(UserFactory()).get(address(promise)).status_code in (302, 403)


def test_whoever_looks_after_one_promise_sees_that_one() -> None:
    first, second = promised_steps(DUE, DUE)
    owner = UserFactory(analyst=True)
    set_owner(first.pk, owner=owner, actor=None, now=NOW)
    client = signed_in(owner)
    assert client.get(address(first)).status_code == 200
    assert client.get(address(second)).url == "/cms/"
    html = client.get(reverse("promise_list")).content.decode()
    assert str(first.pk) in html
    assert str(second.pk) not in html


def test_from_begun_to_given_up_and_taken_up_again() -> None:
    (promise,) = promised_steps(DUE)
    client = signed_in(carol())
    steps = [
        ("start", {"on": TODAY}, "started"),
        ("postpone", {"until": DUE + timedelta(days=9), "reason_en": "Rain", "reason_ar": "مطر"}, "started"),
        ("cancel", {"decided_on": TODAY, "decided_by_en": "The council", "reason_en": "Too dear"}, "cancelled"),
        ("reopen", {"on": TODAY}, "started"),
        ("keep", {"on": TODAY}, "kept"),
        ("reopen", {"on": TODAY}, "started"),
    ]
    for action, facts, state in steps:
        answer = client.post(address(promise, action), {**seen(client, promise, action), **facts})
        assert answer.status_code == 302, (action, answer.context["form"].errors)
        promise.refresh_from_db()
        assert promise.state == state
    html = Client().get(f"/en/promises/{promise.pk}/").content.decode()
    for words in ("Rain", "Too dear", "Decided by: The council", "Put off, with a reason"):
        assert words in html
    labels = re.findall(r"<h3>([^<]*)</h3>", html)
    assert labels == [
        "Taken up again",
        "Kept",
        "Taken up again",
        "Given up by a decision",
        "Postponed",
        "Begun",
        "Promised",
    ]
    for name, count in {"started": 1, "postponed": 1, "cancelled": 1, "resumed": 2, "kept": 1}.items():
        entries = AuditEntry.objects.filter(action=f"promise.{name}")
        assert len(entries) == count
        assert "Rain" not in str([entry.data for entry in entries])
    assert "مطر" in Client().get(f"/ar/promises/{promise.pk}/").content.decode()


@pytest.mark.parametrize(
    ("action", "facts", "field"),
    [
        ("postpone", {"until": "2026-12-01"}, "reason_en"),
        ("postpone", {"until": "2026-08-01", "reason_en": "Rain"}, "until"),
        ("cancel", {"decided_on": "2026-04-15", "reason_en": "Too dear"}, "decided_by_en"),
        ("cancel", {"decided_on": "2026-04-16", "reason_en": "Dear", "decided_by_en": "Council"}, "decided_on"),
        ("keep", {"on": "2026-04-16"}, "on"),
        ("day", {"due_on": "2027-01-01"}, "due_on"),
        ("update", {"title_en": "News"}, "text_en"),
        ("owner", {"owner": "999999"}, "owner"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(action: str, facts: dict, field: str) -> None:
    (promise,) = promised_steps(DUE)
    client = signed_in(carol())
    answer = client.post(address(promise, action), {**seen(client, promise, action), **facts})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    promise.refresh_from_db()
    assert (promise.state, promise.due_on) == ("planned", DUE)


def test_a_double_click_is_one_and_a_second_tab_is_told() -> None:
    (promise,) = promised_steps(DUE)
    client = signed_in(carol())
    news = {**seen(client, promise, "update"), "text_en": "The signs are ordered."}
    keep = {**seen(client, promise, "keep"), "on": TODAY}
    later = {**seen(client, promise, "postpone"), "until": "2026-12-01", "reason_en": "Rain"}
    for data, action in ((news, "update"), (keep, "keep")):
        for _click in range(2):
            assert client.post(address(promise, action), data).status_code == 302
    assert PromiseUpdate.objects.count() == 1
    assert AuditEntry.objects.filter(action="promise.kept").count() == 1
    answer = client.post(address(promise, "postpone"), later)
    assert answer.status_code == 422
    assert "in the meantime" in answer.content.decode()
    assert "Rain" in answer.content.decode()


def test_what_cannot_be_done_is_not_offered() -> None:
    (promise,) = promised_steps(None)
    client = signed_in(carol())
    html = client.get(address(promise)).content.decode()
    for action in (Action.POSTPONE, Action.REOPEN):
        assert address(promise, action) not in html
        assert client.get(address(promise, action)).status_code == 302
    assert client.get(f"{address(promise)}nonsense/").status_code == 404


def test_late_first_with_the_same_queries_for_fifty() -> None:
    client = signed_in(carol())
    a_project(open_budget("implementation"), due_on=date(2026, 5, 1))
    counts = []
    for number, size in enumerate((2, 48)):
        promised_steps(*([DUE] * size), slug=f"squares-{number}", title=f"Signs {number}")
        client.get(reverse("promise_list"))
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse("promise_list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert answer.context["rows"][0].title == "A shaded square"
    Promise.objects.filter(titles__en="Signs 0 2").update(due_on=date(2026, 4, 1), first_due_on=date(2026, 4, 1))
    rows = client.get(reverse("promise_list")).context["rows"]
    assert (rows[0].title, rows[0].standing.label) == ("Signs 0 2", "Late")
    late = client.get(reverse("promise_list"), {"show": "late"}).context["rows"]
    assert [row.title for row in late] == ["Signs 0 2"]
    found = client.get(reverse("promise_list"), {"q": "shaded SQUARE", "kind": "project"}).context["rows"]
    assert [row.title for row in found] == ["A shaded square"]
    assert client.get(reverse("promise_list"), {"mine": "1"}).context["rows"] == []


def test_what_staff_said_stays_without_their_name_once_they_delete_their_account() -> None:
    (promise,) = promised_steps(DUE)
    editor = carol()
    set_owner(promise.pk, owner=editor, actor=None, now=NOW)
    client = signed_in(editor)
    client.post(address(promise, "update"), {**seen(client, promise, "update"), "text_en": "The signs are ordered."})
    kept = personal_data.get("promises")
    told = kept.export(editor)
    assert told["promises_looked_after"][0]["promise"] == str(promise.pk)
    assert told["promise_updates"][0]["texts"] == {"en": "The signs are ordered."}
    kept.erase(editor, now=NOW)
    promise.refresh_from_db()
    update = PromiseUpdate.objects.get()
    assert (promise.owner, update.made_by, update.texts["en"]) == (None, None, "The signs are ordered.")
