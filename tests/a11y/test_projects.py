"""Projects that are carried out, as axe judges them: for readers in every state, for who follows, and at the desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.users.models import UserProfile

from hub.notifications.enums import Rhythm
from hub.notifications.services import follow
from hub.promises import services as promises
from hub.promises.models.promise import Promise
from participatory_budget.enums import Stage
from participatory_budget.models.budget import Budget
from participatory_budget.models.delivery import Delivery
from participatory_budget.services.delivering import milestones, money, stages
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice
from tests.factories.deliveries import a_project
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget
from tests.factories.residents import a_report
from tests.factories.residents import photo as a_residents_photo
from tests.participatory_budget.test_project_photos import photo
from tests.promises.steps import promised_steps

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
LONG = "Le passage des réseaux d'assainissement n'était pas connu. " * 4
STEPS = ["stage", "milestone", "day", "finish", "give-up", "news", "payment", "price", "photo", "facts"]
SCREENS = [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")]


def sound(show: Show, address: str, language: str, screen: str) -> None:
    page = show(address, screen)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    for details in page.locator("main details:not([open])").all():
        if details.locator("summary").first.is_visible():
            details.locator("summary").first.click()
    assert_sound(page)


def under_way(budget: Budget) -> Delivery:
    """Late, with a reason in French, milestones of every state, money over the plan, two photos."""
    one = a_project(
        budget,
        due_on=TODAY - 90 * DAY,
        now=NOW - 200 * DAY,
        envelope=budget.envelopes.get(slug="north"),
        category=budget.categories.get(),
        department=budget.departments.get(),
        contacts={"en": "Parks office, parks@example.org"},
        places={"fr": "Place du marché"},
    )
    promises.postpone(one.promise_id, until=TODAY - DAY, reasons={"fr": LONG}, actor=None, now=NOW - 100 * DAY)
    stages.enter_stage(one.pk, Stage.TENDER, on=TODAY - 80 * DAY, notes={"en": "Three bids"}, actor=None, now=NOW)
    made = [
        milestones.add_milestone(
            one.pk, titles={"en": f"Step {number}"}, planned_on=day, actor=None, now=NOW - 150 * DAY
        )
        for number, day in enumerate((TODAY - 60 * DAY, TODAY - 30 * DAY, TODAY - 10 * DAY, TODAY + 30 * DAY))
    ]
    milestones.finish_milestone(made[0].pk, on=TODAY - 50 * DAY, actor=None, now=NOW)
    milestones.move_milestone(made[1].pk, to=TODAY + 5 * DAY, reasons={"ar": "تأخر المورّد."}, actor=None, now=NOW)
    milestones.drop_milestone(made[3].pk, reasons={"en": "Not needed"}, actor=None, now=NOW)
    paid = money.Paid(amount=4_000_000, paid_on=TODAY, titles={"en": "Trees"}, source="Invoice 2026-114")
    money.record_payment(one.pk, paid, actor=None, now=NOW)
    money.change_price(one.pk, 3_500_000, reasons={"en": "Steel costs more"}, actor=None, now=NOW)
    photo(one, "before", 60)
    photo(one, "after", 61)
    photo(one, "during", 62, alts={"ar": "الأشغال"})
    promises.write_update(one.promise_id, texts={"en": "The bids are in."}, actor=None, now=NOW)
    a_report(one, finished="no", files=[a_residents_photo()])
    return one


def in_every_state() -> tuple[Budget, list[Delivery]]:
    budget = open_budget("implementation")
    late = under_way(budget)
    finished = a_project(budget, slug="finished", now=NOW - 90 * DAY)
    promises.keep(finished.promise_id, on=TODAY, actor=None, now=NOW)
    given_up = a_project(budget, slug="given-up", now=NOW - 90 * DAY)
    promises.cancel(
        given_up.promise_id,
        reasons={"ar": "الأرض ليست للبلدية."},
        decided_by={"en": "The council"},
        decided_on=TODAY,
        document_url="https://example.org/decision.pdf",
        actor=None,
        now=NOW,
    )
    quiet = a_project(budget, slug="quiet", due_on=None, cost=None, now=NOW - 300 * DAY)
    return budget, [late, finished, given_up, quiet]


@pytest.mark.parametrize(("language", "screen"), SCREENS)
@freeze_time(NOW)
def test_projects_and_the_tracker_for_the_public(show: Show, language: str, screen: str) -> None:
    budget, _projects = in_every_state()
    steps = promised_steps(date(2026, 1, 1), None)
    Promise.objects.filter(pk=steps[0].pk).update(year=2024)  # from the second year on there is a trend
    base = f"/{language}/budgets/{budget.slug}/"
    for address in (
        *(f"{base}projects/{slug}/" for slug in ("a-shaded-square", "finished", "given-up", "quiet")),
        *(f"{base}projects/a-shaded-square/{part}/" for part in ("updates", "payments")),
        base,
        f"{base}progress/",
        f"{base}progress/?status=late",
        f"/{language}/promises/",
        f"/{language}/promises/?status=late&late=1&sort=news",
        f"/{language}/promises/?q=zzz",
        *(f"/{language}/promises/{one.pk}/" for one in steps),
    ):
        sound(show, address, language, screen)


@pytest.mark.parametrize(("language", "screen"), SCREENS[:3])
@freeze_time(NOW)
def test_following_them(show: Show, client: Client, language: str, screen: str) -> None:
    _budget, projects = in_every_state()
    reader = alice(language=language)
    address = f"/{language}/following/project/{projects[1].pk}/"
    sound(show, address, language, screen)
    client.force_login(reader)
    sound(show, address, language, screen)
    for one, rhythm in zip(projects, (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY), strict=False):
        follow(reader, "project", str(one.pk), now=NOW, rhythm=rhythm)
    sound(show, address, language, screen)
    sound(show, f"/{language}/following/", language, screen)


@pytest.mark.parametrize(("language", "screen"), SCREENS[1:])
@freeze_time(NOW)
def test_the_desk(show: Show, client: Client, language: str, screen: str) -> None:
    budget, projects = in_every_state()
    step = promised_steps(date(2026, 1, 1))[0]
    olga = officer(language=language)
    # The editor speaks her language and follows the colours of her screen.
    UserProfile.objects.update_or_create(user=olga, defaults={"preferred_language": language, "theme": "system"})
    client.force_login(olga)
    for address in (
        reverse("budget_projects", args=[budget.pk]),
        reverse("budget_project_new", args=[budget.pk]),
        *(reverse("project_desk", args=[one.pk]) for one in projects),
        *(reverse("project_step", args=[projects[0].pk, name]) for name in STEPS),
        reverse("project_step", args=[projects[1].pk, "take-up"]),
        reverse("promise_list"),
        reverse("promise_list") + "?q=zzz",
        reverse("promise_desk", args=[step.pk]),
        reverse("promise_act", args=[step.pk, "postpone"]),
        reverse("promise_import"),
    ):
        sound(show, address, language, screen)
