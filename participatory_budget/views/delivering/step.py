"""One thing done to a project. The form keeps what was typed; what is refused says why and what to do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.core.views.private import keep_private
from hub.promises.services import PromiseError
from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.forms.delivering import DeskForm
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.delivering import steps_end, steps_facts, steps_money, steps_photos, steps_work
from participatory_budget.views.delivering.shared import Shown, Step, file_on_desk, item_of, project_url, shown_of
from participatory_budget.views.editing.shared import actor

STEPS: dict[str, Step] = {
    **steps_work.STEPS,
    **steps_end.STEPS,
    **steps_money.STEPS,
    **steps_photos.STEPS,
    **steps_facts.STEPS,
}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: UUID, name: str, item_id: UUID | None = None) -> HttpResponse:
    delivery, now = file_on_desk(request, pk, to_write=True), timezone.now()
    one = STEPS.get(name)
    if one is None:
        raise Http404
    shown = shown_of(delivery, item_of(delivery, one, item_id), now)
    initial = {**one.initial(shown), "seen": _seen(one, shown)}
    form = one.form(shown, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _taken(request, one, shown, form):
        messages.success(request, str(one.told))
        return redirect(project_url(delivery, one.section))
    context: dict[str, Any] = {
        "form": form,
        "title": one.title,
        "save": one.save,
        "is_grave": one.is_grave,
        "subtitle": shown.words(delivery.promise.titles),
        "about": shown.words(titles) if (titles := _titles(shown)) else "",
        "photo": shown.item if name.startswith("photo-") else None,
        "delivery": delivery,
        "back": project_url(delivery, one.section),
    }
    status = 422 if request.method == "POST" else 200
    return keep_private(render(request, "participatory_budget/admin/project_step.html", context, status=status))


def _taken(request: HttpRequest, one: Step, shown: Shown, form: DeskForm) -> bool:
    try:
        one.take(shown, form, actor(request), timezone.now())
    except (BudgetError, PromiseError) as error:
        if isinstance(error, PermissionDenied):
            raise
        form.refuse(error.where, error.message)
        if error.where == "seen":
            fresh = file_on_desk(request, shown.delivery.pk, to_write=True)
            item = type(shown.item).objects.get(pk=shown.item.pk) if shown.item else None
            form.see_again(_seen(one, shown_of(fresh, item, shown.now)))
        return False
    return True


def _seen(one: Step, shown: Shown) -> str:
    return fingerprint(one.seen(shown)) if one.seen else ""


def _titles(shown: Shown) -> dict[str, str]:
    """What the milestone, payment or photo is called."""
    return getattr(shown.item, "titles", None) or getattr(shown.item, "alts", None) or {}
