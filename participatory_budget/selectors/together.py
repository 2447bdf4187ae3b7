"""Who stands behind proposals, and which proposals became one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from hub.accounts.models.user import User
from hub.audit.models.entry import AuditEntry
from hub.contributions.engine.references import tidy_reference
from hub.core.engine.folding import query_terms
from hub.moderation.enums import State
from participatory_budget.engine.alike import most_alike_to
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import OPEN_CONSENTS, CoAuthor, Merge
from participatory_budget.models.budget import Budget
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.proposal import Proposal, ProposalQuerySet

MERGE = "participatory_budget.merge"
AGREED = "proposal.merge_agreed"
BY_CITY = "city"
OPEN_MERGE = Q(done_at=None, source_consent__in=OPEN_CONSENTS, target_consent__in=OPEN_CONSENTS)
MOST_FOUND = 20


def proposal_by_reference(budget_id: UUID, reference: str) -> Proposal | None:
    tidy = tidy_reference(reference)
    if tidy is None:
        return None
    return Proposal.objects.filter(budget_id=budget_id, reference=tidy).select_related("budget", "author").first()


def agreed_coauthors(proposal: Proposal) -> list[CoAuthor]:
    """In the order in which they agreed."""
    rows = CoAuthor.objects.filter(proposal=proposal, consent=Consent.AGREED, user__is_active=True)
    return list(rows.select_related("came_from").order_by("answered_at", "pk"))


def people_behind(proposals: Iterable[Proposal]) -> dict[UUID, list[User]]:
    """By proposal: its author and co-authors whose accounts still stand; an empty list where nobody is. Two queries."""
    wanted = list(proposals)
    authors = User.objects.in_bulk([one.author_id for one in wanted if one.author_id])
    found: dict[UUID, list[User]] = {one.pk: [] for one in wanted}
    for one in wanted:
        if one.author_id in authors and authors[one.author_id].is_active:
            found[one.pk].append(authors[one.author_id])
    rows = CoAuthor.objects.filter(proposal__in=found, consent=Consent.AGREED, user__is_active=True)
    for row in rows.select_related("user").order_by("answered_at", "pk"):
        if row.user is not None and row.user not in found[row.proposal_id]:
            found[row.proposal_id].append(row.user)
    return found


def merges() -> QuerySet[Merge]:
    return Merge.objects.select_related("source__thread", "target__thread")


def open_merges(proposals: Collection[UUID]) -> QuerySet[Merge]:
    """Questions that wait for an answer and in which one of these proposals stands, on either side."""
    return merges().filter(OPEN_MERGE, Q(source__in=proposals) | Q(target__in=proposals))


def merge_of(proposal: Proposal) -> Merge | None:
    """The merge by which this proposal became part of another."""
    return merges().filter(source=proposal, done_at__isnull=False).order_by("-done_at").first()


def came_in(proposal: Proposal) -> list[Merge]:
    """The merges by which others became part of this one, the oldest first."""
    return list(merges().filter(target=proposal, done_at__isnull=False).order_by("done_at", "pk"))


def answered_without(proposal: Proposal, *, most: int = 5) -> list[Merge]:
    """Questions that ended without a merge, the latest first: for both sides to see."""
    rows = merges().filter(Q(source=proposal) | Q(target=proposal), done_at=None).exclude(OPEN_MERGE)
    return list(rows.order_by("-asked_at", "-pk")[:most])


def agreed_by_city(merge_ids: Iterable[int]) -> set[tuple[int, str]]:
    """(merge, side) where a budget officer agreed because no account stood behind it.

    The record of decisions says so for good; what stands behind a proposal today may be something else.
    """
    rows = AuditEntry.objects.filter(
        subject=MERGE, subject_id__in=[str(one) for one in merge_ids], action=AGREED, reason_code=BY_CITY
    )
    return {(int(subject_id), data["side"]) for subject_id, data in rows.values_list("subject_id", "data")}


def final_of(proposal: Proposal) -> Proposal | None:
    """Where a chain of merges ends (A into B, B into C: C); None for what was merged into nothing."""
    seen, here = {proposal.pk}, proposal
    while here.merged_into_id is not None and here.merged_into_id not in seen:
        seen.add(here.merged_into_id)
        here = Proposal.objects.select_related("thread").get(pk=here.merged_into_id)
    return here if here.pk != proposal.pk else None


def with_verdict(proposals: Iterable[UUID]) -> set[UUID]:
    rows = Verdict.objects.filter(evaluation__proposal__in=list(proposals))
    return set(rows.values_list("evaluation__proposal", flat=True))


def others_to_merge_with(budget: Budget, asked: str, *, without: Proposal) -> list[Proposal]:
    """By reference, by address or by words; only what is public and stands for itself."""
    standing = Proposal.objects.standing().filter(budget=budget).exclude(pk=without.pk).select_related("thread")
    if reference := _reference_in(asked):
        return list(standing.filter(reference=reference))
    words = query_terms(asked)
    if not words:
        return []
    wanted = Q()
    for word in words:
        wanted &= Q(search_text__contains=word)
    return list(standing.filter(wanted).order_by("-support_count", "reference")[:MOST_FOUND])


def standing_texts(budget: Budget) -> list[tuple[UUID, str]]:
    return list(_standing(budget).order_by("received_at", "reference").values_list("pk", "search_text"))


def proposals_in_bulk(keys: Collection[UUID]) -> dict[UUID, Proposal]:
    return Proposal.objects.select_related("thread").in_bulk(list(keys))


def decided_in(budget: Budget) -> set[UUID]:
    rows = Verdict.objects.filter(evaluation__proposal__budget=budget)
    return set(rows.values_list("evaluation__proposal", flat=True))


def refused_pairs(budget: Budget) -> set[frozenset[UUID]]:
    """Pairs that a side has said no to."""
    refused = Q(source_consent=Consent.REFUSED) | Q(target_consent=Consent.REFUSED)
    rows = Merge.objects.filter(refused, source__budget=budget).values_list("source", "target")
    return {frozenset(pair) for pair in rows}


def both_stand(merge: Merge) -> bool:
    return all(one.state == State.PUBLISHED and one.merged_into_id is None for one in (merge.source, merge.target))


def _standing(budget: Budget) -> ProposalQuerySet:
    return Proposal.objects.standing().filter(budget=budget)


def _reference_in(asked: str) -> str | None:
    """A reference as it is, or as the part of an address that somebody copied."""
    parts = asked.strip().split("?")[0].split("#")[0].split("/")
    return next((tidy for part in reversed(parts) if (tidy := tidy_reference(part))), None)


def most_like(proposal: Proposal) -> list[Proposal]:
    """Standing proposals of the same budget that say much the same, the closest first."""
    texts = _standing(proposal.budget).exclude(pk=proposal.pk).order_by("received_at", "reference")
    keys = most_alike_to(proposal.search_text, list(texts.values_list("pk", "search_text")))
    found = Proposal.objects.select_related("thread").in_bulk(keys)
    return [found[key] for key in keys if key in found]
