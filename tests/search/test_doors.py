"""What is taken down is found by no door: before the worker looked, when only the mark of its change protects, and
after it. Everything here is a real feature's, hidden in the way in which people hide it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import Page, PageViewRestriction

from consultations.models.pages import ConsultationPage, OutcomeReportPage
from hub.accounts.services.erasure import erase_account
from hub.contributions import services as contributions
from hub.moderation.enums import ReasonCode
from participatory_budget.models.pages import BudgetPage, ProjectPage
from participatory_budget.services import moderating
from search.engine.wish import SearchWish
from search.enums import Facet
from search.models.change import SearchChange
from search.reports.results import results
from search.selectors.spelling import did_you_mean
from tests.factories import whitepapers as make
from tests.factories.accounts import alice, bob
from tests.factories.consultations import (
    ConsultationFactory,
    answer,
    clause_threads,
    publish_report,
)
from tests.factories.contributions import CommentFactory
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget, proposal
from tests.search.index_tools import apply
from tests.search.index_tools import page as information_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index", "at_now")]
WORD, MISSPELT, BEGINNING = "Zanzibarium", "zanzibariun", "zanziba"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def at_now() -> Iterator[None]:
    with freeze_time(NOW):
        yield


@dataclass
class Shown:
    """`kind` as it is found, and the ways in which it stops to be public."""

    kind: str
    hidden: dict[str, Callable[[], object]]


def on_page(page: Page) -> dict[str, Callable[[], object]]:
    def all_languages() -> Any:
        return Page.objects.filter(translation_key=page.translation_key)

    return {
        "taken down": lambda: [one.specific.unpublish() for one in all_languages()],
        "deleted": lambda: [one.specific.delete() for one in all_languages()],
        "for the signed-in only": lambda: [restrict(one) for one in all_languages()],
        "in a section for the signed-in only": lambda: [restrict(one.get_parent()) for one in all_languages()],
    }


def but_deleted(ways: dict[str, Callable[[], object]]) -> dict[str, Callable[[], object]]:
    """What was published for comments, and votes, are never deleted."""
    return {name: hide for name, hide in ways.items() if name != "deleted"}


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def document() -> Shown:
    made = make.published_draft(clauses=1, title=f"{WORD} act")
    return Shown("document", but_deleted(on_page(made)))


def clause() -> Shown:
    blocks = [make.clause_block("Streets."), make.clause_block(f"Every {WORD} needs a permit.", heading=WORD)]
    made = make.published_draft(body=blocks)
    return Shown(
        "clause",
        but_deleted(on_page(made))
        | {"left out of the next version": lambda: make.publish(make.set_body(made, make.body_of(made)[:1]))},
    )


def consultation() -> Shown:
    made = ConsultationFactory(open=True, title=f"{WORD} for all")
    return Shown("consultation", on_page(ConsultationPage.objects.filter(consultation=made).first()))


def comment() -> Shown:
    author = alice()
    thread = clause_threads(ConsultationFactory(open=True))[0]
    made = CommentFactory(hub_thread=thread.thread, user=author, body=f"{WORD} now.", received_at=NOW)
    made_on = Page.objects.get(translation_key=thread.document_id, locale__language_code="en")
    ways = but_deleted(on_page(made_on))
    # What people said stays public with the words that it is about, and so it stays findable.
    del ways["taken down"]
    ways |= {
        "withdrawn": lambda: contributions.withdraw(made, actor=author, now=LATER),
        "withheld": lambda: contributions.withhold(made, actor=bob(), reason_code=ReasonCode.INSULT, now=LATER),
        "erased with the account": lambda: erase_account(author, actor=author, now=LATER),
    }
    return Shown("comment", ways)


def question() -> Shown:
    author = alice()
    thread = clause_threads(ConsultationFactory(open=True))[0].thread
    made = CommentFactory(hub_thread=thread, user=author, body=f"Why {WORD}?", position="question", received_at=NOW)
    return Shown("question", {"withdrawn": lambda: contributions.withdraw(made, actor=author, now=LATER)})


def report() -> Shown:
    made = ConsultationFactory(analysis=True)
    answer(made)
    publish_report(made, introduction=f"<p>We heard {WORD}.</p>")
    ways = on_page(OutcomeReportPage.objects.get())
    return Shown("report", {name: ways[name] for name in ("taken down", "for the signed-in only")})


def an_answer() -> Shown:
    made = ConsultationFactory(analysis=True)
    answer(made, reasons={"en": f"{WORD} costs too much."})
    publish_report(made)
    ways = on_page(OutcomeReportPage.objects.get())
    return Shown("answer", {name: ways[name] for name in ("taken down", "for the signed-in only")})


def budget() -> Shown:
    made = open_budget("supports")
    page = BudgetPage.objects.filter(budget=made).first()
    BudgetPage.objects.filter(budget=made).update(title=f"{WORD} budget")
    for one in BudgetPage.objects.filter(budget=made):
        one.save_revision().publish()
    ways = on_page(page)
    return Shown("budget", but_deleted(ways))


def a_proposal() -> Shown:
    made = proposal(open_budget("supports"), title=f"{WORD} square", author=alice())
    ways = on_page(BudgetPage.objects.filter(budget=made.budget).first())
    return Shown(
        "proposal",
        {name: ways[name] for name in ("taken down", "for the signed-in only")}
        | {
            "withheld": lambda: moderating.withhold_proposal(
                made, actor=bob(), reason_code=ReasonCode.INSULT, now=LATER
            ),
        },
    )


def project() -> Shown:
    made = a_project(open_budget("implementation"), titles={"en": f"{WORD} garden"})
    ways = on_page(ProjectPage.objects.filter(delivery=made).first())
    return Shown("project", but_deleted(ways))


def page() -> Shown:
    return Shown("page", on_page(information_page(f"{WORD} explained")))


THINGS = [document, clause, consultation, comment, question, report, an_answer, budget, a_proposal, project, page]


def open_doors(client: Client) -> set[str]:
    """By which of them the word is told, in any language."""
    doors = set()
    for reader in ("en", "fr", "ar"):
        wish = SearchWish(query=WORD)
        found = results(wish, reader=reader, now=timezone.now())
        doors |= {"results"} if found.hits else set()
        doors |= {"count"} if found.total else set()
        doors |= {"kinds"} if any(one.count for one in found.tabs) else set()
        doors |= {"filters"} if found.groups else set()
        by_kind = SearchWish(query=WORD, chosen={Facet.LANGUAGE: ("en",)})
        doors |= {"in a language"} if results(by_kind, reader=reader, now=timezone.now()).total else set()
        doors |= {"spelling"} if did_you_mean(SearchWish(query=MISSPELT), reader=reader, now=timezone.now()) else set()
        html = client.get(f"/{reader}/search/", {"q": WORD}).content.decode()
        doors |= {"page"} if "<mark>" in html else set()
        feed = client.get(f"/{reader}/search/feed.atom", {"q": WORD}).content.decode()
        doors |= {"feed"} if "<entry>" in feed else set()
        suggested = client.get(f"/{reader}/search/suggest/", {"q": BEGINNING}).json()["suggestions"]
        doors |= {"suggestions"} if suggested else set()
    return doors


@pytest.mark.parametrize("make_it", THINGS, ids=lambda one: one.__name__)
def test_what_is_taken_down_is_found_by_no_door(client: Client, make_it: Callable[[], Shown], subtests: Any) -> None:
    from django.db import transaction

    shown = make_it()
    apply()
    while apply().more:
        pass
    found = open_doors(client)
    assert {"results", "count", "kinds", "page", "feed", "in a language"} <= found, found
    assert results(SearchWish(query=WORD), reader="en", now=timezone.now()).hits[0].kind == shown.kind
    for way, hide in shown.hidden.items():
        point = transaction.savepoint()
        with subtests.test(way=way):
            hide()
            assert SearchChange.objects.exists()
            assert not open_doors(client)  # the worker did not look yet
            apply()
            assert not open_doors(client)
        transaction.savepoint_rollback(point)
    assert open_doors(client) == found
