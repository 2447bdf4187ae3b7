"""Judgements of readers and what stands by them; reading, finishing, notes, filters, chosen contributions."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models.coding import Coding, CommentTheme, Reading, SavedFilter, StaffNote
from consultations.models.selection import Selection
from consultations.selectors.reading_filters import ReadingFilters
from consultations.selectors.second_reading import second_reading
from consultations.services.coding import judge, recode
from consultations.services.errors import ConsultationError, NotAllowedError
from consultations.services.reading import (
    delete_filter,
    delete_note,
    finish_coding,
    mark_read,
    mark_unread,
    save_filter,
    write_note,
)
from consultations.services.selecting import select_comments
from consultations.services.theming import merge_themes
from hub.accounts.services.erasure import erase_account
from hub.audit.models.entry import AuditEntry
from hub.contributions import services as contributions
from hub.core.registries import personal_data
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, ConsultationFactory, coding, theme, thread_of
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def bob():
    return accounts.bob()


@pytest.fixture
def eve():
    return UserFactory(email="eve@example.org", analyst=True)


@pytest.fixture
def noise(streets):
    return theme(streets, "Noise")


@pytest.fixture
def one(streets):
    return CommentFactory(hub_thread=thread_of(streets), body="The bells ring at night.")


def has(comment, theme):
    return CommentTheme.objects.filter(comment=comment, theme=theme).exists()


# --- what stands ------------------------------------------------------------------------------------------------------


def test_one_person_is_enough_and_may_change_their_mind(noise, one, bob):
    coding(noise, one, reader=bob)
    assert has(one, noise)
    coding(noise, one, reader=bob, belongs=False)
    assert not has(one, noise)
    assert Coding.objects.count() == 1


def test_asked_twice_nothing_changes(noise, one, bob):
    assert judge([one, one], noise, belongs=True, actor=bob, now=NOW).changed == 1
    assert judge([one], noise, belongs=True, actor=bob, now=NOW + HOUR).changed == 0
    assert Coding.objects.get().given_at == NOW
    assert AuditEntry.objects.filter(action="coding.judged").count() == 1


def test_the_latest_who_settles_has_the_last_word(streets, noise, one, bob, eve):
    coding(noise, one, reader=bob)
    coding(noise, one, reader=eve, belongs=False)
    assert has(one, noise), "one who says yes is enough while nothing is settled"
    finish_coding(streets, [one], actor=eve, now=NOW)
    coding(noise, one, reader=eve, belongs=False, settles=True, now=NOW + HOUR)
    assert not has(one, noise)
    finish_coding(streets, [one], actor=bob, now=NOW)
    coding(noise, one, reader=bob, settles=True, now=NOW + 2 * HOUR)
    assert has(one, noise)


def test_the_machine_only_suggests(streets, noise, one, bob):
    Coding.objects.create(comment=one, theme=noise, machine="machine/1", judgement="belongs", score=900, given_at=NOW)
    recode(streets)
    assert not has(one, noise)
    coding(noise, one, reader=bob, belongs=False)
    assert not has(one, noise)
    assert Coding.objects.get(machine="machine/1").judgement == "belongs", "the machine's row is never changed"


def test_only_published_and_confidential_ones_are_coded(streets, noise, bob):
    thread = thread_of(streets)
    quiet = CommentFactory(hub_thread=thread, confidential=True)
    hidden = [
        CommentFactory(hub_thread=thread, pending=True),
        CommentFactory(hub_thread=thread, withheld=True),
        CommentFactory(hub_thread=thread, withdrawn=True),
    ]
    judged = judge([quiet, *hidden], noise, belongs=True, actor=bob, now=NOW)
    assert (judged.changed, judged.gone) == (1, 3)
    assert list(CommentTheme.objects.values_list("comment", flat=True)) == [quiet.pk]


def test_a_contribution_of_another_consultation_is_refused_with_all_the_others(noise, one, bob):
    theirs = CommentFactory(hub_thread=thread_of(ConsultationFactory(open=True)))
    with pytest.raises(ConsultationError, match="another consultation"):
        judge([one, theirs], noise, belongs=True, actor=bob, now=NOW)
    assert not Coding.objects.exists()


def test_who_may_not_code_can_do_none_of_it(streets, noise, one, eve):
    carol = accounts.carol()
    note = write_note(streets, one, "Check the date.", actor=eve, now=NOW)
    saved = save_filter(streets, "Bells", ReadingFilters(words="bells"), actor=eve, now=NOW)
    for verb in (
        lambda: judge([one], noise, belongs=True, actor=carol, now=NOW),
        lambda: mark_read(streets, [one], actor=carol, now=NOW),
        lambda: mark_unread(streets, [one], actor=carol, now=NOW),
        lambda: finish_coding(streets, [one], actor=carol, now=NOW),
        lambda: write_note(streets, one, "So?", actor=carol, now=NOW),
        lambda: delete_note(streets, note, actor=carol, now=NOW),
        lambda: save_filter(streets, "Mine", ReadingFilters(words="x"), actor=carol, now=NOW),
        lambda: delete_filter(streets, saved, actor=carol, now=NOW),
        lambda: select_comments(streets, [one], titles={"en": "Bells"}, actor=carol, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            verb()
    assert not Coding.objects.exists()
    assert StaffNote.objects.count() == SavedFilter.objects.count() == 1


def test_many_at_once_cost_what_few_cost(streets, noise, bob):
    thread, counts = thread_of(streets), []
    some = [CommentFactory(hub_thread=thread) for _each in range(40)]
    judge(some[:1], noise, belongs=True, actor=bob, now=NOW)
    for chosen in (some[1:3], some[3:]):
        with CaptureQueriesContext(connection) as captured:
            judge(chosen, noise, belongs=True, actor=bob, now=NOW)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert CommentTheme.objects.count() == 40


def test_what_stands_is_made_anew_from_what_readers_said(streets, noise, one, bob, eve):
    sound = theme(streets, "Sound")
    other = CommentFactory(hub_thread=thread_of(streets, 1))
    coding(noise, one, reader=bob)
    coding(sound, other, reader=eve)
    merge_themes(sound, into=noise, actor=bob, now=NOW)
    right = set(CommentTheme.objects.values_list("comment", "theme"))
    CommentTheme.objects.filter(comment=one).delete()
    CommentTheme.objects.create(comment=other, theme=sound)
    out = StringIO()
    call_command("recode_contributions", "streets", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"slug": "streets", "contributions": 2, "added": 1, "removed": 1}
    assert (
        set(CommentTheme.objects.values_list("comment", "theme")) == right == {(one.pk, noise.pk), (other.pk, noise.pk)}
    )


def test_the_record_of_a_judgement_holds_ids(noise, one, bob):
    coding(noise, one, reader=bob)
    entry = AuditEntry.objects.get(action="coding.judged")
    assert entry.subject_id == str(noise.pk)
    assert (entry.data["comment"], entry.data["judgement"], entry.data["count"]) == (one.pk, "belongs", 1)


# --- reading and the second reader ------------------------------------------------------------------------------------


def test_read_unread_and_read_again(streets, one, bob):
    assert mark_read(streets, [one], actor=bob, now=NOW) == 1
    assert mark_read(streets, [one], actor=bob, now=NOW) == 0
    assert mark_unread(streets, [one], actor=bob, now=NOW) == 1
    assert not Reading.objects.exists()
    finish_coding(streets, [one], actor=bob, now=NOW)
    finish_coding(streets, [one], actor=bob, now=NOW + HOUR)
    row = Reading.objects.get()
    assert (row.read_at, row.coded_at) == (NOW, NOW)
    with pytest.raises(ConsultationError, match="stays read"):
        mark_unread(streets, [one], actor=bob, now=NOW)


def test_agreement_is_of_what_both_said_before_they_saw_each_other(streets, noise, one, bob, eve):
    dust = theme(streets, "Dust")
    alone = CommentFactory(hub_thread=thread_of(streets, 1))
    coding(noise, one, alone, reader=bob)
    coding(noise, one, reader=eve)
    coding(dust, one, reader=eve)
    finish_coding(streets, [one, alone], actor=bob, now=NOW)
    finish_coding(streets, [one], actor=eve, now=NOW)
    found = second_reading(streets)
    assert (found.contributions, found.decisions, found.share) == (1, 2, 500), "of two themes they agree on one"
    assert found.differing == (one.pk,)
    coding(dust, one, reader=bob, now=NOW + HOUR)
    assert Coding.objects.get(theme=dust, reader=bob).settles, "said in sight of the other, so it settles"
    found = second_reading(streets)
    assert found.share == 500, "the agreement does not grow by giving in afterwards"
    assert found.differing == ()


def test_a_theme_made_afterwards_is_no_difference(streets, noise, one, bob, eve):
    for reader in (bob, eve):
        coding(noise, one, reader=reader)
        finish_coding(streets, [one], actor=reader, now=NOW)
    young = theme(streets, "Bells", now=NOW + HOUR)
    coding(young, one, reader=bob, now=NOW + HOUR)
    assert second_reading(streets).share == 1000


def test_who_has_not_finished_settles_nothing(streets, noise, one, bob, eve):
    coding(noise, one, reader=bob)
    with pytest.raises(ConsultationError, match="Finish your own coding first"):
        coding(noise, one, reader=eve, belongs=False, settles=True)
    assert has(one, noise)


# --- notes, filters, selections ---------------------------------------------------------------------------------------


def test_notes_are_ones_own_and_a_double_click_writes_one(streets, one, bob, eve):
    note = write_note(streets, one, "  Ask the harbour office. ", actor=bob, now=NOW)
    assert write_note(streets, one, "Ask the harbour office.", actor=bob, now=NOW) == note
    delete_note(streets, note, actor=eve, now=NOW)
    assert StaffNote.objects.count() == 1, "of somebody else"
    for text in (" ", "x" * 2001):
        with pytest.raises(ConsultationError):
            write_note(streets, one, text, actor=bob, now=NOW)
    delete_note(streets, note, actor=bob, now=NOW)
    assert not StaffNote.objects.exists()


def test_a_filter_is_kept_by_name_for_its_owner(streets, bob, eve):
    save_filter(streets, "Bells", ReadingFilters(words="bells"), actor=bob, now=NOW)
    again = save_filter(streets, "Bells", ReadingFilters(words="bells", position="oppose"), actor=bob, now=NOW)
    save_filter(streets, "Bells", ReadingFilters(words="x"), actor=eve, now=NOW)
    assert SavedFilter.objects.count() == 2
    assert ReadingFilters.of(dict(pair.split("=") for pair in again.query.split("&"))).position == "oppose"
    with pytest.raises(ConsultationError):
        save_filter(streets, "Everything", ReadingFilters(), actor=bob, now=NOW)
    delete_filter(streets, again, actor=eve, now=NOW)
    assert SavedFilter.objects.count() == 2
    delete_filter(streets, again, actor=bob, now=NOW)
    assert SavedFilter.objects.get().owner == eve


def test_filters_that_make_no_sense_are_none(streets):
    asked = {"clause": "x", "theme": "y", "unread": "z", "position": "loud", "page": "7", "words": " a \x00 b "}
    assert ReadingFilters.of(asked) == ReadingFilters(words="a b")
    blind = ReadingFilters.of({"readers": "second", "theme": "none"})
    assert not blind.without_theme, "the second reader's list tells nothing of the first one's themes"


def test_chosen_contributions_are_kept_under_a_title_once(streets, one, bob):
    quiet = CommentFactory(hub_thread=thread_of(streets, 1), confidential=True)
    titles = {"en": "Bells at night", "fr": "Les cloches", "ar": ""}
    first = select_comments(streets, [one, quiet], titles=titles, actor=bob, now=NOW)
    assert select_comments(streets, [quiet, one, one], titles=titles, actor=bob, now=NOW) == first
    assert set(first.members.values_list("comment", flat=True)) == {one.pk, quiet.pk}
    assert dict(first.titles.values_list("language", "title")) == {"en": "Bells at night", "fr": "Les cloches"}
    assert select_comments(streets, [one], titles=titles, actor=bob, now=NOW) != first
    assert AuditEntry.objects.filter(action="selection.made").count() == 2


def test_nothing_hidden_or_foreign_is_chosen_and_a_title_is_asked_for(streets, one, bob):
    hidden = CommentFactory(hub_thread=thread_of(streets), pending=True)
    theirs = CommentFactory(hub_thread=thread_of(ConsultationFactory(open=True)))
    for comments, titles in (([hidden], {"en": "Bells"}), ([one, theirs], {"en": "Bells"}), ([one], {"en": " "})):
        with pytest.raises(ConsultationError):
            select_comments(streets, comments, titles=titles, actor=bob, now=NOW)
    assert not Selection.objects.exists()


# --- personal data ----------------------------------------------------------------------------------------------------


def test_when_a_citizen_leaves_what_staff_noted_about_them_goes(streets, noise, one, bob):
    alice = accounts.alice()
    hers = CommentFactory(hub_thread=thread_of(streets), user=alice, email=alice.email)
    quiet = CommentFactory(hub_thread=thread_of(streets), user=alice, email=alice.email, confidential=True)
    for comment in (hers, quiet, one):
        write_note(streets, comment, "Lives near the harbour.", actor=bob, now=NOW)
    coding(noise, hers, quiet, reader=bob)
    erase_account(alice, actor=alice, now=NOW)
    assert [note.comment_id for note in StaffNote.objects.all()] == [one.pk]
    assert has(hers, noise), "figures stay"


def test_notes_go_whichever_app_is_asked_first(streets, one, bob):
    alice = accounts.alice()
    hers = CommentFactory(hub_thread=thread_of(streets), user=alice, email=alice.email)
    write_note(streets, hers, "Lives near the harbour.", actor=bob, now=NOW)
    personal_data.get("consultations").erase(alice, now=NOW)
    assert not StaffNote.objects.exists()
    write_note(streets, hers, "Lives near the harbour.", actor=bob, now=NOW)
    contributions.erase_author(alice, now=NOW)
    personal_data.get("consultations").erase(alice, now=NOW)
    assert not StaffNote.objects.exists()


def test_when_a_reader_leaves_judgements_stay_without_the_name(streets, noise, one, bob, eve):
    coding(noise, one, reader=bob)
    finish_coding(streets, [one], actor=bob, now=NOW)
    write_note(streets, one, "Ask the harbour office.", actor=bob, now=NOW)
    write_note(streets, one, "They say no.", actor=eve, now=NOW)
    save_filter(streets, "Bells", ReadingFilters(words="bells"), actor=bob, now=NOW)
    exported = personal_data.get("consultations").export(bob)
    assert [row["reference"] for row in exported["codings"]] == [one.reference]
    assert [row["text"] for row in exported["staff_notes"]] == ["Ask the harbour office."]
    assert [len(exported[name]) for name in ("readings", "saved_filters")] == [1, 1]
    assert "bells ring" not in json.dumps(exported)
    erase_account(bob, actor=bob, now=NOW)
    recode(streets)
    assert has(one, noise)
    assert Coding.objects.get().reader is None
    assert Reading.objects.get().reader is None
    assert [note.author for note in StaffNote.objects.all()] == [eve]
    assert not SavedFilter.objects.exists()


def test_the_register_names_what_the_workspace_keeps():
    fields = {row.field for row in personal_data.get("consultations").fields()}
    assert fields == {
        "consultations.StaffNote.text",
        "consultations.Reading.reader",
        "consultations.Coding.reader",
        "consultations.SavedFilter.owner",
    }
