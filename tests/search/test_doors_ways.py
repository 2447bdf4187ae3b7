"""Each way in which the product hides something: it leaves by all doors at once, and comes back by the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import pytest
from django.test import Client
from freezegun import freeze_time
from wagtail.models import Page

from consultations.models.pages import ConsultationPage, OutcomeReportPage
from consultations.services import EventFacts, save_event
from hub.accounts.services.erasure import erase_account
from hub.contributions import services as contributions
from hub.core.models.topic import TopicKind
from hub.moderation.enums import ReasonCode
from hub.promises.models.promise import Promise
from participatory_budget.models.pages import BudgetPage, ProjectPage
from participatory_budget.services.changing import change, withdraw
from participatory_budget.services.moderating import publish_proposal, withhold_proposal
from search.models.change import SearchChange
from tests.factories import whitepapers as make
from tests.factories.accounts import alice, bob
from tests.factories.consultations import (
    NOW,
    ConsultationFactory,
    answer,
    clause_threads,
    publish_report,
    report_page,
    republish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget, proposal
from tests.home.headings import heading
from tests.promises.steps import DUE, promised_steps
from tests.search.doors import (
    KEY,
    WORD,
    all_applied,
    bring_back,
    found_as,
    home_doors,
    open_above,
    open_again,
    open_doors,
    restrict,
    restrict_above,
    take_down,
    undone,
)
from tests.search.index_tools import home
from tests.search.index_tools import page as information_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index", "at_now")]
SOON = NOW + timedelta(hours=1)
SEARCH = frozenset({"count", "page", "feed", "feed in RSS", "did you mean", "facet kind", "facet language"})
# Of what has the word in its title.
TITLED = SEARCH | {"suggestions", "without JavaScript"}
# How it is hidden, and how it comes back, if it can.
Ways: TypeAlias = Mapping[str, tuple[Callable[[], object], Callable[[], object] | None]]


@pytest.fixture
def at_now() -> Iterator[None]:
    with freeze_time(NOW):
        yield


@dataclass
class Shown:
    """`doors`: open at least, with those of the front page in `home`."""

    ways: Ways
    doors: frozenset[str] = SEARCH
    home: frozenset[str] = frozenset()


def on(page: Page) -> dict[str, tuple[Callable[[], object], Callable[[], object] | None]]:
    return {
        "taken down": (lambda: take_down(page), lambda: bring_back(page)),
        "for the signed-in": (lambda: restrict(page), lambda: open_again(page)),
        "above it for the signed-in": (lambda: restrict_above(page), lambda: open_above(page)),
    }


def moved(page: Page) -> tuple[Callable[[], object], Callable[[], object]]:
    """Under a page that is for the signed-in, and back."""

    def away() -> None:
        staff = information_page("Staff")
        restrict(staff.page_ptr)
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=staff.pk), pos="last-child")

    def back() -> None:
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=home().pk), pos="last-child")

    return away, back


def consultation_page(consultation: Any) -> Page:
    return ConsultationPage.objects.get(consultation=consultation).page_ptr


# --- papers -----------------------------------------------------------------------------------------------------------


def document() -> Shown:
    made = make.published_draft(clauses=1, title=f"{WORD} act", owner_body=WORD)
    heading(KEY, made, en="Everything")
    heading("north", made, kind=TopicKind.DISTRICT, en="North")
    more = {"name of a theme", "under a theme", "name of a body", "under a body", "facet theme", "facet body"}
    return Shown(on(made.page_ptr), TITLED | more, frozenset({"topic", "district"}))


def clause() -> Shown:
    blocks = [make.clause_block("Streets."), make.clause_block("No permit.", heading=f"{WORD} stalls")]
    made = make.published_draft(body=blocks)
    without = (
        lambda: make.publish(make.set_body(made, make.body_of(made)[:1])),
        lambda: make.publish(make.set_body(made, blocks)),
    )
    return Shown(on(made.page_ptr) | {"left out of the next version": without}, TITLED)


def page() -> Shown:
    made = information_page(f"{WORD} explained")

    def say(title: str) -> None:
        made.title = title
        made.save_revision().publish()

    reworded = (lambda: say("Explained"), lambda: say(f"{WORD} explained"))
    deleted = (lambda: made.delete(), None)
    return Shown(on(made.page_ptr) | {"moved": moved(made.page_ptr), "reworded": reworded, "deleted": deleted}, TITLED)


def translation() -> Shown:
    english = information_page("Noise at night")
    french = information_page(f"Le {WORD}", language="fr", translation_key=english.translation_key)
    away = (lambda: french.unpublish(), lambda: french.save_revision().publish())
    return Shown({"the translation is taken down": away}, TITLED - {"did you mean"})


# --- consultations ----------------------------------------------------------------------------------------------------


def consultation() -> Shown:
    made = ConsultationFactory(open=True, title=f"{WORD} for all")
    page = consultation_page(made)
    heading(KEY, page, en="Everything")
    ways = on(page) | {"deleted": (lambda: page.specific.delete(), None)}
    return Shown(ways, TITLED | {"facet phase", "under a theme"}, frozenset({"front page", "topic", "calendar"}))


def event() -> Shown:
    made = ConsultationFactory(open=True)
    starts = NOW + timedelta(days=2)

    def say(title: str, one: Any = None) -> Any:
        texts = {"en": {"title": title, "place": "Park", "description": "", "access": ""}}
        facts = EventFacts(starts_at=starts, ends_at=starts + timedelta(hours=2), texts=texts)
        return save_event(made, one, facts, actor=None, now=NOW)

    one = say(f"Walk to the {WORD}")
    ways = on(consultation_page(made)) | {
        "reworded": (lambda: say("Walk", one), lambda: say(f"Walk to the {WORD}", one)),
        "deleted with its page": (lambda: consultation_page(made).specific.delete(), None),
    }
    return Shown(ways, TITLED, frozenset({"calendar", "calendar file"}))


def an_answer() -> Shown:
    made = ConsultationFactory(analysis=True)
    answer(made, reasons={"en": f"{WORD} costs too much."}, responsible_body=WORD)
    publish_report(made)

    def again(reason: str) -> None:
        answer(made, reasons={"en": reason}, now=SOON)
        republish_report(made, now=SOON)

    above = consultation_page(made)
    ways = on(report_page(made).page_ptr) | {"answered anew": (lambda: again("Too dear."), None)}
    ways["its consultation for the signed-in"] = (lambda: restrict(above), lambda: open_again(above))
    return Shown(ways, SEARCH | {"name of a body", "under a body"})


def report() -> Shown:
    made = ConsultationFactory(analysis=True)
    answer(made)
    publish_report(made, introduction=f"<p>We heard {WORD}.</p>")

    def say(text: str) -> None:
        one = OutcomeReportPage.objects.get()
        one.introduction = text
        one.save_revision().publish()

    ways = on(report_page(made).page_ptr) | {
        "reworded": (lambda: say("<p>We heard.</p>"), lambda: say(f"<p>{WORD}</p>")),
        "deleted": (lambda: OutcomeReportPage.objects.get().delete(), None),
        "deleted with its consultation": (lambda: consultation_page(made).specific.delete(), None),
    }
    return Shown(ways)


def promise() -> Shown:
    (one,) = promised_steps(DUE, title=f"{WORD} are put up")
    Promise.objects.filter(pk=one.pk).update(theme_names={"en": WORD}, theme_key=KEY)
    Promise.objects.get(pk=one.pk).save()
    ways = on(OutcomeReportPage.objects.get().page_ptr)
    return Shown(ways, TITLED | {"name of a theme"}, frozenset({"topic"}))


# --- what people say --------------------------------------------------------------------------------------------------


def contribution(position: str) -> Shown:
    author, moderator, second = alice(), bob(), bob(email="b2@example.org")
    thread = thread_of(ConsultationFactory(open=True))
    made = CommentFactory(hub_thread=thread, user=author, body=f"{WORD} now.", position=position, received_at=NOW)

    def edit(body: str) -> None:
        made.refresh_from_db()
        values: Any = {"suggested_text": "", "position": position, "actor": None, "granted": True}
        contributions.edit(made, body=body, now=SOON, **values)

    ways: Ways = {
        "withdrawn": (lambda: contributions.withdraw(made, actor=author, now=SOON), None),
        "withheld": (
            lambda: contributions.withhold(made, actor=moderator, reason_code=ReasonCode.INSULT, now=SOON),
            lambda: contributions.publish(type(made).objects.get(pk=made.pk), actor=second, now=SOON),
        ),
        "erased": (lambda: erase_account(author, actor=author, now=SOON), None),
        "reworded": (lambda: edit("Trees now."), lambda: edit(f"{WORD} now.")),
    }
    return Shown(ways)


def comment() -> Shown:
    return contribution("oppose")


def question() -> Shown:
    return contribution("question")


def comment_on_a_clause() -> Shown:
    """Taken down, the document leaves what was said about it with the words that it is about: public, and findable."""
    thread = clause_threads(ConsultationFactory(open=True))[0]
    CommentFactory(hub_thread=thread.thread, body=f"{WORD} now.", received_at=NOW)
    document = Page.objects.get(translation_key=thread.document_id, locale__language_code="en")
    ways = on(document)
    del ways["taken down"]
    return Shown(ways)


def comment_on_a_proposal() -> Shown:
    one = proposal(open_budget("supports"), author=alice())
    CommentFactory(hub_thread=one.thread, body=f"{WORD} is better.", received_at=NOW)
    ways = on(BudgetPage.objects.filter(budget=one.budget)[0].page_ptr)
    return Shown(ways | hidden_proposal(one))


# --- budgets ----------------------------------------------------------------------------------------------------------


def hidden_proposal(one: Any) -> dict[str, tuple[Callable[[], object], Callable[[], object] | None]]:
    moderator, second = bob(), bob(email="b2@example.org")
    return {
        "the proposal is withheld": (
            lambda: withhold_proposal(one, actor=moderator, reason_code=ReasonCode.INSULT, now=SOON),
            lambda: publish_proposal(type(one).objects.get(pk=one.pk), actor=second, now=SOON),
        ),
        "the proposal is left": (lambda: erase_account(one.author, actor=one.author, now=SOON), None),
    }


def budget() -> Shown:
    made = open_budget("supports")
    for one in BudgetPage.objects.filter(budget=made):
        one.title = f"{WORD} budget"
        one.save_revision().publish()
    page = BudgetPage.objects.filter(budget=made)[0].page_ptr
    return Shown(on(page), TITLED | {"facet phase"}, frozenset({"front page", "district", "calendar"}))


def a_proposal() -> Shown:
    here: Any = {"latitude": Decimal("36.1"), "longitude": Decimal("10.1")}
    one = proposal(open_budget("proposals"), title=f"{WORD} square", author=alice(), **here)
    author: Any = one.author
    words = {"description": "Eight trees and two benches.", "benefit": "Everybody."}
    ways = on(BudgetPage.objects.filter(budget=one.budget)[0].page_ptr) | hidden_proposal(one)
    ways |= {
        "withdrawn": (lambda: withdraw(one, actor=author, now=SOON), None),
        "reworded": (
            lambda: change(one, words | {"title": "Square of shade"}, actor=author, now=SOON),
            lambda: change(one, words | {"title": f"{WORD} square"}, actor=author, now=SOON),
        ),
    }
    return Shown(ways, TITLED | {"facet district", "facet phase"}, frozenset({"district", "map"}))


def project() -> Shown:
    told: Any = {"district": {"en": WORD}, "place": (Decimal("36.15"), Decimal("10.1"))}
    made = a_project(open_budget("implementation"), titles={"en": WORD}, slug="garden", **told)
    page = ProjectPage.objects.filter(delivery=made)[0].page_ptr
    return Shown(on(page), TITLED | {"name of a district", "under a district"}, frozenset({"districts", "map"}))


# By what it is found as.
THINGS: list[tuple[Callable[[], Shown], str]] = [
    (document, "document"),
    (clause, "clause"),
    (page, "page"),
    (translation, "page"),
    (consultation, "consultation"),
    (event, "event"),
    (an_answer, "answer"),
    (report, "report"),
    (promise, "promise"),
    (comment, "comment"),
    (question, "question"),
    (comment_on_a_clause, "comment"),
    (comment_on_a_proposal, "comment"),
    (budget, "budget"),
    (a_proposal, "proposal"),
    (project, "project"),
]


@pytest.mark.parametrize(("make_it", "kind"), THINGS, ids=[make_it.__name__ for make_it, _kind in THINGS])
def test_it_leaves_by_every_door_at_once_and_comes_back(
    client: Client, make_it: Callable[[], Shown], kind: str, subtests: Any
) -> None:
    shown = make_it()
    all_applied()
    assert kind in found_as()
    found, at_home = open_doors(client), home_doors(client)
    assert found >= shown.doors
    assert at_home >= shown.home
    for way, (hide, back) in shown.ways.items():
        with subtests.test(way=way), undone():
            hide()
            assert SearchChange.objects.exists()
            assert not open_doors(client), "before the worker looked"
            assert not home_doors(client)
            all_applied()
            assert not open_doors(client), "after it looked"
            if back is not None:
                with freeze_time(SOON):  # what was never away is published and first published in one moment
                    back()
                    all_applied()
                    assert open_doors(client) == found
                    assert home_doors(client) >= shown.home
