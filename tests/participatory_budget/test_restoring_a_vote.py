"""A hub that is restored in the middle of a vote: the box, its keys and what is written once are all there again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from participatory_budget.models.ballot_box import Ballot, Checkpoint, OpenedBallot, WaitingBallot
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import ElectionKey, FrozenElection
from participatory_budget.services.voting.closing import close_election
from participatory_budget.services.voting.logging import log_due
from tests.core.backup_tools import empty_the_hub, everything, run
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIT_SIGNING_KEY", raising=False)
    settings.KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


def test_a_vote_goes_on_where_the_backup_was_taken(tmp_path: Path) -> None:
    budget = open_vote()
    people = [voter(budget) for _one in range(6)]
    receipts = [vote(one, budget, "city", ["city-1"]) for one in people]
    log_due(budget, NOW + timedelta(minutes=10))
    receipts.append(vote(people[0], budget, "city", ["city-2"]))
    key, before = ElectionKey.objects.get().box_key, everything()
    assert run("backup", tmp_path / "hub.zip")["exit"] == 0
    empty_the_hub()
    assert not Ballot.objects.exists()
    assert run("restore", tmp_path / "hub.zip")["exit"] == 0
    assert everything() == before
    assert ElectionKey.objects.get().box_key == key
    written_once: list[tuple[Any, dict[str, Any]]] = [
        (Ballot, {"sealed": ""}),
        (Checkpoint, {"root": ""}),
        (FrozenElection, {"document": ""}),
    ]
    for model, change in written_once:
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)
    budget = Budget.objects.get()
    # The same form once more is the same ballot; a new one is a new turn of the same tag.
    assert vote(people[0], budget, "city", ["city-2"], nonce=receipts[-1].nonce) == receipts[-1]
    receipts.append(vote(people[1], budget, "city", ["city-3"]))
    assert WaitingBallot.objects.count() == 2
    closed = close_election(budget, BudgetPhase.objects.get(budget=budget, kind="voting").ends_at)
    assert closed is not None
    assert (closed.size, closed.counting) == (8, 6)
    said = dict(OpenedBallot.objects.values_list("ballot__commitment", "choices"))
    assert said[receipts[-1].commitment] == [["city-3", 1]]
    assert receipts[1].commitment not in said
