"""What is written about proposals, projects and budgets reaches the search: each service that changes what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun import freeze_time

from hub.accounts.services.erasure import erase_account
from hub.core.models.topic import Topic, TopicName, TopicPage
from hub.core.search import search_kinds
from hub.moderation.enums import ReasonCode
from hub.promises import services as promises
from participatory_budget.enums import EnvelopeKind
from participatory_budget.models.catalogue import Category
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.pages import BudgetPage, ProjectPage
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.changing import change, withdraw
from participatory_budget.services.delivering import milestones
from participatory_budget.services.delivering.facts import DeliveryFacts, change_facts
from participatory_budget.services.editing.catalogue import EntryFacts, save_entry
from participatory_budget.services.editing.envelopes import EnvelopeFacts, save_envelope
from participatory_budget.services.evaluating.changing import answer_change, offer_change
from participatory_budget.services.merging import answer_merge
from participatory_budget.services.moderating import leave_proposal, publish_proposal, withhold_proposal
from participatory_budget.services.supporting import give_support, take_support_back
from tests.factories.accounts import alice, bob, dan
from tests.factories.contributions import CommentFactory
from tests.factories.deliveries import a_project
from tests.factories.evaluations import officer, priced
from tests.factories.proposals import NOW, open_budget, proposal
from tests.heard import heard
from tests.participatory_budget.merges import ask, two

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

TODAY = NOW.date()
BY = {"actor": None, "now": NOW}
WORDS = {"title": "Shade, more of it", "description": "Eight trees and two benches.", "benefit": "Everybody."}


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def own(one: Proposal) -> tuple[str, str]:
    return ("proposal", str(one.pk))


def found(kind: str, key: object) -> bool:
    return bool(search_kinds.get(kind).documents([str(key)], "en"))


def test_moderation_takes_a_proposal_away_with_what_was_said_about_it_and_brings_both_back():
    one = proposal(open_budget("supports"), author=alice())
    comment, question = (CommentFactory(hub_thread=one.thread, position=each) for each in ("oppose", "question"))
    held = CommentFactory(hub_thread=one.thread, pending=True)
    with_it = {own(one), ("comment", str(comment.pk)), ("question", str(question.pk))}
    with heard() as told:
        withhold_proposal(one, actor=bob(), reason_code=ReasonCode.OFF_TOPIC, now=NOW)
    assert set(told) == with_it
    assert not found("proposal", one.pk)
    assert not found("comment", comment.pk)
    assert not found("question", question.pk)
    with heard() as told:
        publish_proposal(one, actor=bob(email="b2@example.org"), now=NOW)
    assert set(told) == with_it
    assert found("proposal", one.pk)
    assert found("question", question.pk)
    assert not found("comment", held.pk)


def test_an_author_changes_withdraws_and_leaves():
    budget = open_budget("proposals")
    one, other, last = (proposal(budget, author=author) for author in (alice(), dan(), dan(email="d2@example.org")))
    with heard() as told:
        change(one, WORDS, actor=one.author, now=NOW)
    assert own(one) in told
    with heard() as told:
        withdraw(other, actor=other.author, now=NOW)
    assert own(other) in told
    assert not found("proposal", other.pk)
    with heard() as told:
        erase_account(last.author, actor=last.author, now=NOW)
    assert own(last) in told
    assert not found("proposal", last.pk)


def test_words_that_the_city_asked_for():
    one = priced(proposal(open_budget("evaluation"), author=alice()), officer())
    asked = offer_change(
        one.pk, title="Shade", description="Four trees.", reason="Pipes.", language="en", actor=officer("omar"), now=NOW
    )
    with heard() as told:
        answer_change(asked.pk, agreed=True, answer="", actor=one.author, now=NOW)
    assert own(one) in told
    assert search_kinds.get("proposal").documents([str(one.pk)], "en")[0].body.startswith("Four trees.")


def test_a_merge_tells_the_one_that_became_part_of_the_other():
    source, target = two()
    merge = ask(source, target, source.author)
    with heard() as told:
        answer_merge(merge, agrees=True, actor=target.author, now=NOW)
    assert own(source) in told
    # What gathers support is not hidden from the search with each one that it gets.
    assert own(target) not in told


def test_supports_and_readings_change_nothing_that_is_found():
    one = proposal(open_budget("supports", supports_needed=1))
    for step in (
        lambda: give_support(one, actor=dan(), now=NOW),
        lambda: take_support_back(one, actor=dan(email="d2@example.org"), now=NOW),
        lambda: leave_proposal(one, actor=bob(), now=NOW),
    ):
        with heard() as told:
            step()
        assert told == []


def test_a_subject_or_a_place_with_another_name_tells_its_proposals():
    budget = open_budget("proposals")
    one, hidden = proposal(budget), proposal(budget, state="pending")
    elsewhere = proposal(budget, envelope=budget.envelopes.get(slug="south"), category=None)
    olga = officer()
    with heard() as told:
        save_entry(budget, Category, one.category, EntryFacts({"en": "Green"}), actor=olga, now=NOW)
    assert set(told) == {own(one)}
    facts = EnvelopeFacts({"en": "Up north"}, EnvelopeKind.DISTRICT, 4_000_000)
    with heard() as told:
        save_envelope(budget, one.envelope, facts, actor=olga, now=NOW)
    assert set(told) == {own(one)}
    (document,) = search_kinds.get("proposal").documents([str(one.pk)], "en")
    assert [each.key for each in document.themes] == ["green"]
    assert document.district.key == "up-north"
    assert own(hidden) not in told
    assert own(elsewhere) not in told


# --- projects --------------------------------------------------------------------------------------------------------


def of(project: Delivery) -> tuple[str, str]:
    return ("project", str(project.pk))


def test_a_project_is_told_when_it_is_opened_renamed_and_moved():
    budget = open_budget("implementation")
    with heard() as told:
        project = a_project(budget, due_on=TODAY + timedelta(days=30))
    assert of(project) in told
    key = project.promise_id
    steps = [
        lambda: change_facts(project.pk, DeliveryFacts({"en": "A square"}, places={"en": "Here"}), actor=None, now=NOW),
        lambda: promises.start(key, on=TODAY, **BY),
        lambda: promises.postpone(key, until=TODAY + timedelta(days=60), reasons={"en": "Rain."}, **BY),
        lambda: promises.write_update(key, texts={"en": "The trees are here."}, **BY),
        lambda: promises.keep(key, on=TODAY, **BY),
    ]
    for step in steps:
        with heard() as told:
            step()
        assert of(project) in told
        # The promise is read on the page of the project: nothing else is told of it.
        assert {kind for kind, _key in told} == {"project"}


def test_news_that_moves_it_up_in_the_order_of_days():
    project = a_project(open_budget("implementation"), now=NOW - timedelta(days=90))
    with heard() as told:
        milestones.add_milestone(project.pk, titles={"en": "Trees"}, planned_on=TODAY + timedelta(days=9), **BY)
    assert of(project) in told
    assert search_kinds.get("project").documents([str(project.pk)], "en")[0].date == NOW


def test_pages_that_are_published_and_taken_down():
    budget = open_budget("implementation")
    project = a_project(budget)
    for page, pair in (
        (ProjectPage.objects.first(), of(project)),
        (BudgetPage.objects.first(), ("budget", str(budget.pk))),
    ):
        with heard() as told:
            page.save_revision()
        assert told == []
        for step in (page.unpublish, page.save_revision().publish):
            with heard() as told:
                step()
            assert pair in told


# --- headings --------------------------------------------------------------------------------------------------------


def test_a_topic_tells_what_stands_under_it_and_what_is_called_so():
    budget, other = open_budget("implementation"), open_budget("proposals", "budget-2027")
    project = a_project(budget)
    named = a_project(other, category=other.categories.get(), slug="named")
    one = proposal(other)
    topic = Topic.objects.create(kind="topic", key="parks")
    with heard() as told:
        row = TopicPage.objects.create(topic=topic, page=BudgetPage.objects.filter(budget=budget).last())
    assert set(told) == {("budget", str(budget.pk)), of(project)}
    with heard() as told:
        TopicName.objects.create(topic=topic, language="fr", name="Espaces verts")
    assert {("budget", str(budget.pk)), of(project), of(named), own(one)} == set(told)
    with heard() as told:
        row.delete()
    assert set(told) == {("budget", str(budget.pk)), of(project)}
    with heard() as told:
        topic.delete()
    assert {of(named), own(one)} <= set(told)


def test_a_district_tells_the_proposals_of_places_that_are_called_so():
    budget = open_budget("proposals")
    one = proposal(budget)
    proposal(budget, envelope=budget.envelopes.get(slug="south"))
    with heard() as told:
        Topic.objects.create(kind="district", key="north")
    assert set(told) == {own(one)}
