"""The talk about a proposal, its reference and its photo."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from hub.contributions.services.threads import recount
from participatory_budget.enums import PhaseKind
from tests.factories.contributions import CommentFactory
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.test_proposal_pages import at_now, base, judged, photo, picture, text_of  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


# --- talk ---


def test_a_proposal_is_talked_about_until_the_vote_begins(client):
    budget = open_budget("proposals", premoderated=False)
    one = proposal(budget, title="Shade for the market")
    comment = CommentFactory(hub_thread=one.thread, body="There is water below.")
    recount(one.thread, now=NOW)
    page = text_of(client, f"{base()}{one.reference}/")
    assert "There is water below." in page
    assert f"/en/contributions/thread/{one.thread_id}/" in page or "Write a comment" in page
    trace = text_of(client, f"/en/c/{comment.reference}/")
    assert "Shade for the market" in trace
    assert f'href="{base()}{one.reference}/"' in trace
    with freeze_time(budget.phases.get(kind=PhaseKind.VOTING).starts_at):
        assert "Write a comment" not in text_of(client, f"{base()}{one.reference}/")


def test_a_verdict_stands_on_the_trace_of_each_comment(client):
    one = proposal(open_budget("evaluation"))
    comment = CommentFactory(hub_thread=one.thread)
    judged(one, "not_feasible")
    trace = text_of(client, f"/en/c/{comment.reference}/")
    assert "Cannot be done" in trace
    assert "The land is ours." in trace


def test_the_reference_leads_to_the_proposal(client):
    one = proposal(open_budget())
    assert client.get(f"/ar/c/{one.reference}/")["Location"] == f"{base('ar')}{one.reference}/"
    assert client.get(f"/en/c/{one.reference.lower()}/")["Location"] == f"{base()}{one.reference}/"


# --- the photo ---


def test_the_photo_is_told_by_its_bytes_and_kept_by_browsers(client):
    one = proposal(open_budget())
    photo(one, picture("PNG"), "jpeg")
    address = f"{base()}{one.reference}/photo/"
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    page = text_of(client, base())
    assert f'src="{address}" width="8" height="6" alt="" loading="lazy"' in page


def test_bytes_that_are_no_picture_are_not_handed_out(client):
    one = proposal(open_budget())
    photo(one, b"<svg onload=alert(1)>", "png")
    assert client.get(f"{base()}{one.reference}/photo/").status_code == 404
    assert client.get(f"{base()}{proposal(one.budget).reference}/photo/").status_code == 404
