"""What the search is told of budgets, and when; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.core.models.topic import Topic, TopicKind, TopicName, TopicPage
from hub.core.search import SearchKind, SearchTrigger
from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.models.update import PromiseUpdate
from hub.promises.services.words import filter_key
from participatory_budget.adapters.found_budgets import FoundBudgets
from participatory_budget.adapters.found_projects import FoundProjects
from participatory_budget.adapters.found_proposals import FoundProposals
from participatory_budget.models.catalogue import Category
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors import found
from participatory_budget.selectors.deliveries import PROJECT
from participatory_budget.selectors.following import PROPOSAL

KINDS: Mapping[str, SearchKind] = {
    found.BUDGET: FoundBudgets(),
    PROJECT: FoundProjects(),
    PROPOSAL: FoundProposals(),
}

# Counters, who decided, and who wrote it.
_NOT_TOLD = frozenset(
    {"support_count", "threshold_reached_at", "decided_at", "decided_by", "author", "author_name", "publish_as"}
)
# What a page keeps about its drafts.
_DRAFTED = frozenset({"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"})


def _budget_page(page: Any) -> found.Told:
    return [(found.BUDGET, str(page.budget_id))]


def _project_page(page: Any) -> found.Told:
    return [(PROJECT, str(page.delivery_id))]


def _delivery(delivery: Delivery) -> found.Told:
    return [(PROJECT, str(delivery.pk))]


def _news(part: PromiseUpdate | Postponement | Cancellation) -> found.Told:
    return found.told_of_promise(part.promise)


def _topic(topic: Topic) -> found.Told:
    """What stands under it or has its name; of proposals, all with a subject or a place that is called so."""
    told = found.told_of_topic(topic)
    if topic.kind == TopicKind.TOPIC:
        subjects = [one for one in Category.objects.all() if filter_key(one.names) == topic.key]
        return told + [each for one in subjects for each in found.told_of_subject(one)]
    places = Envelope.objects.prefetch_related("names")
    called = [one for one in places if filter_key({name.language: name.name for name in one.names.all()}) == topic.key]
    return told + [each for one in called for each in found.told_of_envelope(one)]


def _topic_name(name: TopicName) -> found.Told:
    return [told for topic in Topic.objects.filter(pk=name.topic_id) for told in _topic(topic)]


# Verdicts, supports and places on the ballot change only what is computed when something found is shown.
TRIGGERS = {
    "participatory_budget.budget_pages": SearchTrigger(
        "participatory_budget.BudgetPage", _budget_page, silent=_DRAFTED
    ),
    "participatory_budget.project_pages": SearchTrigger(
        "participatory_budget.ProjectPage", _project_page, silent=_DRAFTED
    ),
    "participatory_budget.proposals": SearchTrigger(Proposal, found.told_of_proposal, silent=_NOT_TOLD),
    "participatory_budget.subjects": SearchTrigger(Category, found.told_of_subject),
    "participatory_budget.envelopes": SearchTrigger(Envelope, found.told_of_envelope),
    "participatory_budget.envelope_names": SearchTrigger(EnvelopeName, found.told_of_envelope_name),
    "participatory_budget.deliveries": SearchTrigger(Delivery, _delivery, silent=frozenset({"stage"})),
    "participatory_budget.promises": SearchTrigger(Promise, found.told_of_promise, silent=frozenset({"owner"})),
    "participatory_budget.updates": SearchTrigger(PromiseUpdate, _news),
    "participatory_budget.postponements": SearchTrigger(Postponement, _news),
    "participatory_budget.cancellations": SearchTrigger(Cancellation, _news),
    "participatory_budget.topics": SearchTrigger(Topic, _topic),
    "participatory_budget.topic_names": SearchTrigger(TopicName, _topic_name),
    "participatory_budget.topic_pages": SearchTrigger(TopicPage, found.told_of_topic_page),
}
