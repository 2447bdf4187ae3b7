"""Words are brought to the same form in the text and in the question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.engine.folding import MAX_TERMS, excerpt, fold, query_terms


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("المياه", "مياه"),
        ("والمياه", "مياه"),
        ("للمدرسة", "مدرسه"),
        ("إدارة", "ادارة"),
        ("الأشجار", "اشجار"),
        ("مُشارَكة", "مشاركه"),
        ("مستشفى", "مستشفي"),
        ("مسؤول", "مسوول"),
        ("مـــدينة", "مدينة"),
        ("École", "ecole"),
        ("CŒUR", "coeur"),
        ("Straße", "strasse"),
        ("LICENCE", "licence"),
    ],
)
def test_what_a_reader_types_meets_what_was_written(written: str, asked: str) -> None:
    assert fold(written) == fold(asked)


@pytest.mark.parametrize("word", ["ال", "الى", "له", "لله"])
def test_short_words_are_not_cut_to_nothing(word: str) -> None:
    assert fold(word)


def test_the_article_is_only_taken_from_arabic() -> None:
    assert fold("algebra") == "algebra"


@given(st.text())
def test_a_question_is_never_more_than_a_person_types_and_never_fails(text: str) -> None:
    terms = query_terms(text)
    assert len(terms) <= MAX_TERMS
    assert all(term and " " not in term and "\x00" not in term for term in terms)


@given(st.text(max_size=500), st.text(max_size=20), st.integers(20, 300))
def test_an_excerpt_is_part_of_the_text_and_short(text: str, query: str, width: int) -> None:
    piece = excerpt(text, query_terms(query), width)
    assert len(piece) <= width + 4
    assert set(piece) <= set(text) | set(" …")


def test_an_excerpt_shows_the_word_that_was_asked_for() -> None:
    text = "word " * 100 + "a licence is needed " + "word " * 100
    assert "licence" in excerpt(text, ["licence"], 120)
    assert excerpt(text, ["licence"], 120).startswith("… ")
    assert excerpt("", ["licence"]) == ""
