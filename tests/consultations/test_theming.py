"""Themes that the machine suggests: the same every time, in words people wrote, never ruled by one campaign."""

import csv
import json
import random
from pathlib import Path

import pytest
from django.conf import settings

from consultations.engine.grouping import group_texts
from consultations.engine.language_words import words_in
from consultations.engine.theming import Doc, look_like, suggest_themes
from tests.consultations.texts_for_machines import LETTER, SUBJECTS, answer_of_a_fresh_process, comments_on

pytestmark = pytest.mark.once


def docs_in(language, count=12, start=0):
    texts = [text for subject in range(3) for text in comments_on(language, subject, count)]
    return [Doc(start + n, text, language) for n, text in enumerate(texts)]


def ids(suggestion):
    return {number for number, _ in suggestion.members}


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "library libraries Library’s"),
        ("fr", "éclairage éclairages l’éclairage Eclairage"),
        ("ar", "المكتبة مكتبات والمكتبة مكتبتنا للمكتبة"),
        ("ar", "السيارات سيارة سيارتي بالسيارة"),
        ("fr-CA", "logement logements"),
    ],
)
def test_inflections_share_a_stem(language, forms):
    assert len({word.stem for word in words_in(forms, language)}) == 1
    assert len(words_in(forms, language)) == len(forms.split())


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("en", "We don’t want it, and they’re not 4.2 of https://example.org/page?a=library", []),
        ("fr", "Aujourd’hui, c’est qu’il n’y a pas d’eau", ["eau"]),
        ("ar", "نحن في هذا الحي من أجل المكتبة", ["الحي", "المكتبة"]),
        ("de", "Straßen", ["Straßen"]),
        ("", "x 1 !", []),
    ],
)
def test_stop_words_numbers_and_addresses_are_no_words(language, text, left):
    found = [word.written for word in words_in(text, language)]
    assert [word for word in found if word in left] == left
    assert language == "ar" or found == left


# --- themes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_three_subjects_are_three_themes_in_words_people_wrote(language):
    docs = docs_in(language)
    suggestions = suggest_themes(docs)
    assert len(suggestions) == 3
    for suggestion in suggestions:
        subjects = {number // 12 for number in ids(suggestion)}
        assert len(subjects) == 1
        assert len(suggestion.members) >= 9
        written = {word for doc in docs for word in doc.text.split()}
        assert 4 <= len(suggestion.terms) <= 8
        assert set(suggestion.terms) <= written
        assert set(suggestion.terms) <= set(SUBJECTS[language][subjects.pop()].split())
        stems = [word.stem for term in suggestion.terms for word in words_in(term, language)]
        assert len(stems) == len(set(stems))
        assert 3 <= len(suggestion.representatives) <= 5
        assert set(suggestion.representatives) <= ids(suggestion)
        assert all(type(score) is int and 0 <= score <= 1000 for _, score in suggestion.members)
        assert list(suggestion.members) == sorted(suggestion.members, key=lambda pair: (-pair[1], pair[0]))


def test_languages_are_worked_on_apart():
    docs = [*docs_in("en"), *docs_in("fr", start=100), *docs_in("ar", start=200)]
    suggestions = suggest_themes(docs)
    language = {doc.id: doc.language for doc in docs}
    assert len(suggestions) == 9
    for suggestion in suggestions:
        assert {language[number] for number in ids(suggestion)} == {suggestion.language}


def test_nobody_is_in_two_themes():
    members = [number for one in suggest_themes(docs_in("en", 30)) for number, _ in one.members]
    assert len(members) == len(set(members))


@pytest.mark.parametrize(
    "texts",
    [(), ("",), ("One text about libraries",), ("", " ", "the and of", "1234"), ("Trees", "Trees")],
    ids=["none", "empty", "one", "no words", "two"],
)
def test_too_little_to_find_themes_in_gives_none(texts):
    assert suggest_themes([Doc(n, text, "en") for n, text in enumerate(texts)]) == ()


def test_ten_texts_are_enough_to_try():
    docs = [Doc(n, text, "en") for n, text in enumerate(comments_on("en", 0, 5) + comments_on("en", 1, 5))]
    for suggestion in suggest_themes(docs):
        assert len({number // 5 for number in ids(suggestion)}) == 1


def test_identical_texts_are_one_theme_with_one_representative():
    (only,) = suggest_themes([Doc(n, LETTER, "en") for n in range(10)])
    assert only.members == tuple((n, 1000) for n in range(10))
    assert only.representatives == (0,)


def test_a_campaign_does_not_crowd_out_what_others_said():
    """Two hundred copies of one letter, retyped a little, beside three subjects of a dozen comments each."""
    docs = docs_in("en")
    letters = [Doc(1000 + n, f"{LETTER} Signed, resident number{n}", "en") for n in range(200)]
    groups = group_texts((doc.id, doc.text) for doc in letters).groups
    assert [len(group.members) for group in groups] == [200]
    suggestions = suggest_themes([*docs, *letters], groups)
    about = [{number // 12 if number < 36 else "letter" for number in ids(one)} for one in suggestions]
    for subject in range(3):
        assert {subject} in about
    for one in suggestions:
        assert sum(number >= 1000 for number in one.representatives) <= 1


def test_shuffled_input_and_a_fresh_process_give_the_same_themes():
    docs = [*docs_in("en", 20), *docs_in("ar", 20, start=500)]
    expected = suggest_themes(docs)
    random.Random(1).shuffle(docs)
    assert suggest_themes(docs) == expected == suggest_themes(tuple(docs))
    code = (
        "from consultations.engine.theming import Doc, suggest_themes\n"
        "print(suggest_themes([Doc(*doc) for doc in data]))"
    )
    payload = [[doc.id, doc.text, doc.language] for doc in docs]
    assert answer_of_a_fresh_process(code, payload, 1) == answer_of_a_fresh_process(code, payload, 2) == str(expected)


def test_an_id_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        suggest_themes([Doc(1, "a", "en"), Doc(1, "b", "en")])


# --- what looks like a theme ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_looks_like_a_theme_is_about_the_same(language):
    docs = docs_in(language)
    found = look_like({7: [0, 1, 2, 3, 4, 5], 8: [12, 13, 14, 15, 16, 17]}, docs)
    assert {number // 12 for number, _ in found[7]} == {0}
    assert {number // 12 for number, _ in found[8]} == {1}
    assert not {number for number, _ in found[7]} & set(range(6))
    assert all(type(score) is int and 0 < score <= 1000 for pairs in found.values() for _, score in pairs)


def test_in_doubt_it_stays_silent():
    docs = docs_in("en")
    assert look_like({}, docs) == {}
    assert look_like({1: [0]}, []) == {1: ()}
    # Two examples are too few, and copies of one text are one example.
    assert look_like({1: [0, 1]}, docs) == {1: ()}
    copies = [Doc(900 + n, docs[0].text, "en") for n in range(5)]
    assert look_like({1: [900, 901, 902, 903]}, [*docs, *copies]) == {1: ()}
    # A theme whose examples have nothing in common is like nothing.
    strangers = [Doc(n, f"alpha{n} beta{n} gamma{n}", "en") for n in range(950, 954)]
    assert look_like({1: [950, 951, 952, 953]}, [*docs, *strangers]) == {1: ()}


def test_what_looks_like_two_themes_alike_is_named_for_neither():
    docs = docs_in("en")
    both = Doc(500, "We want library books and cycling lanes, bicycles and novels", "en")
    found = look_like({1: range(6), 2: range(12, 18)}, [*docs, both])
    assert 500 not in {number for pairs in found.values() for number, _ in pairs}


def test_what_looks_like_a_theme_does_not_depend_on_order():
    docs = docs_in("fr")
    expected = look_like({2: [12, 13, 14, 15], 1: [3, 2, 1, 0]}, docs)
    assert look_like({1: {0, 1, 2, 3}, 2: (15, 14, 13, 12)}, docs[::-1]) == expected


# --- real consultations -----------------------------------------------------------------------------------------------


def real(*path):
    file = Path(settings.REAL_DATA_DIR).joinpath(*path)
    if not file.is_file():
        pytest.skip(f"real data is not here: REAL_DATA_DIR/{'/'.join(path)}")
    with file.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream] if file.suffix == ".jsonl" else list(csv.DictReader(stream))


@pytest.mark.slow
def test_a_real_consultation_gets_the_same_readable_themes_twice():
    docs = [Doc(row["id"], row["body"], "fr") for row in real("republique_numerique", "arguments.jsonl")]
    groups = group_texts((doc.id, doc.text) for doc in docs).groups
    suggestions = suggest_themes(docs, groups)
    assert suggestions == suggest_themes(docs[::-1], groups)
    assert 10 <= len(suggestions) <= 30
    assert sum(len(one.members) for one in suggestions) > len(docs) * 3 // 4
    firsts = {term for one in suggestions for term in one.terms[:3]}
    assert {"logiciels", "vote", "embargo", "cabines"} <= firsts
    assert all(5 <= len(one.terms) <= 8 and 3 <= len(one.representatives) <= 5 for one in suggestions)


@pytest.mark.slow
def test_what_looks_like_an_article_of_a_real_bill_mostly_was_about_it():
    """People wrote each argument under one article, so the article is a theme that nobody here made up."""
    rows = real("republique_numerique", "arguments.jsonl")
    article = {row["id"]: row["clause_id"] for row in rows}
    by_article = {}
    for row in rows:
        by_article.setdefault(row["clause_id"], []).append(row["id"])
    largest = sorted(by_article, key=lambda key: (-len(by_article[key]), key))[:10]
    labelled = {key: by_article[key][:12] for key in largest}
    found = look_like(labelled, [Doc(row["id"], row["body"], "fr") for row in rows])
    named = [(theme, number) for theme, pairs in found.items() for number, _ in pairs]
    assert len(named) >= 50
    assert sum(article[number] == theme for theme, number in named) / len(named) >= 0.6
