"""Until the close nobody learns a choice, a count or a turnout, through whatever door; and once the keys are destroyed
nothing joins a person to a ballot."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from hub.accounts.models.user import User
from hub.audit.models.entry import AuditEntry
from participatory_budget.models.ballot_box import Ballot, Checkpoint, OpenedBallot, WaitingBallot
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import ElectionKey
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.services.voting.clock import STEPS
from participatory_budget.services.voting.freezing import ensure_frozen
from tests.factories.accounts import UserFactory, bob, carol, dan
from tests.factories.elections import open_vote, vote, voter
from tests.factories.evaluations import officer
from tests.factories.paper import in_box, on_roll, typed
from tests.factories.proposals import NOW
from tests.participatory_budget.leaks import (
    commands,
    data_of,
    pages,
    personal_addresses,
    public_addresses,
    staff_addresses,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=10)
BATCH = UUID("00000000-0000-4000-8000-00000000000b")


class City:
    """A vote that runs, with seven people on the roll who may vote, and staff."""

    def __init__(self) -> None:
        self.budget = open_vote()
        self.olga, self.bob, self.carol, self.dan = officer(), bob(), carol(), dan()
        self.people = [voter(self.budget) for _person in range(5)]
        self.numbers = ["10001", "10002"]
        for number in self.numbers:
            on_roll(self.budget, number)
        voter(self.budget, self.dan)
        ensure_frozen(self.budget, NOW)
        self.clients = {
            "reader": Client(),
            "dan": self.signed_in(self.dan),
            "editor": self.signed_in(self.carol),
            "moderator": self.signed_in(self.bob),
            "officer": self.signed_in(self.olga),
        }

    def signed_in(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def cast(self) -> None:
        """Five ballots online and two on paper; everybody chooses the same, as a count would show most clearly."""
        for person in self.people:
            vote(person, self.budget, "city", ["city-1"])

    def paper(self, *, marked: bool) -> None:
        in_box(
            self.budget,
            self.olga,
            self.bob,
            [(number, ["city-1"] if marked else None) for number in self.numbers],
        )

    def everything(self, folder: Path) -> dict[str, str]:
        with freeze_time(LATER):
            STEPS["log_ballots"](LATER)
            found: dict[str, str] = {}
            for name, client in self.clients.items():
                addresses = {"reader": public_addresses, "dan": personal_addresses}.get(name, staff_addresses)
                answers = pages(client, addresses(self.budget))
                found |= {f"{name} {address}": text for address, text in answers.items()}
            found |= dict(commands(self.budget, folder))
            found |= {f"data of {one.pk}": data_of(one) for one in (self.dan, self.bob, self.olga)}
        found["mails"] = str([(one.subject, one.body, one.to) for one in mail.outbox])
        return found


def undone(act: Callable[[], dict[str, str]]) -> dict[str, str]:
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


def test_seven_ballots_look_like_none_through_every_door(tmp_path: Path) -> None:
    with freeze_time(NOW):
        city = City()

        def with_ballots(number: int) -> dict[str, str]:
            folder = tmp_path / str(number)
            folder.mkdir()
            if number:
                city.cast()
            city.paper(marked=bool(number))
            return city.everything(folder)

        none = undone(lambda: with_ballots(0))
        seven = undone(lambda: with_ballots(7))
    assert {door: found for door in none if (found := _difference(none[door], seven[door]))} == {}
    assert none.keys() == seven.keys()
    _require_right_doors({door for door, text in none.items() if text.startswith("200")}, city.budget)


def _require_right_doors(opened: set[str], budget: Budget) -> None:
    """Pages that are not there would look alike too."""
    base = f"/en/budgets/{budget.slug}/"
    log = ("", "how/", "receipt/", "files/election.json", "files/amendments.jsonl", "files/checkpoints.json")
    assert {f"reader {base}{rest}" for rest in ("", "rules/", "ballot/", *(f"ballots/{one}" for one in log))} <= opened
    assert f"dan {base}ballot/city/" in opened
    names = ("budget_edit", "budget_roll", "vote_desk", "paper_batches", "amendments")
    assert {f"officer {reverse(name, args=[budget.pk])}" for name in names} <= opened
    after = ("list/", "list/?envelope=city", "paper/", "files/bundle.zip")
    assert not {f"reader {base}{rest}" for rest in ("results/", *(f"ballots/{one}" for one in after))} & opened


def _difference(one: str, other: str) -> tuple[str, str] | None:
    """Where two answers begin to differ."""
    one, other = _without_keys(one), _without_keys(other)
    place = next((number for number, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if place is None:
        return None if len(one) == len(other) else (one[-200:], other[-200:])
    return one[max(place - 150, 0) : place + 150], other[max(place - 150, 0) : place + 150]


def _without_keys(text: str) -> str:
    """Random keys of rows that staff make in the course of the test."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "…", text)


def test_the_record_says_the_same_with_and_without_ballots() -> None:
    with freeze_time(NOW):
        city = City()

        def rows(number: int) -> dict[str, str]:
            if number:
                city.cast()
            city.paper(marked=bool(number))
            STEPS["log_ballots"](LATER)
            entries = AuditEntry.objects.order_by("sequence")
            return {
                str(place): str((one.action, one.subject, one.reason_code, sorted(one.data.items()), one.recorded_at))
                for place, one in enumerate(entries)
            }

        assert undone(lambda: rows(0)) == undone(lambda: rows(7))


def test_open_batches_of_paper_show_nobody_how_many_sheets_wait() -> None:
    with freeze_time(NOW):
        city = City()

        def seen(sheets: int) -> dict[str, str]:
            typed(city.budget, city.olga, [("10001", ["city-1"])] * sheets)
            found = pages(city.clients["officer"], staff_addresses(city.budget))
            return {door: _without_keys(text) for door, text in found.items()}

        assert undone(lambda: seen(1)) == undone(lambda: seen(8))


def test_no_log_line_of_a_cast_names_a_person_or_a_choice(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with freeze_time(NOW):
        budget = open_vote()
        person = voter(budget, UserFactory(email="zanzibar@example.org", pseudonym="Zanzibar"))
        client = Client(REMOTE_ADDR="203.0.113.77")
        client.force_login(person)
        base = "/en/budgets/budget-2026/ballot/city/"
        client.post(base, {"act": "add:city-1"})
        check = client.get(f"{base}check/").content.decode()
        nonce = re.findall(r'name="nonce" value="([0-9a-f]{64})"', check)[0]
        choices = re.findall(r'name="choice" value="([^"]*)"', check)
        client.post(f"{base}cast/", {"nonce": nonce, "choice": choices})
    assert WaitingBallot.objects.count() == 1
    lines = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records if one.name.startswith("hub"))
    for secret in ("city-1", "zanzibar", "Zanzibar", f"'user': {person.pk}", "203.0.113.77", nonce, *_commitments()):
        assert secret not in lines, secret


def _commitments() -> list[str]:
    return list(WaitingBallot.objects.values_list("commitment", flat=True))


# --- after the keys are gone ------------------------------------------------------------------------------------------

IN_THE_BOX = (WaitingBallot, Ballot, OpenedBallot)
PEOPLE = 24


@pytest.fixture
def forgotten() -> tuple[Budget, list[User], list[UUID], list[str]]:
    """A vote that was held, closed, counted, and whose keys are destroyed; who voted, in the order of casting."""
    with freeze_time(NOW):
        budget = open_vote()
        people = [voter(budget, UserFactory(email=f"voter{number}@example.net")) for number in range(PEOPLE)]
        for number in ("20001", "20002"):
            on_roll(budget, number)
        entries = [RollEntry.objects.get(account=person).pk for person in people]
        tags: list[str] = []
        for number, person in enumerate(people):
            vote(person, budget, "city", [f"city-{number % 3 + 1}"])
            tags += [one for one in WaitingBallot.objects.values_list("tag", flat=True) if one not in tags]
        in_box(budget, officer(), bob(), [("20001", ["city-1"]), ("20002", ["city-2"])])
        vote(people[0], budget, "north", ["north-1"])
    voting = BudgetPhase.objects.get(budget=budget, kind="voting")
    for moment in (NOW + timedelta(minutes=10), voting.ends_at, voting.ends_at + timedelta(days=31)):
        with freeze_time(moment):
            for step in STEPS.values():
                step(moment)
    assert ElectionKey.objects.get().destroyed_at is not None
    return budget, people, entries, tags


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    return [dict(zip(names, row, strict=True)) for row in model._base_manager.values_list(*names)]


def telling(row: dict[str, Any]) -> set[str]:
    """Values that could join two rows: keys, hashes, tags, sealed texts and times; no figures, codes or flags."""
    return {str(value) for value in row.values() if len(str(value)) >= 16}


def test_no_value_stands_both_with_a_person_and_with_a_ballot(forgotten) -> None:
    budget, people, entries, _tags = forgotten
    assert not RollEntry.objects.exists()
    assert not Acceptance.objects.exists()
    with_ballots = {value for model in IN_THE_BOX for row in rows_of(model) for value in telling(row)}
    # What all ballots share tells nobody from anybody else.
    common = {str(budget.pk), *(str(one.pk) for one in budget.envelopes.all())}
    with_ballots -= common
    assert len(with_ballots) > PEOPLE
    user_model = get_user_model()
    mine = {str(person.pk) for person in people} | {str(entry) for entry in entries}
    for model in apps.get_models():
        if model in IN_THE_BOX:
            continue
        to_people = [
            field.attname
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model is user_model
        ]
        for row in rows_of(model):
            about_people = model is user_model or any(row[name] for name in to_people)
            values = telling(row)
            if about_people:
                assert not values & with_ballots, model
            assert not any(entry in value for entry in map(str, entries) for value in values), model
    for model in IN_THE_BOX:
        for row in rows_of(model):
            assert not telling(row) & mine


def test_the_box_has_no_time_and_no_order_of_casting(forgotten) -> None:
    _budget, _people, _entries, tags = forgotten
    times = (models.DateField, models.DateTimeField, models.TimeField)
    for model in IN_THE_BOX:
        assert not [field for field in model._meta.concrete_fields if isinstance(field, times)]
    cast_order = [tag for tag in tags if Ballot.objects.filter(tag=tag).exists()]
    place = {tag: number for number, tag in enumerate(cast_order)}
    for order in ("position", "pk", "commitment", "tag"):
        found = [place[tag] for tag in Ballot.objects.order_by(order).values_list("tag", flat=True) if tag in place]
        assert found != sorted(found), order
        assert found != sorted(found, reverse=True), order
    if connection.vendor == "sqlite":
        # The order in which the database itself keeps them.
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT tag FROM {Ballot._meta.db_table} ORDER BY rowid")
            kept = [place[row[0]] for row in cursor.fetchall() if row[0] in place]
        assert kept != sorted(kept)


def test_all_ballots_of_a_batch_share_one_checkpoint(forgotten) -> None:
    """Its growth says no more than "between these two fixed times"."""
    sizes = [one.size for one in Checkpoint.objects.order_by("number")]
    assert sizes[-1] == Ballot.objects.count() == PEOPLE + 3
    assert len(set(sizes)) <= 3
