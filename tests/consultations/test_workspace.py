"""The pages in which contributions are read and coded: who gets in, what is shown, and to whom it is not shown yet."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from consultations.models.coding import Coding, CommentTheme, Reading, SavedFilter, StaffNote
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.services.reading import finish_coding, mark_read, write_note
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, ConsultationFactory, clause_threads, coding, theme, thread_of
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db


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
def eve():
    return UserFactory(email="eve@example.org", analyst=True)


def address(consultation, name="consultation_reading", *more):
    return reverse(name, args=[consultation.pk, *more])


def references(response):
    return [row["item"].comment.reference for row in response.context["rows"]]


def press(client, consultation, comment, do, **data):
    return client.post(address(consultation, "consultation_reading_one"), {"comment": comment.pk, "do": do, **data})


def in_place(client, consultation, comment, do, **data):
    return client.post(
        address(consultation, "consultation_reading_one"),
        {"comment": comment.pk, "do": do, **data},
        headers={"X-Requested-With": "fetch"},
    )


# --- who gets in ------------------------------------------------------------------------------------------------------

PAGES = ("consultation_reading", "consultation_themes", "consultation_theme_new")
POSTS = (
    "consultation_reading_one",
    "consultation_reading_many",
    "consultation_reading_filters",
    "consultation_together",
    "consultation_own_theme",
)


@pytest.mark.parametrize("phase", ["announced", "analysis"])
@pytest.mark.parametrize("role", ["citizen", "editor", "moderator", "analyst", "auditor", "budget_officer"])
def test_who_gets_in(client, role, phase):
    consultation = ConsultationFactory(**{phase: True})
    client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    allowed = role in ("moderator", "analyst") and phase == "analysis"
    for name in PAGES:
        assert (client.get(address(consultation, name)).status_code == 200) is allowed
    for name in POSTS:
        status = client.post(address(consultation, name), {"items": "1", "comment": "1", "do": "read"}).status_code
        assert (status in (302, 403)) if not allowed else (status in (200, 302, 404))
    assert not Reading.objects.exists()


def test_the_way_there_is_shown_to_those_who_may(client, streets, bob):
    for name in ("consultation_dashboard", "consultation_answers"):
        assert address(streets) in client.get(address(streets, name)).content.decode()
    client.force_login(UserFactory(auditor=True))
    assert address(streets) not in client.get(address(streets, "consultation_dashboard")).content.decode()


# --- the list ---------------------------------------------------------------------------------------------------------


def test_published_and_confidential_ones_are_listed_beside_their_clause(client, streets, bob):
    shown = [
        CommentFactory(hub_thread=thread_of(streets, 0), body="Ring less."),
        CommentFactory(hub_thread=thread_of(streets, 1), confidential=True, body="I live next door."),
    ]
    for state in ("pending", "withheld", "withdrawn"):
        CommentFactory(hub_thread=thread_of(streets, 0), **{state: True}, body=f"Hidden: {state}.")
    response = client.get(address(streets))
    html = response.content.decode()
    assert references(response) == [comment.reference for comment in shown]
    assert "Hidden:" not in html
    assert html.count("Confidential: do not quote") == 1
    first = clause_threads(streets)[0]
    assert response.context["rows"][0]["clause"]["text"].clause_id == first.clause_id


def test_each_filter(client, streets, bob, eve):
    here, there = thread_of(streets, 0), thread_of(streets, 1)
    plain = CommentFactory(hub_thread=here, body="Écoles first.", position="support")
    worded = CommentFactory(hub_thread=there, suggestion=True, position="oppose", channel="letter", language="fr")
    noise = theme(streets, "Noise")
    bells = theme(streets, "Bells", parent=noise)
    coding(bells, worded, reader=bob)
    Coding.objects.create(comment=plain, theme=noise, machine="machine/1", judgement="belongs", score=700, given_at=NOW)
    mark_read(streets, [plain], actor=eve, now=NOW)
    clause = clause_threads(streets)[1].pk
    expected = {
        f"clause={clause}": [worded],
        f"theme={noise.pk}": [worded],
        f"theme={bells.pk}": [worded],
        "theme=none": [plain],
        "unread=me": [plain, worded],
        "unread=anybody": [worded],
        "position=oppose": [worded],
        "channel=letter": [worded],
        "language=fr": [worded],
        "author=organisation": [],
        "author=person": [plain, worded],
        "wording=1": [worded],
        f"suggested={noise.pk}": [plain],
        f"suggested={bells.pk}": [],
        "words=ecole": [plain],
        "words=ecole+zebra": [],
        "clause=999999": [],
        "clause=nonsense&theme=nonsense": [plain, worded],
    }
    for query, comments in expected.items():
        found = references(client.get(f"{address(streets)}?{query}"))
        assert found == [comment.reference for comment in comments], query


def test_fifty_on_a_page(client, streets, bob):
    thread = thread_of(streets)
    for _each in range(51):
        CommentFactory(hub_thread=thread)
    assert len(references(client.get(address(streets)))) == 50
    assert len(references(client.get(f"{address(streets)}?page=2"))) == 1
    assert len(references(client.get(f"{address(streets)}?page=99"))) == 1


def test_the_page_costs_the_same_with_fifty_and_five_hundred_contributions(client, bob, eve):
    few, many = ConsultationFactory(open=True), ConsultationFactory(open=True)
    counts = []
    for consultation, number in ((few, 50), (many, 500)):
        noise = theme(consultation, "Noise")
        below = theme(consultation, "Bells", parent=noise)
        comments = [CommentFactory(hub_thread=thread_of(consultation, index % 3)) for index in range(number)]
        coding(below, *comments, reader=eve)
        mark_read(consultation, comments[:20], actor=eve, now=NOW)
        write_note(consultation, comments[0], "Look.", actor=eve, now=NOW)
        counts.append(
            [_queries(client, f"{address(consultation)}?theme={noise.pk}"), _queries(client, address(consultation))]
        )
    assert counts[0] == counts[1]


def test_the_pages_cost_the_same_with_one_theme_and_twenty(client, bob):
    counts = []
    for number in (1, 20):
        consultation = ConsultationFactory(open=True)
        comment = CommentFactory(hub_thread=thread_of(consultation))
        for index in range(number):
            coding(theme(consultation, f"Theme {index}"), comment, reader=bob)
        counts.append(
            [_queries(client, address(consultation)), _queries(client, address(consultation, "consultation_themes"))]
        )
    assert counts[0] == counts[1]


def _queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# --- coding -----------------------------------------------------------------------------------------------------------


def test_a_press_gives_a_theme_and_leads_back_to_the_same_place(client, streets, bob):
    noise, comment = theme(streets, "Noise"), CommentFactory(hub_thread=thread_of(streets), position="oppose")
    for _click in range(2):
        response = press(client, streets, comment, f"give:{noise.pk}", query="position=oppose&page=3&evil=//x")
    assert response["Location"] == f"{address(streets)}?position=oppose&page=3#{comment.reference}"
    assert Coding.objects.get().reader == bob
    press(client, streets, comment, f"take:{noise.pk}")
    assert not CommentTheme.objects.exists()
    press(client, streets, comment, "give", theme=str(noise.pk))
    assert CommentTheme.objects.count() == 1


def test_a_script_gets_the_changed_part_only(client, streets, bob):
    noise, comment = theme(streets, "Noise"), CommentFactory(hub_thread=thread_of(streets))
    response = in_place(client, streets, comment, f"give:{noise.pk}")
    html = response.content.decode()
    assert "<html" not in html
    assert f'value="take:{noise.pk}" aria-pressed="true"' in html
    assert "is given to 1 contribution" in html
    refused = in_place(client, streets, comment, "give", theme="")
    assert refused.status_code == 422
    assert "Choose a theme." in refused.content.decode()


def test_what_was_withdrawn_meanwhile_is_gone_in_words(client, streets, bob):
    noise = theme(streets, "Noise")
    comment = CommentFactory(hub_thread=thread_of(streets), withdrawn=True)
    assert in_place(client, streets, comment, f"give:{noise.pk}").status_code == 410
    assert not Coding.objects.exists()


@pytest.mark.parametrize("do", ["", "explode", "give:nonsense", "unnote:1", "unnote:x"])
def test_a_button_that_does_not_exist_does_nothing(client, streets, bob, do):
    comment = CommentFactory(hub_thread=thread_of(streets))
    assert press(client, streets, comment, do).status_code == 404


def test_themes_and_contributions_of_another_consultation_are_not_reached(client, streets, bob):
    other = ConsultationFactory(open=True)
    mine, theirs = CommentFactory(hub_thread=thread_of(streets)), CommentFactory(hub_thread=thread_of(other))
    noise, foreign = theme(streets, "Noise"), theme(other, "Parks")
    assert press(client, streets, theirs, f"give:{noise.pk}").status_code == 404
    assert press(client, streets, mine, f"give:{foreign.pk}").status_code == 404
    assert client.get(address(streets, "consultation_theme", foreign.pk)).status_code == 404
    many = client.post(
        address(streets, "consultation_reading_many"), {"items": [mine.pk, theirs.pk], "do": f"give:{noise.pk}"}
    )
    assert many.status_code == 302
    assert not Coding.objects.exists()


def test_many_at_once(client, streets, bob):
    noise = theme(streets, "Noise")
    some = [CommentFactory(hub_thread=thread_of(streets)) for _each in range(3)]
    url = address(streets, "consultation_reading_many")
    ticked = {"items": [comment.pk for comment in some[:2]], "theme": str(noise.pk)}
    client.post(url, {**ticked, "do": "give"})
    assert set(CommentTheme.objects.values_list("comment", flat=True)) == {some[0].pk, some[1].pk}
    client.post(url, {**ticked, "do": "take"})
    assert not CommentTheme.objects.exists()
    client.post(url, {**ticked, "do": "read"})
    assert Reading.objects.filter(reader=bob).count() == 2
    html = client.post(url, {"do": "give"}, follow=True).content.decode()
    assert "Choose at least one contribution." in html


def test_read_finished_and_noted(client, streets, bob):
    comment = CommentFactory(hub_thread=thread_of(streets))
    press(client, streets, comment, "read")
    press(client, streets, comment, "unread")
    assert not Reading.objects.exists()
    press(client, streets, comment, "note", text="Ask the harbour office.")
    press(client, streets, comment, "finish")
    html = client.get(address(streets)).content.decode()
    assert "Ask the harbour office." in html
    assert "Coded by you" in html
    press(client, streets, comment, f"unnote:{StaffNote.objects.get().pk}")
    assert not StaffNote.objects.exists()


# --- the second reader ------------------------------------------------------------------------------------------------


def test_the_second_reader_sees_the_first_ones_themes_only_when_finished(client, streets, bob, eve):
    comment = CommentFactory(hub_thread=thread_of(streets))
    noise, dust = theme(streets, "Noise"), theme(streets, "Dust")
    coding(noise, comment, reader=eve)
    finish_coding(streets, [comment], actor=eve, now=NOW)

    def seen():
        (row,) = client.get(f"{address(streets)}?readers=second").context["rows"] or [None]
        return row["item"]

    item = seen()
    assert item.blind
    assert item.second
    assert list(item.given) == []
    assert all(mark.yes == mark.no == 0 for mark in item.offered)
    html = in_place(client, streets, comment, f"give:{dust.pk}").content.decode()
    assert "by another reader" not in html
    assert f'value="give:{noise.pk}" aria-pressed="false"' in html, "as if nobody had given it"
    html = in_place(client, streets, comment, "finish").content.decode()
    assert "by another reader" in html
    assert client.get(f"{address(streets)}?readers=second").context["rows"] == []
    assert references(client.get(f"{address(streets)}?readers=differ")) == [comment.reference]
    press(client, streets, comment, f"settle-yes:{noise.pk}")
    press(client, streets, comment, f"settle-no:{dust.pk}")
    assert references(client.get(f"{address(streets)}?readers=differ")) == []
    assert list(CommentTheme.objects.values_list("theme", flat=True)) == [noise.pk]
    assert "0 %" in client.get(address(streets, "consultation_themes")).content.decode()


def test_who_coded_first_is_not_asked_for_the_second_reading(client, streets, bob):
    comment = CommentFactory(hub_thread=thread_of(streets))
    finish_coding(streets, [comment], actor=bob, now=NOW)
    assert client.get(f"{address(streets)}?readers=second").context["rows"] == []


# --- filters, chosen ones, themes -------------------------------------------------------------------------------------


def test_a_filter_is_kept_shown_and_let_go(client, streets, bob, eve):
    url = address(streets, "consultation_reading_filters")
    client.post(url, {"name": "Against", "query": "position=oppose&page=4"})
    saved = SavedFilter.objects.get()
    assert (saved.owner, saved.query) == (bob, "position=oppose")
    assert "Against" in client.get(address(streets)).content.decode()
    client.force_login(eve)
    assert "Against" not in client.get(address(streets)).content.decode()
    assert client.post(url, {"delete": saved.pk}).status_code == 404
    client.force_login(bob)
    client.post(url, {"delete": saved.pk})
    assert not SavedFilter.objects.exists()


def test_chosen_ones_are_answered_together(client, streets, bob):
    some = [CommentFactory(hub_thread=thread_of(streets, index)) for index in range(2)]
    url, ticked = address(streets, "consultation_together"), {"items": [comment.pk for comment in some]}
    html = client.post(url, ticked).content.decode()
    assert html.count('name="items"') == 2
    assert not Selection.objects.exists()
    refused = client.post(url, {**ticked, "save": "1"}).content.decode()
    assert "Say in at least one language what they have in common." in refused
    for _click in range(2):
        assert client.post(url, {**ticked, "save": "1", "title_en": "Bells"}).status_code == 302
    assert Selection.objects.get().members.count() == 2


def test_chosen_ones_get_a_theme_of_their_own_or_are_split_off(client, streets, bob):
    some = [CommentFactory(hub_thread=thread_of(streets)) for _each in range(2)]
    url = address(streets, "consultation_own_theme")
    client.post(url, {"items": [some[0].pk, some[1].pk], "save": "1", "name_en": "Noise"})
    noise = Theme.objects.get()
    assert CommentTheme.objects.filter(theme=noise).count() == 2
    html = client.post(url, {"items": some[0].pk, "query": f"theme={noise.pk}"}).content.decode()
    assert "Take them out of “Noise”" in html
    client.post(
        url,
        {"items": some[0].pk, "query": f"theme={noise.pk}", "save": "1", "name_en": "Bells", "leaves_old": "on"},
    )
    bells = Theme.objects.get(split_from=noise)
    assert set(CommentTheme.objects.values_list("comment", "theme")) == {(some[0].pk, bells.pk), (some[1].pk, noise.pk)}


def test_there_is_no_inline_script_or_style_of_ours(client, streets, bob):
    theme(streets, "Noise")
    CommentFactory(hub_thread=thread_of(streets))
    html = client.get(address(streets)).content.decode()
    ours = html[html.index("data-reading") : html.rindex("reading-dialog")]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", ours)
