"""What runs inside the hub's own processes: `python -m tests.participatory_budget.under_fire.inside STEP`.

`open` makes a vote and people with sessions, `clock` is a worker whose minutes pass in seconds, `close` is that worker
at the end of the vote, `report` says what is in the box and what was counted. Each prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from typing import Any

import django


def open_and_sign_in(people: int) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from tests.factories.elections import open_vote, voter

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in with one
    budget = open_vote(now=timezone.now(), checkpoint_minutes=1)
    sessions = []
    for _ in range(people):
        user = voter(budget)
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        sessions.append(store.session_key)
    return {"sessions": sessions, "started": timezone.now().timestamp()}


def clock(started: float) -> None:
    """Each second is a minute: many batches while people vote. Ends when it is killed."""
    from django.db import DatabaseError, InterfaceError, connections
    from django.utils import timezone

    from hub.core.due import run_due_jobs

    print(json.dumps({"running": True}), flush=True)
    while True:
        now = timezone.now()
        try:
            run_due_jobs(now + timedelta(seconds=59 * (now.timestamp() - started)))
        except (DatabaseError, InterfaceError):
            pass  # it restarts
        finally:
            connections.close_all()
        time.sleep(0.3)


def close() -> None:
    from hub.core.due import run_due_jobs
    from participatory_budget.models.budget import BudgetPhase

    end = BudgetPhase.objects.get(kind="voting").ends_at
    print(json.dumps({"running": True}), flush=True)
    report = run_due_jobs(end + timedelta(seconds=int(sys.argv[2])))
    print(json.dumps({"failed": [name for name in report.failed if "participatory_budget" in name]}), flush=True)


def report() -> dict[str, Any]:
    from participatory_budget.engine.commitments import leaf_bytes
    from participatory_budget.engine.merkle import root_of
    from participatory_budget.models.ballot_box import Ballot, Checkpoint, OpenedBallot, WaitingBallot
    from participatory_budget.models.count import Count
    from participatory_budget.models.election import ClosedElection
    from participatory_budget.models.roll import Acceptance

    closed = ClosedElection.objects.get()
    rows = list(Ballot.objects.order_by("position").select_related("envelope"))
    leaves = [leaf_bytes(commitment=one.commitment, envelope=one.envelope.slug, tag=one.tag) for one in rows]
    checkpoints = list(Checkpoint.objects.order_by("number"))
    result = Count.objects.get(envelope__slug="city").result
    return {
        "waiting": WaitingBallot.objects.count(),
        "positions": [one.position for one in rows],
        "log": [one.commitment for one in rows],
        "tags": len({one.tag for one in rows}),
        "acceptances": Acceptance.objects.count(),
        "root_holds": root_of(leaves).hex() == closed.root,
        "checkpoints": [[one.number, one.size, one.root == root_of(leaves[: one.size]).hex()] for one in checkpoints],
        "counting": closed.counting,
        "opened": [[one.ballot.commitment, one.choices] for one in OpenedBallot.objects.select_related("ballot")],
        "people": result["served"]["people"],
        "scores": {one["id"]: one["score"]["n"] for one in result["projects"]},
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    django.setup()
    step = sys.argv[1]
    if step == "open":
        print(json.dumps(open_and_sign_in(int(sys.argv[2]))))
    elif step == "clock":
        clock(float(sys.argv[2]))
    elif step == "close":
        close()
    else:
        print(json.dumps(report()))


if __name__ == "__main__":
    main()
