"""Proposals that moderators work through: those that wait, that readers reported, that were public unread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.contributions.adapters.queues import counted, narrowing
from hub.contributions.enums import Channel, Refusal
from hub.contributions.services.errors import RefusedError
from hub.core.registries import QueueItem
from hub.moderation.enums import ReasonCode, State
from participatory_budget.models.catalogue import named
from participatory_budget.models.proposal import Proposal
from participatory_budget.reports.proposal_rows import author_words
from participatory_budget.selectors.proposal_addresses import proposal_urls
from participatory_budget.selectors.proposal_flags import flagged_proposals, open_flags
from participatory_budget.selectors.proposals import photos_of
from participatory_budget.services.moderating import (
    dismiss_reports,
    leave_proposal,
    publish_proposal,
    withhold_proposal,
)


class _ProposalQueue:
    name = ""
    lists: State

    def __init__(self, wanted: Mapping[str, str] | None = None) -> None:
        self.wanted = wanted or {}

    def narrowed(self, wanted: Mapping[str, str]) -> Self:
        return type(self)(wanted)

    def rows(self) -> QuerySet[Proposal]:
        raise NotImplementedError

    def count(self) -> int:
        return self._chosen().count()

    def items(self, *, limit: int, offset: int = 0) -> Sequence[QueueItem]:
        """Three queries."""
        rows = list(self._chosen().select_related("category", "budget")[offset : offset + limit])
        urls, photos = proposal_urls(rows), photos_of(row.pk for row in rows)
        return [self._item(row, urls.get(row.pk, ""), row.pk in photos) for row in rows]

    def withhold(self, item_id: str, *, actor: User, reason_code: str, now: datetime) -> None:
        withhold_proposal(self._get(item_id), actor=actor, reason_code=reason_code, now=now, seen_as=self.lists)

    def _chosen(self) -> QuerySet[Proposal]:
        return self.rows().filter(narrowing(self.wanted)).order_by("received_at", "pk")

    def _get(self, item_id: str) -> Proposal:
        found = Proposal.objects.filter(reference=item_id).first()
        if found is None:
            raise RefusedError(Refusal.ALREADY_DECIDED)
        return found

    def _item(self, row: Proposal, url: str, has_photo: bool) -> QueueItem:
        flags = [str(Channel(row.channel).label)] if row.channel != Channel.WEB else []
        if row.category is not None:
            flags.append(named(row.category.names, get_language() or settings.LANGUAGE_CODE)[0])
        return QueueItem(
            queue=self.name,
            id=row.reference,
            kind_label=_("Proposal"),
            title=row.title,
            body="\n\n".join(text for text in (row.description, row.benefit, row.place) if text),
            language=row.language,
            author=author_words(row.author_name),
            received_at=row.received_at,
            due_at=None,
            url=url,
            decide_url=reverse("proposal_moderate", args=[row.reference]),
            flags=tuple(flags),
            files=((_("Photo"), f"{url}photo/"),) if has_photo and url else (),
        )


class WaitingProposals(_ProposalQueue):
    name = "participatory_budget.waiting"
    lists = State.PENDING

    def rows(self) -> QuerySet[Proposal]:
        return Proposal.objects.filter(state=State.PENDING)

    def approve(self, item_id: str, *, actor: User, now: datetime) -> None:
        publish_proposal(self._get(item_id), actor=actor, now=now, seen_as=self.lists)


class UnreadProposals(_ProposalQueue):
    name = "participatory_budget.unread"
    lists = State.PUBLISHED

    def rows(self) -> QuerySet[Proposal]:
        return Proposal.objects.published().filter(decided_at=None)

    def approve(self, item_id: str, *, actor: User, now: datetime) -> None:
        leave_proposal(self._get(item_id), actor=actor, now=now)


class FlaggedProposals(_ProposalQueue):
    """Approving leaves the proposal where it is; how many reported it is for moderators only."""

    name = "participatory_budget.flagged"
    lists = State.PUBLISHED

    def rows(self) -> QuerySet[Proposal]:
        return flagged_proposals()

    def items(self, *, limit: int, offset: int = 0) -> Sequence[QueueItem]:
        """One query more than the others."""
        items = super().items(limit=limit, offset=offset)
        notes: dict[str, list[str]] = {}
        for flag in open_flags(item.id for item in items):
            label = str(ReasonCode(flag.reason_code).label)
            notes.setdefault(flag.proposal.reference, []).append(f"{label}: {flag.note}" if flag.note else label)
        return [replace(item, notes=counted(notes.get(item.id, []))) for item in items]

    def approve(self, item_id: str, *, actor: User, now: datetime) -> None:
        dismiss_reports(self._get(item_id), actor=actor, now=now)


QUEUES = (WaitingProposals(), FlaggedProposals(), UnreadProposals())
