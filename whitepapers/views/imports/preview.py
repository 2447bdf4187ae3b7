"""What was read, as it will be read, before anything is saved; each part can be corrected on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from whitepapers.engine.imports.corrections import change, drop, position_of
from whitepapers.engine.imports.draft import Draft, DraftPart
from whitepapers.engine.imports.parsed import ImportRefusedError
from whitepapers.enums import PartKind
from whitepapers.forms.importing import PartForm, TitleForm
from whitepapers.models.import_work import ImportWork
from whitepapers.publishing.import_work import save, target_of
from whitepapers.selectors.body import Part
from whitepapers.selectors.import_work import work_of
from whitepapers.selectors.importing import preview_parts
from whitepapers.services.import_work import keep_draft
from whitepapers.views.imports.people import signed_in


@dataclass(frozen=True)
class Shown:
    part: Part
    eid: str
    indent: int
    heading_level: int
    pictures: tuple[str, ...]  # what is said of pictures, which are taken over when the page is saved
    warnings: tuple[str, ...]


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    work = work_of(signed_in(request), pk)
    return _page(request, work, TitleForm(initial={"title": work.draft["title"]}))


def _page(request: HttpRequest, work: ImportWork, form: TitleForm, status: int = 200) -> HttpResponse:
    draft = Draft.from_json(work.draft)
    shown = _shown(draft)
    context = {
        "work": work,
        "draft": draft,
        "form": form,
        "target": target_of(work),
        "shown": shown,
        "clauses": sum(one.part.kind == PartKind.CLAUSE for one in shown),
        "headings": sum(one.part.kind == PartKind.HEADING for one in shown),
        "notes": sum(one.part.kind == PartKind.NOTE for one in shown),
        "general": _general_warnings(draft),
    }
    return render(request, "whitepapers/imports/preview.html", context, status=status)


def _shown(draft: Draft) -> list[Shown]:
    by_key = {part.key: part for part in draft.parts}
    by_eid: dict[str, list[str]] = {}
    for warning in draft.warnings:
        by_eid.setdefault(warning.where, []).append(warning.message)
    result: list[Shown] = []
    level = 1  # of the HTML heading before; the next may be one deeper at most
    for part in preview_parts(draft):
        own = by_key[part.block_id]
        pictures = tuple(one["value"]["alt"] for one in own.attached if one["type"] == "figure")
        if part.heading or part.kind == PartKind.HEADING:
            level = min(1 + part.level, level + 1, 6)
        result.append(Shown(part, own.eid, min(own.level, 8), level, pictures, tuple(by_eid.get(own.eid, ()))))
    return result


def _general_warnings(draft: Draft) -> list[dict[str, str]]:
    """With the key of the part that a warning is about, where it is about one."""
    keys = {part.eid: part.key for part in draft.parts if part.eid}
    return [{"where": one.where, "message": one.message, "key": keys.get(one.where, "")} for one in draft.warnings]


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """One part, corrected or taken out."""
    user = signed_in(request)
    work = work_of(user, pk)
    draft = Draft.from_json(work.draft)
    index = position_of(draft, key)
    if index is None:
        raise Http404
    own = draft.parts[index]
    form = PartForm(request.POST or None, initial=_initial(own))
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action in {"join", "drop"}:
            keep_draft(work, drop(draft, key, keeps_words=action == "join"), actor=user, now=timezone.now())
            messages.success(request, _("Taken out."))
            above = draft.parts[index - 1].key if index else ""
            return redirect(reverse("document_import_preview", args=[work.pk]) + (f"#{above}" if above else ""))
        if form.is_valid():
            keep_draft(work, change(draft, key, **form.cleaned_data), actor=user, now=timezone.now())
            messages.success(request, _("Corrected."))
            return redirect(reverse("document_import_preview", args=[work.pk]) + f"#{key}")
    context = {
        "work": work,
        "draft": draft,
        "form": form,
        "own": own,
        "part": next(one for one in preview_parts(draft) if one.block_id == key),
        "above": draft.parts[index - 1] if index else None,
        "before": draft.parts[index - 1].key if index else "",
        "after": draft.parts[index + 1].key if index + 1 < len(draft.parts) else "",
    }
    return render(request, "whitepapers/imports/part.html", context, status=422 if form.errors else 200)


def _initial(part: DraftPart) -> dict[str, object]:
    return {"kind": part.kind, "level": str(part.level), "number": part.number, "heading": part.heading}


@require_http_methods(["POST"])
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Saves the draft page and leads to its editor; for a new version the pairs come first."""
    user, now = signed_in(request), timezone.now()
    work = work_of(user, pk)
    form = TitleForm(request.POST)
    if work.target_uuid is None:
        if not form.is_valid():
            return _page(request, work, form, status=422)
        keep_draft(work, replace(Draft.from_json(work.draft), title=form.cleaned_data["title"]), actor=user, now=now)
    try:
        done = save(work, title=form.cleaned_data.get("title", "") if form.is_valid() else "", actor=user, now=now)
    except ImportRefusedError as refusal:
        messages.error(request, refusal.message)
        return redirect("document_import_mapping" if work.target_uuid else "document_import_preview", work.pk)
    for warning in done.warnings:
        if warning not in Draft.from_json(work.draft).warnings:
            messages.warning(request, f"{warning.where}: {warning.message}")
    messages.success(request, _("The document is saved as a draft. Read it once more, then publish it."))
    return redirect("wagtailadmin_pages:edit", done.page.pk)
