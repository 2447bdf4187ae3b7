"""`budgets/<slug>/proposals/<reference>/report/`: open to everybody; who is insulted need not have an account.

It has an address of its own because its form holds a token, and so a cookie; the page of the proposal holds neither.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from hub.accounts.models.user import User
from hub.contributions.enums import Refusal
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.limits import allow_report
from hub.contributions.views.compose import client_address
from hub.core.views.private import keep_private
from participatory_budget.forms.reporting import ProposalReportForm
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.proposal_addresses import proposal_path
from participatory_budget.services.reporting import report_proposal
from participatory_budget.views.proposals.finding import public_proposal

_STATUS = {Refusal.TOO_MANY: 429, Refusal.ALREADY_DECIDED: 409}


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, page: Page, reference: str) -> HttpResponseBase:
    found, status, is_done = public_proposal(page, reference), 200, False
    if request.method == "POST":
        form = ProposalReportForm(request.POST)
        refusal = _report(request, form, found, timezone.now())
        is_done = refusal is None
        if refusal is not None:
            status = _STATUS.get(refusal, 422)
            if refusal != Refusal.EMPTY:
                form.add_error(None, str(refusal.label))
    else:
        form = ProposalReportForm(initial={"key": uuid.uuid4().hex})
    name = "reported" if is_done else "report"
    url = proposal_path(page.get_url(request) or "", found.reference)
    response = page.render(
        request,
        template=f"participatory_budget/proposals/{name}.html",
        context_overrides={"proposal": found, "form": form, "proposal_url": url},
    )
    response.status_code = status
    return keep_private(response)


def _report(request: HttpRequest, form: ProposalReportForm, proposal: Proposal, now: datetime) -> Refusal | None:
    if not form.is_valid():
        return Refusal.EMPTY
    data = form.cleaned_data
    if data["honeypot"]:
        return Refusal.UNKNOWN_CHOICE
    if not allow_report(address=client_address(request), now=now):
        return Refusal.TOO_MANY
    actor = request.user if isinstance(request.user, User) else None
    try:
        report_proposal(proposal, actor=actor, reason_code=data["reason"], note=data["note"], key=data["key"], now=now)
    except RefusedError as error:
        return error.refusal
    return None
