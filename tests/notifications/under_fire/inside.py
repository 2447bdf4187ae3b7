"""What runs inside the hub's own processes: `python -m tests.notifications.under_fire.inside`.

A workshop that reads one line of JSON for each step and answers with one. It forks two workers for each life, as
`manage.py hub_worker` is, and kills them from outside with SIGKILL: that spares the start of Django, nothing else.
Hours pass between two lives, so that leases run out and the clock's jobs are due again.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.utils import timezone

WORKERS = 2
# Small, so that many transactions lie between the first follower and the last one.
BATCH = 5
NOTHING_HAPPENS_AFTER = 5.0
_ahead = timedelta()


def _now() -> datetime:
    return datetime.now(UTC) + _ahead


def set_clock(moment: str) -> None:
    global _ahead
    _ahead = datetime.fromisoformat(moment) - datetime.now(UTC)


def open_and_follow(people: int) -> dict[str, Any]:
    """A document and so many followers in each rhythm; then seven in the morning of a Wednesday, in the city."""
    from hub.notifications.enums import Rhythm
    from hub.notifications.models.digest import Digest
    from hub.notifications.services import follow, open_rounds
    from tests.factories.accounts import UserFactory
    from tests.factories.whitepapers import published_draft

    seven = datetime(2026, 4, 15, 7, tzinfo=timezone.get_default_timezone())
    set_clock((seven - timedelta(days=30)).isoformat())
    page = published_draft(clauses=2)
    for rhythm in Rhythm:
        for number in range(people):
            person = UserFactory(email=f"{rhythm.value}-{number}@example.org")
            follow(person, "document", str(page.translation_key), now=timezone.now(), rhythm=rhythm)
    # Rounds of before: the ones that follow begin where these end.
    open_rounds(seven + timedelta(minutes=5))
    Digest.objects.update(finished_at=timezone.now())
    return {"seven": seven.isoformat(), "page": page.pk}


def publish_versions(page_id: int, count: int) -> dict[str, Any]:
    from tests.factories.whitepapers import body_of, clause_block, publish, set_body
    from whitepapers.models.pages import PolicyDraftPage

    for number in range(count):
        page = PolicyDraftPage.objects.get(pk=page_id)
        blocks = body_of(page)
        blocks[0] = clause_block(f"Nobody needs licence number {number}.", id=blocks[0]["id"])
        publish(set_body(page, blocks))
    return {}


def live(word: str, count: int) -> dict[str, Any]:
    """Two workers at once, killed as soon as they are about to ask the database the `count`-th thing with this word.

    Without a word they live until nothing is left to do.
    """
    reading, writing = os.pipe()
    workers = [_fork(word, reading, writing) for _number in range(WORKERS)]
    os.close(writing)
    try:
        struck = _seen(reading, count) if word else _until(lambda: not is_left())
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        for worker in workers:
            os.waitpid(worker, 0)
        os.close(reading)
    return {"struck": struck, **state()}


def _fork(word: str, reading: int, writing: int) -> int:
    worker = os.fork()
    if worker:
        return worker
    with contextlib.suppress(BaseException):
        os.close(reading)
        _work(word, writing)
    os._exit(1)


def _work(word: str, told: int) -> None:
    from django.core.management import call_command
    from django.db.backends.signals import connection_created

    def tells(execute: Any, sql: str, *others: Any) -> Any:
        if word and word in sql:
            os.write(told, b".")
        return execute(sql, *others)

    def listen(connection: Any, **_more: Any) -> None:
        connection.execute_wrappers.append(tells)

    connection_created.connect(listen, weak=False)
    call_command("hub_worker", "--interval", "0.05", "--due-every", "0.5")


def _seen(reading: int, count: int) -> bool:
    while count > 0:
        if not select.select([reading], [], [], NOTHING_HAPPENS_AFTER)[0]:
            return False
        count -= len(os.read(reading, 1))
    return True


def _until(holds: Callable[[], bool]) -> bool:
    from django.db import connections

    deadline = time.monotonic() + 4 * NOTHING_HAPPENS_AFTER
    while not (found := holds()) and time.monotonic() < deadline:
        connections.close_all()
        time.sleep(0.1)
    return found


def is_left() -> bool:
    found = state()
    return bool(found["news"] or found["rounds"] or found["queued"] or found["claimed"])


def state() -> dict[str, Any]:
    """What is begun and not finished, and how far it came."""
    from hub.notifications.enums import OutboxState
    from hub.notifications.models.digest import Digest
    from hub.notifications.models.news import News
    from hub.notifications.models.outbox import Outbox

    ours = Outbox.objects.filter(kind__in=("document.version", "digest.daily", "digest.weekly"))
    return {
        "news": list(News.objects.filter(finished_at=None).values_list("told", flat=True)),
        "rounds": list(Digest.objects.filter(finished_at=None).values_list("told", flat=True)),
        "queued": ours.filter(state=OutboxState.QUEUED).count(),
        "claimed": ours.filter(state=OutboxState.CLAIMED).count(),
        "sent": ours.filter(state=OutboxState.SENT).count(),
        "others": ours.filter(state__in=(OutboxState.FAILED, OutboxState.DROPPED)).count(),
    }


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    if asked.get("at"):
        set_clock(asked["at"])
    if asked["step"] == "open":
        return open_and_follow(asked["people"])
    if asked["step"] == "publish":
        return publish_versions(asked["page"], asked["count"])
    return live(asked["word"], asked["count"])


def main() -> None:
    # Before anything takes a copy of it.
    timezone.now = _now
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    django.setup()
    from django.conf import settings
    from django.db import connections

    from hub.notifications.services import digests, news

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
    for step in (news.spread, digests.write_round):
        step.__kwdefaults__["batch"] = BATCH
    for line in sys.stdin:
        found = answer(json.loads(line))
        connections.close_all()  # no fork inherits one
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
