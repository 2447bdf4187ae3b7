"""Subjects, departments and criteria of a budget."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.forms.budget_catalogue import EntryForm
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.services.editing.catalogue import Entry, delete_entry, entry_facts, save_entry
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.editing.shared import actor, budget_to_edit, desk_url, saved, show_form

# As they stand in addresses.
KINDS: dict[str, type[Entry]] = {"subjects": Category, "departments": Department, "criteria": Criterion}


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: UUID, kind: str, entry_id: int | None = None) -> HttpResponse:
    """A new one, or one that is there."""
    budget, now = budget_to_edit(request, pk), timezone.now()
    model = _model(kind)
    known = _found(budget, model, entry_id) if entry_id else None
    initial = None
    if known is not None:
        facts = entry_facts(known)
        initial = {**EntryForm.initial_of(facts), "seen": fingerprint(facts)}
    form = EntryForm(request.POST or None, is_criterion=model is Criterion, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: save_entry(
                budget, model, known, form.facts(), seen=form.cleaned_data["seen"], actor=actor(request), now=now
            ),
            lambda: fingerprint(entry_facts(_found(budget, model, known.pk))) if known else "",
        )
    ):
        messages.success(request, _("Saved."))
        return redirect(desk_url(budget, kind))
    return show_form(
        request,
        form,
        _title(model, is_new=known is None),
        desk_url(budget, kind),
        budget,
        delete_url=reverse("budget_entry_delete", args=[budget.pk, kind, known.pk]) if known else "",
    )


@require_POST
def remove_entry(request: HttpRequest, pk: UUID, kind: str, entry_id: int) -> HttpResponse:
    budget, now = budget_to_edit(request, pk), timezone.now()
    row = _found(budget, _model(kind), entry_id)
    try:
        delete_entry(row, actor=actor(request), now=now)
    except BudgetError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Deleted."))
    return redirect(desk_url(budget, kind))


def _found(budget: Budget, model: type[Entry], entry_id: int) -> Entry:
    found: Entry | None = model.objects.select_related("budget").filter(pk=entry_id, budget=budget).first()
    if found is None:
        raise Http404
    return found


def _model(kind: str) -> type[Entry]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _title(model: type[Entry], *, is_new: bool) -> str:
    titles = {
        Category: (_("New subject"), _("Change a subject")),
        Department: (_("New department"), _("Change a department")),
        Criterion: (_("New criterion"), _("Change a criterion")),
    }
    return titles[model][0 if is_new else 1]
