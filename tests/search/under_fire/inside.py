"""What runs inside the hub's own processes: `python -m tests.search.under_fire.inside`.

A workshop that reads one line of JSON for each step and answers with one. It forks cities that write without a pause,
and for each life two workers (or a worker and a rebuild), which it kills from outside with SIGKILL. While they live it
asks as a reader would.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import django
from django.utils import timezone

from tests.search.under_fire.reader import Reader, Told, still_found, times_shown

HANGS_AFTER = 60.0
AHEAD = timedelta(hours=1)
BREATH = 0.05  # of a city, between two things that happen


@dataclass
class Workshop:
    reader: Reader
    cities: list[int]

    def life(self, kind: str, word: str, count: int) -> dict[str, Any]:
        """Two processes at once, killed as soon as they are about to ask the database the `count`-th thing with this
        word. In a rebuild only what it does itself counts.
        """
        rebuilds = kind == "rebuild"
        with _at_work((_worker, "" if rebuilds else word), (_rebuild if rebuilds else _worker, word)) as pipe:
            deadline = time.monotonic() + HANGS_AFTER
            while count > 0 and time.monotonic() < deadline:
                if select.select([pipe], [], [], 0.02)[0]:
                    count -= len(os.read(pipe, 1)) or count
                else:
                    self.reader.look()
        self.reader.look()
        return {"struck": count <= 0, **_state()}

    def crowd(self, seconds: float) -> dict[str, Any]:
        """Two processes that apply again and again while two others note whatever there is; none is killed."""
        faults = b""
        self.reader.stays = []  # they are noted with all others
        with _at_work(*[(_apply_again_and_again, "")] * 2, *[(_note_anything, "")] * 2) as pipe:
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                self.reader.look()
                if select.select([pipe], [], [], 0.05)[0]:
                    faults += os.read(pipe, 65536)
        return {"faults": faults.decode(), **_state()}

    def finish(self) -> dict[str, Any]:
        """The cities rest; two workers live until nothing is left. Then everything is compared."""
        from search.services.checking import check

        for city in self.cities:
            os.kill(city, signal.SIGTERM)
        told = self.reader.told
        assert _until(lambda: told.listen() or told.ended == len(self.cities))
        # What was put off is due by then.
        timezone.now = lambda: datetime.now(UTC) + AHEAD
        with _at_work((_worker, ""), (_worker, "")):
            ended = _until(lambda: not _state()["changes"])
        self.reader.look()
        report = check(repair=False, now=timezone.now())
        return {
            **_state(),
            "ended": ended,
            "ok": report.ok,
            "report": report.figures(),
            "found": {word: times_shown(word) for word in told.public},
            "still_found": [word for word in told.gone if still_found(word)],
            "deadlocks": _deadlocks(),
            "looks": self.reader.looks,
            "leaks": self.reader.leaks,
            "lost": self.reader.lost,
            "faults": told.faults,
        }


def workshop(cities: int) -> Workshop:
    """With so many cities, each of which has opened, and one in which nothing happens any more."""
    from search.services.rebuilding import rebuild
    from tests.factories.consultations import answering_moderator
    from tests.search.under_fire.city import City

    answering_moderator()
    settled = City(random.Random(0), lambda *_said: None)
    settled.open()
    rebuild(now=timezone.now())
    _close_connections()
    reading, writing = os.pipe()
    forked = [_fork(partial(_city, seed=seed), "", reading, writing) for seed in range(1, cities + 1)]
    os.close(writing)
    told = Told(reading)
    assert _until(lambda: told.listen() or told.opened == cities or bool(told.faults)), "a city does not open"
    assert not told.faults, told.faults
    return Workshop(Reader(told, [one.word for one in settled.found()], random.Random(0)), forked)


def _state() -> dict[str, int]:
    from search.models.change import SearchChange
    from search.models.entry import SearchEntry

    return {"changes": SearchChange.objects.count(), "entries": SearchEntry.objects.filter(stale_since=None).count()}


def _deadlocks() -> int:
    """As PostgreSQL counts them itself."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _until(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + HANGS_AFTER
    while not (found := holds()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()  # no fork inherits one


# --- what is forked ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _at_work(*works: tuple[Callable[[int], None], str]) -> Any:
    """Each in a process of its own, killed at the end. Gives the pipe on which they are heard."""
    _close_connections()
    reading, writing = os.pipe()
    workers = [_fork(work, word, reading, writing) for work, word in works]
    os.close(writing)
    try:
        yield reading
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        for worker in workers:
            os.waitpid(worker, 0)
        os.close(reading)
        _close_connections()


def _fork(work: Callable[[int], None], word: str, reading: int, writing: int) -> int:
    child = os.fork()
    if child:
        return child
    with contextlib.suppress(BaseException):
        os.close(reading)
        _listen(word, writing)
        work(writing)
    os._exit(1)


def _listen(word: str, pipe: int) -> None:
    from django.db.backends.signals import connection_created

    def tells(execute: Any, sql: str, *others: Any) -> Any:
        if word in sql:
            os.write(pipe, b".")
        return execute(sql, *others)

    def listen(connection: Any, **_more: Any) -> None:
        if tells not in connection.execute_wrappers:  # they outlive a connection that is closed
            connection.execute_wrappers.append(tells)

    if word:
        connection_created.connect(listen, weak=False)


def _worker(_pipe: int) -> None:
    from django.core.management import call_command

    call_command("hub_worker", "--interval", "0.05", "--due-every", "0.5")


def _rebuild(_pipe: int) -> None:
    from search.services.rebuilding import rebuild

    while True:
        rebuild(now=timezone.now())


def _apply_again_and_again(pipe: int) -> None:
    from search.services.applying import apply_due

    _for_ever(lambda: apply_due(timezone.now()), pipe)


def _note_anything(pipe: int) -> None:
    from django.db import transaction

    from search.models.entry import SearchEntry
    from search.services.noting import changed

    chance = random.Random()

    def note() -> None:
        kind = chance.choice(["comment", "page"])
        known = list(SearchEntry.objects.filter(kind=kind).values_list("key", flat=True))
        with transaction.atomic():
            changed(kind, chance.sample(known, min(len(known), 10)), timezone.now())
        time.sleep(0.05)

    _for_ever(note, pipe)


def _for_ever(work: Callable[[], object], pipe: int) -> None:
    try:
        while True:
            work()
    except Exception:  # noqa: BLE001 whatever it is, the test says so
        os.write(pipe, traceback.format_exc().encode())


def _city(pipe: int, seed: int) -> None:
    """Ends between two things that happen, when it is told to."""
    from tests.search.under_fire.city import City

    resting: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: resting.append(number))

    def say(mark: str, word: str = "", hidden: bool = False) -> None:
        os.write(pipe, (json.dumps([mark, word, hidden]) + "\n").encode())

    try:
        city = City(random.Random(seed), say, number=seed * 1000)
        city.open()
        say("opened")
        while not resting:
            city.act()
            time.sleep(BREATH)
    except Exception:  # noqa: BLE001 whatever it is, the test says so
        say("fault", traceback.format_exc()[-6000:])
    say("ended")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    django.setup()
    from django.conf import settings
    from django.db.models.signals import post_save
    from modelsearch.signal_handlers import post_save_signal_handler
    from wagtail.search.index import get_indexed_models

    from hub.core.registries import DueJob, due_jobs
    from search import tasks

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
    # The clock of the index goes fast. The others' jobs are theirs, and the nightly check would put right what we seek.
    due_jobs._items.clear()
    due_jobs.register("search.apply", DueJob(1, tasks.apply_later))
    # The index gives way to all other tasks; a city that never sleeps has always some for the editor's own search.
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
    opened = None
    for line in sys.stdin:
        asked = json.loads(line)
        step = asked.pop("step")
        if step == "open":
            opened = workshop(**asked)
            answer: dict[str, Any] = _state()
        else:
            assert opened
            answer = {"life": opened.life, "crowd": opened.crowd, "finish": opened.finish}[step](**asked)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
