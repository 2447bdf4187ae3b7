"""`/cms/promises/import/`: progress from another system. It can be looked at before it is taken."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.core.engine.record_files import UnreadableFileError
from hub.core.views.private import keep_private
from hub.promises.forms.upload import ProgressFileForm
from hub.promises.permissions import user_can_import
from hub.promises.services.importing import ImportResult, import_progress
from hub.promises.services.progress_fields import field_names
from hub.promises.views.desk.shared import staff

# More than a person reads; the command lists all.
SHOWN = 200
TAKE = "take"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    if not user_can_import(user):
        raise PermissionDenied
    form = ProgressFileForm(request.POST or None, request.FILES or None)
    result: ImportResult | None = None
    # Without a word on which button was pressed it is only looked at.
    taking = request.POST.get("do") == TAKE
    if request.method == "POST" and form.is_valid():
        strict = form.cleaned_data["strict"]
        try:
            result = import_progress(
                form.cleaned_data["file"].file, dry_run=not taking, strict=strict, actor=user, now=timezone.now()
            )
        except UnreadableFileError as error:
            form.refuse(f"{error.where}: {error.message}")
    context: dict[str, Any] = {
        "form": form,
        "result": result,
        "rejected": result.rejected[:SHOWN] if result else [],
        "ignored": sorted(result.ignored_columns)[:20] if result else [],
        "taken": taking and result is not None and not (form.cleaned_data["strict"] and result.rejected_count),
        "fields": field_names(),
    }
    return keep_private(render(request, "promises/admin/import.html", context, status=422 if form.errors else 200))
