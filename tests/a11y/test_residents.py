"""What residents report about projects, as axe judges it: a phone by day, a desk by night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hub.promises import services as promises
from participatory_budget.services.seen.satisfying import say_how_satisfied
from tests.a11y.conftest import Show
from tests.a11y.test_proposals import look
from tests.factories.accounts import UserFactory, alice
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget
from tests.factories.residents import a_report, photo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone")])
def test_what_residents_saw(show: Show, client: Client, language: str, screen: str) -> None:
    now = timezone.now() - timedelta(minutes=1)
    project = a_project(open_budget("implementation", now=now), now=now)
    empty = a_project(project.budget, slug="empty", now=now)
    assert empty.promise.published_at
    a_report(project, finished="no", place="A very long place " * 8, latitude="36.1", longitude="10.1", now=now)
    a_report(project, body="الأشجار هنا", language="ar", files=[photo(), photo("second.jpg")], now=now)
    promises.keep(project.promise_id, on=now.date(), actor=None, now=now)
    for _number in range(5):
        say_how_satisfied(project, "rather", actor=UserFactory(), now=now)
    base = f"/{language}/budgets/budget-2026/projects/"
    for address in ("reports/", "reports/?finished=no", "report/", "satisfaction/"):
        look(show, f"{base}a-shaded-square/{address}", language, screen)
    look(show, f"{base}empty/reports/", language, screen)
    client.force_login(alice(language=language))
    for address in ("report/", "satisfaction/"):
        look(show, f"{base}a-shaded-square/{address}", language, screen)
    look(show, f"{base}empty/satisfaction/", language, screen)
