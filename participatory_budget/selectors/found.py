"""What the search asks of budgets, for many at once: what is told of them, and what changes with something else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from hub.contributions.selectors import found_on
from hub.core.models.topic import Topic, TopicKind, TopicPage
from hub.core.search import ProcessPhase
from hub.moderation.enums import State
from hub.promises.models.promise import Promise
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import stage_at
from participatory_budget.selectors.counts import budgets_held_elsewhere
from participatory_budget.selectors.deliveries import PROJECT
from participatory_budget.selectors.following import PROPOSAL
from participatory_budget.selectors.pages import public_budgets
from participatory_budget.selectors.process_pages import process_key
from participatory_budget.selectors.proposals import with_journey
from participatory_budget.selectors.thread_subjects import schedules_of

# The kind of process, and what is found of it.
BUDGET = "budget"
CHUNK = 2000
# What is told anew: kind and key.
Told: TypeAlias = list[tuple[str, str]]


def budgets_to_tell(keys: Iterable[UUID]) -> list[Budget]:
    return list(public_budgets().filter(pk__in=list(keys)).order_by("pk"))


def proposals_to_tell(keys: Iterable[UUID]) -> list[Any]:
    """Public ones with `journey`, budget, place and subject; merged ones too: their pages can be read. Two queries."""
    rows = with_journey(Proposal.objects.published().filter(pk__in=list(keys)))
    rows = rows.select_related("budget", "envelope", "category").prefetch_related("envelope__names")
    return list(rows.defer("search_text").order_by("pk"))


def projects_to_tell(keys: Iterable[UUID]) -> list[Delivery]:
    """Those that were made public; whether their pages can be read, the pages know."""
    rows = Delivery.objects.filter(pk__in=list(keys), promise__published_at__isnull=False)
    return list(rows.select_related("promise").order_by("pk"))


def every_budget() -> QuerySet[Budget, UUID]:
    return Budget.objects.order_by("pk").values_list("pk", flat=True)


def every_proposal() -> QuerySet[Proposal, UUID]:
    return Proposal.objects.published().order_by("pk").values_list("pk", flat=True)


def every_project() -> QuerySet[Delivery, UUID]:
    rows = Delivery.objects.filter(promise__published_at__isnull=False)
    return rows.order_by("pk").values_list("pk", flat=True)


def budget_stages(now: datetime) -> list[ProcessPhase]:
    """Of all public budgets; three queries."""
    ids = set(public_budgets().order_by().values_list("pk", flat=True))
    elsewhere = budgets_held_elsewhere(ids)
    return [
        ProcessPhase(process_key(key), stage_at(phases, now, held_elsewhere=key in elsewhere))
        for key, phases in schedules_of(ids).items()
    ]


# --- what changes with something else --------------------------------------------------------------------------------


def told_of_proposal(proposal: Proposal) -> Told:
    """With what people said about it: that is public while it is, under its title. One query."""
    return [(PROPOSAL, str(proposal.pk)), *found_on([proposal.thread_id])]


def told_of_subject(category: Category) -> Told:
    return _proposals(category=category.pk)


def told_of_envelope(envelope: Envelope) -> Told:
    return _proposals(envelope=envelope.pk)


def told_of_envelope_name(name: EnvelopeName) -> Told:
    return _proposals(envelope=name.envelope_id)


def told_of_promise(promise: Promise) -> Told:
    return [(PROJECT, promise.key)] if promise.kind == PROJECT else []


def told_of_topic_page(row: TopicPage) -> Told:
    """A budget with its projects, or a project; whichever language was chosen. Three queries."""
    model = apps.get_model("wagtailcore", "Page")
    keys = list(model.objects.filter(pk=row.page_id).values_list("translation_key", flat=True))
    return _told_of_pages(keys)


def told_of_topic(topic: Topic) -> Told:
    """What stands under it, and what has the same name."""
    keys = list(TopicPage.objects.filter(topic=topic.pk).values_list("page__translation_key", flat=True))
    is_topic = topic.kind == TopicKind.TOPIC
    field = "promise__theme_key" if is_topic else "promise__district_key"
    named = Delivery.objects.filter(**{field: topic.key}).order_by("pk").values_list("pk", flat=True)
    return list(dict.fromkeys([*_told_of_pages(keys), *((PROJECT, str(key)) for key in named)]))


def _told_of_pages(translation_keys: Iterable[UUID]) -> Told:
    keys = list(translation_keys)
    if not keys:
        return []
    budgets = _of_pages("BudgetPage", "budget", keys)
    projects = [
        *_of_pages("ProjectPage", "delivery", keys),
        *Delivery.objects.filter(budget__in=budgets).order_by("pk").values_list("pk", flat=True),
    ]
    return [*((BUDGET, str(key)) for key in budgets), *((PROJECT, str(key)) for key in dict.fromkeys(projects))]


def _of_pages(model: str, field: str, translation_keys: list[UUID]) -> list[UUID]:
    rows = apps.get_model("participatory_budget", model).objects.filter(translation_key__in=translation_keys)
    return list(dict.fromkeys(rows.order_by(field).values_list(field, flat=True)))


def _proposals(**wanted: Any) -> Told:
    rows = Proposal.objects.filter(state=State.PUBLISHED, **wanted).order_by("pk").values_list("pk", flat=True)
    return [(PROPOSAL, str(key)) for key in rows]
