"""`/cms/promises/<uuid>/<action>/`: the form of one move."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.core.views.private import keep_private
from hub.promises.engine.actions import Action, actions_in, mark_of
from hub.promises.engine.words import said_in
from hub.promises.forms.desk import FORMS, ActionForm, initial_of
from hub.promises.models.promise import Promise
from hub.promises.services.acting import act
from hub.promises.services.errors import PromiseError
from hub.promises.views.desk.labels import LABELS
from hub.promises.views.desk.shared import language, promise_on_desk


@require_http_methods(["GET", "HEAD", "POST"])
def acting(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    promise, user = promise_on_desk(request, pk)
    if name not in list(Action):
        raise Http404
    action, now = Action(name), timezone.now()
    if request.method != "POST" and action not in actions_in(promise.state, promise.due_on):
        # A tab that was open too long, or a link from elsewhere.
        return redirect("promise_desk", pk)
    initial = {**initial_of(promise, action, timezone.localdate(now)), "seen": _mark(promise)}
    form = FORMS[action](request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            act(pk, action, form.facts(), seen=form.cleaned_data["seen"], actor=user, now=now)
        except PromiseError as error:
            if isinstance(error, PermissionDenied):
                raise
            _refuse(form, error, pk)
            promise.refresh_from_db()
        else:
            messages.success(request, _("Saved."))
            return redirect("promise_desk", pk)
    title, code = said_in(promise.titles, language())
    context = {
        "promise": promise,
        "form": form,
        "label": LABELS[action],
        "title": title,
        "title_language": "" if code == language() else code,
    }
    return keep_private(render(request, "promises/admin/form.html", context, status=422 if form.errors else 200))


def _refuse(form: ActionForm, error: PromiseError, pk: UUID) -> None:
    form.refuse(error.where, error.message)
    if error.where == "seen":
        form.see_again(_mark(Promise.objects.get(pk=pk)))


def _mark(promise: Promise) -> str:
    return mark_of(promise.state, promise.due_on, promise.owner_id)
