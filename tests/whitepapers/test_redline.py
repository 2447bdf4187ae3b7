"""Which words changed: nothing is lost, words are whole, long texts stay cheap, the way back is the mirror image."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.contributions.engine.redline import compare_words, redline, tokens

WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "a",
            "harbour",
            "open",
            " ",
            " ",
            " ",
            "\n",
            "مِياهُ",
            "المياه",
            "،",
            ".",
            "l’eau",
            "d'",
            "4.2",
            "é",
            "e\u0301",
        ]
    ),
    max_size=60,
).map("".join)


def words(text: str) -> list[str]:
    return [word for word, _space in tokens(text) if word]


def marked(old: str, new: str) -> str:
    ops = {"same": "{}", "deleted": "[-{}]", "inserted": "[+{}]"}
    return "".join(ops[change.kind].format(change.text) for change in redline(old, new))


@given(old=WORDS | st.text(max_size=60), new=WORDS | st.text(max_size=60))
def test_old_is_what_stayed_and_went_new_is_what_stayed_and_came(old: str, new: str) -> None:
    changes = redline(old, new)
    assert "".join(change.text for change in changes if change.kind != "inserted") == old
    assert "".join(change.text for change in changes if change.kind != "deleted") == new
    assert all(change.text for change in changes)


@given(old=WORDS, new=WORDS)
def test_the_way_back_is_the_mirror_image(old: str, new: str) -> None:
    there = compare_words(old, new)
    back = there.mirrored()
    assert "".join(change.text for change in back.changes if change.kind != "inserted") == new
    assert "".join(change.text for change in back.changes if change.kind != "deleted") == old
    assert back.mirrored() == there


@given(text=WORDS)
def test_equal_texts_have_no_marks(text: str) -> None:
    assert all(change.kind == "same" for change in redline(text, text))


@given(text=st.text(max_size=80))
def test_words_and_their_spaces_are_the_text(text: str) -> None:
    assert "".join(word + space for word, space in tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’autorité d'eau qu’il aujourd’hui", ["l’", "autorité", "d'", "eau", "qu’", "il", "aujourd’hui"]),
        ("the city’s quay isn't", ["the", "city’s", "quay", "isn't"]),
        ("يَجُوزُ لِكُلِّ شَخْصٍ، أَنْ يُتَاجِرَ؛", ["يَجُوزُ", "لِكُلِّ", "شَخْصٍ", "،", "أَنْ", "يُتَاجِرَ", "؛"]),
        ("الرســم ١٢٫٥ دينارًا", ["الرســم", "١٢٫٥", "دينارًا"]),
        ("fee of 12,500 dinars (4.2).", ["fee", "of", "12,500", "dinars", "(", "4.2", ")", "."]),
        ("cafe\u0301 co\u00adoperate", ["cafe\u0301", "co\u00adoperate"]),
    ],
)
def test_what_a_word_is(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("open from six to nine daily", "open from six to ten daily", "open from six to [-nine][+ten] daily"),
        ("l’arrondissement délivre", "l’autorité délivre", "l’[-arrondissement][+autorité] délivre"),
        ("لكلِّ شخصٍ أن يتاجر، هنا", "لكلِّ شخصٍ أن يبيع، هنا", "لكلِّ شخصٍ أن [-يتاجر][+يبيع]، هنا"),
        ("العامَة", "العامّة", "[-العامَة][+العامّة]"),
        # A word that happened to stay between two larger changes is no help to the reader.
        ("No person may trade here at night", "Any citizen may sell goods at night",
         "[-No person may trade here][+Any citizen may sell goods] at night"),
        ("It opens every day.\nOld rest.", "It opens each day.\nNew rest.",
         "It opens [-every][+each] day.\n[-Old][+New] rest."),
    ],
)  # fmt: skip
def test_one_thing_changed_is_one_mark(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_ten_thousand_words_cost_little(seed: int) -> None:
    import random

    pick = random.Random(seed)
    vocabulary = [f"w{n}" for n in range(3000)]
    old = [vocabulary[int(3000 * pick.random() ** 3)] for _ in range(10_000)]
    new = list(old)
    for _ in range(300):
        new[pick.randrange(len(new))] = pick.choice(vocabulary)
    started = time.perf_counter()
    compared = compare_words(" ".join(old), " ".join(new))
    assert time.perf_counter() - started < 3
    assert not compared.is_coarse
    stayed = sum(len(words(change.text)) for change in compared.changes if change.kind == "same")
    assert stayed > 9_000


def test_what_cannot_be_compared_is_replaced_and_says_so() -> None:
    compared = compare_words("a " * 6000, "b " * 6000)
    assert compared.is_coarse
    assert [change.kind for change in compared.changes][:2] == ["deleted", "inserted"]
    assert not compare_words("a " * 20, "b " * 20).is_coarse
