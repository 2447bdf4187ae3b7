"""Under which headings threads of proposals and projects stand, for what people talk about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.apps import apps
from django.db.models import Q, Sum

from hub.contributions.models.thread import Thread
from hub.core.models.topic import TopicKind
from hub.moderation.enums import State
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.followed_budgets import DISTRICT, SUBJECT
from participatory_budget.selectors.headed import BudgetPart
from participatory_budget.selectors.pages import page_keys


def headings_of_threads(
    threads: Collection[UUID], parts: Iterable[BudgetPart]
) -> tuple[Mapping[UUID, frozenset[tuple[str, str]]], Mapping[UUID, frozenset[UUID]]]:
    """By thread, (kind, key) of its district and subject, and translation keys of its budget's page; three queries."""
    known = {(one.follow_kind, one.follow_key): (one.kind, one.key) for one in parts}
    pages = page_keys()
    headed: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    paged: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Proposal.objects.filter(thread__in=list(threads))
    for thread, budget, envelope, category in rows.values_list("thread", "budget", "envelope", "category"):
        paged[thread].update(key for key in (pages.get(budget),) if key)
        for pair in ((DISTRICT, str(envelope)), (SUBJECT, str(category))):
            if pair in known:
                headed[thread].add(known[pair])
    projects = Delivery.objects.filter(thread__in=list(threads))
    for thread, budget, theme, district in projects.values_list(
        "thread", "budget", "promise__theme_key", "promise__district_key"
    ):
        paged[thread].update(key for key in (pages.get(budget),) if key)
        headed[thread].update(
            pair for pair in ((TopicKind.TOPIC.value, theme), (TopicKind.DISTRICT.value, district)) if pair[1]
        )
    return (
        {thread: frozenset(pairs) for thread, pairs in headed.items()},
        {thread: frozenset(keys) for thread, keys in paged.items()},
    )


def comments_to_read() -> int:
    """How many are published about what anybody can read now: a proposal, or a project."""
    proposals = Proposal.objects.filter(state=State.PUBLISHED, budget__in=list(page_keys()))
    pages = apps.get_model("participatory_budget", "ProjectPage").objects.live().public()
    projects = Delivery.objects.filter(pk__in=pages.values("delivery"))
    threads = Thread.objects.filter(Q(pk__in=proposals.values("thread")) | Q(pk__in=projects.values("thread")))
    return threads.aggregate(total=Sum("published_count"))["total"] or 0
