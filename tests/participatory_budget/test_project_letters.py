"""What authors and followers read while a project is carried out, and the winners of a vote that become projects."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from freezegun import freeze_time

from hub.notifications.models.news import News
from hub.notifications.services import deliver_due, follow, spread
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.pages import ProjectPage
from participatory_budget.models.project import Project
from participatory_budget.services.delivering import ending, milestones, money
from participatory_budget.services.delivering.stages import enter_stage
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.budgets import held_budget
from tests.factories.deliveries import TITLES, a_project
from tests.factories.evaluations import evaluated, officer
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.editing import text_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": None, "now": NOW}


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def followed() -> Delivery:
    """Alice proposed it, in Arabic; both follow what she proposed."""
    budget, author = open_budget("evaluation"), alice(language="ar")
    idea = evaluated(budget, officer(), author=author)
    for person in (author, dan(language="fr")):
        follow(person, "proposal", str(idea.pk), now=NOW)
    made = a_project(budget, titles=TITLES, project=Project.objects.get(proposal=idea))
    News.objects.update(finished_at=NOW)
    deliver_due(now=NOW)
    mail.outbox.clear()
    return made


def letters() -> dict[str, str]:
    """What each person read, by address; one letter each."""
    for news in News.objects.filter(finished_at=None):
        spread(news.pk, now=NOW)
    deliver_due(now=NOW)
    found = {letter.to[0]: f"{letter.subject}\n{letter.body}".replace("\xa0", " ") for letter in mail.outbox}
    assert len(found) == len(mail.outbox) == 2
    mail.outbox.clear()
    return found


def planned(project: Delivery):
    return milestones.add_milestone(
        project.pk, titles={"fr": "Les arbres", "ar": "الأشجار"}, planned_on=TODAY + DAY, **BY
    )


def test_a_stage_is_told_to_authors_and_followers_once(followed):
    enter_stage(followed.pk, Stage.DESIGN, on=TODAY, notes={}, **BY)
    letters()
    enter_stage(followed.pk, Stage.TENDER, on=TODAY, notes={"fr": "Trois <entreprises>"}, **BY)
    told = letters()
    assert "Une place à l'ombre" in told["dan@example.org"]
    assert "Trois <entreprises>" in told["dan@example.org"]
    assert "ساحة مظللة" in told["alice@example.org"]
    assert "/ar/budgets/budget-2026/projects/" in told["alice@example.org"]


def test_milestones_are_told_with_day_and_reason(followed):
    one = planned(followed)
    assert not News.objects.filter(finished_at=None).exists()  # a plan is no news yet
    milestones.move_milestone(one.pk, to=TODAY + 9 * DAY, reasons={"fr": "Il a plu."}, **BY)
    told = letters()
    assert "Les arbres" in told["dan@example.org"]
    assert "Il a plu." in told["dan@example.org"]
    assert "الأشجار" in told["alice@example.org"]
    milestones.finish_milestone(one.pk, on=TODAY, **BY)
    assert "Les arbres" in letters()["dan@example.org"]


def test_what_was_taken_back_before_the_letter_went_out_is_not_told(followed):
    one = planned(followed)
    milestones.finish_milestone(one.pk, on=TODAY, **BY)
    milestones.reopen_milestone(one.pk, **BY)
    for news in News.objects.filter(finished_at=None):
        spread(news.pk, now=NOW)
    deliver_due(now=NOW)
    assert mail.outbox == []


def test_a_dropped_milestone_and_another_price(followed):
    milestones.drop_milestone(planned(followed).pk, reasons={"fr": "Un autre plan."}, **BY)
    assert "Un autre plan." in letters()["dan@example.org"]
    money.change_price(followed.pk, 3_500_000, reasons={"fr": "La pierre coûte plus."}, **BY)
    told = letters()["dan@example.org"]
    assert "La pierre coûte plus." in told
    assert "35 000 EUR" in told.replace("\u202f", " ")


def test_at_the_end_everybody_is_asked_to_go_and_look(followed):
    ending.finish(followed.pk, on=TODAY, **BY)
    told = letters()  # one letter each: that the stage is another one is not told besides
    assert all("/projects/" in text for text in told.values())


# --- winners ----------------------------------------------------------------------------------------------------------


def test_pages_for_the_winners_are_made_once(client):
    budget = held_budget()
    client.force_login(officer())
    listed, make = (reverse(name, args=[budget.pk]) for name in ("budget_projects", "budget_projects_winners"))
    assert "Make pages for the winners" in text_of(client.get(listed))
    first = text_of(client.post(make, follow=True))
    won = Delivery.objects.count()
    assert won == 2
    assert "2 winners have a page now." in first
    assert "Make pages for the winners" not in first
    pages = ProjectPage.objects.count()
    assert "Every winner has a page already." in text_of(client.post(make, follow=True))
    assert (Delivery.objects.count(), ProjectPage.objects.count()) == (won, pages)


def test_no_winner_before_the_end_of_the_vote(client):
    budget = open_budget("voting")
    client.force_login(officer())
    answer = client.post(reverse("budget_projects_winners", args=[budget.pk]), follow=True)
    assert "The vote is not over." in text_of(answer)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("role", ["moderator", "editor", "citizen"])
def test_others_make_no_pages(client, role):
    budget = held_budget()
    client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    assert client.post(reverse("budget_projects_winners", args=[budget.pk])).status_code in (302, 403)
    assert not Delivery.objects.exists()
