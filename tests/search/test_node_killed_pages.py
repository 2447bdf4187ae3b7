"""The search node is killed while people use the pages of a running server: each answers with what is there."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from search import tasks
from search.models.change import NodeUpdate
from search.services.node import Difference, compare
from tests.search.index_tools import apply, page
from tests.search_node import Node

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
NOTICE = "Search is slower or less complete at the moment"
PAGES = {
    "page": "/en/search/?q=fountains",
    "with filters": "/en/search/?q=fountains&kind=page",
    "feed": "/en/search/feed.atom?q=fountains",
    "suggestions": "/en/search/suggest/?q=fount",
}
PUBLISHED = 3
PATIENCE = 120  # seconds, on a busy machine
# So much of a page is looked at in each state of the node.
LOOKS = 5


@dataclass
class Seen:
    door: str
    status: int
    fountains: int
    notice: bool


@dataclass
class Readers:
    """`seen`: each answer that anybody got."""

    address: str
    seen: list[Seen] = field(default_factory=list)
    quiet: Event = field(default_factory=Event)

    def reads(self, door: str) -> None:
        host = urlsplit(self.address).netloc
        while not self.quiet.is_set():
            connection = HTTPConnection(host, timeout=60)
            connection.request("GET", PAGES[door])
            answer = connection.getresponse()
            text = answer.read().decode().replace("<mark>", "").replace("</mark>", "")
            connection.close()
            self.seen.append(Seen(door, answer.status, text.count("Fountain number"), NOTICE in text))

    def wait_for(self, notice: bool) -> None:
        """Until each door was looked at so often, and the page says that something is missing, or does not."""
        start, patience = len(self.seen), time.monotonic() + PATIENCE
        while True:
            new = self.seen[start:]
            often = all(sum(one.door == door for one in new) >= LOOKS for door in PAGES)
            if often and any(one.notice is notice for one in new if one.door == "page"):
                return
            assert time.monotonic() < patience, new[-5:]
            time.sleep(0.05)


def test_no_page_fails_and_what_was_published_meanwhile_is_found(killable: Node, live_server: Any) -> None:
    for number in range(PUBLISHED):
        page(f"Fountain number {number}")
    while apply().more:
        pass
    tasks.send_later(timezone.now())
    readers = Readers(live_server.url)
    with ThreadPoolExecutor(len(PAGES)) as pool:
        reading = [pool.submit(readers.reads, door) for door in PAGES]
        try:
            readers.wait_for(notice=False)
            killable.kill()
            readers.wait_for(notice=True)
            page("Fountain number four, while the node is away")
            while apply().more:
                pass
            assert NodeUpdate.objects.exists()
            readers.wait_for(notice=True)
            killable.restart()
            readers.wait_for(notice=False)
        finally:
            readers.quiet.set()
        for one in reading:
            one.result()
    assert {one.status for one in readers.seen} == {200}
    # A page names each of them at least once, whoever answers.
    assert [one for one in readers.seen if one.fountains < PUBLISHED] == []
    later = timezone.now()
    while NodeUpdate.objects.exists():
        later += timedelta(minutes=5)
        tasks.send_to_node(later)
    assert compare(later) == Difference()
