"""The editor's tools for one document: what stands in the way of publishing, splitting and merging clauses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from whitepapers.enums import PartKind
from whitepapers.models.pages import DocumentPage
from whitepapers.permissions import user_can_restructure
from whitepapers.reports.readiness import readiness
from whitepapers.selectors.outline import cuts_of, numbers_of, outline_of
from whitepapers.services.restructuring import RestructuringError, merge_clause, split_clause


@require_safe
def readiness_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The latest draft, checked."""
    page, draft = _draft(request, page_id)
    context = {
        "page": page,
        "readiness": readiness(draft),
        "can_restructure": user_can_restructure(request.user, page),
    }
    return render(request, "whitepapers/admin/readiness.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def restructure(request: HttpRequest, page_id: int) -> HttpResponse:
    """All clauses of the draft with what can be done to them; with `?clause=`, the places where that one can be cut."""
    page, draft = _draft(request, page_id)
    if not user_can_restructure(request.user, page):
        raise PermissionDenied
    if request.method == "POST":
        return _restructured(request, page)
    context: dict[str, Any] = {"page": page, "revision_id": page.latest_revision_id or ""}
    block_id = request.GET.get("clause", "")
    if not block_id:
        return render(request, "whitepapers/admin/restructure.html", context | {"rows": outline_of(draft)})
    block = next((one for one in draft.body if str(one.id) == block_id and one.block_type == PartKind.CLAUSE), None)
    if block is None:
        raise Http404
    row = next(row for row in outline_of(draft) if row.block_id == block_id)
    return render(request, "whitepapers/admin/split.html", context | {"row": row, "cuts": cuts_of(block)})


@require_safe
def numbers(request: HttpRequest, page_id: int) -> JsonResponse:
    """How the saved draft is counted, for the labels of the editor's blocks."""
    _page, draft = _draft(request, page_id)
    return JsonResponse({"numbers": numbers_of(draft)})


def _restructured(request: HttpRequest, page: DocumentPage) -> HttpResponse:
    block_id, revision = request.POST.get("clause", ""), request.POST.get("revision", "")
    revision_id = int(revision) if revision.isdecimal() else None
    back = reverse("document_restructure", args=[page.pk])
    user: Any = request.user
    now = timezone.now()
    try:
        if request.POST.get("action") == "merge":
            target = merge_clause(page, block_id, user=user, now=now, revision_id=revision_id)
            messages.success(request, _("The clauses are one now. The draft is saved; nothing is public yet."))
        else:
            position = request.POST.get("position", "")
            if not position.isdecimal():
                messages.error(request, _("Choose where the new clause begins."))
                return HttpResponseRedirect(f"{back}?clause={block_id}")
            target = split_clause(page, block_id, int(position), user=user, now=now, revision_id=revision_id)
            messages.success(request, _("The clause is split. The draft is saved; nothing is public yet."))
    except RestructuringError as refusal:
        messages.error(request, str(refusal))
        target = block_id
    return HttpResponseRedirect(f"{back}#clause-{target}")


def _draft(request: HttpRequest, page_id: int) -> tuple[DocumentPage, DocumentPage]:
    """The page and its latest draft, for those who may edit it."""
    page = Page.objects.filter(pk=page_id).select_related("locale").first()
    specific = page.specific if page else None
    if not isinstance(specific, DocumentPage):
        raise Http404
    if not specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return specific, specific.get_latest_revision_as_object()
