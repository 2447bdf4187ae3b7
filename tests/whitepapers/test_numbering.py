"""Numbers and addresses of clauses."""

import re
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from whitepapers.engine.eids import MAX_LENGTH, clause_uuid, is_safe, mint
from whitepapers.engine.numbering import Item, place
from whitepapers.enums import HeadingNumbering, PartKind

HEADING, CLAUSE, NOTE = PartKind.HEADING, PartKind.CLAUSE, PartKind.NOTE
RUNNING = HeadingNumbering.RUNNING

items = st.lists(
    st.builds(
        Item,
        kind=st.sampled_from([HEADING, CLAUSE, CLAUSE, CLAUSE, NOTE]),
        level=st.integers(1, 8),
        number=st.one_of(
            st.just(""),
            st.just(""),
            st.sampled_from(["1", "2", "4 bis", "Article 12", "§ 3", "٤", "أ", "2.1", "—", " ", "../", "1.1.1"]),
            st.text(max_size=8),
        ),
        numbering=st.sampled_from(HeadingNumbering.values),
        role=st.sampled_from(["part", "part", "annex"]),
    ),
    max_size=30,
)


def numbers(*given_items: Item) -> list[str]:
    return [where.number for where in place(given_items)]


def eids(*given_items: Item, known: dict[str, str] | None = None) -> list[str]:
    ids = [f"b{index}" for index in range(len(given_items))]
    known = known or {}
    minted = mint(ids, [item.kind for item in given_items], place(given_items), known, set(known.values()))
    return [known.get(block) or minted[block] for block in ids]


def test_clauses_without_headings_are_counted() -> None:
    assert numbers(Item(CLAUSE), Item(CLAUSE), Item(CLAUSE)) == ["1", "2", "3"]


def test_clauses_count_inside_a_numbered_heading_and_sub_clauses_inside_a_clause() -> None:
    got = numbers(
        Item(HEADING), Item(CLAUSE), Item(CLAUSE), Item(CLAUSE, 2), Item(CLAUSE, 2), Item(HEADING), Item(CLAUSE)
    )
    assert got == ["1", "1.1", "1.2", "1.2.1", "1.2.2", "2", "2.1"]


def test_articles_go_on_counting_across_chapters_that_are_not_numbered() -> None:
    got = numbers(
        Item(HEADING, number="Chapter I", numbering=RUNNING),
        Item(CLAUSE),
        Item(CLAUSE),
        Item(HEADING, number="Chapter II", numbering=RUNNING),
        Item(CLAUSE),
    )
    assert got == ["Chapter I", "1", "2", "Chapter II", "3"]


def test_a_hand_written_number_is_kept_and_the_count_goes_on_from_it() -> None:
    assert numbers(Item(CLAUSE, number="7"), Item(CLAUSE)) == ["7", "8"]
    assert numbers(Item(CLAUSE), Item(CLAUSE, number="1 bis"), Item(CLAUSE)) == ["1", "1 bis", "2"]
    assert numbers(Item(CLAUSE, number="Article 12"), Item(CLAUSE, 2)) == ["Article 12", "12.1"]


def test_annexes_are_lettered_and_counted_apart_from_the_text() -> None:
    annex = Item(HEADING, role="annex")
    got = numbers(
        Item(HEADING),
        Item(CLAUSE),
        annex,
        Item(CLAUSE),
        Item(HEADING, 2),
        Item(CLAUSE),
        annex,
        Item(CLAUSE),
        Item(NOTE),
    )
    assert got == ["1", "1.1", "A", "A.1", "A.2", "A.2.1", "B", "B.1", ""]
    assert eids(Item(CLAUSE), annex, Item(CLAUSE)) == ["sec_1", "annex_A", "annex_A__subsec_1"]
    assert numbers(*[annex] * 28)[24:] == ["Y", "Z", "AA", "AB"]


def test_an_annex_ends_whatever_stands_above_it_and_the_text_goes_on_after_it() -> None:
    places = place([Item(HEADING), Item(HEADING, 2), Item(HEADING, 3, role="annex"), Item(HEADING, 2), Item(HEADING)])
    assert [(where.number, where.depth) for where in places] == [("1", 1), ("1.1", 2), ("A", 1), ("A.1", 2), ("2", 1)]


def test_a_hand_written_annex_keeps_its_number_and_clauses_never_get_letters() -> None:
    written = Item(HEADING, role="annex", number="C")
    running = Item(HEADING, role="annex", number="Annex", numbering=RUNNING)
    assert numbers(written, Item(CLAUSE), Item(HEADING, role="annex")) == ["C", "C.1", "D"]
    assert numbers(Item(CLAUSE), running, Item(CLAUSE)) == ["1", "Annex", "2"]
    assert numbers(Item(HEADING, role="annex", number="١"), Item(CLAUSE)) == ["١", "1.1"]


def test_arabic_indic_digits_are_kept_and_counted_with() -> None:
    assert numbers(Item(CLAUSE, number="٤"), Item(CLAUSE, 2), Item(CLAUSE)) == ["٤", "4.1", "5"]


def test_a_number_used_further_down_is_not_given_away_before() -> None:
    assert numbers(Item(CLAUSE), Item(CLAUSE), Item(CLAUSE, number="2")) == ["1", "3", "2"]


def test_notes_have_no_number_and_do_not_interrupt() -> None:
    assert numbers(Item(CLAUSE), Item(NOTE), Item(CLAUSE, 2), Item(NOTE), Item(CLAUSE)) == ["1", "", "1.1", "", "2"]


def test_a_level_that_skips_one_still_belongs_to_the_clause_above() -> None:
    places = place([Item(CLAUSE, 1), Item(CLAUSE, 4), Item(CLAUSE, 2)])
    assert [(where.depth, where.parent) for where in places] == [(1, None), (2, 0), (2, 0)]


@given(items)
def test_automatic_numbers_are_never_given_twice(given_items: list[Item]) -> None:
    written = {item.number.strip() for item in given_items if item.number.strip()}
    automatic = [
        where.number
        for item, where in zip(given_items, place(given_items), strict=True)
        if where.number and not item.number.strip()
    ]
    assert len(automatic) == len(set(automatic))
    assert not written & set(automatic)


@given(items)
def test_every_part_stands_one_below_its_parent_which_comes_before_it(given_items: list[Item]) -> None:
    places = place(given_items)
    for index, where in enumerate(places):
        if where.parent is None:
            assert where.depth == 1
        else:
            assert where.parent < index
            assert where.depth == places[where.parent].depth + 1
            assert given_items[where.parent].kind != NOTE


@given(items)
def test_addresses_are_unique_and_safe_in_a_url(given_items: list[Item]) -> None:
    got = eids(*given_items)
    assert len(got) == len(set(got)) == len(given_items)
    for eid in got:
        assert re.fullmatch(r"[A-Za-z0-9_.\-]+", eid)
        assert len(eid) <= MAX_LENGTH + 10


@given(items, st.randoms())
def test_addresses_once_given_stay_whatever_moves(given_items: list[Item], random: object) -> None:
    ids = [f"b{index}" for index in range(len(given_items))]
    first = mint(ids, [item.kind for item in given_items], place(given_items), {}, set())
    order = list(range(len(ids)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = [given_items[index] for index in order]
    new = [*[ids[index] for index in order], "new"]
    moved.append(Item(CLAUSE))
    second = mint(new, [item.kind for item in moved], place(moved), first, set(first.values()))
    assert set(second) == {"new"}
    assert second["new"] not in first.values()


def test_addresses_read_like_akoma_ntoso() -> None:
    got = eids(Item(HEADING), Item(CLAUSE), Item(CLAUSE), Item(CLAUSE, 2), Item(NOTE), Item(HEADING, numbering=RUNNING))
    assert got == ["sec_1", "sec_1__subsec_1", "sec_1__subsec_2", "sec_1__subsec_2__para_1", "note_1", "part_1"]


def test_an_address_uses_latin_letters_even_where_the_number_does_not() -> None:
    assert eids(Item(CLAUSE, number="٤"), Item(CLAUSE, number="أ")) == ["sec_4", "sec_2"]


def test_a_new_clause_does_not_take_over_the_address_of_one_that_was_renumbered() -> None:
    known = {"b0": "sec_1", "b2": "sec_2"}
    assert eids(Item(CLAUSE), Item(CLAUSE), Item(CLAUSE), known=known) == ["sec_1", "sec_2-2", "sec_2"]


def test_safe_addresses_are_told_from_unsafe_ones() -> None:
    assert is_safe("sec_4__subsec_1")
    assert not any(is_safe(eid) for eid in ["", "..", "a/b", "a b", "بند", "x" * 101, "a?b", "#a"])


@given(st.uuids(), st.uuids(), st.text(min_size=1, max_size=40))
def test_a_copy_of_a_page_has_clauses_of_its_own(one: UUID, other: UUID, block: str) -> None:
    assert clause_uuid(one, block) == clause_uuid(one, block)
    assert one == other or clause_uuid(one, block) != clause_uuid(other, block)


def test_two_blocks_of_a_document_are_two_clauses() -> None:
    document = uuid4()
    assert clause_uuid(document, "a") != clause_uuid(document, "b")
