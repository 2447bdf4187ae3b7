"""Writing in few steps: the form in place, back and send again, forged forms, similar comments, quotes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.contributions import selectors
from hub.contributions.engine.anchoring import fingerprint
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.confirmation import code_of
from hub.notifications.models.outbox import Outbox
from tests.contributions.test_pages import TEXT, address, filled, open_form
from tests.factories.accounts import UserFactory, alice
from tests.factories.contributions import CLAUSE_TEXT, DURING, CommentFactory, ThreadFactory, describe_thread

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def clock():
    with freeze_time(DURING, tz_offset=0) as frozen:
        yield frozen


def form_of(client, thread) -> tuple[str, str]:
    """The form alone, as a reading page fetches it."""
    url = address("contribute", thread.pk)
    response = client.get(f"{url}?part=form")
    assert response.status_code == 200
    return url, response.content.decode()


def send(client, clock, thread=None, **changes):
    url, html = open_form(client, thread or ThreadFactory())
    clock.tick(timedelta(seconds=20))
    return client.post(url, filled(html, **changes))


# --- in place ---------------------------------------------------------------------------------------------------------


def test_the_form_in_place_sets_no_cookie_and_needs_none(clock):
    strict = Client(enforce_csrf_checks=True)
    url, html = form_of(strict, ThreadFactory())
    assert not strict.cookies
    assert "<html" not in html
    assert "csrfmiddlewaretoken" not in html
    clock.tick(timedelta(seconds=20))
    response = strict.post(url, filled(html), headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"})
    pending = PendingSubmission.objects.get()
    confirm = response["Location"]
    assert strict.post(confirm, {"action": "code", "code": code_of(pending)}).status_code == 302
    assert Comment.objects.get().body == TEXT
    assert "sessionid" not in strict.cookies


def test_after_the_close_there_is_no_form_in_place(client, clock):
    thread = ThreadFactory()
    describe_thread(thread, closes_at=DURING)
    assert "<form" not in form_of(client, thread)[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_a_form_on_a_foreign_page_sends_nothing(clock, headers):
    strict = Client(enforce_csrf_checks=True)
    url, html = form_of(strict, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    response = strict.post(url, filled(html), headers=headers)
    assert response.status_code == 403
    assert TEXT in response.content.decode()
    assert not PendingSubmission.objects.exists()


def test_signed_in_the_token_is_asked_for_and_the_text_comes_back_without_it(clock):
    strict, author = Client(enforce_csrf_checks=True), alice()
    strict.force_login(author)
    url, html = form_of(strict, ThreadFactory())
    assert "csrfmiddlewaretoken" in html
    clock.tick(timedelta(seconds=20))
    response = strict.post(url, filled(html))  # without the token
    again = response.content.decode()
    assert response.status_code == 403
    assert TEXT in again
    assert "another window" in again
    assert not Comment.objects.exists()
    token = strict.cookies["csrftoken"].value
    clock.tick(timedelta(seconds=20))
    assert strict.post(url, filled(again) | {"csrfmiddlewaretoken": token}).status_code == 302
    assert Comment.objects.get().user == author


def test_signed_out_meanwhile_the_text_comes_back_and_an_address_is_asked_for(client, clock):
    client.force_login(alice())
    url, html = open_form(client, ThreadFactory())
    client.logout()
    clock.tick(timedelta(seconds=20))
    response = client.post(url, filled(html, email=""))
    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert 'name="email"' in response.content.decode()


# --- once -------------------------------------------------------------------------------------------------------------


def test_back_and_send_again_changes_what_is_not_confirmed_yet(client, clock):
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    first = client.post(url, filled(html))
    clock.tick(timedelta(minutes=2))
    second = client.post(url, filled(html, comment=f"{TEXT} And benches."))
    assert first["Location"] == second["Location"]
    pending = PendingSubmission.objects.get()
    assert pending.draft["body"] == f"{TEXT} And benches."
    assert Outbox.objects.count() == 1  # the code in the mailbox still works
    client.post(second["Location"], {"action": "code", "code": code_of(pending)})
    assert Comment.objects.get().body == f"{TEXT} And benches."
    # Once it is confirmed, other words from the same form are another comment; the same words are not.
    assert client.post(url, filled(html, comment=f"{TEXT} And benches."))["Location"] == first["Location"]
    third = client.post(url, filled(html, comment="Something else altogether."))
    assert third["Location"] != first["Location"]
    assert PendingSubmission.objects.count() == 2


def test_sent_again_after_the_code_is_over_a_new_one_goes_out(client, clock):
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html))
    clock.tick(timedelta(minutes=16))
    client.post(url, filled(html))
    assert PendingSubmission.objects.get().code_number == 2
    assert Outbox.objects.count() == 2


def test_another_address_from_the_same_form_leaves_the_first_alone(client, clock):
    """A shared computer: the next person goes back to the form and writes."""
    url, html = open_form(client, ThreadFactory())
    clock.tick(timedelta(seconds=20))
    client.post(url, filled(html))
    client.post(url, filled(html, email="next@example.org", comment="Not hers."))
    assert {row.draft["body"] for row in PendingSubmission.objects.all()} == {TEXT, "Not hers."}


# --- similar ----------------------------------------------------------------------------------------------------------

ALIKE = "We need more benches with shade along the harbour, because older people cannot stand so long."


def test_similar_comments_are_shown_once_and_never_block(client, clock):
    thread = ThreadFactory()
    other = CommentFactory(hub_thread=thread, body=ALIKE)
    CommentFactory(hub_thread=thread, body="Parking should cost less for people who live here.")
    hidden = CommentFactory(hub_thread=thread, body=f"{ALIKE} Zanzibarium", withheld=True)
    url, html = open_form(client, thread)
    clock.tick(timedelta(seconds=20))
    words = "More benches with shade along the harbour please, older people cannot stand so long."
    response = client.post(url, filled(html, comment=words))
    page = response.content.decode()
    assert response.status_code == 200
    assert other.reference in page
    assert hidden.reference not in page
    assert "Parking" not in page
    assert words in page
    assert not PendingSubmission.objects.exists()
    clock.tick(timedelta(seconds=20))
    assert client.post(url, filled(page, comment=words)).status_code == 302
    assert PendingSubmission.objects.get().draft["body"] == words


@pytest.mark.parametrize("size", [1, 40])
def test_looking_for_similar_ones_costs_the_same(size):
    thread = ThreadFactory()
    for number in range(size):
        CommentFactory(hub_thread=thread, body=f"{ALIKE} {number}")
    with CaptureQueriesContext(connection) as captured:
        found = selectors.similar_comments(thread.pk, ALIKE, email="someone@example.org")
    assert len(captured) == 2
    assert len(found) == min(size, 3)


# --- quotes -----------------------------------------------------------------------------------------------------------


def test_a_sentence_chosen_from_the_list_is_quoted(client, clock):
    client.force_login(alice())
    text = "The gate opens at six. It closes at nine.\nDogs stay outside."
    thread = ThreadFactory(text=text)
    assert f'value="23-41-{fingerprint(text)}"' in open_form(client, thread)[1]
    send(client, clock, thread, quote=f"23-41-{fingerprint(text)}")
    comment = Comment.objects.get()
    assert comment.quote == "It closes at nine."
    assert (comment.quote_prefix, comment.quote_suffix) == ("The gate opens at six. ", "\nDogs stay outside.")
    assert (comment.quote_start, comment.quote_end, comment.quote_language) == (23, 41, "en")
    assert "It closes at nine." in client.get(address("contribution_trace", comment.reference)).content.decode()


def test_marked_words_are_found_in_the_text_whatever_their_white_space(client, clock):
    client.force_login(alice())
    send(client, clock, quote="words", quote_words="every \n day", quote_before="The harbour is open to everyone")
    comment = Comment.objects.get()
    assert comment.quote == "every day"
    assert CLAUSE_TEXT[comment.quote_start : comment.quote_end] == "every day"


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "words", "quote_words": "words that are not there"},
        {"quote": "0-5-000000000000"},  # positions in another text
        {"quote": "0-999999-" + fingerprint(CLAUSE_TEXT)},
        {"quote": "rubbish"},
    ],
)
def test_a_quote_that_does_not_stand_there_is_refused_and_the_text_kept(client, clock, changes):
    client.force_login(alice())
    response = send(client, clock, **changes)
    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert not Comment.objects.exists()


def test_a_quote_whose_words_are_gone_falls_back_to_the_clause(client, clock):
    client.force_login(alice())
    thread = ThreadFactory()
    send(client, clock, thread, quote="words", quote_words="every day", quote_before="everyone")
    comment = Comment.objects.get()
    url = address("contribution_trace", comment.reference)
    describe_thread(thread, version=2, text="Open to everyone every day, from seven. And every day it rains.")
    unclear = client.get(url).content.decode()
    assert "the text has changed since" in unclear
    assert "every day" in unclear
    assert "These words are no longer in the text" in unclear
    describe_thread(thread, version=2, text="In summer, " + CLAUSE_TEXT)
    assert "These words are no longer in the text" not in client.get(url).content.decode()


# --- who speaks -------------------------------------------------------------------------------------------------------


def test_an_organisation_without_an_account_says_who_it_is(client, clock):
    send(
        client,
        clock,
        author_kind="organisation",
        name="",
        organisation="Friends of the Quay",
        register_number="W751 234",
        represents="120 families of fishermen",
    )
    pending = PendingSubmission.objects.get()
    client.post(address("contribution_confirm", pending.pk), {"action": "code", "code": code_of(pending)})
    comment = Comment.objects.get()
    assert (comment.author_kind, comment.public_name) == ("organisation", "Friends of the Quay")
    html = client.get(address("contribution_trace", comment.reference)).content.decode()
    assert "W751 234" in html
    assert "120 families of fishermen" in html


@pytest.mark.parametrize("publish_as", ["anonymous", "confidential"])
def test_an_organisation_that_is_not_named_is_named_nowhere(client, clock, publish_as):
    send(
        client,
        clock,
        publish_as=publish_as,
        author_kind="organisation",
        organisation="Zanzibarium",
        register_number="Zanzibarium 1",
        represents="Zanzibarium families",
    )
    pending = PendingSubmission.objects.get()
    client.post(address("contribution_confirm", pending.pk), {"action": "code", "code": code_of(pending)})
    comment = Comment.objects.get()
    assert "Zanzibarium" not in Client().get(address("contribution_trace", comment.reference)).content.decode()
    assert "Zanzibarium" not in comment.public_name


def test_an_organisation_must_be_named_where_a_name_is_shown(client, clock):
    response = send(client, clock, author_kind="organisation", organisation="", name="Mona")
    assert response.status_code == 422
    assert "Give the name of the organisation" in response.content.decode()


def test_an_account_decides_itself_whether_an_organisation_speaks(client, clock):
    client.force_login(UserFactory(organisation=True))
    response = send(client, clock, name="", author_kind="person", represents="The neighbours of the quay")
    assert response.status_code == 302
    comment = Comment.objects.get()
    assert (comment.public_name, comment.represents) == ("Friends of the Harbour", "The neighbours of the quay")
