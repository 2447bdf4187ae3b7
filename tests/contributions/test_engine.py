"""Pure parts: redline, language, folding, references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.contributions.engine.confirmation import address_key, author_key
from hub.contributions.engine.folding import fold
from hub.contributions.engine.language import guess_language
from hub.contributions.engine.redline import MAX_TOKENS, redline
from hub.contributions.engine.references import tidy_reference, write_reference

WORDS = st.lists(st.sampled_from(["the", "harbour", "is", "open", " ", "\n", "مياه", ".", "l’eau", "4.2"]), max_size=40)


def rebuilt(changes, side: str) -> str:
    return "".join(change.text for change in changes if change.kind in ("same", side))


@given(old=WORDS.map("".join), new=WORDS.map("".join))
def test_a_redline_loses_no_letter_of_either_text(old, new):
    changes = redline(old, new)
    assert rebuilt(changes, "deleted") == old
    assert rebuilt(changes, "inserted") == new
    assert all(change.text for change in changes)


@given(old=st.text(max_size=80), new=st.text(max_size=80))
def test_a_redline_of_any_text(old, new):
    assert rebuilt(redline(old, new), "deleted") == old
    assert rebuilt(redline(old, new), "inserted") == new


def test_one_word_changed_is_one_change():
    changes = redline("open from six to nine daily", "open from six to ten daily")
    assert [(c.kind, c.text) for c in changes] == [
        ("same", "open from six to "),
        ("deleted", "nine"),
        ("inserted", "ten"),
        ("same", " daily"),
    ]


def test_very_long_texts_are_shown_as_one_replacement():
    old, new = "a " * MAX_TOKENS + "a", "b " * MAX_TOKENS + "b"
    assert [c.kind for c in redline(old, new)] == ["deleted", "inserted"]


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("I think that the harbour should be open", "fr", "en"),
        ("Je pense que le port doit être ouvert", "en", "fr"),
        ("أعتقد أن الميناء يجب أن يكون مفتوحا", "en", "ar"),
        ("OK", "fr", "fr"),
        ("12:30", "ar", "ar"),
        ("", "en", "en"),
        ("المادة 4.2 من Code du travail غير واضحة", "en", "ar"),
        ("Le port doit rester ouvert pour les enfants", "ar", "fr"),
    ],
)
def test_language(text, page, expected):
    assert guess_language(text, page_language=page, languages=["en", "fr", "ar"]) == expected


@given(text=st.text(max_size=200), page=st.sampled_from(["en", "fr", "ar"]))
def test_language_is_always_one_that_we_have(text, page):
    assert guess_language(text, page_language=page, languages=["en", "fr", "ar"]) in {"en", "fr", "ar"}


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("المياه", "مياه"),
        ("مِيَاه", "مياه"),
        ("أحمد", "احمد"),
        ("مدينة", "مدينه"),
        ("École", "ecole"),
        ("والمدينة", "مدينة"),
    ],
)
def test_folding(written, searched):
    assert fold(written) == fold(searched)


def test_references():
    assert write_reference(2026, 123) == "C-2026-000123"
    assert write_reference(2026, 1_234_567) == "C-2026-1234567"
    assert tidy_reference(" c-2026-000123 ") == "C-2026-000123"
    for odd in ("", "C-2026-123", "C-26-000123", "C-2026-000123\n1", "D-2026-000123"):
        assert tidy_reference(odd) is None


def test_keys_tell_nothing_and_address_keys_change_each_hour():
    assert author_key("A@Example.org ") == author_key("a@example.org")
    assert author_key("") == ""
    assert "example" not in author_key("a@example.org")
    assert address_key("192.0.2.1", 1) != address_key("192.0.2.1", 2)
