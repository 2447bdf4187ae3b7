"""A project whose page was taken down, or is for some only: nothing of it is public through any door, until it is
published again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.models import PageViewRestriction

from hub.contributions.models.attachment import Attachment
from hub.notifications.enums import Rhythm
from hub.notifications.models.news import News
from hub.notifications.services import deliver_due, follow, open_rounds, spread, unfinished_rounds, write_round
from hub.promises import services as promises
from hub.promises.services.clock import tell_late
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.pages import BudgetPage
from participatory_budget.services.delivering import milestones, money
from tests.factories.accounts import alice, dan
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget
from tests.factories.residents import a_report, photo
from tests.participatory_budget.test_project_photos import photo as staff_photo

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": None, "now": NOW}
BASE = "budgets/budget-2026/projects/quagga-lane/"
# Words that stand nowhere else, one for each thing that is told of a project.
TOLD = (
    *("Quagga", "قواغا", "quagga-lane", "Numbat", "Okapi", "Ocelot"),
    *("Axolotl", "Wombat", "Kakapo", "Dugong", "Aye-aye"),
)


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with freeze_time(NOW, tz_offset=0):
        yield


@pytest.fixture
def project() -> Delivery:
    budget = open_budget("implementation")
    made = a_project(
        budget,
        titles={"en": "Quagga lane", "ar": "شارع قواغا"},
        due_on=TODAY - DAY,
        now=NOW - 5 * DAY,
        places={"en": "Behind the Dugong house"},
        envelope=budget.envelopes.get(slug="north"),
    )
    step = milestones.add_milestone(made.pk, titles={"en": "Numbat trees"}, planned_on=TODAY - DAY, **BY)
    milestones.move_milestone(step.pk, to=TODAY + DAY, reasons={"en": "Okapi fence"}, **BY)
    paid = money.Paid(TODAY, 5_00, {"en": "Ocelot benches"}, "Note 1")
    money.record_payment(made.pk, paid, **BY)
    tell_late(NOW)
    promises.postpone(made.promise_id, until=TODAY + 9 * DAY, reasons={"en": "Axolotl pond"}, **BY)
    promises.write_update(made.promise_id, texts={"en": "Wombat news"}, **BY)
    staff_photo(made, "after", alts={"en": "A Kakapo on it"})
    a_report(made, body="Aye-aye in the tree", files=[photo()], latitude="36.1", longitude="10.1")
    return made


def doors(project: Delivery) -> list[str]:
    found = []
    picture, file = project.photos.get(), Attachment.objects.get()
    comment = file.comment
    assert comment is not None
    for code in ("en", "ar"):
        own = (
            "",
            "updates/",
            "payments/",
            "calendar.ics",
            "report/",
            "reports/",
            "satisfaction/",
            f"photo/{picture.pk}/",
        )
        found += [f"/{code}/{BASE}{rest}" for rest in own]
        found += [f"/{code}/budgets/budget-2026/{rest}" for rest in ("", "progress/", "projects/", "results/")]
        found += [
            f"/{code}/{rest}" for rest in ("", "promises/", "promises/feed.atom", f"promises/{project.promise_id}/")
        ]
        found += [f"/{code}/promises/?{ask}" for ask in ("q=quagga", "late=1", "district=north", "year=2026")]
        found += [f"/{code}/search/?q={word}" for word in ("quagga", "wombat", "aye")]
        found += [f"/{code}/open-data/", f"/{code}/open-data/promises/all/", f"/{code}/open-data/budgets/budget-2026/"]
        found += [f"/{code}/c/{comment.reference}/", f"/{code}/c/{comment.reference}/files/{file.pk}/"]
        found += [f"/{code}/c/{comment.reference}/history/", f"/{code}/threads/{project.thread_id}/"]
        for kind, key in followed(project):
            found += [f"/{code}/following/{kind}/{key}/{rest}" for rest in ("", "feed.atom", "feed.rss")]
    for name in ("promises", "delays", "decisions"):
        found += [f"/open-data/promises/all/{name}.{ending}" for ending in ("csv", "jsonld", "json")]
    for name in ("projects", "milestones", "payments", "resident_reports"):
        found += [f"/open-data/budgets/budget-2026/{name}.{ending}" for ending in ("csv", "jsonld", "json")]
    return [*found, "/sitemap.xml"]


def followed(project: Delivery) -> list[tuple[str, str]]:
    return [
        ("project", str(project.pk)),
        ("promise", str(project.promise_id)),
        ("budget", str(project.budget_id)),
        ("district", str(project.envelope_id)),
    ]


def told_at(client: Client, project: Delivery) -> dict[str, set[str]]:
    """By door, which of the words it tells."""
    found = {}
    keys = (str(project.pk), str(project.promise_id))
    for address in doors(project):
        cache.clear()
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace") + str(answer.get("Location", ""))
        # What was asked for stands in the page that says that it is not there.
        # It may do so with the same address in another language.
        asked = address.removeprefix("/en").removeprefix("/ar")
        text = text.replace(asked, "").replace(address.partition("?")[2] or "\x00", "")
        words = {word for word in (*TOLD, *keys) if word in text}
        if answer.status_code == 200 and answer["Content-Type"].startswith("image/"):
            words.add("a picture")
        found[address] = words
    return {address: words for address, words in found.items() if words}


def unpublish(project: Delivery) -> None:
    for page in project.pages.all():
        page.unpublish()


def restrict(project: Delivery) -> None:
    for page in project.pages.all():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def restrict_the_budget(project: Delivery) -> None:
    for page in BudgetPage.objects.filter(budget=project.budget):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="okapi")


def publish_again(project: Delivery) -> None:
    PageViewRestriction.objects.all().delete()
    for page in project.pages.all():
        page.save_revision().publish()


# Elsewhere in the tree it cannot be moved, see below.
WAYS = [unpublish, restrict, restrict_the_budget]


@pytest.mark.parametrize("take_down", WAYS, ids=lambda way: way.__name__)
def test_no_door_tells_of_it_any_more(client, project, take_down: Callable[[Delivery], None]):
    before = told_at(client, project)
    assert set().union(*before.values()) >= {*TOLD, "a picture"}
    take_down(project)
    assert told_at(client, project) == {}
    # Nor do figures count it.
    text = client.get("/en/promises/").content.decode()
    assert "Nothing has been promised yet" in text
    publish_again(project)
    assert told_at(client, project) == before


def test_open_data_of_no_public_promise_tells_no_dates(client, project):
    unpublish(project)
    assert client.get("/en/open-data/promises/all/").status_code == 404
    assert "/open-data/promises/" not in client.get("/en/open-data/").content.decode()


@pytest.mark.parametrize("take_down", WAYS, ids=lambda way: way.__name__)
def test_letters_that_wait_tell_nothing(project, take_down):
    for person, rhythm in ((alice(), Rhythm.AT_ONCE), (dan(), Rhythm.DAILY)):
        for kind, key in followed(project):
            follow(person, kind, key, now=NOW - DAY, rhythm=rhythm)
    deliver_due(NOW)
    mail.outbox.clear()
    promises.write_update(project.promise_id, texts={"en": "Wombat letters"}, **BY)
    promises.cancel(project.promise_id, reasons={"en": "Axolotl"}, decided_by={"en": "Council"}, decided_on=TODAY, **BY)
    take_down(project)
    later = NOW + 2 * DAY
    with freeze_time(later):
        for news in News.objects.filter(finished_at=None):
            spread(news.pk, now=later)
        open_rounds(later)
        for number in unfinished_rounds():
            write_round(number, now=later)
        deliver_due(later)
    assert [letter.subject for letter in mail.outbox] == []


def test_a_page_stays_below_its_own_budget(project):
    """Elsewhere its address would name a budget that it is no part of."""
    other = open_budget("implementation", slug="budget-2027")
    page = project.pages.first()
    assert page is not None
    assert not page.can_move_to(BudgetPage.objects.filter(budget=other).first())
    assert page.can_move_to(BudgetPage.objects.filter(budget=project.budget).first())


def test_what_happened_meanwhile_is_there_once_it_is_published_again(client, project):
    unpublish(project)
    promises.write_update(project.promise_id, texts={"en": "Numbats came back"}, **BY)
    publish_again(project)
    feed = reverse("follow_atom", args=["project", project.pk])
    assert "Numbats came back" in client.get(f"/en/{BASE}").content.decode()
    assert "Numbats came back" in client.get(feed).content.decode()


def test_a_form_that_was_open_while_it_was_taken_down_takes_nothing(client, project):
    client.force_login(alice())
    unpublish(project)
    words = {"comment": "Seen", "files": SimpleUploadedFile("x.jpg", b"\xff\xd8\xff")}
    for address in (f"/en/{BASE}report/", reverse("contribute", args=[project.thread_id]), f"/en/{BASE}satisfaction/"):
        assert client.post(address, {**words, "answer": "very"}).status_code == 404
