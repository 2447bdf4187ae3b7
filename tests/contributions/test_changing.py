"""Changing one's words: who may, until when, what is public before and after, and what a link alone can do."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from freezegun import freeze_time

from hub.contributions import services
from hub.contributions.adapters.letters import own_link
from hub.contributions.adapters.registries import ContributionsPersonalData
from hub.contributions.enums import Refusal, RevisionState
from hub.contributions.models.access_code import AccessCode
from hub.contributions.models.comment import Comment
from hub.contributions.models.revision import Revision
from hub.contributions.services.access import code_to_change
from hub.notifications.services import deliver_due
from tests.contributions.test_pages import address
from tests.factories.accounts import alice, bob, dan
from tests.factories.contributions import (
    AFTER,
    DURING,
    CommentFactory,
    ThreadFactory,
    answer_thread,
    describe_thread,
)

pytestmark = pytest.mark.django_db
NEW = "Please plant palms instead."


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def clock():
    with freeze_time(DURING, tz_offset=0) as frozen:
        yield frozen


def edit(comment, body=NEW, *, actor=None, position="support", suggested_text="", now=DURING, **more):
    return services.edit(
        comment,
        body=body,
        suggested_text=suggested_text,
        position=position,
        actor=actor or comment.user,
        now=now,
        **more,
    )


def link_of(comment) -> tuple[str, str]:
    parts = urlsplit(own_link(comment))
    return parts.path, parse_qs(parts.query)["key"][0]


# --- public history ---------------------------------------------------------------------------------------------------


def test_a_change_is_public_at_once_where_comments_are_and_what_was_said_stays_readable(client):
    comment = CommentFactory(user=alice(), body="Please plant trees.", position="support")
    edit(comment, position="oppose", suggested_text="Open until ten.")
    comment.refresh_from_db()
    assert (comment.body, comment.position, comment.suggested_text) == (NEW, "oppose", "Open until ten.")
    assert comment.edited_at == DURING
    thread = comment.hub_thread
    thread.refresh_from_db()
    assert (thread.published_count, thread.support_count, thread.oppose_count) == (1, 0, 1)
    assert thread.suggestion_count == 1
    html = client.get(address("contribution_history", comment.reference)).content.decode()
    assert re.search(r"<del>.*?trees.*?</del>", html)
    assert re.search(r"<ins>.*?palms", html)
    assert address("contribution_history", comment.reference) in client.get(comment.get_absolute_url()).content.decode()
    assert services.recount(thread).support_count == 0


def test_where_comments_are_read_first_the_old_text_stays_until_the_new_one_is_read(client):
    thread = ThreadFactory()
    comment = CommentFactory(hub_thread=thread, user=alice(), body="Please plant trees.")
    describe_thread(thread, premoderated=True)
    first = edit(comment, body="Zanzibarium")
    second = edit(comment)
    comment.refresh_from_db()
    first.refresh_from_db()
    assert comment.body == "Please plant trees."
    assert (first.state, second.state) == (RevisionState.REPLACED, RevisionState.PENDING)
    page = client.get(comment.get_absolute_url()).content.decode()
    assert NEW not in page
    assert client.get(address("contribution_history", comment.reference)).status_code == 404
    services.approve_change(second, actor=bob(), now=DURING)
    comment.refresh_from_db()
    assert comment.body == NEW
    history = client.get(address("contribution_history", comment.reference)).content.decode()
    assert "Zanzibarium" not in history
    deliver_due(DURING + timedelta(days=400))
    assert any("change" in message.subject and comment.reference in message.subject for message in mail.outbox)


def test_a_change_that_a_moderator_refuses_leaves_the_text_and_says_why():
    thread = ThreadFactory()
    comment = CommentFactory(hub_thread=thread, user=alice(language="fr"), body="Please plant trees.")
    describe_thread(thread, premoderated=True)
    revision, moderator = edit(comment), bob()
    with pytest.raises(services.RefusedError):
        services.refuse_change(revision, actor=moderator, reason_code="", now=DURING)
    services.refuse_change(revision, actor=moderator, reason_code="insult", now=DURING)
    comment.refresh_from_db()
    assert (comment.state, comment.body) == ("published", "Please plant trees.")
    with pytest.raises(services.RefusedError) as again:
        services.approve_change(revision, actor=moderator, now=DURING)
    assert again.value.refusal == Refusal.ALREADY_DECIDED


def test_a_public_change_that_goes_too_far_is_taken_down_with_the_comment():
    comment = CommentFactory(user=alice(), body="Please plant trees.")
    revision = edit(comment)
    services.refuse_change(revision, actor=bob(), reason_code="insult", now=DURING)
    comment.refresh_from_db()
    assert (comment.state, comment.reason_code) == ("withheld", "insult")


def test_what_nobody_has_read_yet_is_replaced_and_has_no_public_history(client):
    comment = CommentFactory(user=alice(), body="Zanzibarium", pending=True)
    edit(comment)
    comment.refresh_from_db()
    assert (comment.body, comment.state) == (NEW, "pending")
    services.publish(comment, actor=bob(), now=DURING)
    assert client.get(address("contribution_history", comment.reference)).status_code == 404
    comment.refresh_from_db()
    edit(comment, body="And a third text.")
    history = client.get(address("contribution_history", comment.reference)).content.decode()
    assert "Zanzibarium" not in history
    assert "palms" in history


# --- who, and until when ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trait", ["withheld", "withdrawn"])
def test_what_was_taken_down_or_back_is_no_longer_changed(trait):
    author = alice()
    comment = CommentFactory(user=author, **{trait: True})
    with pytest.raises(services.RefusedError) as refused:
        edit(comment, actor=author)
    assert refused.value.refusal == Refusal.NOT_ALLOWED


def test_only_its_author_and_only_until_the_answer():
    comment = CommentFactory(user=alice())
    with pytest.raises(services.RefusedError):
        edit(comment, actor=dan())
    with pytest.raises(services.RefusedError) as unchanged:
        edit(comment, body=comment.body)
    assert unchanged.value.refusal == Refusal.UNCHANGED
    edit(comment, now=AFTER)  # after the close, while it is being read
    answer_thread(comment.hub_thread)
    with pytest.raises(services.RefusedError) as answered:
        edit(comment, body="Too late.", now=AFTER)
    assert answered.value.refusal == Refusal.ANSWERED


def test_a_confidential_text_stays_confidential_when_it_is_changed(client):
    comment = CommentFactory(user=alice(), confidential=True)
    edit(comment, body="Zanzibarium")
    comment.refresh_from_db()
    assert (comment.body, comment.state) == ("Zanzibarium", "withheld")
    assert Revision.objects.get(number=2).state == RevisionState.WITHHELD
    for name in ("contribution_trace", "contribution_history", "contribution_change", "contribution_changed"):
        assert client.get(address(name, comment.reference)).status_code == 404
    client.force_login(dan())
    assert client.get(address("contribution_history", comment.reference)).status_code == 404


def test_signed_in_the_form_starts_from_the_newest_text_and_keeps_what_is_refused(client, clock):
    author, thread = alice(), ThreadFactory()
    comment = CommentFactory(user=author, hub_thread=thread, body="Please plant trees.")
    url = address("contribution_change", comment.reference)
    assert client.get(url).status_code == 404
    client.force_login(author)
    page = client.get(url)
    assert "Please plant trees." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.post(url, {"body": "  ", "position": ""}).status_code == 422
    response = client.post(url, {"body": NEW, "position": "question"}, follow=True)
    assert NEW in response.content.decode()
    answer_thread(thread)
    late = client.post(url, {"body": "Too late, but not lost.", "position": ""})
    assert late.status_code == 422
    assert "Too late, but not lost." in late.content.decode()


def test_other_people_find_no_form(client, clock):
    comment = CommentFactory(user=alice())
    client.force_login(dan())
    for name in ("contribution_change", "contribution_changed", "contribution_withdraw"):
        assert client.get(address(name, comment.reference)).status_code == 404
        assert client.post(address(name, comment.reference), {"body": NEW}).status_code in (404, 405)


# --- the link of a receipt --------------------------------------------------------------------------------------------


def test_the_link_reads_and_a_fresh_code_changes(clock):
    comment = CommentFactory(pending=True, body="Please plant trees.")
    strict = Client(enforce_csrf_checks=True)
    path, key = link_of(comment)
    page = strict.get(path, {"key": key})
    assert "Please plant trees." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert not strict.cookies
    change = address("contribution_change", comment.reference)
    assert strict.get(change).status_code == 404  # the link alone changes nothing
    assert "Type the code" in strict.post(path, {"key": key, "action": "code"}).content.decode()
    code = code_to_change(AccessCode.objects.get())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert strict.post(path, {"key": key, "action": "use", "code": wrong}).status_code == 422
    response = strict.post(path, {"key": key, "action": "use", "code": code})
    assert response["Location"] == change
    html = strict.get(change).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    done = strict.post(change, {"body": NEW, "position": "", "csrfmiddlewaretoken": token}, follow=True)
    assert NEW in done.content.decode()
    assert strict.post(path, {"key": key, "action": "use", "code": code}).status_code == 422  # once
    clock.tick(timedelta(minutes=31))
    assert strict.get(change).status_code == 404


def test_a_fresh_code_takes_it_back(client, clock):
    comment = CommentFactory()
    path, key = link_of(comment)
    client.post(path, {"key": key, "action": "code"})
    client.post(path, {"key": key, "action": "use", "code": code_to_change(AccessCode.objects.get())})
    response = client.post(address("contribution_withdraw", comment.reference))
    assert "is withdrawn" in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == "withdrawn"
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_a_code_opens_one_comment_and_no_other(client, clock):
    comment, other = CommentFactory(), CommentFactory()
    path, key = link_of(comment)
    client.post(path, {"key": key, "action": "code"})
    client.post(path, {"key": key, "action": "use", "code": code_to_change(AccessCode.objects.get())})
    assert client.get(address("contribution_change", comment.reference)).status_code == 200
    assert client.get(address("contribution_change", other.reference)).status_code == 404
    assert client.get(address("contribution_withdraw", other.reference)).status_code == 404


def test_nobody_guesses_a_link(client, clock):
    comment, other = CommentFactory(pending=True), CommentFactory(pending=True)
    path, key = link_of(comment)
    other_path, _ = link_of(other)
    for address_, given in ((other_path, key), (path, ""), (path, key[:-1]), (path, f"{key}x"), (path, "1.1")):
        assert client.get(address_, {"key": given}).status_code == 404
    clock.tick(timedelta(days=401))
    assert client.get(path, {"key": key}).status_code == 404


def test_a_link_can_be_ended_and_erasure_ends_it(client, clock):
    comment = CommentFactory()
    path, key = link_of(comment)
    assert client.post(path, {"key": key, "action": "end"}).status_code == 200
    assert client.get(path, {"key": key}).status_code == 404
    comment.refresh_from_db()
    path, key = link_of(comment)
    assert client.get(path, {"key": key}).status_code == 200
    services.erase_author(alice(email=comment.user_email), now=DURING)
    assert client.get(path, {"key": key}).status_code == 404


def test_a_link_does_not_show_confidential_words(client, clock):
    comment = CommentFactory(confidential=True, body="Zanzibarium", suggested_text="Zanzibarium too")
    path, key = link_of(comment)
    html = client.get(path, {"key": key}).content.decode()
    assert "Zanzibarium" not in html
    assert comment.reference in html


def test_nobody_fills_a_mailbox_with_codes_or_guesses_one(client, clock):
    comment = CommentFactory()
    path, key = link_of(comment)
    for _ in range(5):
        assert client.post(path, {"key": key, "action": "code"}).status_code == 200
    assert client.post(path, {"key": key, "action": "code"}).status_code == 422
    code = code_to_change(AccessCode.objects.get())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        client.post(path, {"key": key, "action": "use", "code": wrong})
    assert client.post(path, {"key": key, "action": "use", "code": code}).status_code == 422
    clock.tick(timedelta(hours=1, minutes=1))
    assert client.post(path, {"key": key, "action": "code"}).status_code == 200


def test_the_receipt_brings_the_link_and_the_code_comes_by_mail(client, clock):
    from hub.contributions.services.messages import send_receipt

    comment = CommentFactory(pending=True)
    send_receipt(comment, now=DURING)
    path, key = link_of(comment)
    client.post(path, {"key": key, "action": "code"})
    deliver_due(DURING)
    bodies = [message.body for message in mail.outbox]
    assert any("/mine/?key=" in body for body in bodies)
    assert any(code_to_change(AccessCode.objects.get()) in body for body in bodies)


# --- data and erasure -------------------------------------------------------------------------------------------------


def test_earlier_texts_are_handed_over_and_erased():
    author = alice()
    comment = CommentFactory(user=author, body="Zanzibarium at first")
    edit(comment)
    exported = ContributionsPersonalData().export(author)["contributions"][0]
    assert [text["body"] for text in exported["earlier_texts"]] == ["Zanzibarium at first", NEW]
    services.erase_author(author, now=DURING)
    assert not Revision.objects.exclude(body="").exists()
    assert Comment.objects.get().body == ""
