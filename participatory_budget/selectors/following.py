"""What followers of a proposal see and are told, in the active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject
from hub.moderation.enums import State
from participatory_budget.enums import Verdict as Finding
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.proposal_addresses import proposal_urls

PROPOSAL = "proposal"


def followed_proposals(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """Only public ones; two queries."""
    rows = list(Proposal.objects.published().filter(pk__in=uuids_in(keys)))
    urls = proposal_urls(rows)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        str(row.pk): FollowSubject(
            key=str(row.pk),
            title=row.title,
            url=urls[row.pk],
            language="" if row.language == language else row.language,
        )
        for row in rows
        if row.pk in urls
    }


def proposal_letter(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """What every letter about a proposal says; None once it is not public (any more)."""
    rows = Proposal.objects.published().select_related("merged_into", "budget")
    proposal = rows.filter(pk=payload["proposal"]).first()
    url = proposal_urls([proposal]).get(proposal.pk) if proposal else None
    if proposal is None or not url:
        return None
    return {
        "title": proposal.title,
        "district": proposal.envelope_id,
        "is_merged": proposal.merged_into_id is not None,
        "url": absolute(url),
        "supports": proposal.support_count,
        "needed": proposal.budget.supports_needed,
    }


def verdict_letter(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """None when a later verdict was given before the letter went out: that one has its own."""
    told = proposal_letter(payload)
    newest = Verdict.objects.filter(evaluation__proposal=payload["proposal"]).order_by("-number").first()
    if told is None or newest is None or newest.pk != payload["verdict"]:
        return None
    return {**told, "verdict": str(Finding(newest.verdict).label), "reason": newest.reason}


def merged_letter(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    told = proposal_letter(payload)
    proposal = Proposal.objects.select_related("merged_into").filter(pk=payload["proposal"]).first()
    target = proposal.merged_into if proposal else None
    if told is None or target is None or target.state != State.PUBLISHED:
        return None
    return {**told, "target_title": target.title, "target_url": absolute(proposal_urls([target]).get(target.pk, ""))}


def absolute(path: str) -> str:
    return path if not path or path.startswith("http") else f"{settings.PUBLIC_URL}{path}"
