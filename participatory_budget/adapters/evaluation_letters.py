"""The letters to authors while the city looks at their proposal, made when they go out, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from hub.moderation.enums import State
from hub.notifications.engine.isolation import isolate
from hub.notifications.engine.kinds import Kind, kinds
from participatory_budget.enums import AppealDecision, Consent
from participatory_budget.models.catalogue import named
from participatory_budget.models.evaluation import Appeal, Evaluation, ScopeChange, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.reports.evaluation import appeal_closes_at
from participatory_budget.reports.money import money
from participatory_budget.selectors.evaluation import schedule_of
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.services.evaluating import letters

Context = Mapping[str, Any]
FOLDER = "participatory_budget/mail"


def register() -> None:
    kinds.register(
        letters.OPENED,
        Kind(_("The city looks at your proposal %(reference)s"), f"{FOLDER}/evaluation_opened.txt", _opened),
    )
    kinds.register(
        letters.CHANGE_ASKED,
        Kind(_("A question about your proposal %(reference)s"), f"{FOLDER}/change_asked.txt", _change_asked),
    )
    kinds.register(
        letters.VERDICT, Kind(_("The verdict on your proposal %(reference)s"), f"{FOLDER}/verdict.txt", _verdict)
    )
    kinds.register(
        letters.APPEAL_DECIDED,
        Kind(_("Your appeal about proposal %(reference)s"), f"{FOLDER}/appeal_decided.txt", _appeal_decided),
    )


def _opened(payload: Context) -> Context | None:
    row = Evaluation.objects.select_related("proposal__budget", "department").filter(pk=payload["evaluation"]).first()
    if row is None or not _stands(row.proposal):
        return None
    department = named(row.department.names, get_language() or "en")[0] if row.department else ""
    return _about(row.proposal) | {
        "department": department,
        "due": date_format(row.due_on, "DATE_FORMAT") if row.due_on else "",
    }


def _change_asked(payload: Context) -> Context | None:
    row = ScopeChange.objects.select_related("evaluation__proposal__budget").filter(pk=payload["change"]).first()
    if row is None or row.consent != Consent.ASKED or not _stands(row.evaluation.proposal):
        return None
    return _about(row.evaluation.proposal) | {
        "new_title": row.title,
        "new_text": row.description,
        "reason": row.reason,
    }


def _verdict(payload: Context) -> Context | None:
    row = Verdict.objects.select_related("evaluation__proposal__budget", "appeal").filter(pk=payload["verdict"]).first()
    if row is None or not _stands(row.evaluation.proposal):
        return None
    proposal = row.evaluation.proposal
    ends = appeal_closes_at(row, proposal, schedule_of(proposal.budget_id))
    return _about(proposal) | {
        "verdict": row.get_verdict_display(),
        "reason": row.reason,
        "cost": money(row.cost_final, proposal.budget.currency) if row.cost_final is not None else "",
        "appeal_until": date_format(timezone.localtime(ends), "DATETIME_FORMAT"),
    }


def _appeal_decided(payload: Context) -> Context | None:
    row = Appeal.objects.select_related("verdict__evaluation__proposal__budget").filter(pk=payload["appeal"]).first()
    if row is None or not row.decision or not _stands(row.verdict.evaluation.proposal):
        return None
    return _about(row.verdict.evaluation.proposal) | {
        "decision": row.get_decision_display(),
        "granted": row.decision == AppealDecision.GRANTED,
        "reason": row.reason,
    }


def _stands(proposal: Proposal) -> bool:
    return proposal.state == State.PUBLISHED and proposal.erased_at is None


def _about(proposal: Proposal) -> dict[str, Any]:
    page = budget_pages([proposal.budget_id], get_language() or "en").get(proposal.budget_id)
    path = page.get_url() if page else None
    base = path if not path or path.startswith("http") else f"{settings.PUBLIC_URL}{path}"
    return {
        "reference": isolate(proposal.reference, rtl=get_language_bidi()),
        "title": proposal.title,
        "link": f"{base}proposals/{proposal.reference}/evaluation/" if base else "",
    }
