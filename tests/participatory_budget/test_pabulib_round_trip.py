"""What is written is read again: cell by cell, and as the same election."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from participatory_budget.engine.counting import count
from participatory_budget.engine.hashing import inputs_sha256, result_sha256
from participatory_budget.engine.pabulib import PabulibFile, election_of, read, write
from participatory_budget.engine.results import Result
from participatory_budget.engine.stored_results import as_json, from_json

REAL = Path(settings.REAL_DATA_DIR) / "pabulib"
FILES = [
    "France_Toulouse_2019",
    "Netherlands_Assen_2024",
    "Poland_Czestochowa_2020_Grabowka",
    "Poland_Gdynia_2024",
    "Poland_Krakow_2021_Podgorze",
    "Poland_Swiecie_2023",
    "Poland_Warszawa_2017_Bemowo",
    "Poland_Warszawa_2024_Mokotow",
    "Poland_Warszawa_2026_Bemowo",
    "Poland_Wroclaw_2016_Rejon_nr_10_250",
    "Switzerland_Zurich_S5",
    "US_Stanford_Dataset_2022_Jersey_City_Ward_B_vote_knapsacks",
]
DECIDED = [name for name in FILES if not name.startswith(("Switzerland", "US", "France", "Poland_Czest"))]

# Any text a database keeps: Arabic, quotes, semicolons, ends of lines, blanks at the edges.
cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20) | st.sampled_from(
    ['"', '""', ";", "\n", "\r\n", "\r", '"a" b', "META", "votes", " ", "\ufeff", "ميزانية الحي", 'x"\n;"y', '"open']
)


def real(name: str) -> bytes:
    file = REAL / f"{name}.pb"
    if not file.exists():
        pytest.skip(f"real data is not here: REAL_DATA_DIR/pabulib/{name}.pb")
    return file.read_bytes()


def exported(file: PabulibFile) -> bytes:
    votes = (vote.cells for vote in file.votes)
    lines = write(file.meta, file.project_columns, file.project_rows, file.vote_columns, votes)
    return "".join(lines).encode()


@st.composite
def elections(draw) -> tuple[list, list, list, list, list]:
    kind = draw(st.sampled_from(["approval", "ordinal", "cumulative", "choose-1"]))
    code = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8) | st.sampled_from(
        ["votes", "2024/A/1"]
    )
    codes = draw(st.lists(code, min_size=1, max_size=6, unique=True))
    known = ["key", "budget", "vote_type", "rule", "currency", "max_length", "min_length", "max_points", "tie_breaking"]
    known += ["exclusive_groups", "min_project_score_threshold", "num_votes", "num_projects"]
    more = draw(st.lists(st.tuples(cell, cell).filter(lambda pair: pair[0].strip() not in known), max_size=4))
    meta = [["budget", "100"], ["vote_type", kind], ["rule", "greedy"], *dict(more).items()]
    meta = [list(pair) for index, pair in enumerate(meta) if _first(meta, index)]
    rows = [[one, f"{draw(st.integers(0, 200))}.5", draw(cell), draw(cell)] for one in codes]
    votes = []
    for _person in range(draw(st.integers(0, 8))):
        chosen = draw(st.lists(st.sampled_from(codes), unique=True, max_size=1 if kind == "choose-1" else 6))
        points = [draw(st.sampled_from(["1", "2.5", "0", "3.125"])) for _one in chosen]
        votes.append([draw(cell), ",".join(chosen), ",".join(points), draw(cell)])
    return meta, ["project_id", "cost", "name", "note"], rows, ["voter_id", "vote", "points", "said"], votes


def _first(meta: list, index: int) -> bool:
    """The same key once, apart from blanks at its edges."""
    return meta[index][0].strip() not in {pair[0].strip() for pair in meta[:index]}


@given(elections())
def test_whatever_is_written_is_read_again(parts):
    content = "".join(write(*parts)).encode()
    file = read(io.BytesIO(content))
    meta, columns, rows, vote_columns, votes = parts
    assert (file.meta, file.project_columns, file.project_rows, file.vote_columns) == (
        meta,
        columns,
        rows,
        vote_columns,
    )
    assert [vote.cells for vote in file.votes] == votes
    first, again = election_of(read(io.BytesIO(content))), exported(read(io.BytesIO(content)))
    assert again == content
    assert inputs_sha256(election_of(read(io.BytesIO(again)))) == inputs_sha256(first)
    kept = as_json(count(first))
    assert as_json(from_json(kept)) == kept


@given(st.lists(cell, max_size=6))
def test_one_column_of_anything_comes_back(cells):
    rows = [[f"a{place}", "5", text] for place, text in enumerate(cells)]
    content = "".join(
        write([["budget", "1"], ["vote_type", "approval"]], ["project_id", "cost", "x"], rows, ["vote"], [[""]])
    )
    file = read(io.BytesIO(content.encode()))
    assert file.project_rows == rows
    assert [vote.cells for vote in file.votes] == [[""]]


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_real_files_come_back(name):
    content = real(name)
    again = exported(read(io.BytesIO(content)))
    before, after = read(io.BytesIO(content)), read(io.BytesIO(again))
    assert before.meta == after.meta
    assert before.project_rows == after.project_rows
    assert inputs_sha256(election_of(before)) == inputs_sha256(election_of(after))
    assert before.warnings == after.warnings == []
    # Where no cell starts with a quote, even the bytes are the same, apart from the ends of lines.
    if b';"' not in content:
        assert again.rstrip() == content.replace(b"\r\n", b"\n").rstrip()


@pytest.mark.slow
@pytest.mark.parametrize("name", DECIDED)
def test_the_rule_that_a_city_names_gives_what_the_city_decided(name):
    file = read(io.BytesIO(real(name)))
    result = counted(file)
    assert file.official
    assert sorted(result.selected) == sorted(file.official)
    assert result_sha256(counted(read(io.BytesIO(real(name))))) == result_sha256(result)


def counted(file: PabulibFile) -> Result:
    return count(election_of(file))


@pytest.mark.slow
def test_a_title_that_starts_with_a_quote_is_read_whole():
    file = read(io.BytesIO(real("Poland_Czestochowa_2020_Grabowka")))
    title = next(one.title for one in file.projects if one.id == "47")
    assert title.startswith('"Odkupmy" i my - zakup')
