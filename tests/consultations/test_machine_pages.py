"""The pages of machine help: who gets in, what is shown, and where a press leads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from freezegun import freeze_time

from consultations.engine import grouping, theming
from consultations.enums import AnalysisKind, SuggestionState
from consultations.models.analysis import AnalysisRun, GroupMember, SuggestedMember, TextGroup, ThemeSuggestion
from consultations.models.coding import Coding
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.selectors.machine import suggestions_of
from consultations.services.analysing import suggest_themes
from consultations.services.errors import ConsultationError
from consultations.services.suggesting import take_suggestion
from consultations.views import machine
from tests.consultations.machine_cases import address, letters, said, subjects
from tests.consultations.texts_for_machines import LETTER
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    ConsultationFactory,
    theme,
)

pytestmark = pytest.mark.django_db
PAGES = ("consultation_machine", "consultation_machine_groups", "consultation_machine_themes")


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def bob(client):
    person = accounts.bob()
    client.force_login(person)
    return person


@pytest.fixture
def consultation():
    return ConsultationFactory(analysis=True, clauses=1)


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["citizen", "editor", "moderator", "analyst", "auditor"])
def test_who_gets_in(client, consultation, role):
    client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    for name in PAGES:
        status = client.get(address(consultation, name)).status_code
        assert status == 200 if role in ("moderator", "analyst") else status in (302, 403)
    status = client.post(address(consultation, "consultation_machine_run"), {"kind": "groups"}).status_code
    assert AnalysisRun.objects.exists() is (role in ("moderator", "analyst")), status


def test_from_a_group_to_an_answer(client, consultation, bob):
    rows = said(consultation, LETTER, LETTER, f"{LETTER} <b>My boat is blue</b>, said my wife.")
    client.post(address(consultation, "consultation_machine_run"), {"kind": "groups"})
    seen = client.get(address(consultation, "consultation_machine_groups")).content.decode()
    assert "3 contributions like" in seen
    assert grouping.VERSION in seen
    page = address(consultation, "consultation_machine_group", TextGroup.objects.get().pk)
    seen = client.get(page).content.decode()
    assert escape("<b>My boat is blue</b>, said my wife.") in seen
    assert client.post(page, {"title_en": ""}).status_code == 200
    response = client.post(page, {"title_en": "The letter about the terminal"})
    selection = Selection.objects.get()
    assert response.url == address(consultation, "consultation_answer_selection", selection.pk)
    assert set(selection.members.values_list("comment", flat=True)) == {row.pk for row in rows}


def test_from_a_suggestion_to_what_waits_to_be_confirmed(client, consultation, bob):
    subjects(consultation)
    client.post(address(consultation, "consultation_machine_run"), {"kind": "themes"})
    first, second, *_more = suggestions_of(consultation)
    seen = client.get(address(consultation, "consultation_machine_themes")).content.decode()
    assert first.terms[0] in seen
    assert theming.VERSION in seen
    page = address(consultation, "consultation_machine_theme", first.pk)
    assert "Nothing counts before a person has confirmed it." in client.get(page).content.decode()
    assert client.post(page, {"do": "take", "name_en": ""}).status_code == 200
    response = client.post(page, {"do": "take", "name_en": "Reading", "name_fr": "Lecture", "name_ar": "القراءة"})
    made = Theme.objects.get()
    assert response.url == f"{address(consultation, 'consultation_reading')}?suggested={made.pk}"
    assert len(client.get(response.url).context["rows"]) == first.members.count()
    client.post(address(consultation, "consultation_machine_theme", second.pk), {"do": "refuse"})
    second.refresh_from_db()
    assert second.state == SuggestionState.REFUSED
    overview = client.get(address(consultation, "consultation_machine"))
    assert [(row.node.uuid, row.waiting) for row in overview.context["rows"]] == [(made.pk, first.members.count())]


def test_what_belongs_to_another_consultation_does_not_exist_here(client, consultation, bob):
    other = ConsultationFactory(analysis=True, clauses=1)
    letters(other)
    subjects(other)
    suggestion = suggest_themes(other, actor=bob, now=NOW).suggestions.first()
    elsewhere = theme(other, "Elsewhere", actor=bob)
    group = TextGroup.objects.get(run__consultation=other, medoid__isnull=False)
    assert client.get(address(consultation, "consultation_machine_group", group.pk)).status_code == 404
    assert client.get(address(consultation, "consultation_machine_theme", suggestion.pk)).status_code == 302
    assert client.post(address(consultation, "consultation_machine_alike", elsewhere.pk)).status_code == 404
    with pytest.raises(ConsultationError):
        take_suggestion(suggestion, into=theme(consultation, "Here", actor=bob), actor=bob, now=NOW)
    assert not Coding.objects.exists()


def test_many_texts_are_worked_on_by_a_worker_and_the_page_says_so(client, consultation, bob, settings, monkeypatch):
    letters(consultation)
    monkeypatch.setattr(machine, "AT_ONCE", 2)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}
    from django_tasks_db.models import DBTaskResult

    for _click in range(2):
        client.post(address(consultation, "consultation_machine_run"), {"kind": "groups"})
    assert not AnalysisRun.objects.exists()
    (asked,) = DBTaskResult.objects.all()
    assert "being worked out" in client.get(address(consultation, "consultation_machine_groups")).content.decode()
    assert "being worked out" not in client.get(address(consultation, "consultation_machine_themes")).content.decode()
    asked.task.func(*asked.args_kwargs["args"])
    asked.delete()
    seen = client.get(address(consultation, "consultation_machine_groups")).content.decode()
    assert "4 contributions like" in seen
    assert "being worked out" not in seen


def groups_in(consultation, count):
    run = AnalysisRun.objects.create(
        consultation=consultation, kind=AnalysisKind.GROUPS, version="grouping/1", texts=2 * count, ran_at=NOW
    )
    themes = AnalysisRun.objects.create(
        consultation=consultation, kind=AnalysisKind.THEMES, version="theming/1", texts=2 * count, ran_at=NOW
    )
    for number in range(count):
        rows = said(consultation, *[f"Text {number}, copy {copy}." for copy in range(3)])
        group = TextGroup.objects.create(run=run, medoid=rows[0], size=3, exact=False)
        heap = ThemeSuggestion.objects.create(run=themes, order=number, terms=["one", "two"])
        for row in rows:
            GroupMember.objects.create(group=group, comment=row)
            SuggestedMember.objects.create(suggestion=heap, comment=row, score=500, representative=1)
    return group, heap


def test_the_number_of_queries_does_not_depend_on_the_number_of_groups(client, bob):
    counts = []
    for number in (1, 50):
        consultation = ConsultationFactory(analysis=True, clauses=1)
        group, heap = groups_in(consultation, number)
        pages = [address(consultation, name) for name in PAGES]
        pages += [address(consultation, "consultation_machine_group", group.pk)]
        pages += [address(consultation, "consultation_machine_theme", heap.pk)]
        for page in pages:
            client.get(page)
        found = []
        for page in pages:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
