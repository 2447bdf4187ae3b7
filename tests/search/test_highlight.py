"""What is shown of a result has the words that were asked for, marked as they are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.highlight import Part, marked, on_one_line, passage
from search.engine.question import Question
from search.engine.wording import question_of, synonyms_of


def said(parts: Sequence[Part]) -> str:
    """With [ ] around what is marked."""
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


@pytest.mark.parametrize(
    ("language", "text", "query", "shown"),
    [
        ("en", "Houses and housing.", "house", "[Houses] and [housing]."),
        ("fr", "Le droit à l’eau et aux logements", "eau logement", "Le droit à l’[eau] et aux [logements]"),
        ("fr", "Une ÉCOLE, des e\u0301coles", "école", "Une [ÉCOLE], des [e\u0301coles]"),
        ("ar", "تُوزَّع المِيَاهُ، والمدارسُ للجميع", "مياه مدرسة", "تُوزَّع [المِيَاهُ]، [والمدارسُ] للجميع"),
        ("en", "Clean water, not water that is clean", '"clean water"', "[Clean water], not water that is clean"),
        ("fr", "Le droit à l'eau; droit d'asile", "« droit à l’eau »", "Le [droit à l'eau]; droit d'asile"),
        ("en", "See C-2026-000123 of 2026", "C-2026-000123", "See [C-2026-000123] of 2026"),
        ("en", "4.2 and 4.21", "4.2", "[4.2] and 4.21"),
        ("en", "<b>water</b> & co", "water", "<b>[water]</b> & co"),
        ("en", "The children's park", "child", "The [children]'s park"),
        ("en", "The price of the water", "the price of", "The [price] of the water"),
        ("en", "Nothing here", "water", "Nothing here"),
        ("en", "", "water", ""),
        ("en", "👩‍👩‍👧water👍🏽", "water", "👩‍👩‍👧[water]👍🏽"),
    ],
)
def test_every_word_that_matches_is_marked(language: str, text: str, query: str, shown: str) -> None:
    assert said(marked(text, language, question_of(query))) == shown
    assert said(passage(text, language, question_of(query))) == shown


def test_synonyms_are_marked_too() -> None:
    same = synonyms_of([("en", ["waste", "garbage collection"])])
    assert said(marked("Garbage collection by day", "en", question_of("waste", same))) == "[Garbage collection] by day"


def test_a_passage_is_where_most_words_stand_together() -> None:
    text = "Water here. " + "Nothing at all. " * 40 + "The price of water in the district. " + "More. " * 60
    parts = passage(text, "en", question_of("water price district"), width=120)
    assert "[price] of [water] in the [district]" in said(parts)
    assert parts[0].text.startswith("…\u00a0")
    assert parts[-1].text.endswith("\u00a0…")
    assert sum(len(part.text) for part in parts) <= 124


def test_without_a_match_it_is_the_beginning() -> None:
    parts = passage("First words. " + "word " * 200, "en", question_of("elephant"), width=100)
    assert said(parts).startswith("First words.")
    assert said(parts).endswith("word\u00a0…")
    assert said(passage("a  b\n\nc", "en", Question())) == "a b c"


def test_headings_do_not_run_into_each_other() -> None:
    text = "A fictional city.\nQuiet hours\n\nTrees and shade\nwhere people wait\nأوقات السكينة\nالأشجار"
    shown = said(passage(text, "en", question_of("trees")))
    assert shown == "A fictional city. Quiet hours · [Trees] and shade where people wait · أوقات السكينة · الأشجار"


def test_the_end_of_a_text_is_shown_whole() -> None:
    parts = passage("word " * 200 + "the licence.", "en", question_of("licence"), width=100)
    assert said(parts).startswith("…\u00a0word")
    assert said(parts).endswith("the [licence].")


def test_a_word_without_end_is_cut_between_letters() -> None:
    text = "e\u0301" * 400
    shown = "".join(part.text for part in passage(text, "fr", question_of("eau"), width=101))
    assert shown.endswith("\u0301\u00a0…")
    assert len(shown) <= 104


@given(
    st.text(max_size=600),
    st.text(max_size=20),
    st.sampled_from(["en", "fr", "ar", "xx"]),
    st.integers(20, 300),
)
def test_a_passage_is_part_of_the_text_and_short(text: str, query: str, language: str, width: int) -> None:
    question = question_of(query)
    assert "".join(part.text for part in marked(text, language, question)) == text
    shown = "".join(part.text for part in passage(text, language, question, width=width))
    core = shown.removeprefix("…\u00a0").removesuffix("\u00a0…")
    assert core in on_one_line(text)
    if core and not shown.startswith(core[:1]) and shown.startswith("…\u00a0"):
        assert not unicodedata.category(core[0]).startswith("M")


@given(st.lists(st.sampled_from(["water", "l’eau", "المياه", "e\u0301cole", "x", "👩‍👧", "\n"]), max_size=200))
def test_what_was_found_is_shown(words: list[str]) -> None:
    text = " ".join(words)
    for query, word in (("water", "water"), ("eau", "eau"), ("مياه", "المياه"), ("ecole", "e\u0301cole")):
        parts = passage(text, "fr", question_of(query), width=60)
        assert {part.text for part in parts if part.marked} == ({word} if word in text else set())
