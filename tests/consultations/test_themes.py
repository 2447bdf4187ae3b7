"""The tree of themes: what moves, what stays, and that nothing of its history is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultations.enums import ThemeEvent, ThemeState
from consultations.models.coding import Coding, CommentTheme
from consultations.models.outcome import Outcome
from consultations.models.theme import Theme, ThemeChange
from consultations.selectors.themes import theme_history, theme_tree
from consultations.services.errors import ConsultationError, NotAllowedError
from consultations.services.theming import (
    create_theme,
    gather_theme,
    merge_themes,
    move_theme,
    rename_theme,
    retire_theme,
    revive_theme,
    split_theme,
)
from hub.audit.models.entry import AuditEntry
from hub.contributions import services as contributions
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, coding, theme, thread_of
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return accounts.bob()


@pytest.fixture
def said(streets):
    """Four contributions."""
    return [CommentFactory(hub_thread=thread_of(streets, index % 3)) for index in range(4)]


def names(**texts):
    return {code: (text, "") for code, text in texts.items()}


def standing(one):
    return set(CommentTheme.objects.filter(theme=one).values_list("comment", flat=True))


def keys(comments):
    return {comment.pk for comment in comments}


def figures(consultation, language="en"):
    return {node.called.name: (node.own, node.total) for node in theme_tree(consultation, language).nodes}


# --- who and when -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["announced", "open", "analysis"])
@pytest.mark.parametrize("role", ["citizen", "editor", "moderator", "analyst", "auditor", "budget_officer"])
def test_who_makes_a_theme_and_when(role, phase):
    consultation = ConsultationFactory(**{phase: True})
    person = UserFactory() if role == "citizen" else UserFactory(**{role: True})
    allowed = role in ("moderator", "analyst") and phase != "announced"
    try:
        create_theme(consultation, names=names(en="Noise"), actor=person, now=NOW)
    except NotAllowedError:
        assert not allowed
    else:
        assert allowed
    assert Theme.objects.exists() is allowed


def test_every_verb_asks_who_one_is(streets, bob, said):
    noise, dust = theme(streets, "Noise"), theme(streets, "Dust")
    outsider = accounts.dan()
    verbs = [
        lambda: rename_theme(noise, names=names(en="Sound"), actor=outsider, now=NOW),
        lambda: move_theme(noise, parent=dust, actor=outsider, now=NOW),
        lambda: merge_themes(noise, into=dust, actor=outsider, now=NOW),
        lambda: split_theme(noise, names=names(en="Bells"), comments=said, actor=outsider, now=NOW),
        lambda: gather_theme(streets, names=names(en="Bells"), comments=said, actor=outsider, now=NOW),
        lambda: retire_theme(noise, actor=outsider, now=NOW),
        lambda: revive_theme(noise, actor=outsider, now=NOW),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowedError):
            verb()
    assert ThemeChange.objects.count() == 2


# --- names and places -------------------------------------------------------------------------------------------------


def test_a_theme_has_names_in_each_language_and_falls_back_saying_which(streets, bob):
    create_theme(streets, names={"en": ("Noise", "Loud things"), "ar": ("الضوضاء", "")}, actor=bob, now=NOW)
    (english,) = theme_tree(streets, "en").nodes
    (french,) = theme_tree(streets, "fr").nodes
    (arabic,) = theme_tree(streets, "ar").nodes
    assert (english.called.name, english.called.other_language) == ("Noise", "")
    assert (french.called.name, french.called.other_language) == ("Noise", "en")
    assert (arabic.called.name, arabic.called.other_language) == ("الضوضاء", "")


def test_a_double_click_makes_one_theme_and_another_of_the_same_name_is_refused(streets, bob):
    first = theme(streets, "Noise")
    assert theme(streets, "Noise") == first
    with pytest.raises(ConsultationError) as refused:
        create_theme(streets, names={"en": ("noise", "Something else")}, actor=bob, now=NOW)
    assert refused.value.where == "name_en"
    assert "Noise" in refused.value.message
    below = theme(streets, "Noise", parent=first)
    assert below != first, "at another place it is another theme"
    assert ThemeChange.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"en": (" ", "")}, "name_en"),
        ({"en": ("", "only a description")}, "name_en"),
        ({"en": ("x" * 121, "")}, "name_en"),
        ({"fr": ("Bruit", "x" * 501)}, "description_fr"),
        ({"de": ("Lärm", "")}, "names"),
    ],
)
def test_names_that_cannot_be_are_refused_beside_their_field(streets, bob, given, where):
    with pytest.raises(ConsultationError) as refused:
        create_theme(streets, names=given, actor=bob, now=NOW)
    assert refused.value.where == where
    assert not Theme.objects.exists()


def test_renaming_keeps_what_it_was_called(streets, bob):
    noise = theme(streets, "Noise", fr=("Le bruit", ""))
    rename_theme(noise, names=names(en="Sound"), actor=bob, now=NOW)
    rename_theme(noise, names=names(en="Sound"), actor=bob, now=NOW)
    change = ThemeChange.objects.get(event=ThemeEvent.RENAMED)
    assert change.before == {
        "names": {
            "en": {"name": "Noise", "description": ""},
            "fr": {"name": "Le bruit", "description": ""},
        },
        "parent": None,
        "state": "active",
    }
    assert change.made_by == bob
    history = theme_history(noise, "en")
    assert [line.event for line in history] == ["Renamed", "Created"]
    assert history[0].before_name == "Noise"


def test_the_record_holds_ids_and_no_words(streets, bob):
    noise = theme(streets, "Noise at night")
    rename_theme(noise, names=names(en="Sound at night"), actor=bob, now=NOW)
    rows = list(AuditEntry.objects.filter(action__startswith="theme.").order_by("sequence"))
    assert [row.action for row in rows] == ["theme.created", "theme.renamed"]
    assert {row.subject_id for row in rows} == {str(noise.pk)}
    assert "night" not in str([row.data for row in rows])


def test_a_theme_moves_with_what_stands_below_it_and_never_below_itself(streets, bob):
    city, noise = theme(streets, "City"), theme(streets, "Noise")
    bells = theme(streets, "Bells", parent=noise)
    move_theme(noise, parent=city, actor=bob, now=NOW)
    assert [(node.called.name, node.depth) for node in theme_tree(streets, "en").nodes] == [
        ("City", 0),
        ("Noise", 1),
        ("Bells", 2),
    ]
    city.refresh_from_db()
    for parent in (city, noise, bells):
        with pytest.raises(ConsultationError, match="below itself"):
            move_theme(city, parent=parent, actor=bob, now=NOW)
    bells.refresh_from_db()
    move_theme(bells, parent=None, actor=bob, now=NOW)
    assert Theme.objects.get(pk=bells.pk).parent is None


def test_a_theme_of_another_consultation_is_refused_everywhere(streets, bob, said):
    other = ConsultationFactory(open=True)
    noise, foreign = theme(streets, "Noise"), theme(other, "Parks")
    theirs = CommentFactory(hub_thread=thread_of(other))
    for wrong in (
        lambda: create_theme(streets, names=names(en="Bells"), parent=foreign, actor=bob, now=NOW),
        lambda: move_theme(noise, parent=foreign, actor=bob, now=NOW),
        lambda: merge_themes(noise, into=foreign, actor=bob, now=NOW),
        lambda: split_theme(noise, names=names(en="Bells"), comments=[*said, theirs], actor=bob, now=NOW),
        lambda: gather_theme(streets, names=names(en="Bells"), comments=[theirs], actor=bob, now=NOW),
    ):
        with pytest.raises(ConsultationError, match="another consultation"):
            wrong()
    assert Theme.objects.count() == 2
    assert not Coding.objects.exists()


# --- merging and splitting --------------------------------------------------------------------------------------------


def test_merging_keeps_the_codings_and_moves_figures_and_children(streets, bob, said):
    noise, sound = theme(streets, "Noise"), theme(streets, "Sound")
    bells = theme(streets, "Bells", parent=noise)
    coding(noise, said[0], said[1])
    coding(sound, said[1], said[2])
    coding(bells, said[3])
    merge_themes(noise, into=sound, actor=bob, now=NOW)
    assert standing(sound) == keys(said[:3])
    assert not standing(noise)
    assert Coding.objects.filter(theme=noise).count() == 2, "what was coded stays as it was coded"
    assert figures(streets) == {"Sound": (3, 4), "Bells": (1, 1)}
    assert Theme.objects.get(pk=bells.pk).parent == sound
    noise.refresh_from_db()
    assert (noise.state, noise.merged_into) == (ThemeState.MERGED, sound)
    change = ThemeChange.objects.get(theme=noise, event=ThemeEvent.MERGED)
    assert change.other == sound
    assert change.before["names"]["en"]["name"] == "Noise"
    assert [line.about_this for line in theme_history(sound, "en")] == [False, True]
    merge_themes(noise, into=sound, actor=bob, now=NOW)
    assert ThemeChange.objects.filter(event=ThemeEvent.MERGED).count() == 1, "a double click merges once"


def test_merging_into_what_stands_below_it_leaves_no_circle(streets, bob):
    top = theme(streets, "Top")
    middle = theme(streets, "Middle", parent=top)
    low = theme(streets, "Low", parent=middle)
    merge_themes(top, into=low, actor=bob, now=NOW)
    assert [(node.called.name, node.depth) for node in theme_tree(streets, "en").nodes] == [("Low", 0), ("Middle", 1)]


def test_merged_twice_counts_for_the_last(streets, bob, said):
    one, two, three = theme(streets, "One"), theme(streets, "Two"), theme(streets, "Three")
    coding(one, said[0])
    merge_themes(one, into=two, actor=bob, now=NOW)
    merge_themes(two, into=three, actor=bob, now=NOW)
    assert standing(three) == {said[0].pk}
    assert figures(streets) == {"Three": (1, 1)}


def test_a_theme_that_a_published_answer_speaks_of_is_not_merged_away(streets, bob, said):
    noise, sound = theme(streets, "Noise"), theme(streets, "Sound")
    coding(noise, said[0])
    Outcome.objects.create(theme=noise, decision="accepted", decided_at=NOW, published_at=NOW)
    with pytest.raises(ConsultationError, match="published answer"):
        merge_themes(noise, into=sound, actor=bob, now=NOW)
    assert standing(noise) == {said[0].pk}
    merge_themes(sound, into=noise, actor=bob, now=NOW)
    assert figures(streets) == {"Noise": (1, 1)}


def test_a_page_from_before_the_merge_says_so(streets, bob, said):
    noise, sound = theme(streets, "Noise"), theme(streets, "Sound")
    merge_themes(noise, into=sound, actor=bob, now=NOW)
    with pytest.raises(ConsultationError, match="merged into another one meanwhile"):
        coding(noise, said[0])
    assert not Coding.objects.exists()


def test_whoever_judged_both_before_the_merge_is_asked_about_the_later_one(streets, bob, said):
    noise, sound = theme(streets, "Noise"), theme(streets, "Sound")
    coding(noise, said[0], reader=bob)
    coding(sound, said[0], reader=bob, belongs=False, now=NOW + timedelta(hours=1))
    merge_themes(noise, into=sound, actor=bob, now=NOW + timedelta(hours=2))
    assert not standing(sound)


def test_splitting_gives_the_chosen_ones_a_theme_of_their_own(streets, bob, said):
    noise = theme(streets, "Noise")
    coding(noise, *said)
    bells = split_theme(
        noise, names=names(en="Bells"), comments=said[:2], parent=noise, leaves_old=True, actor=bob, now=NOW + WEEK / 7
    )
    assert bells.split_from == noise
    assert standing(bells) == keys(said[:2])
    assert standing(noise) == keys(said[2:]), "another reader had given it; the split settles that"
    assert figures(streets) == {"Noise": (2, 4), "Bells": (2, 2)}
    assert Coding.objects.filter(theme=noise, judgement="belongs").count() == 4, "the first reader's judgement stays"
    change = ThemeChange.objects.get(event=ThemeEvent.SPLIT)
    assert (change.theme, change.other) == (noise, bells)


def test_splitting_may_leave_the_old_theme_as_it_is_and_a_double_click_splits_once(streets, bob, said):
    noise = theme(streets, "Noise")
    coding(noise, *said)
    for _click in range(2):
        split_theme(noise, names=names(en="Bells"), comments=said[:2], actor=bob, now=NOW)
    assert figures(streets) == {"Noise": (4, 4), "Bells": (2, 2)}
    assert ThemeChange.objects.filter(event=ThemeEvent.SPLIT).count() == 1


# --- out of use -------------------------------------------------------------------------------------------------------


def test_a_retired_theme_takes_nothing_new_and_loses_nothing(streets, bob, said):
    noise = theme(streets, "Noise")
    bells = theme(streets, "Bells", parent=noise)
    coding(noise, said[0])
    with pytest.raises(ConsultationError, match="stand below it"):
        retire_theme(noise, actor=bob, now=NOW)
    retire_theme(bells, actor=bob, now=NOW)
    retire_theme(noise, actor=bob, now=NOW)
    with pytest.raises(ConsultationError, match="no longer used"):
        coding(noise, said[1])
    assert standing(noise) == {said[0].pk}
    revive_theme(bells, actor=bob, now=NOW)
    bells.refresh_from_db()
    assert (bells.state, bells.parent) == (ThemeState.ACTIVE, None), "what it stood below is not in use"
    revive_theme(noise, actor=bob, now=NOW)
    coding(noise, said[1])
    assert figures(streets)["Noise"] == (2, 2)
    events = ThemeChange.objects.filter(theme=noise).values_list("event", flat=True)
    assert list(events) == ["created", "retired", "revived"]


# --- figures ----------------------------------------------------------------------------------------------------------


def test_each_contribution_counts_once_however_many_themes_it_has(streets, said):
    noise = theme(streets, "Noise")
    bells, cars = theme(streets, "Bells", parent=noise), theme(streets, "Cars", parent=noise)
    coding(noise, said[0])
    coding(bells, said[0], said[1])
    coding(cars, said[1], said[2])
    tree = theme_tree(streets, "en")
    assert figures(streets) == {"Noise": (1, 3), "Bells": (2, 2), "Cars": (2, 2)}
    assert tree.coded == 3


def test_the_nine_most_used_ones_have_a_key_in_the_order_of_the_tree(streets, said):
    themes = [theme(streets, f"Theme {index}") for index in range(12)]
    coding(themes[11], said[0])
    tree = theme_tree(streets, "en")
    assert [node.called.name for node in tree.most_used] == [*(f"Theme {index}" for index in range(8)), "Theme 11"]
    shown = [node.uuid for node in tree.most_used]
    coding(themes[9], *said)
    assert [node.uuid for node in theme_tree(streets, "en", shown).most_used] == shown, "until the page is loaded again"
    assert themes[9].pk in [node.uuid for node in theme_tree(streets, "en").most_used]


def test_what_is_withdrawn_keeps_its_themes_and_does_not_count(streets, bob):
    alice = accounts.alice()
    hers = CommentFactory(hub_thread=thread_of(streets), user=alice, email=alice.email)
    quiet = CommentFactory(hub_thread=thread_of(streets), confidential=True)
    noise = theme(streets, "Noise")
    coding(noise, hers, quiet)
    assert figures(streets) == {"Noise": (2, 2)}
    contributions.withdraw(hers, actor=alice, now=NOW)
    assert figures(streets) == {"Noise": (1, 1)}
    assert standing(noise) == keys([hers, quiet])
