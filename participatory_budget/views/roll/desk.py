"""`/cms/budgets/<uuid>/roll/desk/`: staff look at a document, one person after the other."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.core.views.private import keep_private
from participatory_budget.forms.roll_desk import DocumentForm
from participatory_budget.permissions.voting import user_can_check_at_desk
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.roll.codes import Batch, PrintedCode
from participatory_budget.services.roll.desk import Checked, check_at_desk
from participatory_budget.views.editing.shared import actor, desk_url, show_form
from participatory_budget.views.roll.codes import show_codes
from participatory_budget.views.roll.shared import budget_at_desk, view_of


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = timezone.now()
    budget = budget_at_desk(request, pk, now)
    view = view_of(budget, now)
    if not user_can_check_at_desk(request.user, schedule_of(budget), now) or "desk" not in view.ways:
        raise PermissionDenied
    form = DocumentForm(view, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            checked = check_at_desk(budget, form.document(), actor=actor(request), now=now)
        except BudgetError as error:
            form.refuse(error.where, error.message)
        else:
            if checked.code:
                return show_codes(request, budget, Batch(0, [PrintedCode(None, checked.code)]))
            messages.success(request, _said(checked))
            return redirect("budget_roll_desk", pk=budget.pk)
    answer = show_form(
        request,
        form,
        _("Look at a document"),
        desk_url(budget, "voting"),
        budget,
        template="participatory_budget/voting/desk_form.html",
        save=_("Put this person on the roll"),
        view=view,
    )
    return keep_private(answer)


def _said(checked: Checked) -> str:
    if checked.is_new:
        return _("On the roll now. The next document can be looked at.")
    return _("This person is on the roll already; what was missing was added. The next document can be looked at.")
