"""The letters about co-authors and merges, made when they go out; what is no longer true is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from hub.moderation.enums import State
from hub.notifications.engine.isolation import isolate
from hub.notifications.engine.kinds import Kind, kinds
from participatory_budget.engine.invitations import ends_at, invitation_key
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.together import can_be_answered
from participatory_budget.phases import phases_of
from participatory_budget.reports.together import proposals_url
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.together import final_of, merges
from participatory_budget.services import merging
from participatory_budget.services import together_letters as letters

Context = Mapping[str, Any]


def register() -> None:
    folder = "participatory_budget/mail"
    kinds.register(
        letters.COAUTHOR_ASKED,
        Kind(_("Will you stand behind a proposal? %(heading)s"), f"{folder}/coauthor_asked.txt", _coauthor_asked),
    )
    kinds.register(
        letters.MERGE_ASKED,
        Kind(_("Shall your proposal be put together with another? %(title)s"), f"{folder}/merge_asked.txt", _asked),
    )
    kinds.register(
        letters.MERGE_ENDED,
        Kind(_("The two proposals stay apart: %(title)s"), f"{folder}/merge_ended.txt", _ended),
    )
    kinds.register(letters.MERGED, Kind(_("Two proposals are one now: %(title)s"), f"{folder}/merged.txt", _merged))


def _coauthor_asked(payload: Context) -> Context | None:
    row = CoAuthor.objects.filter(pk=payload["coauthor"], consent=Consent.ASKED).select_related("proposal").first()
    now = timezone.now()
    if row is None or now >= ends_at(row.asked_at):
        return None
    proposal = row.proposal
    if not can_be_answered(proposal, phases_of(BudgetPhase.objects.filter(budget=proposal.budget_id)), now):
        return None
    page = budget_pages([proposal.budget_id], translation.get_language() or settings.LANGUAGE_CODE).get(
        proposal.budget_id
    )
    link = _page(proposal, "invitation/")
    if page is None or not link:
        return None
    # What no moderator has read yet is not carried into strangers' mailboxes: it stands behind the link.
    title = proposal.title if proposal.state == State.PUBLISHED else ""
    return {
        "heading": title or page.title,
        "title": title,
        "budget": page.title,
        "name": proposal.author_name,
        "link": f"{link}?{urlencode({'key': invitation_key(row.pk, proposal.pk)})}",
        "until": date_format(timezone.localtime(ends_at(row.asked_at)), "DATE_FORMAT"),
    }


def _asked(payload: Context) -> Context | None:
    merge = merges().filter(pk=payload["merge"]).first()
    if merge is None:
        return None
    phases = phases_of(BudgetPhase.objects.filter(budget=merge.source.budget_id))
    side = payload["side"]
    if getattr(merge, f"{side}_consent") != Consent.ASKED or not merging.can_be_completed(
        merge, phases, timezone.now()
    ):
        return None
    mine = merge.source if side == merging.SOURCE else merge.target
    return _about(merge) | {"goes_away": side == merging.SOURCE, "reason": merge.reason, "link": _page(mine, "merge/")}


def _ended(payload: Context) -> Context | None:
    merge = merges().filter(pk=payload["merge"], done_at=None).first()
    if merge is None:
        return None
    refused = Consent.REFUSED in (merge.source_consent, merge.target_consent)
    return _about(merge) | {"refused": refused, "link": _page(merge.source)}


def _merged(payload: Context) -> Context | None:
    merge = merges().filter(pk=payload["merge"], done_at__isnull=False).first()
    if merge is None:
        return None
    end = final_of(merge.source) or merge.target
    return _about(merge) | {"link": _page(end), "supports": end.support_count}


def _about(merge: Merge) -> dict[str, Any]:
    rtl = get_language_bidi()
    return {
        "title": _title(merge.source),
        "source": _title(merge.source),
        "target": _title(merge.target),
        "source_reference": isolate(merge.source.reference, rtl=rtl),
        "target_reference": isolate(merge.target.reference, rtl=rtl),
    }


def _title(proposal: Proposal) -> str:
    """The words of what was hidden meanwhile are told to nobody, not to the other side either."""
    return proposal.title if proposal.state == State.PUBLISHED else proposal.reference


def _page(proposal: Proposal, action: str = "") -> str:
    """Absolute, in the language of the letter; "" where no page of the budget is public."""
    base = proposals_url(proposal, translation.get_language() or settings.LANGUAGE_CODE)
    if not base:
        return ""
    path = f"{base}{proposal.reference}/{action}"
    return path if path.startswith("http") else f"{settings.PUBLIC_URL}{path}"
