"""What a reader sees of a budget: its page, its projects, its results, in three languages."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participatory_budget.engine.hashing import inputs_sha256
from participatory_budget.engine.pabulib import election_of, read
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.pages import BudgetIndexPage, BudgetPage
from participatory_budget.reports import tally
from participatory_budget.services.counting import count_envelope
from tests.factories.budgets import NOW, held_budget, pabulib

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr", "ar")


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode().replace("\xa0", " ")


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_imported_election_has_its_pages_at_once(client, language):
    held_budget()
    base = f"/{language}/budgets/port-zeitoun/"
    assert "Port Zeitoun, 2025" in text_of(client, f"/{language}/budgets/")
    figure = {"en": "100,000 EUR", "fr": "100\u202f000 EUR", "ar": "100\u202f000 EUR"}[language]
    for address in (f"/{language}/budgets/", base):
        assert figure in text_of(client, address)
    assert "Projet 1" in text_of(client, f"{base}projects/")
    results = text_of(client, f"{base}results/")
    assert "Projet 1" in results
    assert f'lang="{language}"' in results
    assert ('lang="fr"' in results) is True  # the names of projects say which language they are in
    assert f'hreflang="{"fr" if language != "fr" else "en"}"' in results


def test_the_import_command_publishes_and_a_second_run_changes_nothing(tmp_path, client):
    file = tmp_path / "town.pb"
    file.write_bytes(pabulib({"1": 2}, {"1": 5}, 10, "greedy"))
    for _run in range(2):
        call_command("import_pabulib", str(file), "--json", stdout=io.StringIO())
    assert BudgetPage.objects.count() == len(LANGUAGES)
    assert "Projet 1" in text_of(client, "/en/budgets/town/results/")


def test_a_section_that_is_missing_in_one_language_stops_nothing(client):
    BudgetIndexPage.objects.get(locale__language_code="ar").delete()
    held_budget()
    assert set(BudgetPage.objects.values_list("locale__language_code", flat=True)) == {"en", "fr"}


def test_the_result_says_what_won_in_which_order_and_why(client):
    held_budget()
    page = text_of(client, "/en/budgets/port-zeitoun/results/")
    assert "2 of 3 projects won; together they cost 90,000 EUR of the 100,000 EUR that there were." in page
    assert page.index("Won with 5 votes. After it, 40,000 EUR were left.") < page.index("Won with 1 vote.")
    assert "Not funded: it costs 50,000 EUR, and only 40,000 EUR were left when its turn came." in page
    assert "67 % of the ballots (6 of 9) name at least one project that won." in page
    assert "No two projects stood equal" in page
    assert "Money by category" in page
    count = Count.objects.get()
    assert count.inputs_sha256 in page
    assert count.result_sha256 in page


def test_ties_are_told(client):
    held_budget(votes={"1": 2, "2": 2, "3": 1})
    assert "the one that costs less came first" in text_of(client, "/en/budgets/port-zeitoun/results/")


def test_a_share_says_all_only_where_it_is_all(client):
    held_budget(votes={"1": 999, "2": 1}, costs={"1": 10, "2": 900}, money=100)
    assert "99 % of the ballots (999 of 1,000)" in text_of(client, "/en/budgets/port-zeitoun/results/")


def test_a_rule_that_is_not_known_has_votes_and_no_winner(client):
    held_budget(rule="unknown")
    base = "/en/budgets/port-zeitoun/"
    assert "It is not known by which rule winners were found." in text_of(client, base)
    page = text_of(client, f"{base}results/")
    assert "nobody is called a winner" in page
    assert "Projet 1" in page
    for word in ("Won, in this order", "Not funded", "Fingerprints", "What another rule"):
        assert word not in page
    assert client.get(f"{base}results/?rule=greedy").status_code == 404
    assert client.get(f"{base}results/city.csv").status_code == 404
    assert client.get(f"{base}results/city.pb").status_code == 200


def test_nothing_is_seen_before_the_count(client):
    budget = held_budget()
    Count.objects.all().delete()
    base = "/en/budgets/port-zeitoun/"
    for address in ("results/", "results/city.csv", "results/city.json"):
        assert client.get(base + address).status_code == 404
    for address in ("", "projects/", "projects/?sort=votes"):
        page = text_of(client, base + address)
        assert "results/" not in page
        assert "5 votes" not in page
    count_envelope(budget.envelopes.get(), now=NOW)
    assert client.get(f"{base}results/").status_code == 200


def test_nothing_is_seen_while_a_vote_is_open_whatever_was_counted(client):
    budget = held_budget()
    from django.utils import timezone

    now = timezone.now()
    BudgetPhase.objects.create(
        budget=budget, kind=PhaseKind.VOTING, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1)
    )
    base = "/en/budgets/port-zeitoun/"
    for address in ("results/", "results/city.csv", "results/city.json", "results/city.pb"):
        assert client.get(base + address).status_code == 404
    for address in (base, f"{base}projects/?sort=votes", "/en/budgets/"):
        page = text_of(client, address)
        assert "results/" not in page
        assert "5 votes" not in page
    assert "Voting" in text_of(client, base)


def test_a_count_by_another_rule_does_not_become_the_result(client):
    budget = held_budget()
    count_envelope(budget.envelopes.get(), "equalshares", now=NOW + timedelta(days=1))
    page = text_of(client, "/en/budgets/port-zeitoun/results/")
    assert Count.objects.get(rule="greedy").result_sha256 in page
    assert Count.objects.get(rule="equalshares").result_sha256 not in page


def test_what_if_shows_which_projects_change_and_leaves_the_result(client):
    held_budget()
    base = "/en/budgets/port-zeitoun/results/"
    before = Count.objects.count()
    page = text_of(client, f"{base}?rule=greedy-no-skip")
    assert "The result stays what it is." in page
    changes = page.split("<caption>Projects that change places</caption>")[1].split("</table>")[0]
    assert "Projet 3" in changes
    assert "Projet 1" not in changes
    assert "2 of 3 projects won" in page
    assert Count.objects.count() == before
    assert "This is the rule by which the result was found." in text_of(client, f"{base}?rule=greedy")


@pytest.mark.parametrize("rule", ["nonsense", "unknown", "GREEDY", "equalshares/../add1", "%00"])
def test_a_rule_that_nobody_knows_is_not_found(client, rule):
    held_budget()
    assert client.get(f"/en/budgets/port-zeitoun/results/?rule={rule}").status_code == 404


def test_too_many_ballots_are_not_counted_while_a_reader_waits(client, monkeypatch):
    monkeypatch.setattr("participatory_budget.reports.what_if.MOST_TO_COMPARE", 10)
    held_budget()
    page = text_of(client, "/en/budgets/port-zeitoun/results/?rule=equalshares")
    assert "too many ballots" in page
    assert tally.MOST_TO_COMPARE > 10


def test_the_files_say_what_the_page_says(client):
    held_budget()
    base = "/en/budgets/port-zeitoun/results/city"
    answer = client.get(f"{base}.csv")
    assert answer.streaming
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [(row["project_id"], row["selected"], row["place"]) for row in rows] == [
        ("1", "1", "1"),
        ("2", "0", ""),
        ("3", "1", "2"),
    ]
    assert rows[0]["why"] == "won: 5 votes, 40000 left"
    data = json.loads(b"".join(client.get(f"{base}.json")))
    assert data["selected"] == ["1", "3"]
    assert (data["spent"], data["budget"]) == ("90000", "100000")
    assert len(data["projects"]) == 3
    ballots = read(io.BytesIO(b"".join(client.get(f"{base}.pb"))))
    assert election_of(ballots).ballots.people == 9


def test_files_are_asked_for_again_cheaply(client):
    held_budget()
    address = "/en/budgets/port-zeitoun/results/city.csv"
    answer = client.get(address)
    assert not answer.cookies
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.post(address).status_code in (403, 405)
    for wrong in ("city.exe", "town.csv", "town.pb"):
        assert client.get(f"/en/budgets/port-zeitoun/results/{wrong}").status_code == 404


@pytest.mark.parametrize("address", ["", "projects/", "results/", "results/?rule=equalshares"])
def test_a_reader_gets_no_cookie_and_an_etag(client, address):
    held_budget()
    answer = client.get(f"/en/budgets/port-zeitoun/{address}")
    assert answer["ETag"]
    assert not answer.cookies


def test_the_list_is_filtered_searched_and_sorted_by_its_address(client):
    held_budget()
    base = "/en/budgets/port-zeitoun/projects/"

    def shown(query: str) -> list[str]:
        page = text_of(client, base + query)
        return sorted((one for one in ("Projet 1", "Projet 2", "Projet 3") if one in page), key=page.index)

    assert shown("") == ["Projet 1", "Projet 2", "Projet 3"]
    assert shown("?category=%C3%A9coles") == ["Projet 2"]
    assert shown("?district=Sud") == ["Projet 3"]
    assert shown("?q=PROJET+2") == ["Projet 2"]
    assert shown("?q=ecoles") == ["Projet 2"]
    assert shown("?sort=cost") == ["Projet 3", "Projet 2", "Projet 1"]
    assert shown("?sort=votes") == ["Projet 1", "Projet 2", "Projet 3"]
    assert shown("?sort=nonsense&page=99") == ["Projet 1", "Projet 2", "Projet 3"]
    assert shown("?q=zzzz") == []
    assert "Take away a filter" in text_of(client, f"{base}?q=zzzz")


@pytest.mark.parametrize("address", ["", "projects/", "results/", "results/?rule=equalshares"])
def test_fifty_projects_cost_the_queries_of_one(client, address):
    held_budget("one", votes={"1": 3}, costs={"1": 10}, money=100)
    many = {str(code): 10 for code in range(1, 51)}
    held_budget("many", votes=dict.fromkeys(many, 2), costs=many, money=100)
    client.get("/en/budgets/one/")
    assert queries(client, f"/en/budgets/one/{address}") == queries(client, f"/en/budgets/many/{address}")


def test_a_list_of_many_budgets_costs_the_queries_of_one(client):
    held_budget("b0")
    client.get("/en/budgets/")
    one = queries(client, "/en/budgets/")
    for number in range(1, 12):
        held_budget(f"b{number}")
    assert queries(client, "/en/budgets/") == one


def test_one_budget_has_one_page_in_each_language():
    budget = held_budget()
    page = BudgetPage.objects.get(locale__language_code="en")
    other = BudgetPage(title="Another", slug="another", budget=budget, locale=page.locale)
    with pytest.raises(Exception, match="has a page already"):
        other.clean()
    assert Budget.objects.get().pages.count() == len(LANGUAGES)


def test_the_ballots_for_everybody_say_nothing_about_who_cast_them(tmp_path, client):
    lines = pabulib({"1": 2}, {"1": 2}, 10, "greedy").decode().splitlines()
    start = lines.index("VOTES") + 1
    people = [f"{lines[start]};age;sex", *(f"voter-{one};37;F" for one in lines[start + 1 :])]
    file = tmp_path / "town.pb"
    file.write_text("\n".join([*lines[:start], *people]) + "\n")
    call_command("import_pabulib", str(file), "--json", stdout=io.StringIO())
    address = f"/en/budgets/town/results/{Envelope.objects.get().slug}.pb"
    published = b"".join(client.get(address)).decode()
    votes = published.split("VOTES\n")[1]
    assert votes.startswith("voter_id;vote\n")
    assert not any(word in votes for word in ("age", "sex", "37", "F", "voter-"))
    assert inputs_sha256(election_of(read(io.BytesIO(published.encode())))) == Count.objects.get().inputs_sha256
