"""`import_pabulib`, `export_pabulib` and `count` as CONTRACTS says: one JSON object, nothing written on refusal."""

from __future__ import annotations

import io
import json
import os
import threading
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.audit.models.entry import AuditEntry
from participatory_budget.engine.election import ElectionError
from participatory_budget.engine.hashing import inputs_sha256
from participatory_budget.engine.pabulib import election_of as election_in_file
from participatory_budget.engine.stored_results import from_json
from participatory_budget.models.budget import Budget
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.imported import ImportedBallot, ImportedElection
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.selectors.elections import election_of, imported_in
from participatory_budget.services.counting import count_envelope
from participatory_budget.services.errors import NotAllowedError
from participatory_budget.services.importing import BATCH, import_election
from tests.factories.accounts import UserFactory
from tests.participatory_budget.pabulib_files import line_of, opened, pabulib
from tests.participatory_budget.test_pabulib_round_trip import REAL, real

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
RECORDS = [Budget, Envelope, EnvelopeName, RuleCard, Project, ImportedElection, ImportedBallot, Count, AuditEntry]


def said(*arguments) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def run(*arguments):
    return json.loads(said(*arguments, "--json"))


def refused(*arguments):
    out, before = StringIO(), rows()
    with pytest.raises(CommandError) as error:
        call_command(*map(str, arguments), stdout=out)
    assert error.value.returncode == 1
    assert rows() == before
    return json.loads(out.getvalue())


def rows() -> list[int]:
    return [model.objects.count() for model in RECORDS]


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "Small_Town.pb"
    path.write_bytes(pabulib(note_of_the_clerk="kept as it is"))
    return path


def test_an_election_comes_in_with_its_result(file):
    assert run("import_pabulib", file) == {
        "slug": "small_town",
        "vote_type": "approval",
        "projects": 3,
        "ballots": 4,
        "budget": "1000",
        "rule": "greedy",
        "official": ["a", "c"],
        "warnings": [],
    }
    kept = Count.objects.get()
    assert from_json(kept.result).selected == ("a", "c")
    assert (kept.envelope.amount, kept.envelope.kind, kept.envelope.budget.currency) == (100_000, "city", "EUR")
    assert [entry.action for entry in AuditEntry.objects.order_by("sequence")] == ["budget.imported", "budget.counted"]
    assert EnvelopeName.objects.get().name == "Streets"


def test_the_same_file_again_is_what_exists_and_another_is_refused(file):
    first = run("import_pabulib", file, "--slug", "streets")
    before = rows()
    assert run("import_pabulib", file, "--slug", "streets") == first
    assert rows() == before
    file.write_bytes(file.read_bytes() + b"9;a\n")
    answer = refused("import_pabulib", file, "--slug", "streets", "--json")
    assert answer["where"] == "--slug"
    assert "another file" in answer["error"]


def test_a_budget_that_was_made_here_is_not_taken_for_an_imported_one(file):
    Budget.objects.create(slug="streets", created_at=NOW)
    assert refused("import_pabulib", file, "--slug", "streets", "--json")["where"] == "--slug"


@pytest.mark.parametrize("slug", ["a b", "شارع", "a/b", "x" * 256])
def test_a_name_that_cannot_stand_in_an_address_is_refused(file, slug):
    assert refused("import_pabulib", file, "--slug", slug, "--json")["where"] == "--slug"


def test_a_bad_ballot_after_many_good_ones_leaves_nothing(file):
    content = pabulib(votes=["voter_id;vote", *(f"{number};a" for number in range(2 * BATCH)), "bad;x"])
    file.write_bytes(content)
    answer = refused("import_pabulib", file, "--json")
    assert answer["where"] == line_of(content, "bad")


def test_a_killed_import_leaves_nothing():
    class Killed(io.BytesIO):
        def readline(self, size=-1, /):
            if self.tell() > 20_000:
                raise KeyboardInterrupt
            return super().readline(size)

    before = rows()
    content = pabulib(votes=["voter_id;vote", *(f"{number};a" for number in range(2 * BATCH))])
    with pytest.raises(KeyboardInterrupt):
        import_election(Killed(content), "streets", now=NOW)
    assert rows() == before


def test_a_file_that_is_not_there_and_one_that_is_none(tmp_path):
    assert refused("import_pabulib", tmp_path / "none.pb", "--json")["where"] == "FILE"
    (tmp_path / "picture.pb").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert refused("import_pabulib", tmp_path / "picture.pb", "--json")["where"] == "line 1"


def test_a_file_comes_through_a_pipe(tmp_path):
    pipe = tmp_path / "town"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(pabulib(),))
    writer.start()
    assert run("import_pabulib", pipe)["ballots"] == 4
    writer.join()


def test_what_leaves_is_what_came(file, tmp_path):
    run("import_pabulib", file)
    text = said("export_pabulib", "small_town")
    assert text.encode() == file.read_bytes()
    out = tmp_path / "out.pb"
    assert said("export_pabulib", "small_town", "--out", out) == f"slug: small_town\nfile: {out}\n"
    assert out.read_bytes() == file.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_cannot_be_exported_says_why(tmp_path, settings):
    assert refused("export_pabulib", "none") == {
        "error": "there is no budget with ballots called 'none'",
        "where": "SLUG",
    }
    (tmp_path / "town.pb").write_bytes(pabulib())
    run("import_pabulib", tmp_path / "town.pb")
    nowhere = tmp_path / "missing" / "out.pb"
    assert refused("export_pabulib", "town", "--out", nowhere, "--json")["where"] == str(nowhere)
    own = Path(settings.MEDIA_ROOT) / "out.pb"
    assert refused("export_pabulib", "town", "--out", own)["where"] == str(own)


def test_arabic_in_every_field_comes_back(tmp_path):
    content = pabulib(
        description="ميزانية تشاركية؛ بلدية",
        unit="صفاقس",
        language="ar",
        currency="TND",
        budget="1500,750",
        projects=["project_id;cost;name;category;district;description", "م١;250.125;حديقة;بيئة;الشمال;مقاعد وأشجار"],
        votes=["voter_id;vote", "ناخب;م١", "آخر;"],
    )
    (tmp_path / "sfax.pb").write_bytes(content)
    result = run("import_pabulib", tmp_path / "sfax.pb")
    assert (result["budget"], result["ballots"]) == ("1500.750", 2)
    assert EnvelopeName.objects.get().language == "ar"
    project = Project.objects.get()
    assert (project.code, project.cost, project.title, project.title_language) == ("م١", 250_125, "حديقة", "ar")
    assert said("export_pabulib", "sfax").encode() == content
    counted = run("count", "sfax")
    assert counted["selected"] == ["م١"]
    assert counted["spent"] == "250.125"


def test_a_count_tells_everything_in_plain_figures(file):
    run("import_pabulib", file)
    counted = run("count", "small_town")
    assert list(counted) == [
        "rule",
        "selected",
        "spent",
        "budget",
        "projects",
        "ties",
        "inputs_sha256",
        "result_sha256",
    ]
    assert (counted["rule"], counted["selected"], counted["spent"], counted["budget"]) == (
        "greedy",
        ["a", "c"],
        "900",
        "1000",
    )
    assert counted["projects"][1] == {
        "id": "b",
        "score": "1",
        "cost": "500",
        "selected": False,
        "why": "lost: 1 votes, but it costs 500 and 100 were left",
    }
    assert counted["ties"] == [{"projects": ["c", "b"], "decided_by": "lower_cost"}]
    assert counted["inputs_sha256"] == Count.objects.get().inputs_sha256


def test_the_same_inputs_give_the_same_bytes_and_one_count(file):
    run("import_pabulib", file)
    before = rows()
    first = said("count", "small_town", "--json")
    assert said("count", "small_town", "--rule", "auto", "--json") == first
    # A rule for comparison only reads.
    assert run("count", "small_town", "--rule", "equalshares")["rule"] == "equalshares"
    assert rows() == before
    assert "a: won" in said("count", "small_town")


@pytest.mark.parametrize("rule", ["lottery", "Greedy", "greedy ", ""])
def test_an_unknown_rule_is_refused_by_name(file, rule):
    run("import_pabulib", file)
    answer = refused("count", "small_town", "--rule", rule, "--json")
    assert answer["where"] == "rule"
    assert repr(rule) in answer["error"]


def test_an_election_without_a_known_rule_comes_in_and_is_not_counted(file):
    file.write_bytes(pabulib(rule="unknown"))
    result = run("import_pabulib", file)
    assert result["warnings"][0]["where"] == "rule"
    assert not Count.objects.exists()
    assert "'unknown'" in refused("count", "small_town", "--json")["error"]
    assert run("count", "small_town", "--rule", "greedy")["selected"] == ["a", "c"]


def test_an_election_that_its_own_rule_cannot_count_is_kept_with_a_warning(file):
    file.write_bytes(pabulib(rule="equalshares", exclusive_groups="a,b"))
    assert "not counted" in run("import_pabulib", file)["warnings"][0]["message"]
    assert Budget.objects.exists()
    assert not Count.objects.exists()


def test_a_budget_without_ballots_is_not_counted():
    assert refused("count", "none", "--json")["where"] == "SLUG"
    envelope = Envelope.objects.create(
        budget=Budget.objects.create(slug="own", created_at=NOW), slug="city", amount=100
    )
    with pytest.raises(ElectionError):
        count_envelope(envelope)


def test_only_a_budget_officer_imports_and_keeps_results(file):
    dan = UserFactory()
    with pytest.raises(NotAllowedError):
        import_election(io.BytesIO(pabulib()), "streets", actor=dan, now=NOW)
    carla = UserFactory(budget_officer=True)
    found = import_election(io.BytesIO(pabulib()), "streets", actor=carla, now=NOW)
    assert found.envelope.budget.created_by == carla
    with pytest.raises(NotAllowedError):
        count_envelope(found.envelope, "equalshares", dan)
    assert count_envelope(found.envelope, "equalshares/add1", carla).rule == "equalshares/add1"
    assert AuditEntry.objects.latest("sequence").reason_code == "equalshares:add1"


def test_reading_an_election_costs_the_same_queries_however_many_voted():
    numbers = []
    for people in (1, 50):
        votes = ["voter_id;vote", *(f"{number};a,c" for number in range(people))]
        content = pabulib(votes=votes)
        found = import_election(io.BytesIO(content), f"streets-{people}", now=NOW)
        with CaptureQueriesContext(connection) as queries:
            election = election_of(found.envelope)
        numbers.append(len(queries))
        assert inputs_sha256(election) == inputs_sha256(election_in_file(opened(content)))
    assert numbers[0] == numbers[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Poland_Gdynia_2024", "France_Toulouse_2019", "Poland_Krakow_2021_Podgorze"])
def test_a_real_election_goes_through_the_database_unchanged(name):
    content = real(name)
    result = run("import_pabulib", REAL / f"{name}.pb", "--slug", "city")
    imported = imported_in("city")
    assert imported is not None
    inputs = inputs_sha256(election_in_file(opened(content)))
    assert inputs_sha256(election_of(imported.envelope)) == inputs
    again = said("export_pabulib", "city").encode()
    assert inputs_sha256(election_in_file(opened(again))) == inputs
    assert opened(again).meta == opened(content).meta
    counted = run("count", "city")
    assert counted["inputs_sha256"] == inputs
    if result["official"]:
        assert sorted(counted["selected"]) == sorted(result["official"])
