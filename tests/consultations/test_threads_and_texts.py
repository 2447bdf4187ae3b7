"""The page of a document as a whole, and what a trace says about the text since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import ConsultationDocument
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.selectors import subject_of
from tests.contributions.test_pages import filled
from tests.factories.consultations import NOW, ConsultationFactory, clause_threads
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, publish, published_draft, set_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with freeze_time(NOW) as frozen:
        yield frozen


def test_the_document_as_a_whole_is_spoken_about_on_a_page_of_its_own(client, clock):
    consultation = ConsultationFactory(open=True)
    thread = ClauseThread.objects.get(consultation=consultation, clause=None).thread
    CommentFactory(hub_thread=thread, received_at=NOW, body="The whole of it is too long.")
    hidden = CommentFactory(hub_thread=thread, received_at=NOW, body="Zanzibarium", withheld=True)
    url = reverse("contribution_thread", args=[thread.pk])
    subject = subject_of(thread, NOW)
    assert subject is not None
    assert subject.url == url
    html = client.get(url).content.decode()
    assert "The whole of it is too long." in html
    assert "Zanzibarium" not in html
    assert hidden.reference not in html
    assert not client.cookies
    form_url = reverse("contribute", args=[thread.pk])
    assert form_url in html
    form = client.get(form_url).content.decode()
    clock.tick(timedelta(minutes=1))
    assert client.post(form_url, filled(form)).status_code == 302
    assert PendingSubmission.objects.get().thread == thread


def test_the_page_of_a_clause_stays_where_it_is(client, clock):
    consultation = ConsultationFactory(open=True)
    row = clause_threads(consultation)[0]
    response = client.get(reverse("contribution_thread", args=[row.thread_id]))
    assert response.status_code == 302
    assert response["Location"].endswith(f"clauses/{row.clause.eid}/")
    assert client.get(reverse("contribution_thread", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404


def test_a_document_whose_consultation_is_not_public_has_no_such_page(client, clock):
    consultation = ConsultationFactory(open=True)
    thread = ClauseThread.objects.get(consultation=consultation, clause=None).thread
    consultation.pages.get().unpublish()
    assert client.get(reverse("contribution_thread", args=[thread.pk])).status_code == 404


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ("Stalls close at ten.", "Version 2 says it in other words."),
        ("Stalls close at nine.", "In version 2 the text of this part is the same."),
        (None, "In version 2 this part is no longer there."),
    ],
)
def test_the_trace_tells_what_became_of_the_sentence(clock, later, said):
    first, other = clause_block("Stalls close at nine."), clause_block("Dogs stay outside.")
    page = published_draft(body=[first, other])
    consultation = ConsultationFactory(document_page=page)
    asked = ConsultationDocument.objects.get(consultation=consultation).version_number
    row = clause_threads(consultation)[0]
    comment = CommentFactory(hub_thread=row.thread, received_at=NOW, position="oppose")
    before = Client().get(comment.get_absolute_url()).content.decode()
    assert "Version 2" not in before
    kept = [] if later is None else [{**first, "value": {**first["value"], "text": f"<p>{later}</p>"}}]
    changed = {**other, "value": {**other["value"], "text": "<p>Dogs on a lead are welcome.</p>"}}
    publish(set_body(page, [*kept, changed]))
    ConsultationDocument.objects.filter(consultation=consultation).update(version_number=asked)
    html = Client().get(comment.get_absolute_url()).content.decode()
    assert said in html
    if later is not None:
        assert f"clauses/{row.clause.eid}/history/" in html
        assert Client().get(f"{page.get_url()}clauses/{row.clause.eid}/history/").status_code == 200
