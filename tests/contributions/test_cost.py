"""A page costs the same queries with one comment and with five hundred."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hub.contributions import selectors
from hub.contributions.adapters.registries import own_contributions
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from hub.contributions.views.thread import render_thread
from hub.core.registries import moderation_queues
from tests.factories.accounts import alice
from tests.factories.contributions import DURING, SUBJECTS, CommentFactory, ThreadFactory, subject_at

pytestmark = pytest.mark.django_db

SIZES = (1, 50, 500)


def queries(db, call) -> int:
    with CaptureQueriesContext(db) as captured:
        call()
    return len(captured)


def fill(thread, size: int, **traits) -> None:
    missing = size - Comment.objects.filter(hub_thread=thread).count()
    first = None
    for number in range(missing):
        parent = first if number % 5 == 4 else None
        comment = CommentFactory(hub_thread=thread, parent=parent, **traits)
        first = first or (comment if comment.is_published else None)


def test_the_thread():
    thread = ThreadFactory()
    subject = subject_at(thread, DURING)
    counts = []
    for size in SIZES:
        fill(thread, size)
        thread.refresh_from_db()
        counts.append(
            queries(
                connection,
                lambda: render_thread(RequestFactory().get("/en/"), thread=thread, subject=subject, compose_url="/x/"),
            )
        )
    assert counts[0] == counts[1] == counts[2] == 4


def test_queue_account_and_trace(client):
    author = alice()
    client.force_login(author)
    costs: dict[str, list[int]] = {"queue": [], "account": [], "trace": [], "counts": [], "described": []}
    threads = []
    for size in (1, 50):
        while len(threads) < size:
            threads.append(ThreadFactory())
            CommentFactory(hub_thread=threads[-1], pending=True)
            CommentFactory(hub_thread=threads[-1], user=author, body=f"harbour {len(threads)}")
        waiting = moderation_queues.get("contributions.waiting")
        reference = Comment.objects.published().first().reference
        costs["queue"].append(queries(connection, partial(waiting.items, limit=25)))
        costs["account"].append(queries(connection, lambda: own_contributions(author)))
        url = reverse("contribution_trace", args=[reference])
        costs["trace"].append(queries(connection, partial(client.get, url)))
        costs["counts"].append(queries(connection, lambda: selectors.counts_for([t.pk for t in threads])))
        asked = SUBJECTS.calls
        waiting.items(limit=25)
        costs["described"].append(SUBJECTS.calls - asked)
    for what, (few, many) in costs.items():
        assert few == many, what
    assert Thread.objects.count() == 50


def test_a_comment_with_many_replies_shows_the_first_and_leads_to_all(client):
    thread = ThreadFactory()
    parent = CommentFactory(hub_thread=thread)
    for number in range(selectors.REPLIES_SHOWN + 15):
        CommentFactory(hub_thread=thread, parent=parent, body=f"Reply {number:02d}.")
    CommentFactory(hub_thread=thread, parent=parent, withheld=True, body="Zanzibarium")
    page = selectors.visible_comments(thread.pk)
    assert len(page.items[0].replies) == selectors.REPLIES_SHOWN
    assert page.items[0].reply_count == selectors.REPLIES_SHOWN + 15
    html = render_thread(
        RequestFactory().get("/en/"), thread=thread, subject=subject_at(thread, DURING), compose_url="/x/"
    )
    assert "Read 15 more replies" in html
    url = reverse("contribution_trace", args=[parent.reference])
    pages = client.get(url).content.decode() + client.get(f"{url}?page=2").content.decode()
    assert all(f"Reply {number:02d}." in pages for number in range(selectors.REPLIES_SHOWN + 15))
    assert "Zanzibarium" not in pages
