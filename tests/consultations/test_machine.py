"""Machine help in the records: stored once, gone with what has left, and never counted before somebody confirms it."""

from __future__ import annotations

import json

import pytest
from freezegun import freeze_time

from consultations.engine import grouping, theming
from consultations.enums import Judgement, SuggestionState
from consultations.models.analysis import AnalysisRun, GroupMember, SuggestedMember, ThemeSuggestion
from consultations.models.coding import Coding, CommentTheme
from consultations.models.theme import Theme
from consultations.reports import consultation_figures
from consultations.reports.themes import theme_figures
from consultations.selectors.machine import groups_of, suggestions_of
from consultations.services.analysing import group_contributions, suggest_themes
from consultations.services.errors import ConsultationError, NotAllowedError
from consultations.services.suggesting import find_alike, refuse_suggestion, take_suggestion
from hub.audit.models.entry import AuditEntry
from hub.contributions import services as contributions
from hub.contributions.models.comment import Comment
from hub.contributions.services.erasure import erase_author
from tests.consultations.machine_cases import address, letters, said, subjects
from tests.consultations.texts_for_machines import LETTER
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    coding,
    theme,
    thread_of,
)
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
def consultation():
    return ConsultationFactory(analysis=True, clauses=1)


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
