"""Machine help before people: stored once, shown only while public, and never counted before somebody confirms it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from freezegun import freeze_time

from consultations.engine import grouping, theming
from consultations.engine.canonical import canonical_json
from consultations.enums import AnalysisKind, Judgement, SuggestionState
from consultations.models.analysis import AnalysisRun, GroupMember, SuggestedMember, TextGroup, ThemeSuggestion
from consultations.models.coding import Coding, CommentTheme
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.reports import consultation_figures
from consultations.reports.content import report_content
from consultations.reports.readiness import readiness
from consultations.reports.themes import theme_figures
from consultations.reports.trust import trust
from consultations.selectors.machine import groups_of, suggestions_of
from consultations.services.analysing import group_contributions, suggest_themes
from consultations.services.errors import ConsultationError, NotAllowedError
from consultations.services.reading import finish_coding, mark_read
from consultations.services.suggesting import find_alike, refuse_suggestion, take_suggestion
from consultations.views import machine
from hub.audit.models.entry import AuditEntry
from hub.contributions import services as contributions
from hub.contributions.models.comment import Comment
from hub.contributions.services.erasure import erase_author
from tests.consultations.texts_for_machines import ADDITION, LETTER, comments_on
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    coding,
    publish_report,
    theme,
    thread_of,
)
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
REAL = Path(settings.REAL_DATA_DIR)
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


def said(consultation, *bodies, **fields):
    thread = thread_of(consultation)
    return [CommentFactory(hub_thread=thread, body=body, **fields) for body in bodies]


def letters(consultation):
    """Three copies, one with a story, and two texts that stand alone."""
    return said(consultation, LETTER, LETTER.upper(), f"  {LETTER}", f"{LETTER} {ADDITION}", "I agree.", "I do not.")


def subjects(consultation, count=8):
    """Three subjects, by subject."""
    return [said(consultation, *comments_on("en", number, count)) for number in range(3)]


def address(consultation, name, *more):
    return reverse(name, args=[consultation.pk, *more])


def shown(run):
    """What a run found, without the keys of its rows."""
    groups = {(one.medoid_id, one.size, one.exact): set() for one in run.groups.all()}
    for member in GroupMember.objects.filter(group__run=run).select_related("group"):
        groups[member.group.medoid_id, member.group.size, member.group.exact].add(member.comment_id)
    heaps = [
        (one.terms, list(one.members.order_by("comment").values_list("comment", "score", "representative")))
        for one in run.suggestions.order_by("order")
    ]
    return groups, heaps


# --- runs -------------------------------------------------------------------------------------------------------------


def test_a_letter_with_a_story_is_in_its_group_and_short_words_are_not(consultation, bob):
    rows = letters(consultation)
    run = group_contributions(consultation, actor=bob, now=NOW)
    (group,) = run.groups.all()
    assert (group.medoid_id, group.size, group.exact) == (rows[0].pk, 4, False)
    assert set(group.members.values_list("comment", flat=True)) == {row.pk for row in rows[:4]}
    assert (run.version, run.texts, run.distinct) == (grouping.VERSION, 6, 4)


def test_the_same_texts_are_the_run_that_exists(consultation, bob):
    letters(consultation)
    subjects(consultation)
    groups = group_contributions(consultation, actor=bob, now=NOW)
    themes = suggest_themes(consultation, actor=bob, now=NOW)
    assert themes.suggestions.exists()
    entries = AuditEntry.objects.count()
    assert group_contributions(consultation, actor=bob, now=NOW + WEEK) == groups
    assert suggest_themes(consultation, actor=bob, now=NOW + WEEK) == themes
    assert AuditEntry.objects.count() == entries, "nothing was written"
    before = [shown(groups), shown(themes)]
    AnalysisRun.objects.all().delete()
    after = [work(consultation, actor=bob, now=NOW) for work in (group_contributions, suggest_themes)]
    assert [shown(run) for run in after] == before, "made anew it is identical"


def test_a_changed_text_or_another_version_is_another_run(consultation, bob):
    rows = letters(consultation)
    first = group_contributions(consultation, actor=bob, now=NOW)
    Comment.objects.filter(pk=rows[4].pk).update(comment="I agree, and so does my neighbour.")
    second = group_contributions(consultation, actor=bob, now=NOW)
    assert second.pk != first.pk
    assert AnalysisRun.objects.get() == second, "it took the place of the other"
    AnalysisRun.objects.update(version="grouping/0")
    assert group_contributions(consultation, actor=bob, now=NOW).version == grouping.VERSION


def test_where_a_body_is_empty_the_other_wording_is_compared(consultation, bob):
    said(consultation, "", "", suggested_text="The harbour is open until ten.")
    run = group_contributions(consultation, actor=bob, now=NOW)
    assert [group.size for group in run.groups.all()] == [2]


def test_only_published_texts_go_in(consultation, bob):
    thread = thread_of(consultation)
    for trait in ("pending", "withheld", "withdrawn", "confidential"):
        CommentFactory(hub_thread=thread, body=LETTER, **{trait: True})
    said(consultation, LETTER)
    run = group_contributions(consultation, actor=bob, now=NOW)
    assert (run.texts, run.groups.count()) == (1, 0)
    assert suggest_themes(consultation, actor=bob, now=NOW).texts == 1


@pytest.mark.parametrize("work", [group_contributions, suggest_themes], ids=["groups", "themes"])
def test_who_may_not_code_may_not_ask(consultation, work):
    said(consultation, LETTER)
    for person in (UserFactory(), UserFactory(editor=True), UserFactory(auditor=True)):
        with pytest.raises(NotAllowedError):
            work(consultation, actor=person, now=NOW)
    assert not AnalysisRun.objects.exists()


def test_the_audit_log_holds_figures_and_no_words(consultation, bob):
    letters(consultation)
    subjects(consultation)
    run = suggest_themes(consultation, actor=bob, now=NOW)
    take_suggestion(run.suggestions.first(), names={"en": ("Reading rooms", "")}, actor=bob, now=NOW)
    entries = AuditEntry.objects.filter(action__startswith="analysis.")
    assert sorted(entries.values_list("action", flat=True)) == [
        "analysis.grouped",
        "analysis.suggestion_taken",
        "analysis.themes_suggested",
    ]
    words = json.dumps([entry.data for entry in entries], default=str)
    assert "library" not in words
    assert "Reading" not in words
    assert "harbour" not in words


# --- what has left ----------------------------------------------------------------------------------------------------


def leave(comment, how, moderator):
    if how == "withheld":
        contributions.withhold(comment, actor=moderator, reason_code="off_topic", now=NOW)
    elif how == "withdrawn":
        contributions.withdraw(comment, actor=comment.user, now=NOW)
    else:
        erase_author(comment.user, now=NOW)


@pytest.mark.parametrize("how", ["withheld", "withdrawn", "erased"])
def test_what_leaves_is_not_shown_meanwhile_and_gone_with_the_next_run(client, consultation, bob, how):
    alice = accounts.alice()
    secret = f"{LETTER} My pier is the one with the blue lantern, and everybody in town knows my name and my boat."
    (mine,) = said(consultation, secret, user=alice, email=alice.email)
    said(consultation, LETTER, LETTER)
    run = group_contributions(consultation, actor=bob, now=NOW)
    group = run.groups.get()
    assert group.size == 3
    page = address(consultation, "consultation_machine_group", group.pk)
    assert "blue lantern" in client.get(page).content.decode()
    leave(Comment.objects.get(pk=mine.pk), how, bob)
    seen = client.get(page).content.decode()
    assert "blue lantern" not in seen
    assert mine.reference not in seen
    assert [row.public for row in groups_of(consultation)] == [2]
    again = group_contributions(consultation, actor=bob, now=NOW)
    assert [one.size for one in again.groups.all()] == [2]
    assert not GroupMember.objects.filter(comment=mine.pk).exists()


def test_where_the_letter_itself_has_left_another_member_stands_for_it(client, consultation, bob):
    first, *_others = said(consultation, LETTER, f"{LETTER} Thank you for reading.", LETTER.upper())
    group = group_contributions(consultation, actor=bob, now=NOW).groups.get()
    assert group.medoid_id == first.pk
    contributions.withhold(first, actor=bob, reason_code="off_topic", now=NOW)
    seen = client.get(address(consultation, "consultation_machine_groups")).content.decode()
    assert first.reference not in seen
    assert "2 contributions like" in seen


def test_a_suggestion_of_which_too_few_are_public_is_not_shown(client, consultation, bob):
    heaps = subjects(consultation, count=5)
    run = suggest_themes(consultation, actor=bob, now=NOW)
    heap = next(one for one in run.suggestions.all() if one.members.filter(comment=heaps[0][0]).exists())
    members = list(Comment.objects.filter(pk__in=heap.members.values("comment")))
    for comment in members[2:]:
        contributions.withhold(comment, actor=bob, reason_code="off_topic", now=NOW)
    assert heap.pk not in {one.pk for one in suggestions_of(consultation)}
    page = address(consultation, "consultation_machine_theme", heap.pk)
    assert client.get(page).status_code == 302
    suggest_themes(consultation, actor=bob, now=NOW)
    gone = SuggestedMember.objects.filter(comment__in=members[2:], suggestion__state=SuggestionState.OPEN)
    assert not gone.exists()


# --- suggestions ------------------------------------------------------------------------------------------------------


def test_a_taken_suggestion_is_a_theme_whose_members_wait_for_people(consultation, bob):
    subjects(consultation)
    suggestion = suggest_themes(consultation, actor=bob, now=NOW).suggestions.first()
    names = {"en": ("Reading", "Libraries and books"), "fr": ("Lecture", ""), "ar": ("القراءة", "")}
    taken = take_suggestion(suggestion, names=names, actor=bob, now=NOW)
    rows = Coding.objects.filter(theme=taken)
    assert rows.count() == suggestion.members.count() > 0
    assert {(row.machine, row.reader_id, row.judgement) for row in rows} == {(theming.VERSION, None, Judgement.BELONGS)}
    assert dict(rows.values_list("comment", "score")) == dict(suggestion.members.values_list("comment", "score"))
    assert not CommentTheme.objects.exists(), "nothing counts before a person confirms it"
    assert theme_figures(consultation).by_theme[0].comments == 0
    assert consultation_figures(consultation).read == 0
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.theme, suggestion.decided_by) == (SuggestionState.TAKEN, taken, bob)
    assert take_suggestion(suggestion, names=names, actor=bob, now=NOW) == taken, "a double click is one theme"
    assert Theme.objects.count() == 1


def test_a_person_s_judgement_is_never_written_over(consultation, bob):
    subjects(consultation)
    trees = theme(consultation, "Trees", actor=bob)
    suggestion = suggest_themes(consultation, actor=bob, now=NOW).suggestions.first()
    first, second, *_others = Comment.objects.filter(pk__in=suggestion.members.values("comment")).order_by("pk")
    coding(trees, first, belongs=False, reader=bob)
    coding(trees, second, reader=bob)
    before = list(Coding.objects.order_by("pk").values())
    take_suggestion(suggestion, into=trees, actor=bob, now=NOW + WEEK)
    assert list(Coding.objects.filter(machine="").order_by("pk").values()) == before
    named = set(Coding.objects.exclude(machine="").values_list("comment", flat=True))
    assert named.isdisjoint({first.pk, second.pk})
    assert set(CommentTheme.objects.values_list("comment", flat=True)) == {second.pk}


def test_what_was_decided_stays_and_does_not_come_back(consultation, bob):
    subjects(consultation)
    run = suggest_themes(consultation, actor=bob, now=NOW)
    taken, refused, *_open = run.suggestions.all()
    made = take_suggestion(taken, names={"en": ("Reading", "")}, actor=bob, now=NOW)
    refuse_suggestion(refused, actor=bob, now=NOW)
    with pytest.raises(ConsultationError):
        take_suggestion(refused, names={"en": ("Again", "")}, actor=bob, now=NOW)
    with pytest.raises(ConsultationError):
        refuse_suggestion(taken, actor=bob, now=NOW)
    said(consultation, "Something else altogether.")
    again = suggest_themes(consultation, actor=bob, now=NOW + WEEK)
    assert again.pk != run.pk
    kept = {one.pk: one.state for one in ThemeSuggestion.objects.exclude(state=SuggestionState.OPEN)}
    assert kept == {taken.pk: SuggestionState.TAKEN, refused.pk: SuggestionState.REFUSED}
    assert Coding.objects.filter(theme=made).exists()
    decided = [set(one.members.values_list("comment", flat=True)) for one in (taken, refused)]
    for one in again.suggestions.all():
        assert set(one.members.values_list("comment", flat=True)) not in decided


def test_more_like_a_theme_is_named_and_waits(consultation, bob):
    heaps = subjects(consultation, count=12)
    for number, name in enumerate(("Reading", "Cycling", "Trees")):
        coding(theme(consultation, name, actor=bob), *heaps[number][:5], reader=bob)
    reading = Theme.objects.get(names__name="Reading")
    coding(reading, heaps[0][5], belongs=False, reader=bob)
    before = list(Coding.objects.filter(machine="").order_by("pk").values())
    count = find_alike(reading, actor=bob, now=NOW)
    found = set(Coding.objects.filter(theme=reading).exclude(machine="").values_list("comment", flat=True))
    assert len(found) == count > 0
    assert found <= {comment.pk for comment in heaps[0][6:]}, "only its own subject, and nothing that was judged"
    assert find_alike(reading, actor=bob, now=NOW + WEEK) == 0, "asked again it has nothing to add"
    assert list(Coding.objects.filter(machine="").order_by("pk").values()) == before
    assert {row.comments for row in theme_figures(consultation).by_theme} == {5}


def test_a_theme_that_hardly_anything_was_given_teaches_nothing(consultation, bob):
    heaps = subjects(consultation)
    trees = theme(consultation, "Trees", actor=bob)
    coding(trees, heaps[2][0], reader=bob)
    with pytest.raises(ConsultationError):
        find_alike(trees, actor=bob, now=NOW)


# --- figures ----------------------------------------------------------------------------------------------------------


def texts(consultation, **how):
    found = consultation_figures(consultation, **how).texts
    return found.distinct, found.groups, found.grouped, found.grouping


def test_figures_are_right_at_any_time_and_pages_show_what_was_found_last(consultation, bob):
    letters(consultation)
    assert texts(consultation) == (4, 1, 4, "near")
    assert texts(consultation, stored_texts=True) == (4, 1, 3, "exact")
    group_contributions(consultation, actor=bob, now=NOW)
    assert texts(consultation) == texts(consultation, stored_texts=True) == (4, 1, 4, "near")
    said(consultation, f"{LETTER} I hope that you listen.")
    assert texts(consultation) == (5, 1, 5, "near"), "the stored groups are of other texts"
    assert texts(consultation, stored_texts=True) == (4, 1, 4, "near")
    assert consultation_figures(consultation, stored_texts=True).texts.counted_at == NOW
    assert consultation_figures(consultation).texts.version == grouping.VERSION


def test_the_report_freezes_how_far_the_machine_was_right(consultation, bob):
    heaps = subjects(consultation)
    run = suggest_themes(consultation, actor=bob, now=NOW)
    heap = next(one for one in run.suggestions.all() if one.members.filter(comment=heaps[0][0]).exists())
    taken = take_suggestion(heap, names={"en": ("Reading", "")}, actor=bob, now=NOW)
    members = list(Comment.objects.filter(pk__in=heap.members.values("comment")).order_by("pk"))
    coding(taken, *members[1:-1], reader=bob, now=NOW + WEEK)
    coding(taken, members[0], belongs=False, reader=bob, now=NOW + WEEK)
    found = trust(consultation)
    count = len(members)
    assert (found.suggested, found.confirmed, found.refused, found.left) == (count, count - 2, 1, 1)
    assert found.looked_at == count - 1
    assert (found.measured.both, found.measured.only_machine) == (count - 2, 1)
    assert found.measured.f1_low < found.measured.f1 < found.measured.f1_high
    assert [one.code for one in readiness(consultation, NOW).blocking if one.code == "not_read"] == ["not_read"]
    mark_read(consultation, Comment.objects.all(), actor=bob, now=NOW)
    answer(consultation, 0)
    record = json.loads(publish_report(consultation).content)["figures"]
    assert record["machine"]["version"] == theming.VERSION
    assert record["machine"]["suggested"] == count
    assert record["machine"]["f1"] == trust(consultation).measured.f1
    assert (record["grouping"], record["grouping_version"]) == ("near", grouping.VERSION)


def test_what_people_said_before_the_machine_spoke_is_no_test_of_it(consultation, bob):
    heaps = subjects(consultation, count=12)
    for number, name in enumerate(("Reading", "Cycling", "Trees")):
        coding(theme(consultation, name, actor=bob), *heaps[number][:5], reader=bob, now=NOW)
    reading = Theme.objects.get(names__name="Reading")
    find_alike(reading, actor=bob, now=NOW + WEEK)
    suggested = Comment.objects.filter(pk__in=Coding.objects.exclude(machine="").values("comment"))
    coding(reading, *suggested, reader=bob, now=NOW + WEEK)
    measured = trust(consultation).measured
    assert (measured.only_people, measured.only_machine, measured.f1) == (0, 0, 1000)


def test_without_a_machine_the_record_says_so(consultation, bob):
    said(consultation, "I agree.")
    record = report_content(consultation)["figures"]
    assert (record["machine"]["suggested"], record["machine"]["f1"], record["machine"]["version"]) == (0, None, "")
    assert (record["second_reading"]["contributions"], record["second_reading"]["kappa"]) == (0, None)
    assert canonical_json(record)


def test_two_readers_are_compared(consultation, bob):
    rows = said(consultation, *[f"Number {n} of ten." for n in range(10)])
    trees, eve = theme(consultation, "Trees", actor=bob), UserFactory(analyst=True)
    for reader, given in ((bob, rows[:5]), (eve, rows[:4])):
        coding(trees, *given, reader=reader)
        finish_coding(consultation, rows, actor=reader, now=NOW)
    second = trust(consultation).second
    assert (second.contributions, second.decisions, second.share, second.kappa) == (10, 10, 900, 800)


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


# --- real letters -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="real data are not in REAL_DATA_DIR")
def test_a_real_campaign_is_seven_letters(tmp_path, bob):
    consultation = ConsultationFactory(open=True, slug="docket", clauses=1)
    path = tmp_path / "letters.csv"
    with REAL.joinpath("campaigns", "EPA-R06-OAR-2020-0510-0001.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["external_id", "body", "channel"])
        writer.writerows([f"{one['name']}/{n}", one["text"], "email"] for n, one in enumerate(rows))
    out = StringIO()
    call_command("import_contributions", str(path), "--consultation", "docket", "--json", stdout=out)
    live = consultation_figures(consultation).texts
    assert (live.distinct, live.groups, live.grouped) == (45, 7, 310)
    run = group_contributions(consultation, actor=bob, now=NOW)
    assert (run.texts, run.distinct, run.groups.count()) == (313, 45, 7)
    stored = consultation_figures(consultation).texts
    assert stored == live, "the report says the same whether it was stored or not"
    assert group_contributions(consultation, actor=bob, now=NOW) == run
