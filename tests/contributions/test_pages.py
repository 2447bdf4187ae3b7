"""The pages people meet: writing, confirming, withdrawing; in three languages and without losing text."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from freezegun import freeze_time

from hub.contributions import services
from hub.contributions.engine.confirmation import link_token
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.confirmation import code_of
from tests.factories.accounts import alice, dan
from tests.factories.contributions import (
    AFTER,
    CLAUSE_TEXT,
    CLOSES,
    DURING,
    CommentFactory,
    ThreadFactory,
    describe_thread,
)

pytestmark = pytest.mark.django_db
TEXT = "Shade for the fishermen, please. مظلّات"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def clock():
    with freeze_time(DURING, tz_offset=0) as frozen:
        yield frozen


def address(name: str, *args, language: str = "en") -> str:
    with override(language):
        return reverse(name, args=args)


def filled(html: str, **changes) -> dict[str, str]:
    """The form as a browser would send it back."""
    values = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))
    values.pop("csrfmiddlewaretoken", None)
    return values | {
        "position": "support",
        "comment": TEXT,
        "publish_as": "named",
        "name": "Mona",
        "email": "mona@example.org",
        "honeypot": "",
        **changes,
    }


def open_form(client, thread, language="en", query="") -> tuple[str, str]:
    url = address("contribute", thread.pk, language=language) + query
    response = client.get(url)
    assert response.status_code == 200
    return url, response.content.decode()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_from_form_to_confirmed_comment_without_an_account(client, clock, language):
    thread = ThreadFactory()
    url, html = open_form(client, thread, language)
    assert CLAUSE_TEXT in html
    clock.tick(timedelta(seconds=20))
    response = client.post(url, filled(html))
    pending = PendingSubmission.objects.get()
    assert response.status_code == 302
    assert response["Location"] == address("contribution_confirm", pending.pk, language=language)
    page = client.get(response["Location"])
    assert TEXT in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    done = client.post(response["Location"], {"action": "code", "code": code_of(pending)}, follow=True)
    comment = Comment.objects.get()
    assert comment.reference in done.content.decode()
    assert comment.author_language == language
    assert comment.position == "support"


def test_following_the_link_confirms_nothing_pressing_the_button_does(client, clock):
    thread = ThreadFactory()
    url, html = open_form(client, thread)
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html))
    pending = PendingSubmission.objects.get()
    confirm, token = address("contribution_confirm", pending.pk), link_token(pending.pk)
    assert client.get(f"{confirm}?token={token}").status_code == 200
    assert client.head(f"{confirm}?token={token}").status_code == 200
    assert not Comment.objects.exists()
    elsewhere = Client()  # on the phone, where the mail is read
    response = elsewhere.post(confirm, {"action": "link", "token": token})
    assert response["Location"] == confirm  # the token is gone from the address
    assert Comment.objects.count() == 1
    assert elsewhere.post(confirm, {"action": "link", "token": token}).status_code == 200
    assert Comment.objects.count() == 1


def test_the_library_s_confirm_address_leads_to_the_same_page(client):
    thread = ThreadFactory()
    with freeze_time(DURING):
        url, html = open_form(client, thread)
    with freeze_time(DURING + timedelta(seconds=30)):
        client.post(url, filled(html))
    pending = PendingSubmission.objects.get()
    response = client.get(address("comments-xtd-confirm", link_token(pending.pk)))
    assert response["Location"].startswith(address("contribution_confirm", pending.pk))
    assert client.get(address("comments-xtd-confirm", "rubbish")).status_code == 404


def test_a_wrong_code_says_so_and_a_new_one_can_be_had(client, clock):
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html))
    pending = PendingSubmission.objects.get()
    confirm = address("contribution_confirm", pending.pk)
    wrong = f"{(int(code_of(pending)) + 1) % 1_000_000:06d}"
    response = client.post(confirm, {"action": "code", "code": wrong})
    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert "not the code" in response.content.decode()
    response = client.post(confirm, {"action": "resend"}, follow=True)
    assert "new code" in response.content.decode()
    clock.tick(timedelta(hours=49))
    late = client.get(confirm).content.decode()
    assert "48 hours" in late
    assert TEXT in late


def test_confirm_pages_cannot_be_guessed(client):
    assert client.get(address("contribution_confirm", "00000000-0000-4000-8000-000000000000")).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"position": "loudly"},
        {"comment": "", "suggested_text": TEXT, "email": "not an address"},
        {"name": ""},
        {"honeypot": "buy now"},
        {"security_hash": "0" * 40},
        {"timestamp": "1"},
        {"timestamp": "now"},
        {"publish_as": "loudly"},
        {"email": ""},
    ],
)
def test_whatever_is_wrong_the_text_comes_back(client, clock, changes):
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    response = client.post(url, filled(html, **changes))
    html = response.content.decode()
    assert response.status_code == 422
    assert TEXT in html
    assert 'class="error-summary"' in html
    assert not PendingSubmission.objects.exists()


def test_a_form_that_was_open_too_long_works_at_the_second_press(client, clock):
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(hours=25))
    again = client.post(url, filled(html))
    assert "open for a long time" in again.content.decode()
    clock.tick(timedelta(seconds=20))
    assert client.post(url, filled(again.content.decode())).status_code == 302


def test_a_program_is_stopped_and_a_fast_person_only_presses_again(client, clock, settings):
    settings.CONTRIBUTION_SECONDS_AT_LEAST = 3
    url, html = open_form(client, ThreadFactory())
    response = client.post(url, filled(html))
    assert response.status_code == 422
    assert TEXT in response.content.decode()
    clock.tick(timedelta(seconds=4))
    assert client.post(url, filled(response.content.decode())).status_code == 302


def test_who_sends_in_haste_and_not_complete_reads_only_what_is_missing(client, clock, settings):
    settings.CONTRIBUTION_SECONDS_AT_LEAST = 3
    url, html = open_form(client, ThreadFactory())
    html = client.post(url, filled(html, comment="", email="")).content.decode()
    summary = html[html.index('class="error-summary"') :].split("</div>")[0]
    assert summary.count("<li>") == 2
    assert "faster than people type" not in html


def test_after_a_refused_form_one_lands_on_what_is_wrong(client, clock):
    """`autofocus`, and not a script: it works without one, and a reader of the screen hears the summary first."""
    thread = ThreadFactory()
    url, html = open_form(client, thread)
    assert "autofocus" not in html
    clock.tick(timedelta(seconds=20))
    html = client.post(url, filled(html, email="")).content.decode()
    assert re.search(r'<div class="error-summary"[^>]* autofocus', html)
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html))
    pending = PendingSubmission.objects.get()
    wrong = client.post(address("contribution_confirm", pending.pk), {"action": "code", "code": "12"})
    assert re.search(r'<div class="error-summary"[^>]* autofocus', wrong.content.decode())


def test_opened_before_and_sent_after_the_close_keeps_the_text_and_says_so(client, clock):
    clock.move_to(CLOSES - timedelta(minutes=1))
    url, html = open_form(client, ThreadFactory())
    clock.move_to(CLOSES + timedelta(minutes=1))
    response = client.post(url, filled(html))
    assert response.status_code == 409
    assert TEXT in response.content.decode()
    assert "closed in the meantime" in response.content.decode()
    clock.move_to(AFTER)
    assert "no more comments" in client.get(url).content.decode()


def test_a_parent_hidden_meanwhile_keeps_the_text(client, clock):
    thread = ThreadFactory()
    parent = CommentFactory(hub_thread=thread, user=alice())
    url, html = open_form(client, thread, query=f"?reply_to={parent.pk}")
    services.withdraw(parent, actor=parent.user, now=DURING)
    clock.tick(timedelta(seconds=20))
    response = client.post(url, filled(html))
    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert "no longer public" in response.content.decode()


def test_a_reply_by_the_library_s_address(client, clock):
    parent = CommentFactory()
    response = client.get(address("comments-xtd-reply", parent.pk))
    html = client.get(response["Location"]).content.decode()
    clock.tick(timedelta(seconds=20))
    assert 'name="position"' not in html
    client.force_login(dan())
    client.post(response["Location"], filled(html))
    assert Comment.objects.get(hub_parent=parent).body == TEXT


def test_signed_in_people_land_on_their_receipt(client, clock):
    client.force_login(alice())
    thread = ThreadFactory(premoderated=True)
    url, html = open_form(client, thread)
    assert 'name="email"' not in html
    clock.tick(timedelta(seconds=20))
    response = client.post(url, filled(html), follow=True)
    comment = Comment.objects.get()
    html = response.content.decode()
    assert comment.reference in html
    assert "moderator reads it" in html
    assert Client().get(response.request["PATH_INFO"]).status_code == 404


def test_the_unchanged_wording_is_no_suggestion(client, clock):
    client.force_login(alice())
    thread = ThreadFactory()
    url, html = open_form(client, thread)
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html, suggested_text=f" {CLAUSE_TEXT}\r\n"))
    assert Comment.objects.get().suggested_text == ""
    thread.refresh_from_db()
    assert thread.suggestion_count == 0


def test_a_suggestion_is_shown_as_what_goes_and_what_comes(client):
    comment = CommentFactory(suggestion=True)
    html = client.get(address("contribution_trace", comment.reference)).content.decode()
    assert re.search(r"<del>.*?nine.*?</del>", html)
    assert re.search(r"<ins>.*?ten.*?</ins>", html)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_suggestion_reads_in_its_own_direction(client, language):
    """The words "added" and "removed" are ours: `dir="auto"` must look past them at the text itself."""
    comment = CommentFactory(suggestion=True)
    html = client.get(address("contribution_trace", comment.reference, language=language)).content.decode()
    redline = re.search(r'<p class="redline[^>]*>.*?</p>', html, re.DOTALL)[0]
    assert 'dir="auto"' in redline
    assert not re.search(r"<(ins|del)>\s*<span", redline)
    assert re.findall(r'<bdi class="visually-hidden" lang="(\w+)">', redline) == [language, language]


def test_a_comment_about_an_older_version_says_so(client):
    comment = CommentFactory(suggestion=True)
    describe_thread(comment.hub_thread, version=2, text="Quite another text.")
    html = client.get(address("contribution_trace", comment.reference)).content.decode()
    assert "the text has changed since" in html
    assert "<del>" not in html  # never a redline against a text that was not commented on


def test_what_people_write_is_text_never_markup(client):
    comment = CommentFactory(body="<script>alert(1)</script>", author_name="<b>x</b>")
    html = client.get(address("contribution_trace", comment.reference)).content.decode()
    assert "<script>alert" not in html
    assert "<b>x" not in html


def test_too_many_from_one_address(client, clock, settings):
    settings.CONTRIBUTIONS_PER_ADDRESS_PER_HOUR = 2
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    for number in range(2):
        assert client.post(url, filled(html, comment=f"{TEXT} {number}")).status_code == 302
    response = client.post(url, filled(html, comment=f"{TEXT} 3"))
    assert response.status_code == 429
    assert f"{TEXT} 3" in response.content.decode()
    clock.tick(timedelta(hours=1))
    assert client.post(url, filled(html, comment=f"{TEXT} 4")).status_code == 302


def test_nobody_s_mailbox_can_be_filled(client, clock, settings):
    settings.CONTRIBUTIONS_PER_PERSON_PER_HOUR = 3
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    statuses = [
        client.post(url, filled(html, comment=str(number)), REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(4)
    ]
    assert statuses == [302, 302, 302, 429]


def test_the_address_is_kept_nowhere(client, clock):
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html), REMOTE_ADDR="198.51.100.77")
    pending = PendingSubmission.objects.get()
    client.post(address("contribution_confirm", pending.pk), {"action": "code", "code": code_of(pending)})
    assert Comment.objects.get().ip_address is None
    assert "198.51.100.77" not in str(cache._cache)  # what the counter keeps is a keyed hash


def test_withdrawing_asks_first(client, clock):
    author = alice()
    comment = CommentFactory(user=author)
    url = address("contribution_withdraw", comment.reference)
    assert client.get(url).status_code == 404
    client.force_login(author)
    assert client.get(url).status_code == 200
    comment.refresh_from_db()
    assert comment.state == "published"
    assert client.post(url).status_code == 302
    comment.refresh_from_db()
    assert comment.state == "withdrawn"
    assert client.post(url).status_code == 404


def test_who_wrote_without_an_account_is_told_how_to_withdraw(client, clock):
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html))
    pending = PendingSubmission.objects.get()
    url = address("contribution_confirm", pending.pk)
    done = client.post(url, {"action": "code", "code": code_of(pending)}, follow=True)
    comment = Comment.objects.get()
    way = f"{address('account_login')}?next={address('contribution_trace', comment.reference)}"
    assert way in done.content.decode()
    if comment.is_published:
        assert way in client.get(address("contribution_trace", comment.reference)).content.decode()
    by_letter = CommentFactory(channel="letter", email="")
    assert "You wrote this?" not in client.get(address("contribution_trace", by_letter.reference)).content.decode()


def test_subject_gone_is_404(client):
    thread = ThreadFactory()
    describe_thread(thread, missing=True)
    assert client.get(address("contribute", thread.pk)).status_code == 404
    assert client.get(address("contribute", "00000000-0000-4000-8000-000000000000")).status_code == 404
