"""Groups of contributions that say the same: copies of one letter are together, different letters stay apart."""

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from consultations.engine import grouping
from consultations.engine.grouping import Additions, Group, additions, group_texts
from consultations.engine.texts import normalise
from tests.consultations.texts_for_machines import (
    ADDITION,
    ARABIC,
    FRENCH,
    LETTER,
    OTHER_LETTER,
    answer_of_a_fresh_process,
)

pytestmark = pytest.mark.once


def groups_of(*texts):
    return [group.members for group in group_texts(enumerate(texts)).groups]


def changed(text, *places):
    words = text.split()
    for place in places:
        words[place] = f"changed{place}"
    return " ".join(words)


def test_equal_texts_are_one_group_whatever_their_white_space_and_case():
    result = group_texts([(7, "Keep the  trees."), (3, "keep the\ntrees."), (5, "Keep the trees!"), (9, "Other")])
    assert result.groups == (Group(medoid=3, members=(3, 7), exact=True),)
    assert (result.distinct, result.grouped) == (3, 2)


@pytest.mark.parametrize(
    "texts",
    [
        ("I agree", "I agree!", "I do not agree"),
        ("+1", "-1", "1", "1."),
        ("Close the street on Sundays, not on Saturdays.", "Close the street on Saturdays, not on Sundays."),
        ("", "."),
    ],
    ids=["agree", "signs", "one sentence", "nothing"],
)
def test_very_short_texts_are_grouped_only_when_equal(texts):
    assert groups_of(*texts) == []


def test_nothing_and_empty_texts_are_answered():
    assert group_texts([]) == grouping.Grouping(0, ())
    assert group_texts([(1, ""), (2, " \n"), (3, "a")]).groups == (Group(1, (1, 2), exact=True),)


def test_an_id_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        group_texts([(1, "a"), (1, "b")])


@pytest.mark.parametrize("letter", [LETTER, FRENCH, ARABIC], ids=["en", "fr", "ar"])
def test_a_retyped_letter_is_a_near_duplicate(letter):
    copies = [letter, changed(letter, 5), changed(letter, 20), letter.replace(".", " !").upper()]
    result = group_texts(enumerate(copies))
    assert [(group.medoid, group.members, group.exact) for group in result.groups] == [(0, (0, 1, 2, 3), False)]


def test_accents_vowel_marks_and_hamza_do_not_part_copies():
    bare = FRENCH.translate(str.maketrans("éèêàùûç", "eeeauuc")).replace("’", "'")
    assert groups_of(FRENCH, bare) == [(0, 1)]
    assert groups_of(ARABIC, ARABIC.replace("أ", "ا").replace("المكتبة", "المَكْتَبَة")) == [(0, 1)]


def test_a_letter_with_long_additions_belongs_to_its_campaign():
    personal = [f"{LETTER} {ADDITION}", f"{ADDITION}\n\n{LETTER}", f"Dear all! {changed(LETTER, 3)} {ADDITION}"]
    assert len(ADDITION) > len(LETTER)
    result = group_texts(enumerate([*personal, *[LETTER] * 4]))
    assert result.groups == (Group(medoid=3, members=(0, 1, 2, 3, 4, 5, 6), exact=False),)


def test_a_letter_quoted_in_a_long_reply_is_a_quotation():
    reply = " ".join(f"word{n}" for n in range(1000))
    assert groups_of(LETTER, f"{LETTER} {reply}") == []


def test_two_letters_that_share_a_sentence_stay_apart():
    assert groups_of(LETTER, OTHER_LETTER, changed(LETTER, 30), changed(OTHER_LETTER, 40)) == [(0, 2), (1, 3)]


def test_a_shared_opening_sent_alone_does_not_join_what_follows_it():
    opening = LETTER.split(". ")[0] + "."
    texts = [opening, *[LETTER] * 3, *[OTHER_LETTER] * 2]
    assert groups_of(*texts) == [(1, 2, 3), (4, 5)]


def test_a_chain_of_small_changes_joins_no_two_different_letters():
    """Each text is close to the one before; the first and the last have no word in common."""
    words = [f"word{n}" for n in range(60)]
    chain = []
    for step in range(0, 61, 3):
        chain.append(" ".join([f"other{n}" for n in range(step)] + words[step:]))
    result = group_texts(enumerate(chain))
    assert len(result.groups) > 1
    for group in result.groups:
        assert max(group.members) - min(group.members) <= 6
        assert all(closeness(chain[group.medoid], chain[member]) for member in group.members)


def test_the_letter_that_most_people_sent_speaks_for_its_group():
    texts = [f"{changed(LETTER, 2)} Thank you.", LETTER, LETTER, changed(LETTER, 50)]
    assert [(group.medoid, group.members) for group in group_texts(enumerate(texts)).groups] == [(1, (0, 1, 2, 3))]


def test_very_long_texts_are_compared_too():
    luck = random.Random(5)
    long = " ".join(f"w{luck.randrange(3000)}" for _ in range(17_000))
    assert len(long) > 90_000
    assert groups_of(long, f"{long} And I mean it.", long.replace("w7 ", "w8 "), LETTER) == [(0, 1, 2)]


# --- what holds for all texts -----------------------------------------------------------------------------------------


def shingles(text):
    from consultations.engine.shingles import SHINGLE, words_of

    words = words_of(normalise(text))
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}, len(words)


def closeness(letter, text):
    """Told from the words themselves, without any of the engine's hashes."""
    if normalise(letter) == normalise(text):
        return True
    (mine, length), (theirs, other) = shingles(letter), shingles(text)
    if min(length, other) < grouping.LEAST_WORDS:
        return False
    both = len(mine & theirs)
    if both * 1000 >= grouping.SIMILAR * len(mine | theirs):
        return True
    is_whole = both * 1000 >= grouping.CONTAINED * len(mine) and length >= grouping.LEAST_TEMPLATE
    return is_whole and len(mine) * 1000 >= grouping.LEAST_SHARE * len(theirs)


PIECES = [
    *LETTER.split(". "),
    *OTHER_LETTER.split(". ")[1:],
    *ADDITION.split(". "),
    *FRENCH.split(". "),
    ARABIC,
    "+1",
    "",
]
texts = st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map(". ".join), max_size=25)
anything = st.lists(st.text(max_size=200), max_size=12)


@effort(max_examples=150, deadline=None)
@given(texts | anything)
def test_groups_are_apart_and_each_member_is_close_to_its_letter(texts):
    result = group_texts(enumerate(texts))
    members = [member for group in result.groups for member in group.members]
    assert len(members) == len(set(members)) == result.grouped
    assert result.distinct == len({normalise(text) for text in texts})
    where = {member: group.medoid for group in result.groups for member in group.members}
    for group in result.groups:
        assert len(group.members) > 1
        assert group.medoid in group.members
        assert group.exact == (len({normalise(texts[member]) for member in group.members}) == 1)
        assert all(closeness(texts[group.medoid], texts[member]) for member in group.members)
    for text, count in Counter(map(normalise, texts)).items():
        places = {where.get(place) for place, other in enumerate(texts) if normalise(other) == text}
        assert len(places) == 1
        assert count == 1 or places != {None}


@effort(max_examples=60, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(texts, luck):
    rows = list(enumerate(texts))
    expected = group_texts(rows)
    luck.shuffle(rows)
    assert group_texts(rows) == expected == group_texts(iter(rows))


def test_a_fresh_process_finds_the_same_groups():
    rows = [
        [n, text] for n, text in enumerate([LETTER, changed(LETTER, 9), OTHER_LETTER, f"{LETTER} {ADDITION}", ARABIC])
    ]
    code = "from consultations.engine.grouping import group_texts\nprint(group_texts(map(tuple, data)))"
    assert (
        answer_of_a_fresh_process(code, rows, 1)
        == answer_of_a_fresh_process(code, rows, 2)
        == str(group_texts(map(tuple, rows)))
    )


def test_whatever_its_place_among_thousands_a_copy_is_found():
    """Past the number of owners that a hash keeps, only likely letters are compared, and they are enough."""
    luck = random.Random(8)
    rows = [(n, f"{LETTER} {' '.join(f'w{luck.randrange(500)}' for _ in range(12))}") for n in range(1500)]
    clean = 1500
    assert [(group.medoid, len(group.members)) for group in group_texts([*rows, (clean, LETTER)]).groups] == [
        (clean, 1501)
    ]


# --- what a member adds -----------------------------------------------------------------------------------------------


def test_additions_say_what_a_member_adds_and_leaves_out():
    without = LETTER.replace(" Please listen to those who live here.", " I will vote!")
    assert additions(LETTER, f"Dear all. {without}") == Additions(
        added=("Dear all.", "I will vote!"), left_out=("Please listen to those who live here.",)
    )


def test_white_space_and_case_add_nothing():
    assert additions(LETTER, LETTER.replace(". ", ".\n\n").upper()) == Additions((), ())


# --- real campaigns ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_real_docket_is_grouped_as_a_reader_would():
    """Seven letters were sent; the engine's groups were read one by one. Labels of the file only name them here."""
    file = Path(settings.REAL_DATA_DIR) / "campaigns/EPA-R06-OAR-2020-0510-0001.csv"
    if not file.is_file():
        pytest.skip("real data is not here: REAL_DATA_DIR/campaigns")
    with file.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    result = group_texts((n, row["text"]) for n, row in enumerate(rows))
    assert (len(rows), result.distinct, len(result.groups), result.grouped) == (313, 45, 7, 310)
    assert [len(group.members) for group in result.groups] == [83, 81, 73, 30, 21, 18, 4]
    # One letter never lies in two campaigns; "2" of the file is two letters, which ask for different things.
    assert [{rows[member]["clust"] for member in group.members} for group in result.groups] == [
        {"2"}, {"1"}, {"3"}, {"2"}, {"5"}, {"6"}, {"4"},
    ]  # fmt: skip


def test_importing_the_engine_loads_no_heavy_library():
    """A web process imports the engine with everything else, and never asks it to group."""
    code = (
        "import consultations.engine.grouping, consultations.engine.theming, consultations.engine.agreement\n"
        "import consultations.engine.language_words\n"
        "heavy = ('numpy', 'scipy', 'sklearn', 'joblib', 'threadpoolctl', 'snowballstemmer', 'stopwordsiso')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    assert answer_of_a_fresh_process(code, None, 0) == "[]"
