"""Texts and questions meet in the same stems."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.engine.folding import MAX_TERMS
from search.engine.analysis import LANGUAGES, stems, stems_of_word, terms, typed_words, whole_words
from search.engine.broken_plurals import WORDS
from search.engine.question import Question, Term
from search.engine.tokens import MAX_LETTERS, tokens, words
from search.engine.vocabulary import words_of
from search.engine.wording import question_of, synonyms_of

SAME = {
    "fr": [
        "logement logements Logements",
        "eau l'eau L’eau d'eau eaux",
        "école écoles ÉCOLE ecole ecoles",
        "loi lois",
        "élu élus élue élues elus",
        "vélo vélos",
        "public publics publique publiques",
        "national nationaux nationale nationales",
        "hôpital hôpitaux",
        "travail travaux",
        "jeu jeux",
        "lieu lieux",
        "réseau réseaux",
        "heureux heureuse",
        "nommé nommée nommés nommées",
        "décidé décidée décider",
        "qualité qualités",
        "citoyen citoyenne citoyens citoyennes",
        "quartier quartiers",
        "propriétaire propriétaires",
        "œuvre oeuvres",
    ],
    "en": [
        "house houses housing",
        "library libraries",
        "child children child's children’s",
        "woman women",
        "park parks",
        "policy policies",
        "propose proposed proposals",
        "bus buses",
        "café cafes",
    ],
    "ar": [
        "مدرسة مدارس المدارس والمدارس بالمدارس للمدارس مدارسنا مدرستنا مدرستهم وبالمدرسة لمدارس",
        "ماء الماء مياه المياه والمياه بالمياه للمياه مياهنا",
        "مواطن مواطنون المواطنين للمواطنين مواطنة والمواطنات المُوَاطِن",
        "مشاركة المشاركات مشاركتهم ومشاركة بالمشاركة المشاركون مشاركاتهم",
        "وزارة الوزارة وزارات ووزارة للوزارة",
        "لجنة للجنة اللجان لجان لجنتها وللجنة",
        "قانون قوانين القوانين قانونية القانوني قوانينها",
        "حق الحق حقوق حقوقهم للحقوق",
        "حي الحي الأحياء احياء أحيائنا",
        "خدمة الخدمات خدماتها خدماتهم",
        "طريق الطرق الطرقات",
        "رأي آراء الآراء",
        "مرأة المرأة امرأة النساء",
        "التزام الالتزام والالتزام بالتزام التزامات",
        "ميزانية الميزانية ميزانيات",
        "بلدية البلديات البلدي",
        "شجرة أشجار الأشجار شجر",
        "ضريبة الضرائب",
        "مشـــروع مشاريع المشروعات",
    ],
}


@pytest.mark.parametrize(("language", "forms"), [(key, forms) for key, several in SAME.items() for forms in several])
def test_inflected_forms_have_the_same_stem(language: str, forms: str) -> None:
    assert len(set(stems(forms, language))) == 1, terms(forms, language)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ar", "ماء ما"),  # water, what
        ("ar", "مدرسة مدرس"),  # school, teacher
        ("ar", "مكتبة مكتب"),  # library, office
        ("ar", "مدينة مدني"),  # city, civil
        ("ar", "بلدية بلد"),  # municipality, country
        ("ar", "ورقة رقة"),
        ("fr", "banque banc"),
        ("en", "4.2 42"),
    ],
)
def test_different_words_stay_apart(language: str, forms: str) -> None:
    assert len(set(stems(forms, language))) == 2


def test_a_form_stands_under_one_word_only() -> None:
    forms = [form for line in WORDS.strip().splitlines() for form in words(line.replace(":", " "))]
    assert len(forms) == len(set(forms))
    assert len(WORDS.strip().splitlines()) > 150


def test_no_word_of_a_text_is_left_out_so_that_phrases_stay_phrases() -> None:
    assert stems("Le droit à l’eau, aujourd’hui", "fr") == ["le", "droit", "a", "eau", "aujourdhui"]
    assert stems("It's O'Neill's, don't", "en") == ["it", "oneil", "dont"]
    assert stems("foo_bar soft\u00adware", "xx") == ["foo", "bar", "software"]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("4.2", ["4x2"]),
        ("4.2.1.", ["4x2x1"]),
        ("§ 4.2a", ["4", "2a"]),
        ("C-2026-000123", ["c", "2026", "000123"]),
        ("٢٠٢٦ / ٤٫٢", ["2026", "4x2"]),
        ("1,000", ["1", "000"]),
        ("½ m²", ["12", "m2"]),
        ("🦓 … — _ ـ \u0301", []),
    ],
)
def test_numbers(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_a_word_is_asked_for_in_all_languages() -> None:
    assert set(stems_of_word("logements")) == {"log", "logement", "logements"}
    assert stems_of_word("المدارس") == ("مدرسه",)


def test_titles_are_suggested_from_whole_words_with_and_without_their_article() -> None:
    assert whole_words("L'École des Eaux") == "ecole des eaux"
    assert whole_words("توزيع المياه") == "توزيع المياه مياه"
    assert typed_words("توزيع الميا") == ["توزيع", "الميا"]


@given(st.text(max_size=300), st.sampled_from([*LANGUAGES, "xx"]))
def test_every_text_has_terms_that_every_engine_keeps_whole(text: str, language: str) -> None:
    found = terms(text, language).split()
    assert found == stems(text, language)
    assert all(term.isalnum() and len(term) <= MAX_LETTERS for term in found)
    assert terms(" ".join(found), "xx") == " ".join(found)
    assert whole_words(text).replace(" ", "").isalnum() or not whole_words(text)


@given(st.text(max_size=200))
def test_words_are_where_they_are_said_to_be(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.folded in words(text[token.start : token.end]) or "." in text or "\u066b" in text
        end = token.end


@given(st.text(max_size=300))
def test_every_question_is_short_and_its_stems_are_whole(text: str) -> None:
    question = question_of(text)
    assert len(question.groups) <= MAX_TERMS
    assert question.is_empty is (not words(text.replace("\x00", " ")[:200]))
    assert all(stem.isalnum() for group in question.groups for term in group for stem in term.stems)


@given(st.lists(st.sampled_from([form for line in SAME["ar"] for form in line.split()]), min_size=1, max_size=3))
def test_composition_of_letters_says_nothing(forms: list[str]) -> None:
    text = " ".join(forms)
    assert stems(unicodedata.normalize("NFD", text), "ar") == stems(unicodedata.normalize("NFC", text), "ar")


class TestQuestions:
    def test_function_words_are_left_out_unless_there_are_no_others(self) -> None:
        assert question_of("the price of water") == question_of("price water")
        assert question_of("le prix de l'eau") == question_of("prix eau")
        assert question_of("ما هي حقوق المواطن") == question_of("حقوق المواطن")
        assert len(question_of("what is this").groups) == 3
        assert question_of("car") != Question()

    def test_quoted_words_and_what_is_written_together_are_one_phrase(self) -> None:
        (group,) = question_of('"clean waters"').groups
        assert Term(("clean", "water")) in group
        (group,) = question_of("C-2026-000123").groups
        assert group == (Term(("c", "2026", "000123")),)
        assert len(question_of("« de l'eau » pure").groups) == 2
        assert question_of('"water"') == question_of("water")
        assert question_of('water "') == question_of("water")

    def test_the_same_word_is_asked_for_once(self) -> None:
        assert question_of("water waters WATER") == question_of("water waters")
        assert question_of("water Water") == question_of("water")

    def test_the_longest_phrase_that_means_something_else_is_taken(self) -> None:
        same = synonyms_of([("en", ["town hall", "city hall"]), ("en", ["hall", "foyer"])])
        town, hall = question_of("town hall", same).groups
        assert Term(("citi", "hall")) in town
        assert Term(("citi", "hall")) in hall
        assert Term(("foyer",)) not in hall
        (alone,) = question_of("halls", same).groups
        assert Term(("foyer",)) in alone

    def test_sets_of_all_languages_apply(self) -> None:
        same = synonyms_of([("fr", ["vélo", "bicyclette"]), ("ar", ["نفايات", "قمامة"]), ("en", [""]), ("en", ["one"])])
        assert (
            Term(("bicyclet",)) in question_of("VELOS", same).groups[0] or len(question_of("VELOS", same).groups[0]) > 2
        )
        assert len(question_of("النفايات", same).groups[0]) == 2
        assert question_of("one", same) == question_of("one")

    def test_very_many_synonyms_are_cut(self) -> None:
        same = synonyms_of([("en", [f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"])])
        assert len(question_of("worda", same).groups[0]) < 26


def test_words_for_corrections_are_as_people_spell_them() -> None:
    assert words_of("L’École et les ÉCOLES, d'œuvre 4.2 C-2026 le la") == {
        "ecole": "école",
        "les": "les",
        "ecoles": "écoles",
        "oeuvre": "œuvre",
    }
    assert words_of("والمَدينة وال") == {"مدينه": "مدينة", "وال": "وال"}
