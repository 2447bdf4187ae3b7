"""The file goes in: a form, and below it the imports that this person has begun."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from whitepapers.engine.imports.limits import too_large
from whitepapers.engine.imports.parsed import ImportRefusedError
from whitepapers.forms.importing import ACCEPT, UploadForm
from whitepapers.models.pages import DocumentPage
from whitepapers.publishing.import_work import begin, may_import, rewritable_documents
from whitepapers.selectors.import_work import open_work, work_of
from whitepapers.services.import_work import end_work
from whitepapers.views.imports.people import signed_in
from whitepapers.views.imports.uploads import announces_too_much, guard

TEMPLATE = "whitepapers/imports/start.html"


# The check of the form's token reads the whole request, so it comes after the check of its size.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    if announces_too_much(request):
        return _too_large(request)
    handler = guard(request)
    response = _upload(request)
    return _too_large(request) if handler.is_exceeded else response


def _too_large(request: HttpRequest) -> HttpResponse:
    request.method = "GET"  # nothing of the form was read
    return _page(request, refusal=ImportRefusedError(too_large(), ""), status=413)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    documents, may_add = rewritable_documents(user), may_import(user)
    if not documents and not may_add:
        raise PermissionDenied
    form = _form(documents, may_add, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    data = form.cleaned_data
    target = next((page for page in documents if str(page.translation_key) == data["target"]), None)
    try:
        work = begin(
            data["file"].read(),
            file_name=data["file"].name,
            language=data["language"],
            kind=data["kind"],
            accepts_changes=data["changes"] == ACCEPT,
            target=target,
            owner=user,
            now=now,
        )
    except ImportRefusedError as refusal:
        return _page(request, form=form, refusal=refusal, status=422)
    return redirect("document_import_preview", work.pk)


def _page(
    request: HttpRequest,
    *,
    form: UploadForm | None = None,
    refusal: ImportRefusedError | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    documents, may_add = rewritable_documents(user), may_import(user)
    if not documents and not may_add:
        raise PermissionDenied
    if form is None:
        form = _form(documents, may_add, initial={"target": request.GET.get("target", "")})
    context: dict[str, Any] = {"form": form, "refusal": refusal, "open_work": open_work(user)}
    return render(request, TEMPLATE, context, status=status)


def _form(documents: list[DocumentPage], may_add: bool, *args: Any, **kwargs: Any) -> UploadForm:
    choices = [(str(page.translation_key), f"{page.title} ({page.locale.language_code})") for page in documents]
    return UploadForm(*args, documents=choices, may_add=may_add, **kwargs)


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = signed_in(request)
    end_work(work_of(user, pk), actor=user)
    messages.success(request, _("The import is dropped; nothing was saved."))
    return redirect("document_import")
