"""`ballots/receipt/`: is my ballot in, and does it say what I chose? A receipt stands in no address and no log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from hub.contributions.views.compose import client_address
from hub.core.views.private import keep_private
from participatory_budget.forms.receipts import ReceiptForm
from participatory_budget.models.budget import Budget
from participatory_budget.reports.open_log import PublishedBallot, published_ballot
from participatory_budget.selectors.envelopes import envelope_name
from participatory_budget.selectors.open_log import Finding, FoundBallot, closed_of, find_ballot, hidden_projects
from participatory_budget.selectors.voting import election_in_force, frozen_of
from participatory_budget.services.voting.receipt_limits import allow_receipt


# No receipt in a report of an error.
@sensitive_post_parameters()
def receipt_page(request: HttpRequest, page: Any) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    now, status = timezone.now(), 200
    context: dict[str, Any] = {"form": ReceiptForm(), "closed": closed_of(page.budget)}
    if request.method == "POST":
        form = ReceiptForm(request.POST)
        if not allow_receipt(address=client_address(request), now=now):
            form.errors.clear()
            form.add_error(None, _("Too many receipts were looked up from here. Try again in an hour."))
            status = 429
        elif not form.is_valid():
            status = 422
        else:
            found = find_ballot(page.budget, form.cleaned_data["receipt"])
            context |= {
                "found": found,
                "said": _said(page.budget, found, form.cleaned_data["receipt"].commitment),
                "envelope": envelope_name(found.envelope, page.locale.language_code) if found.envelope else "",
            }
            # What was pasted is not sent back, unless it has to be corrected.
            if found.finding not in (Finding.UNKNOWN, Finding.WRONG_NONCE):
                form = ReceiptForm()
        context["form"] = form
    response: Any = page.render(
        request, template="participatory_budget/voting/log_receipt.html", context_overrides=context
    )
    response.status_code = status
    return keep_private(response)


def _said(budget: Budget, found: FoundBallot, mark: str) -> PublishedBallot | None:
    frozen = frozen_of(budget)
    if frozen is None or found.finding is not Finding.COUNTS or found.envelope is None:
        return None
    document = election_in_force(frozen)
    part = next(one for one in document["envelopes"] if one["id"] == found.envelope.slug)
    hidden = {code for envelope, code in hidden_projects(budget) if envelope == found.envelope.slug}
    return published_ballot(mark, found.position, found.choices, part, document["rule_card"], hidden)
