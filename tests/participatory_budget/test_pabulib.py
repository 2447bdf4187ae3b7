"""What is read from a Pabulib file, and every refusal with its line."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import pytest

from participatory_budget.engine.election import Election, ElectionError, TieKey
from participatory_budget.engine.hashing import inputs_sha256
from participatory_budget.engine.pabulib import election_of, read
from tests.participatory_budget.pabulib_files import VOTES, line_of, opened, pabulib


def read_all(content: bytes) -> Election:
    return election_of(opened(content))


def points(election: Election) -> dict[str, Fraction]:
    return {one.id: election.ballots.score(place) for place, one in enumerate(election.projects)}


def refusal(content: bytes) -> ElectionError:
    with pytest.raises(ElectionError) as error:
        read_all(content)
    return error.value


def test_an_approval_gives_a_point_each_and_an_empty_ballot_is_a_person():
    election = read_all(pabulib())
    assert points(election) == {"a": 2, "b": 1, "c": 1}
    assert election.ballots.people == 4
    assert (election.budget, election.unit, election.rule) == (100_000, 100, "greedy")
    assert [one.cost for one in election.projects] == [60_000, 50_000, 30_000]
    assert election.tie_keys == (TieKey.LOWER_COST, TieKey.ID)


def test_official_are_the_selected_in_the_order_of_the_file():
    assert opened(pabulib()).official == ["a", "c"]
    assert opened(pabulib(projects=["project_id;cost", "a;600", "b;1", "c;2"])).official == []


def test_a_ranked_ballot_gives_max_length_points_to_its_first_place():
    votes = ["voter_id;vote", "1;b,a", "2;a"]
    assert points(read_all(pabulib(vote_type="ordinal", max_length="3", votes=votes))) == {"a": 5, "b": 3, "c": 0}
    # Without max_length the longest ballot says how many places there are.
    assert points(read_all(pabulib(vote_type="ordinal", votes=votes))) == {"a": 3, "b": 2, "c": 0}


def test_cumulative_points_stand_in_the_order_of_the_vote_and_may_have_decimals():
    votes = ["voter_id;points;vote", "1;2.5,1;b,a", "2;0,3;c,a", "3;;"]
    election = read_all(pabulib(vote_type="cumulative", votes=votes))
    assert points(election) == {"a": 4, "b": Fraction(5, 2), "c": 0}
    assert election.ballots.people == 3
    # Nothing given is nothing chosen.
    assert election.ballots.voters(2) == 0


@pytest.mark.parametrize(
    ("currency", "text", "amount"),
    [
        ("EUR", "725000", 72_500_000),
        ("EUR", "12,5", 1_250),
        ("EUR", "12.50", 1_250),
        ("EUR", "12.5000", 1_250),
        ("PLN", "0", 0),
        ("TND", "12.345", 12_345),
        ("TND", "12,5", 12_500),
        ("JPY", "1000", 1_000),
        ("JPY", "1000.0", 1_000),
        (None, "12.5", 1_250),
    ],
)
def test_money_is_exact(currency, text, amount):
    assert read_all(pabulib(currency=currency, budget=text)).budget == amount


@pytest.mark.parametrize(
    ("currency", "text", "message"),
    [
        ("EUR", "12.345", "more decimals"),
        ("EUR", "725,000", "more decimals"),  # thousands or decimals?
        ("TND", "1.2345", "more decimals"),
        ("JPY", "10.5", "more decimals"),
        ("EUR", "1 000", "no sum of money"),
        ("EUR", "-5", "no sum of money"),
        ("EUR", "1e3", "no sum of money"),
        ("EUR", "٥٠٠", "no sum of money"),
        ("EUR", "NaN", "no sum of money"),
        ("EUR", "99999999999999999", "too large"),
    ],
)
def test_money_is_never_guessed(currency, text, message):
    content = pabulib(currency=currency, budget=text)
    error = refusal(content)
    assert message in error.message
    assert error.where == line_of(content, "budget;")


@pytest.mark.parametrize(
    ("content", "at", "message"),
    [
        (pabulib(vote_type="scoring"), "vote_type;", "'scoring'"),
        (pabulib(vote_type=None), "META", "META has no vote_type"),
        (pabulib(budget=None), "META", "META has no budget"),
        (pabulib(budget=""), "budget;", "META has no budget"),
        (pabulib(min_project_score_threshold="many"), "min_project", "'many'"),
        (pabulib(max_length="x"), "max_length", "'x'"),
        (pabulib(min_length="3", max_length="2"), "min_length", "above max_length"),
        (pabulib(tie_breaking="lower_cost,lottery"), "tie_breaking", "'lottery'"),
        (pabulib(**{"budget ": "999"}), "budget ;", "budget twice"),
        (pabulib(projects=["project_id;name", "a;x"]), "project_id", "column cost is missing"),
        (pabulib(projects=["id;cost", "a;5"]), "id;", "column project_id is missing"),
        (pabulib(projects=["project_id;cost;cost", "a;5;5"]), "project_id", "two columns"),
        (pabulib(projects=["project_id;cost", "a;5", "b;much"]), "b;", "'much'"),
        (pabulib(projects=["project_id;cost", "a;5", "b;"]), "b;", "no cost"),
        (pabulib(projects=["project_id;cost", ";5"]), ";5", "no id"),
        (pabulib(projects=["project_id;cost", "a;5", "a;6"]), "a;6", "two projects have the id 'a'"),
        (pabulib(projects=["project_id;cost", "a;5;6"]), "a;5;6", "3 cells, but 2 columns"),
        (pabulib(projects=["project_id;cost", '"a,b";5']), '"a,b"', "no ballot can name"),
        (pabulib(votes=["voter_id;votes", "1;a"]), "voter_id", "column vote is missing"),
        (pabulib(vote_type="cumulative"), "voter_id", "column points is missing"),
        (pabulib(votes=[*VOTES, "5;a,x"]), "5;", "'x'"),
        (pabulib(votes=[*VOTES, "5;a,"]), "5;", "''"),
        (pabulib(votes=[*VOTES, "5;a,b,a"]), "5;", "twice on the ballot"),
        (pabulib(votes=[*VOTES, "5"]), "5", "1 cells, but 2 columns"),
        (pabulib(votes=[*VOTES, "5;a;b"]), "5;", "3 cells, but 2 columns"),
        (pabulib(vote_type="choose-1", votes=["voter_id;vote", "7;a,b"]), "7;", "more than one"),
        (pabulib(vote_type="ordinal", max_length="1", votes=["voter_id;vote", "7;a,b"]), "7;", "more projects than"),
        (pabulib(vote_type="cumulative", votes=["voter_id;vote;points", "7;a,b;1"]), "7;", "2 projects, but 1 points"),
        (pabulib(vote_type="cumulative", votes=["voter_id;vote;points", "7;a;-1"]), "7;", "points are no number"),
        (pabulib() + b"PROJECTS\n", "last", "PROJECTS stands twice"),
        (pabulib() + b"votes\n", "last", "VOTES stands twice"),
        (pabulib().replace(b"PROJECTS\n", b"META\n"), "eighth", "META stands twice"),
        (pabulib() + b"5;\xff\xfe\n", "last", "not text in UTF-8"),
        (pabulib() + b"5;\x00\n", "last", "not a text file"),
        (pabulib().replace(b"key;value\n", b""), "description", "key;value"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "first", "not text in UTF-8"),
        (b"project_id;cost\na;5\n", "first", "no section"),
    ],
)
def test_what_does_not_hold_is_refused_by_its_line(content, at, message):
    error = refusal(content)
    assert message in error.message
    last = content.count(b"\n")
    fixed = {"first": "line 1", "eighth": "line 8", "last": f"line {last}"}
    assert error.where == (fixed.get(at) or line_of(content, at))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no section"),
        (b"\n\n", "no section"),
        (pabulib().partition(b"PROJECTS")[0], "PROJECTS is missing"),
        (pabulib().partition(b"VOTES")[0], "VOTES is missing"),
        (b"META\n", "names of its columns"),
        (pabulib(exclusive_groups="a,x"), "'x'"),
    ],
)
def test_what_is_not_there_is_named(content, message):
    assert message in refusal(content).message


def test_a_line_without_an_end_does_not_fill_the_memory():
    assert "too long" in refusal(b"META\nkey;value\n" + b"x" * 5_000_000).message


def test_other_line_ends_and_a_mark_at_the_start_say_the_same():
    plain = inputs_sha256(read_all(pabulib()))
    for content in (pabulib(end="\r\n"), b"\xef\xbb\xbf" + pabulib(), pabulib(end="\r"), pabulib().rstrip(b"\n")):
        assert inputs_sha256(read_all(content)) == plain


def test_lines_are_counted_as_an_editor_shows_them():
    content = pabulib(projects=["project_id;cost;name", 'a;5;"two', 'lines"', "b;5;x", "c;5;y"], votes=["vote", "x"])
    assert refusal(content).where == line_of(content, "x")
    assert opened(content).projects[0].title == "two\nlines"


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ('"Trees; and more"', "Trees; and more"),
        ('"say ""hi"""', 'say "hi"'),
        ('"Odkupmy" i my - zakup', '"Odkupmy" i my - zakup'),
        ('Square "Bem"', 'Square "Bem"'),
        ('"never closed', '"never closed'),
        ("  Trees  ", "Trees"),
        ("", "a"),
        ("حديقة الحي؛ مقاعد", "حديقة الحي؛ مقاعد"),
    ],
)
def test_quotes_are_read_as_people_mean_them(cell, title):
    file = opened(pabulib(projects=["project_id;cost;name", f"a;5;{cell}", "b;5;x", "c;5;y"]))
    assert [one.title for one in file.projects] == [title, "x", "y"]


def test_groups_come_from_a_column_or_from_meta():
    columns = ["project_id;cost;exclusive_groups", "a;5;park,north", "b;5;park", "c;5;"]
    assert [one.groups for one in read_all(pabulib(projects=columns)).projects] == [("park", "north"), ("park",), ()]
    by_meta = read_all(pabulib(exclusive_groups="a,b|b,c"))
    assert [one.groups for one in by_meta.projects] == [("1",), ("1", "2"), ("2",)]


def test_threshold_and_tie_keys_are_those_of_the_file():
    election = read_all(pabulib(min_project_score_threshold="2,5", tie_breaking="more_voters, file_order"))
    assert election.threshold == Fraction(5, 2)
    assert election.tie_keys == (TieKey.MORE_VOTERS, TieKey.FILE_ORDER, TieKey.ID)


def test_places_are_kept_where_they_are_on_earth():
    columns = ["project_id;cost;latitude;longitude", "a;5;52.2029025464748;-21.04", "b;5;52;", "c;5;abc;500"]
    places = [(one.latitude, one.longitude) for one in opened(pabulib(projects=columns)).projects]
    assert places == [(Decimal("52.202903"), Decimal("-21.040000")), (None, None), (None, None)]


def test_figures_that_differ_are_a_warning():
    file = opened(pabulib(num_votes="5", num_projects="3", currency="zł"))
    assert election_of(file).ballots.people == 4
    assert [one.message for one in file.warnings] == [
        "the currency is no ISO code: a hundred smallest parts are taken for it",
        "num_votes says 5, the file has 4",
    ]


def test_votes_are_read_one_by_one():
    """The first ballot is there before the file has been read further."""
    read_so_far = 0

    class Counting(io.BytesIO):
        def readline(self, size=-1, /):
            nonlocal read_so_far
            line = super().readline(size)
            read_so_far += len(line)
            return line

    content = pabulib(votes=["voter_id;vote", *(f"{number};a" for number in range(10_000))])
    file = read(Counting(content))
    assert next(file.votes).cells == ["0", "a"]
    assert read_so_far < len(content) / 10


def test_names_of_sections_in_lower_case_and_with_empty_cells_are_sections():
    content = pabulib().replace(b"PROJECTS\n", b"projects;;;\n").replace(b"VOTES\n", b"Votes;\n")
    assert inputs_sha256(read_all(content)) == inputs_sha256(read_all(pabulib()))
