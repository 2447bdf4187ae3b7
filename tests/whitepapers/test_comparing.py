"""What became of each clause, by its identity: whatever editors do, each is told once, and the way back mirrors."""

from __future__ import annotations

import time
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from whitepapers.engine.comparing import Change, Side, Status, compare_sides, figures_of
from whitepapers.engine.text import fingerprint


def side(n: int, *, text: str = "", number: str = "", order: int = 0, level: int = 1, kind: str = "clause") -> Side:
    text = text or f"Words of clause {n}."
    return Side(
        clause=UUID(int=n), eid=f"sec_{n}", kind=kind, number=number or str(order + 1), heading="", text=text,
        html=f"<p>{text}</p>", summary="", sha256=fingerprint(text), order=order, level=level, language="en",
    )  # fmt: skip


def version(*numbers: int, texts: dict[int, str] | None = None, levels: dict[int, int] | None = None) -> list[Side]:
    return [
        side(n, text=(texts or {}).get(n, ""), order=order, level=(levels or {}).get(n, 1))
        for order, n in enumerate(numbers)
    ]


def told(old: list[Side], new: list[Side], *descents: tuple[int, int]) -> dict[tuple[int, ...], str]:
    """By clause numbers of the old and the new side, the status."""
    pairs = [(UUID(int=ancestor), UUID(int=clause)) for ancestor, clause in descents]
    return {
        (tuple(one.clause.int for one in change.old), tuple(one.clause.int for one in change.new)): change.status.value
        for change in compare_sides(old, new, pairs)
    }


def test_the_eight_states() -> None:
    old = version(1, 2, 3, 4, 5, 6, 7)
    new = version(9, 1, 3, 4, 10, 5, 2, texts={3: "Other words.", 5: "Words of clause 5. Words of clause 6."})
    assert told(old, new, (4, 10), (6, 5)) == {
        ((), (9,)): "new",
        ((1,), (1,)): "renumbered",
        ((3,), (3,)): "edited",
        ((2,), (2,)): "moved",
        ((4,), (4, 10)): "split",
        ((5, 6), (5,)): "merged",
        ((7,), ()): "removed",
    }
    assert told(version(1), version(1)) == {((1,), (1,)): "unchanged"}


def test_a_clause_that_moves_takes_its_sub_clauses_along() -> None:
    levels = {11: 2, 12: 2}
    changes = told(version(1, 11, 12, 2, 3, levels=levels), version(2, 3, 1, 11, 12, levels=levels))
    assert changes[(1,), (1,)] == "moved"
    assert [changes[(n,), (n,)] for n in (11, 12)] == ["renumbered", "renumbered"]


def test_a_new_heading_moves_nothing_and_a_change_of_family_does() -> None:
    new = version(50, 1, 2, levels={1: 2, 2: 2})
    assert told(version(1, 2), new) == {
        ((), (50,)): "new", ((1,), (1,)): "renumbered", ((2,), (2,)): "renumbered"
    }  # fmt: skip
    levels = {1: 2, 2: 2}
    changes = told(version(50, 1, 60, 2, levels=levels), version(50, 60, 1, 2, levels=levels))
    assert changes[(1,), (1,)] == "moved"


def test_a_split_shows_where_the_words_went_on() -> None:
    old = version(1, texts={1: "One two three. Four five six."})
    new = version(1, 2, texts={1: "One two three.", 2: "Four five seven."})
    (change,) = compare_sides(old, new, [(UUID(int=1), UUID(int=2))])
    kept = "".join(part.text for part in change.text.changes if part.kind == "same")
    assert "One two three." in kept
    assert "Four five" in kept
    assert [part.text for part in change.text.changes if part.kind == "inserted"][-1].strip() == "seven"


def test_words_that_went_between_clauses_that_both_stay_tie_nobody() -> None:
    assert told(version(1, 2), version(1, 2), (1, 2)) == {((1,), (1,)): "unchanged", ((2,), (2,)): "unchanged"}


def test_a_merger_leaves_the_ancestors_of_what_was_merged_alone() -> None:
    """2 was split from 1 before; now 3 takes it in and names both."""
    assert told(version(1, 2, 3), version(1, 3, texts={3: "Both."}), (2, 3), (1, 3)) == {
        ((1,), (1,)): "unchanged",
        ((2, 3), (3,)): "merged",
    }


def test_split_twice_between_two_versions_is_one_split() -> None:
    changes = told(version(1), version(1, 3), (1, 2), (2, 3))
    assert changes == {((1,), (1, 3)): "split"}


def test_a_clause_that_goes_on_under_another_identity_is_compared_with_it() -> None:
    assert told(version(1), version(2, texts={2: "Words of clause 1."}), (1, 2)) == {((1,), (2,)): "unchanged"}


def test_what_went_stands_after_what_stood_before_it() -> None:
    changes = compare_sides(version(1, 2, 3, 4), version(1, 3, 5), [])
    assert [change.sides[0].clause.int for change in changes] == [1, 2, 3, 4, 5]


def test_figures_count_each_clause_once() -> None:
    old = [*version(1, 2, 3), side(7, kind="note", order=3)]
    new = [*version(1, 4, 2, texts={1: "Changed."}), side(7, kind="note", order=3, text="Changed too.")]
    figures = figures_of(compare_sides(old, new, []))
    assert (figures.edited, figures.new, figures.removed, figures.others) == (1, 1, 1, 1)
    assert figures.has_changes
    assert not figures_of(compare_sides(old, old, [])).has_changes


def test_five_hundred_changed_clauses_cost_little() -> None:
    def long(n: int, word: str) -> str:
        return " ".join(f"w{(n * 7 + i * i) % 997}" if i % 20 else word for i in range(150))

    old = version(*range(500), texts={n: long(n, "shall") for n in range(500)})
    new = version(*range(500), texts={n: long(n, "may") for n in range(500)})
    started = time.perf_counter()
    assert figures_of(compare_sides(old, new, [])).edited == 500
    assert time.perf_counter() - started < 10


KEYS = st.lists(st.integers(1, 12), unique=True, max_size=12)
TEXTS = st.dictionaries(st.integers(1, 12), st.sampled_from(["One two.", "One three.", "Two\nthree.", "نص آخر."]))
LEVELS = st.dictionaries(st.integers(1, 12), st.integers(1, 3))
DESCENTS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] != pair[1]), max_size=4
)


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[list[Side], list[Side], list[tuple[UUID, UUID]]]:
    old = version(*draw(KEYS), texts=draw(TEXTS), levels=draw(LEVELS))
    new = version(*draw(KEYS), texts=draw(TEXTS), levels=draw(LEVELS))
    return old, new, [(UUID(int=a), UUID(int=b)) for a, b in draw(DESCENTS)]


def in_sets(changes: list[Change]) -> set[tuple[str, frozenset[UUID], frozenset[UUID]]]:
    return {
        (change.status.value, frozenset(s.clause for s in change.old), frozenset(s.clause for s in change.new))
        for change in changes
    }


@given(two_versions())
def test_every_clause_of_both_versions_is_told_once(given_: tuple) -> None:
    old, new, descents = given_
    changes = compare_sides(old, new, descents)
    assert sorted(one.clause.int for change in changes for one in change.old) == sorted(one.clause.int for one in old)
    assert sorted(one.clause.int for change in changes for one in change.new) == sorted(one.clause.int for one in new)
    for change in changes:
        assert (change.status is Status.NEW) == (not change.old)
        assert (change.status is Status.REMOVED) == (not change.new)


@given(two_versions())
def test_what_a_change_shows_is_the_old_and_the_new_text(given_: tuple) -> None:
    old, new, descents = given_
    for change in compare_sides(old, new, descents):
        if change.status in {Status.UNCHANGED, Status.MOVED, Status.RENUMBERED}:
            assert all(part.kind == "same" for part in change.text.changes)
        was = "".join(part.text for part in change.text.changes if part.kind != "inserted")
        now = "".join(part.text for part in change.text.changes if part.kind != "deleted")
        assert was == "\n".join(one.text for one in change.old) or change.status not in {Status.EDITED, Status.REMOVED}
        assert now == "\n".join(one.text for one in change.new) or not change.new


@given(two_versions())
def test_a_mirrored_change_tells_the_way_back(given_: tuple) -> None:
    old, new, descents = given_
    changes = compare_sides(old, new, descents)
    back = [change.mirrored() for change in changes]
    assert [change.mirrored() for change in back] == changes
    flip = {"new": "removed", "removed": "new", "split": "merged", "merged": "split"}
    assert in_sets(back) == {(flip.get(status, status), now, was) for status, was, now in in_sets(changes)}


@given(KEYS, KEYS)
def test_moving_keeps_identity_and_words(before: list[int], after: list[int]) -> None:
    """Whatever the order, a clause in both versions is one pair with itself, unchanged, moved or renumbered."""
    common = set(before) & set(after)
    pairs = told(version(*before), version(*after))
    for n in common:
        assert pairs[(n,), (n,)] in {"unchanged", "moved", "renumbered"}
