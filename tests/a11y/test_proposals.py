"""Proposals for readers, as axe judges them: a phone by day, a desk by night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hub.contributions.services.threads import recount
from hub.moderation.enums import State
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.proposal_draft import ProposalPhoto
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice
from tests.factories.contributions import CommentFactory
from tests.factories.proposals import open_budget, proposal

pytestmark = pytest.mark.django_db


# French runs the way English does; its longer words show on the phone.
@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")])
def test_proposals_for_the_public(show: Show, client: Client, language: str, screen: str) -> None:
    now, author = timezone.now() - timedelta(minutes=1), alice(language=language)
    budget = open_budget("supports", now=now, supports_needed=50, supports_per_person=5)
    place = {"latitude": "36.1", "longitude": "10.1", "place": "Market square", "cost_guess": 1_250_000}
    one = proposal(budget, author=author, title="ظلّ لساحة السوق", language="ar", support_count=12, now=now, **place)
    ProposalPhoto.objects.create(
        proposal=one, kind="png", alt="The square", width=8, height=6, sha256="0" * 64, content=b"\x89PNG\r\n\x1a\n"
    )
    CommentFactory(hub_thread=one.thread)
    recount(one.thread, now=now)
    refused = proposal(budget, title="A very long title " * 6, now=now, channel="meeting", source="Workshop")
    Verdict.objects.create(
        evaluation=Evaluation.objects.create(proposal=refused, opened_at=now),
        number=1,
        verdict="not_feasible",
        reason="No",
        reason_language="en",
        decided_at=now,
    )
    merged = proposal(budget, now=now, merged_into=one, merged_at=now)
    waiting = proposal(budget, now=now, state=State.PENDING, author=author)
    base = f"/{language}/budgets/{budget.slug}/"
    public = [
        base,
        f"{base}proposals/",
        f"{base}proposals/?q=zzz",
        *(f"{base}proposals/{each.reference}/" for each in (one, refused, merged)),
        f"{base}proposals/{one.reference}/support/",
        f"{base}proposals/{one.reference}/report/",
    ]
    private = [f"{base}proposals/{one.reference}/", f"{base}proposals/{waiting.reference}/"]
    for address in public:
        look(show, address, language, screen)
    client.force_login(author)
    for address in private:
        look(show, address, language, screen)


def look(show: Show, address: str, language: str, screen: str) -> None:
    page = show(address, screen)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert_sound(page)
