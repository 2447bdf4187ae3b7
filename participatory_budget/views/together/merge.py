"""Asking whether two proposals become one, and answering: by an author of either side or a budget officer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.accounts.models.user import User
from hub.contributions.engine.language import guess_language
from hub.core.views.private import keep_private
from participatory_budget.forms.together import MergeForm
from participatory_budget.models.authorship import Merge
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author, user_can_ask_to_merge
from participatory_budget.permissions.together import stands, user_can_see_merges, user_can_take_back
from participatory_budget.reports.together import merge_traces, side_of
from participatory_budget.selectors import together as find
from participatory_budget.services import merging
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.together.found import found, not_yours, proposals_base, schedule_of, sign_in_first


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, page: Any, *, reference: str) -> HttpResponseBase:
    person = request.user
    if not person.is_authenticated:
        return sign_in_first(request)
    proposal, now = found(request, page, reference), timezone.now()
    if not (is_author(person, proposal) or user_can_see_merges(person, now)):
        return not_yours(request, page, proposal)
    here = f"{proposals_base(request, page)}{proposal.reference}/"
    question = find.open_merges([proposal.pk]).first()
    form, refused = MergeForm(), ""
    if request.method == "POST":
        form = MergeForm(request.POST) if request.POST.get("do") == "ask" else form
        try:
            if (done := _do(request, person, proposal, form, now)) is not None:
                messages.success(request, done)
                return keep_private(redirect(f"{here}merge/"))
        except BudgetError as error:
            if error.where in form.fields:
                form.add_error(error.where, error.message)
            else:
                refused = error.message
    context = _context(request, person, page, proposal, question, now) | {
        "form": form,
        "refused": refused,
        "here": here,
    }
    status = 422 if refused or form.errors else 200
    return keep_private(render(request, "participatory_budget/proposals/merge.html", context, status=status))


def _do(request: HttpRequest, person: User, proposal: Proposal, form: MergeForm, now: datetime) -> str | None:
    """What was done, in words; None where the form has to be mended first."""
    asked = request.POST.get("do")
    if asked in ("agree", "refuse", "take_back"):
        known = _meant(request, proposal)
        if asked == "take_back":
            merging.take_back_merge(known, actor=person, now=now)
            return _("The question is taken back. The two stay apart.")
        answered = merging.answer_merge(known, agrees=asked == "agree", actor=person, now=now)
        if answered.done_at is not None:
            return _("Both sides have agreed: the two are one proposal now.")
        return _("Your yes is kept. The other side is asked.") if asked == "agree" else _("The two stay apart.")
    if asked != "ask" or not form.is_valid():
        return None
    other = find.proposal_by_reference(proposal.budget_id, request.POST.get("other", ""))
    if other is None or not other.published_at:
        raise BudgetError(_("Choose the other proposal first."), "other")
    pair = (proposal, other) if form.cleaned_data["way"] == MergeForm.OUT else (other, proposal)
    reason = form.cleaned_data["reason"]
    language = guess_language(
        reason,
        page_language=translation.get_language() or settings.LANGUAGE_CODE,
        languages=[code for code, _name in settings.LANGUAGES],
    )
    made = merging.ask_to_merge(*pair, reason=reason, language=language, actor=person, now=now)
    if made.done_at is not None:
        return _("Both sides have agreed: the two are one proposal now.")
    return _("The other side is asked. Here you see the answer.")


def _meant(request: HttpRequest, proposal: Proposal) -> Merge:
    """The question that stood on the page when it was answered, not whichever is open now."""
    number = request.POST.get("question", "")
    rows = find.merges().filter(pk=int(number)) if number.isdecimal() and len(number) < 16 else find.merges().none()
    row = rows.first()
    if row is None or proposal.pk not in (row.source_id, row.target_id):
        raise BudgetError(_("This question is not open any more."))
    return row


def _context(
    request: HttpRequest, person: User, page: Any, proposal: Proposal, question: Merge | None, now: datetime
) -> dict[str, Any]:
    base, phases = proposals_base(request, page), schedule_of(proposal)
    asked = " ".join(request.GET.get("q", "").split())[:200]
    chosen = request.POST.get("other") or request.GET.get("other", "")
    other = find.proposal_by_reference(proposal.budget_id, chosen) if chosen else None
    if other is not None and (other.pk == proposal.pk or not stands(other)):
        other = None
    merged = find.merge_of(proposal)
    past = find.answered_without(proposal)
    traces = merge_traces([one for one in (question, merged, *past) if one is not None], base)
    can_ask = question is None and user_can_ask_to_merge(person, proposal, phases, now)
    behind = find.people_behind([proposal, other] if other else [proposal])
    return {
        "page": page,
        "proposal": proposal,
        "question": traces[question.pk] if question else None,
        "can_be_completed": question is not None and merging.can_be_completed(question, phases, now),
        "mine": merging.may_answer(question, person, now) if question else {},
        "can_take_back": question is not None and user_can_take_back(person, question, now),
        "merged": traces[merged.pk] if merged else None,
        "past": [traces[one.pk] for one in past],
        "can_ask": can_ask,
        "asked": asked,
        "results": [side_of(one, base) for one in _results(proposal, asked)] if can_ask and not other else [],
        "other": other,
        "other_url": f"{base}{other.reference}/" if other else "",
        "other_is_mine": other is not None and is_author(person, other),
        "other_has_people": other is not None and bool(behind[other.pk]),
        "this_has_people": bool(behind[proposal.pk]),
        "is_mine": is_author(person, proposal),
        "most": merging.LONGEST_REASON,
    }


def _results(proposal: Proposal, asked: str) -> list[Proposal]:
    """What was asked for; before anything was, those that say much the same."""
    if asked:
        return find.others_to_merge_with(proposal.budget, asked, without=proposal)
    return find.most_like(proposal)
