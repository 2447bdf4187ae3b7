"""May these words stand in a report? Asked with the form, never assumed, and taken back whenever the author likes."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.contributions import services
from hub.contributions.adapters.registries import ContributionsPersonalData
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.access import code_to_change
from hub.contributions.services.confirmation import code_of
from tests.contributions.test_pages import TEXT, address, filled, open_form
from tests.contributions.test_submission import send
from tests.factories.accounts import alice, dan
from tests.factories.contributions import AFTER, DURING, CommentFactory, ThreadFactory, answer_thread, describe_thread

pytestmark = pytest.mark.django_db
TICKED = re.compile(r'<input[^>]*name="may_be_quoted"[^>]*\schecked')


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def clock():
    with freeze_time(DURING, tz_offset=0) as frozen:
        yield frozen


def quotable() -> bool:
    return Comment.objects.get().may_be_quoted


def test_it_is_asked_with_the_form_and_never_ticked_beforehand(client, clock):
    for person in (None, alice()):
        if person is not None:
            client.force_login(person)
        _url, html = open_form(client, ThreadFactory())
        assert 'name="may_be_quoted"' in html
        assert not TICKED.search(html)


@pytest.mark.parametrize(("given", "kept"), [({}, False), ({"may_be_quoted": "on"}, True)])
def test_what_was_ticked_is_what_holds_once_it_is_confirmed_in_as_many_steps_as_ever(client, clock, given, kept):
    thread = ThreadFactory()
    url, html = open_form(client, thread)
    clock.tick(5)
    response = client.post(url, filled(html, **given))
    pending = PendingSubmission.objects.get()
    client.post(response["Location"], {"action": "code", "code": code_of(pending)})
    assert quotable() is kept
    [received] = AuditEntry.objects.filter(action="contribution.received")
    assert received.data["may_be_quoted"] is kept


def test_signed_in_it_holds_at_once(client, clock):
    client.force_login(alice())
    thread = ThreadFactory()
    url, html = open_form(client, thread)
    clock.tick(5)
    client.post(url, filled(html, may_be_quoted="on"))
    assert quotable()


def test_every_refusal_gives_the_tick_back(client, clock):
    thread = ThreadFactory()
    url, html = open_form(client, thread)
    clock.tick(5)
    without_name = client.post(url, filled(html, name="", may_be_quoted="on"))
    assert TICKED.search(without_name.content.decode())
    describe_thread(thread, closes_at=DURING)
    closed = client.post(url, filled(html, may_be_quoted="on"))
    assert closed.status_code == 409
    assert TICKED.search(closed.content.decode())
    assert not TICKED.search(client.post(url, filled(html)).content.decode())


def test_what_is_confidential_is_never_quoted_whatever_was_sent(client, clock):
    client.force_login(alice())
    url, html = open_form(client, ThreadFactory())
    clock.tick(5)
    client.post(url, filled(html, publish_as="confidential", may_be_quoted="on"))
    assert not quotable()
    comment = Comment.objects.get()
    with pytest.raises(services.RefusedError):
        services.permit_quotation(comment, allowed=True, actor=comment.user, now=DURING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(may_be_quoted=True)


def test_a_draft_from_before_the_question_says_no():
    assert Draft.from_json({"body": TEXT}).may_be_quoted is False
    assert Draft(body=TEXT, may_be_quoted="yes").cleaned().may_be_quoted is False  # type: ignore[arg-type]


def test_sending_again_before_confirming_says_what_holds():
    thread, form = ThreadFactory(), "a" * 32
    send(thread, submission_key=form, may_be_quoted=True)
    pending = send(thread, submission_key=form, may_be_quoted=False)
    assert not services.confirm_by_code(pending, code_of(pending), DURING).may_be_quoted


def test_the_same_words_sent_again_by_their_author_bring_the_latest_word_on_it():
    thread, author, form = ThreadFactory(), alice(), "b" * 32
    first = send(thread, user=author, submission_key=form, may_be_quoted=True)
    assert first.may_be_quoted
    assert send(thread, user=author, submission_key=form, may_be_quoted=False).pk == first.pk
    assert not quotable()


def test_somebody_who_has_not_confirmed_the_address_changes_nothing():
    thread, form = ThreadFactory(), "c" * 32
    pending = send(thread, submission_key=form)
    comment = services.confirm_by_code(pending, code_of(pending), DURING)
    send(thread, submission_key=form, may_be_quoted=True)
    comment.refresh_from_db()
    assert not comment.may_be_quoted


# --- giving it and taking it back -------------------------------------------------------------------------------------


def test_its_author_says_so_and_takes_it_back_after_the_answer_too(client):
    author = alice()
    comment = CommentFactory(user=author)
    answer_thread(comment.hub_thread)
    client.force_login(author)
    url = address("contribution_quotation", comment.reference)
    trace = address("contribution_trace", comment.reference)
    assert "You may quote me" in client.get(trace).content.decode()
    assert client.post(url, {"allowed": "1"}).status_code == 302
    assert quotable()
    assert "Do not quote me" in client.get(trace).content.decode()
    client.post(url, {"allowed": "0"})
    client.post(url, {"allowed": "0"})
    assert not quotable()
    said = [entry.action for entry in AuditEntry.objects.filter(action__startswith="contribution.quotation")]
    assert said == ["contribution.quotation_allowed", "contribution.quotation_refused"]


def test_without_an_account_a_fresh_code_opens_it(client, clock):
    comment = CommentFactory(email="mona@example.org")
    url = address("contribution_quotation", comment.reference)
    assert client.post(url, {"allowed": "1"}).status_code == 404
    from hub.contributions.adapters.letters import own_link

    key = own_link(comment).split("key=")[1]
    receipt = address("contribution_receipt", comment.reference)
    client.post(receipt, {"key": key.replace("%3A", ":"), "action": "code"})
    comment.refresh_from_db()
    code = code_to_change(comment.access_code)
    client.post(receipt, {"key": key.replace("%3A", ":"), "action": "use", "code": code})
    page = client.get(address("contribution_change", comment.reference)).content.decode()
    assert "You may quote me" in page
    assert client.post(url, {"allowed": "1"}).status_code == 302
    assert quotable()


def test_to_others_there_is_no_such_address_and_no_such_question(client):
    comment = CommentFactory(user=alice())
    url = address("contribution_quotation", comment.reference)
    for person in (None, dan()):
        if person is not None:
            client.force_login(person)
        assert client.post(url, {"allowed": "1"}).status_code == 404
        assert "quote" not in client.get(address("contribution_trace", comment.reference)).content.decode().lower()
    assert client.get(url).status_code == 405
    assert not quotable()


def test_it_ends_when_the_words_are_withdrawn_or_erased():
    author = alice()
    withdrawn, erased = CommentFactory(user=author), CommentFactory(user=author)
    Comment.objects.update(may_be_quoted=True)
    services.withdraw(withdrawn, actor=author, now=AFTER)
    services.erase_author(author, now=AFTER)
    assert not Comment.objects.filter(may_be_quoted=True).exists()
    withdrawn.refresh_from_db()
    erased.refresh_from_db()
    for comment in (withdrawn, erased):
        with pytest.raises(services.RefusedError):
            services.permit_quotation(comment, allowed=True, actor=None, granted=True, now=AFTER)


def test_it_is_named_in_the_register_and_handed_over():
    author = alice()
    CommentFactory(user=author)
    Comment.objects.update(may_be_quoted=True)
    data = ContributionsPersonalData()
    [line] = [one for one in data.fields() if one.field == "contributions.Comment.may_be_quoted"]
    assert line.lawful_basis == "Consent"
    assert data.export(author)["contributions"][0]["may_be_quoted"] is True
