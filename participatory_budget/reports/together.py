"""Who stands behind a proposal, what came into it and what it went into: for its page and for pages of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.moderation.enums import State
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import OPEN_CONSENTS, CoAuthor, Merge
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author, user_can_ask_to_merge, user_can_invite
from participatory_budget.permissions.together import user_can_see_merges
from participatory_budget.phases import phases_of, voting_began
from participatory_budget.selectors import together as find
from participatory_budget.selectors.pages import budget_pages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None

# What stands in place of a reason once the account that wrote it was erased.
ERASED = "–"


@dataclass(frozen=True)
class Side:
    """One of two proposals. Without title and address where it is not public any more."""

    reference: str
    title: str = ""
    language: str = ""
    url: str = ""
    comments: int = 0
    supports: int = 0


@dataclass(frozen=True)
class SideAnswer:
    side: Side
    consent: str  # value of enums.Consent
    label: str
    by_city: bool
    answered_at: datetime | None


@dataclass(frozen=True)
class MergeTrace:
    """One question and what became of it. `source` goes into `target`."""

    pk: int
    source: Side
    target: Side
    reason: str  # "" where its writer's account was erased
    reason_language: str
    asked_at: datetime
    done_at: datetime | None
    answers: Sequence[SideAnswer]
    moved: int
    shared: int
    refused: bool

    @property
    def supports(self) -> int:
        return self.moved + self.shared


@dataclass(frozen=True)
class TogetherView:
    """Nothing in it is personal while `viewer` is nobody. `names` are those of co-authors; the author is not one."""

    names: Sequence[str]
    more: int
    merged: MergeTrace | None
    final: Side | None  # where a chain of merges ends, when that is further than `merged.target`
    came_in: Sequence[MergeTrace]
    question: MergeTrace | None  # open, and shown to authors of both sides and budget officers only
    authors_url: str
    merge_url: str


def together_view(proposal: Proposal, viewer: Person, language: str, now: datetime) -> TogetherView:
    base = proposals_url(proposal, language)
    here = f"{base}{proposal.reference}/" if base else ""
    coauthors = find.agreed_coauthors(proposal)
    merged = find.merge_of(proposal)
    incoming = find.came_in(proposal)
    question = None
    authors_url = merge_url = ""
    if viewer is not None and viewer.is_authenticated and here:
        phases = phases_of(BudgetPhase.objects.filter(budget=proposal.budget_id))
        stands_behind = is_author(viewer, proposal)
        if stands_behind or user_can_see_merges(viewer, now):
            question = find.open_merges([proposal.pk]).first()
        if user_can_invite(viewer, proposal, phases, now) or any(one.user_id == viewer.pk for one in coauthors):
            authors_url = f"{here}authors/"
        if (question and not voting_began(phases, now)) or user_can_ask_to_merge(viewer, proposal, phases, now):
            merge_url = f"{here}merge/"
    traces = merge_traces([one for one in (merged, question, *incoming) if one], base)
    end = find.final_of(proposal) if merged else None
    return TogetherView(
        names=[one.shown_name for one in coauthors if one.shown_name],
        more=sum(not one.shown_name for one in coauthors),
        merged=traces[merged.pk] if merged else None,
        final=side_of(end, base) if merged and end and end.pk != merged.target_id else None,
        came_in=[traces[one.pk] for one in incoming],
        question=traces[question.pk] if question else None,
        authors_url=authors_url,
        merge_url=merge_url,
    )


def merge_traces(merges: Sequence[Merge], base: str) -> dict[int, MergeTrace]:
    """By merge; one query however many."""
    by_city = find.agreed_by_city([one.pk for one in merges]) if merges else set()
    return {one.pk: _trace(one, base, by_city) for one in merges}


def side_of(proposal: Proposal, base: str) -> Side:
    if proposal.state != State.PUBLISHED:
        return Side(proposal.reference)
    return Side(
        reference=proposal.reference,
        title=proposal.title,
        language=proposal.language,
        url=f"{base}{proposal.reference}/" if base else "",
        comments=proposal.thread.published_count,
        supports=proposal.support_count,
    )


def proposals_url(proposal: Proposal, language: str) -> str:
    """The list of proposals of its budget in this language; "" where no page is public."""
    page = budget_pages([proposal.budget_id], language).get(proposal.budget_id)
    address = page.get_url() if page else None
    return f"{address}proposals/" if address else ""


@dataclass(frozen=True)
class AuthorsView:
    """The list of people asked, for the author. Of who said no, left or did not answer it tells how many, not who."""

    rows: Sequence[CoAuthor]
    gone: int


def authors_view(proposal: Proposal) -> AuthorsView:
    rows = list(CoAuthor.objects.filter(proposal=proposal).order_by("asked_at", "pk"))
    shown = [row for row in rows if row.consent in OPEN_CONSENTS]
    return AuthorsView(rows=shown, gone=len(rows) - len(shown))


def _trace(merge: Merge, base: str, by_city: set[tuple[int, str]]) -> MergeTrace:
    sides = {"source": side_of(merge.source, base), "target": side_of(merge.target, base)}
    answers = [
        SideAnswer(
            side=sides[name],
            consent=consent,
            label=str(Consent(consent).label),
            by_city=(merge.pk, name) in by_city,
            answered_at=answered_at,
        )
        for name, consent, answered_at in (
            ("source", merge.source_consent, merge.source_answered_at),
            ("target", merge.target_consent, merge.target_answered_at),
        )
    ]
    return MergeTrace(
        pk=merge.pk,
        source=sides["source"],
        target=sides["target"],
        reason="" if merge.reason == ERASED else merge.reason,
        reason_language=merge.reason_language,
        asked_at=merge.asked_at,
        done_at=merge.done_at,
        answers=answers,
        moved=merge.supports_moved,
        shared=merge.supports_shared,
        refused=any(one.consent == Consent.REFUSED for one in answers),
    )
