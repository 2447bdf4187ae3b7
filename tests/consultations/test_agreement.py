"""Agreement in whole per mille, with intervals that do not pretend to know more than was read."""

import random

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from consultations.engine.agreement import agreement, reader_agreement
from consultations.engine.canonical import canonical_json
from tests.consultations.texts_for_machines import answer_of_a_fresh_process

pytestmark = pytest.mark.once


def test_precision_recall_and_f1_are_counted_from_labels():
    result = agreement({(1, 1), (2, 1), (3, 1), (4, 2)}, {(1, 1), (2, 1), (4, 1), (4, 2), (5, 2), (6, 2)})
    assert (result.both, result.only_machine, result.only_people) == (3, 1, 3)
    assert (result.precision, result.recall, result.f1) == (750, 500, 600)
    assert result.f1_low < 600 < result.f1_high


@pytest.mark.parametrize(
    ("machine", "people", "expected"),
    [
        ((), (), (None, None, None, None, None)),
        ((), ((1, 1),), (None, 0, 0, 0, 885)),
        (((1, 1),), (), (0, None, 0, 0, 885)),
        (((1, 1),), ((1, 1),), (1000, 1000, 1000, 342, 1000)),
    ],
    ids=["nothing", "silent machine", "unread", "one label"],
)
def test_little_evidence_is_said_to_be_little(machine, people, expected):
    result = agreement(machine, people)
    assert (result.precision, result.recall, result.f1, result.f1_low, result.f1_high) == expected


def test_the_interval_narrows_as_more_is_read():
    def width(count):
        machine = {(n, 1) for n in range(count)}
        people = {(n, 1) for n in range(count) if n % 4} | {(n, 2) for n in range(count) if not n % 4}
        result = agreement(machine, people)
        return result.f1_high - result.f1_low

    assert width(20) > width(200) > width(2000)


def test_labels_of_one_contribution_count_for_less_than_of_as_many():
    apart_machine, apart_people = {(n, 1) for n in range(100)}, {(n, 1) for n in range(0, 100, 2)}
    # The same hundred decisions in ten contributions, each wholly right or wholly wrong.
    together_machine = {(n // 10, n % 10) for n in range(100)}
    together_people = {(document, theme) for document, theme in together_machine if document % 2}
    apart, together = agreement(apart_machine, apart_people), agreement(together_machine, together_people)
    assert apart.f1 == together.f1
    assert together.f1_high - together.f1_low > 2 * (apart.f1_high - apart.f1_low)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    luck, held, rounds = random.Random(3), 0, 400
    for _ in range(rounds):
        both = {(n, 1) for n in range(60) if luck.random() < 0.6}
        rest = {(n, 1) for n in range(60)} - both
        result = agreement(both | rest, both)
        held += result.f1_low <= 750 <= result.f1_high  # 2 × 0.6 / 1.6
    assert 0.92 <= held / rounds <= 0.99


def test_two_readers_are_compared_on_what_both_read():
    first = {(n, 1) for n in range(40)} | {(99, 1)}
    second = {(n, 1) for n in range(30)} | {(n, 2) for n in range(5)}
    result = reader_agreement(first, second, contributions=range(50), themes=(1, 2))
    assert (result.contributions, result.decisions) == (50, 100)
    assert result.share == 850  # 15 of 100 decisions differ
    # By chance: 0.40 × 0.35 + 0.60 × 0.65 = 0.53
    assert result.kappa == 681
    assert result.kappa_low < 681 < result.kappa_high
    assert result.share_low < 850 < result.share_high


@pytest.mark.parametrize(
    ("first", "second", "read", "share", "kappa"),
    [
        ((), (), (), None, None),
        ((), (), (1, 2), 1000, None),
        (((1, 1), (2, 1)), ((1, 1), (2, 1)), (1, 2), 1000, None),
        (((1, 1),), ((1, 1),), (1, 2), 1000, 1000),
        (((1, 1),), ((2, 1),), (1, 2), 0, -1000),
    ],
    ids=["nothing read", "no label", "every label", "equal", "opposite"],
)
def test_kappa_is_left_out_where_chance_explains_all(first, second, read, share, kappa):
    result = reader_agreement(first, second, contributions=read, themes=(1,))
    assert (result.share, result.kappa) == (share, kappa)
    assert (result.kappa_low is None) == (kappa is None)


labels = st.sets(st.tuples(st.integers(0, 8), st.integers(0, 3)))


@effort(max_examples=200, deadline=None)
@given(labels, labels)
def test_figures_are_whole_in_order_and_the_same_both_ways(one, two):
    result, turned = agreement(one, two), agreement(list(two), sorted(one))
    assert (result.precision, result.recall, result.f1) == (turned.recall, turned.precision, turned.f1)
    assert (result.f1_low, result.f1_high) == (turned.f1_low, turned.f1_high)
    if result.f1 is not None:
        assert 0 <= result.f1_low <= result.f1 <= result.f1_high <= 1000
    pair = reader_agreement(one, two, contributions=range(9), themes=range(4))
    assert pair == reader_agreement(two, one, contributions=range(8, -1, -1), themes=range(4))
    assert 0 <= pair.share_low <= pair.share <= pair.share_high <= 1000
    if pair.kappa is not None:
        assert -1000 <= pair.kappa_low <= pair.kappa <= pair.kappa_high <= 1000
    canonical_json({**vars(result), **vars(pair)})


def test_a_fresh_process_says_the_same():
    luck = random.Random(2)
    one, two = ([[luck.randrange(50), luck.randrange(5)] for _ in range(120)] for _ in range(2))
    code = (
        "from consultations.engine.agreement import agreement\n"
        "print(agreement(*({tuple(label) for label in labels} for labels in data)))"
    )
    here = str(agreement(*({tuple(label) for label in labels} for labels in (one, two))))
    assert answer_of_a_fresh_process(code, [one, two], 1) == answer_of_a_fresh_process(code, [one, two], 2) == here
