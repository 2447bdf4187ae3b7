"""How the city looks at a proposal, as axe judges it: for readers, for its author, and for the officers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.users.models import UserProfile

from participatory_budget.models.evaluation import Verdict
from participatory_budget.services.evaluating.appealing import appeal
from participatory_budget.services.evaluating.assigning import assign
from participatory_budget.services.evaluating.changing import offer_change
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice, dan
from tests.factories.evaluations import evaluated, officer, priced
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")])
@freeze_time(NOW)
def test_an_evaluation(show: Show, client: Client, language: str, screen: str) -> None:
    budget, olga, author, friend = open_budget("evaluation"), officer(language=language), alice(), dan()
    asked = priced(proposal(budget, author=author), olga)
    offer_change(
        asked.pk,
        title="ثلاث أشجار",
        description="ثلاث أشجار ومقاعد.",
        reason="ست لا تكفيها المساحة.",
        language="ar",
        actor=olga,
        now=NOW,
    )
    late = proposal(budget)
    assign(
        late.pk,
        department=budget.departments.get(),
        officer=olga,
        due_on=NOW.date() - timedelta(days=1),
        actor=olga,
        now=NOW,
    )
    refused = evaluated(budget, olga, verdict="not_feasible", author=author)
    appealed = evaluated(budget, olga, verdict="not_feasible", author=friend)
    verdict = Verdict.objects.get(evaluation__proposal=appealed)
    appeal(verdict.pk, text="The map was old.", language="en", actor=friend, now=NOW)
    assign(appealed.pk, department=budget.departments.get(), officer=None, due_on=date(2026, 5, 1), actor=olga, now=NOW)

    def sound(address: str) -> None:
        page = show(address, screen)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        for details in page.locator("main details").all():
            details.locator("summary").click()
        assert_sound(page)

    def public(reference: str) -> str:
        return f"/{language}/budgets/{budget.slug}/proposals/{reference}/evaluation/"

    sound(f"/{language}/budgets/{budget.slug}/evaluation/")
    for one in (late, appealed):
        sound(public(one.reference))
    client.force_login(author)
    for one in (asked, refused):
        sound(public(one.reference))
    # The editor speaks her language and follows the colours of her screen.
    UserProfile.objects.update_or_create(user=olga, defaults={"preferred_language": language, "theme": "system"})
    client.force_login(olga)
    sound(reverse("budget_evaluation", args=[budget.pk]))
    for one in (asked, late, appealed):
        sound(reverse("budget_evaluation_one", args=[budget.pk, one.reference]))
