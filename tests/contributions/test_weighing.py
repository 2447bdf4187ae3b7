"""Agree, disagree, report: once a person, never shown by name, and reports for moderators' eyes only."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from freezegun import freeze_time

from hub.contributions import services
from hub.contributions.adapters.registries import ContributionsPersonalData
from hub.contributions.models.flag import Flag
from hub.contributions.models.reaction import Reaction
from hub.contributions.services.puzzle import is_solved, new_puzzle
from hub.core.registries import moderation_queues
from tests.contributions.test_pages import TEXT, address, filled, open_form
from tests.factories.accounts import UserFactory, alice, bob, dan
from tests.factories.contributions import AFTER, DURING, CommentFactory, ThreadFactory, describe_thread

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def clock():
    with freeze_time(DURING, tz_offset=0) as frozen:
        yield frozen


# --- agree and disagree -----------------------------------------------------------------------------------------------


def test_each_person_counts_once_and_may_change_their_mind(client, clock):
    comment, reader = CommentFactory(user=alice()), dan()
    client.force_login(reader)
    url = address("contribution_react", comment.reference)
    for kind, expected in (("agree", (1, 0)), ("agree", (1, 0)), ("disagree", (0, 1)), ("", (0, 0))):
        assert client.post(url, {"kind": kind}).status_code == 302
        comment.refresh_from_db()
        assert (comment.agree_count, comment.disagree_count) == expected
    services.react(comment, actor=reader, kind="agree", now=DURING)
    services.react(comment, actor=UserFactory(), kind="agree", now=DURING)
    html = Client().get(comment.get_absolute_url()).content.decode()
    assert "2 people agree" in html
    assert reader.email not in html
    assert str(reader.pseudonym or "Dan") not in html


def test_who_cannot_agree_is_told_the_way_and_changes_nothing(client, clock):
    comment = CommentFactory(user=alice())
    url = address("contribution_react", comment.reference)
    assert "/account/login/" in client.post(url, {"kind": "agree"})["Location"]
    assert "Sign in to agree" in client.get(comment.get_absolute_url()).content.decode()
    for person in (comment.user, UserFactory(confirmed=False)):
        client.force_login(person)
        assert client.post(url, {"kind": "agree"}).status_code == 404
    client.force_login(dan())
    assert client.post(url, {"kind": "love"}).status_code == 404
    describe_thread(comment.hub_thread, reactions_allowed=False)
    assert client.post(url, {"kind": "agree"}).status_code == 404
    describe_thread(comment.hub_thread, reactions_allowed=True)
    with freeze_time(AFTER):
        client.force_login(dan_again())
        assert client.post(url, {"kind": "agree"}).status_code == 404
    assert not Reaction.objects.exists()


def dan_again():
    from hub.accounts.models.user import User

    return User.objects.get(email="dan@example.org")


@pytest.mark.parametrize("trait", ["pending", "withheld", "withdrawn", "confidential"])
def test_nothing_hidden_can_be_weighed_or_reported(client, clock, trait):
    comment = CommentFactory(**{trait: True})
    client.force_login(dan())
    assert client.post(address("contribution_react", comment.reference), {"kind": "agree"}).status_code == 404
    assert client.get(address("contribution_report", comment.reference)).status_code == 404
    assert client.post(address("contribution_report", comment.reference), {"reason": "insult"}).status_code == 404


def test_erasing_an_account_takes_its_voice_and_its_words_to_moderators():
    comment, reader = CommentFactory(user=alice()), dan()
    services.react(comment, actor=reader, kind="agree", now=DURING)
    services.flag(comment, actor=reader, reason_code="insult", note="Zanzibarium", now=DURING)
    exported = json.dumps(ContributionsPersonalData().export(reader))
    assert "Zanzibarium" in exported
    assert '"agree"' in exported
    services.erase_author(reader, now=DURING)
    comment.refresh_from_db()
    assert (comment.agree_count, comment.flag_count) == (0, 1)
    assert not Flag.objects.exclude(note="").exists()


# --- report -----------------------------------------------------------------------------------------------------------


def test_a_reader_without_an_account_reports_and_only_moderators_see_it(clock):
    strict = Client(enforce_csrf_checks=True)
    comment = CommentFactory(user=alice())
    before = strict.get(comment.get_absolute_url()).content
    url = address("contribution_report", comment.reference)
    assert strict.post(url, {}).status_code == 422
    assert strict.post(url, {"reason": "duplicate"}).status_code == 422
    assert strict.post(url, {"reason": "insult", "honeypot": "x"}).status_code == 422
    assert strict.post(url, {"reason": "insult"}, headers={"sec-fetch-site": "cross-site"}).status_code == 422
    assert not Flag.objects.exists()
    assert strict.post(url, {"reason": "insult", "note": "Line three."}).status_code == 200
    assert not strict.cookies
    assert strict.get(comment.get_absolute_url()).content == before
    item = moderation_queues.get("contributions.flagged").items(limit=5)[0]
    assert item.id == comment.reference
    assert item.notes == ("It insults or threatens someone: Line three.",)


def test_a_moderator_leaves_it_or_takes_it_down_and_the_list_is_empty():
    queue, moderator = moderation_queues.get("contributions.flagged"), bob()
    kept, hidden = CommentFactory(), CommentFactory()
    for comment in (kept, hidden):
        services.flag(comment, actor=None, reason_code="hate", note="", now=DURING)
        services.flag(comment, actor=None, reason_code="hate", note="", now=DURING)
    assert [item.notes for item in queue.items(limit=5)] == [("It calls for hatred or discrimination (2)",)] * 2
    queue.approve(kept.reference, actor=moderator, now=DURING)
    queue.withhold(hidden.reference, actor=moderator, reason_code="hate", now=DURING)
    assert queue.count() == 0
    kept.refresh_from_db()
    hidden.refresh_from_db()
    assert (kept.state, hidden.state, hidden.flag_count) == ("published", "withheld", 0)
    services.flag(kept, actor=None, reason_code="hate", note="", now=DURING)
    assert queue.count() == 1  # said again, it is looked at again


def test_one_person_reports_once_and_one_network_not_without_end(client, clock):
    comment, reader = CommentFactory(user=alice()), dan()
    for _ in range(2):
        services.flag(comment, actor=reader, reason_code="insult", note="", now=DURING)
    assert Flag.objects.count() == 1
    url = address("contribution_report", comment.reference)
    statuses = [client.post(url, {"reason": "hate"}).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]


# --- many from one network --------------------------------------------------------------------------------------------


def solution_of(puzzle: str) -> str:
    given = json.loads(puzzle)
    most = given.get("maxNumber") or given["maxnumber"]
    number = next(
        n for n in range(most + 1) if hashlib.sha256(f"{given['salt']}{n}".encode()).hexdigest() == given["challenge"]
    )
    return base64.b64encode(json.dumps({**given, "number": number}).encode()).decode()


def test_a_puzzle_is_good_once_and_only_when_it_is_ours(clock, monkeypatch):
    monkeypatch.setattr("hub.contributions.services.puzzle.MOST", 500)
    solved = solution_of(new_puzzle(DURING))
    assert is_solved(solved)
    assert not is_solved(solved)
    fresh = json.loads(base64.b64decode(solution_of(new_puzzle(DURING))))
    for change in ({"number": fresh["number"] + 1}, {"signature": "0" * 64}, {"salt": "abc"}):
        assert not is_solved(base64.b64encode(json.dumps({**fresh, **change}).encode()).decode())
    for rubbish in ("", "x", "e30=", "bnVsbA==", "W10=", "9" * 3000):
        assert not is_solved(rubbish)
    late = solution_of(new_puzzle(DURING))
    clock.tick(timedelta(minutes=31))
    assert not is_solved(late)


def test_where_many_come_from_one_network_a_puzzle_or_an_account_opens_the_way(client, clock, settings, monkeypatch):
    monkeypatch.setattr("hub.contributions.services.puzzle.MOST", 500)
    settings.CONTRIBUTIONS_PER_ADDRESS_PER_HOUR = 1
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    assert client.post(url, filled(html)).status_code == 302
    refused = client.post(url, filled(html, comment=f"{TEXT} 2", email="b@example.org"))
    page = refused.content.decode()
    assert refused.status_code == 429
    assert f"{TEXT} 2" in page
    assert "small puzzle" in page
    puzzle = refused.context["puzzle"]
    again = filled(page, comment=f"{TEXT} 2", email="b@example.org", puzzle=solution_of(puzzle))
    assert client.post(url, again).status_code == 302
    client.force_login(alice())
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    assert client.post(url, filled(html)).status_code == 302
