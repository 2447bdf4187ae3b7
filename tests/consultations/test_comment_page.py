"""The page where a comment is written: open, not yet open, closed; two tabs; other people's objects."""

import re
from datetime import timedelta

import pytest
from freezegun import freeze_time

from hub.contributions.forms import CommentForm
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from tests.factories import accounts
from tests.factories.consultations import NOW, ConsultationFactory, clause_threads, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft
from whitepapers.models.clause import Clause
from whitepapers.selectors import document_page

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TEXT = "The square belongs to those who cross it every day."


def comment_url(consultation, index=0):
    row = clause_threads(consultation)[index]
    return f"{document_page(row.document_id, 'en').get_url()}clauses/{row.clause.eid}/comment/"


def opened(client, url, at=NOW):
    """The hidden fields of a form that somebody opened at that moment."""
    with freeze_time(at):
        html = client.get(url).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def filled(fields, **changes):
    answers = {
        "position": "oppose",
        "comment": TEXT,
        "publish_as": "anonymous",
        "name": "",
        "email": "amel@example.org",
        "honeypot": "",
    }
    return fields | answers | changes


def send(client, url, data, at=NOW):
    with freeze_time(at):
        return client.post(url, data)


def test_the_form_shows_the_clause_that_it_is_about(client):
    page = published_draft(body=[clause_block("Stalls close at nine.", heading="Opening hours")])
    consultation = ConsultationFactory(document_page=page)
    with freeze_time(NOW):
        html = client.get(comment_url(consultation)).content.decode()
    assert "Stalls close at nine." in html
    assert "Opening hours" in html
    assert "csrfmiddlewaretoken" in html


def test_without_an_account_the_comment_waits_for_its_confirmation(client):
    consultation = ConsultationFactory(open=True)
    url = comment_url(consultation)
    response = send(client, url, filled(opened(client, url)), at=NOW + MINUTE)
    pending = PendingSubmission.objects.get()
    assert response.status_code == 302
    assert str(pending.pk) in response["Location"]
    assert pending.thread == thread_of(consultation)
    assert not Comment.objects.exists(), "not received until confirmed"


def test_signed_in_the_comment_is_received_at_once_and_a_double_click_is_harmless(client):
    consultation = ConsultationFactory(open=True)
    client.force_login(accounts.alice())
    url = comment_url(consultation)
    data = filled(opened(client, url))
    first, second = (send(client, url, data, at=NOW + MINUTE) for _ in range(2))
    comment = Comment.objects.get()
    assert comment.hub_thread == thread_of(consultation)
    assert comment.document_version == 1
    assert comment.reference in first["Location"]
    assert comment.reference in second["Location"]


def test_two_tabs_make_two_comments_when_the_texts_differ(client):
    consultation = ConsultationFactory(open=True)
    client.force_login(accounts.alice())
    url = comment_url(consultation)
    one, other = opened(client, url), opened(client, url)
    send(client, url, filled(one), at=NOW + MINUTE)
    send(client, url, filled(other, comment="And another thing."), at=NOW + MINUTE)
    assert Comment.objects.count() == 2


def test_sent_before_the_opening_it_is_a_conflict_that_keeps_the_text(client):
    consultation = ConsultationFactory(announced=True)
    earlier = NOW - MINUTE
    with freeze_time(earlier):
        # The page shows no form yet; somebody sends one all the same.
        fields = CommentForm(thread_of(consultation)).generate_security_data() | {"reply_to": "0"}
    response = send(client, comment_url(consultation), filled(fields))
    assert response.status_code == 409
    assert TEXT in response.content.decode()
    assert not PendingSubmission.objects.exists()


def test_opened_before_the_close_and_sent_after_it_is_a_conflict_that_keeps_the_text(client):
    consultation = ConsultationFactory(open=True)
    url = comment_url(consultation)
    data = filled(opened(client, url, at=consultation.closes_at - MINUTE))
    response = send(client, url, data, at=consultation.closes_at)
    assert response.status_code == 409
    html = response.content.decode()
    assert TEXT in html
    assert not PendingSubmission.objects.exists()


@pytest.mark.parametrize("trait", ["announced", "analysis", "outcome"])
def test_outside_the_time_there_is_no_form(client, trait):
    consultation = ConsultationFactory(**{trait: True})
    with freeze_time(NOW):
        response = client.get(comment_url(consultation))
    assert response.status_code == 200
    assert 'name="comment"' not in response.content.decode()


def test_a_clause_that_nobody_is_asked_about_has_no_form(client):
    page = published_draft(clauses=1)
    eid = Clause.objects.get(document=page.document_uuid).eid
    assert client.get(f"{page.get_url()}clauses/{eid}/comment/").status_code == 404
    assert client.get(f"{page.get_url()}clauses/no-such/comment/").status_code == 404


def test_a_consultation_whose_page_was_taken_down_takes_nothing(client):
    consultation = ConsultationFactory(open=True)
    url = comment_url(consultation)
    data = filled(opened(client, url))
    consultation.pages.get().unpublish()
    assert send(client, url, data, at=NOW + MINUTE).status_code == 404
    assert not PendingSubmission.objects.exists()


def test_a_reply_is_opened_by_reference_and_only_to_what_is_public_here(client):
    consultation = ConsultationFactory(open=True)
    url = comment_url(consultation)
    parent = CommentFactory(hub_thread=thread_of(consultation))
    hidden = CommentFactory(hub_thread=thread_of(consultation), withheld=True)
    elsewhere = CommentFactory(hub_thread=thread_of(consultation, 1))
    with freeze_time(NOW):
        response = client.get(f"{url}?reply={parent.reference}", follow=True)
        assert parent.body in response.content.decode()
        for other in (hidden.reference, elsewhere.reference, "C-2026-999999", "nonsense"):
            assert client.get(f"{url}?reply={other}").status_code == 404
