"""`/cms/budgets/<uuid>/roll/`: how many are on the roll, and the register's file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from participatory_budget.engine.register_file import RegisterFileError
from participatory_budget.forms.roll_desk import RegisterFileForm
from participatory_budget.reports.roll import file_fault, line_fault
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.register import import_register
from participatory_budget.views.editing.shared import actor
from participatory_budget.views.roll.shared import budget_at_desk, show_roll


@require_safe
def roll(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = timezone.now()
    return show_roll(request, budget_at_desk(request, pk, now), now)


@require_POST
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`act=look` reads the file and writes nothing."""
    now = timezone.now()
    budget = budget_at_desk(request, pk, now)
    form = RegisterFileForm(request.POST, request.FILES, auto_id="file-%s")
    is_look = request.POST.get("act") != "import"
    if form.is_valid():
        try:
            report = import_register(
                form.cleaned_data["file"].file, budget, actor=actor(request), now=now, dry_run=is_look
            )
        except NotAllowedError:
            raise
        except RegisterFileError as error:
            form.refuse("file", file_fault(error))
        except BudgetError as error:
            form.refuse(error.where, error.message)
        else:
            lines = [(line, line_fault(fault)) for line, fault in report.named]
            fresh = RegisterFileForm(auto_id="file-%s")
            return show_roll(request, budget, now, report=report, report_lines=lines, is_look=is_look, file_form=fresh)
    if not form.errors:
        form.refuse("", _("Choose a file."))
    return show_roll(request, budget, now, status=422, file_form=form)
