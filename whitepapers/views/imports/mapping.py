"""Side by side: which clause of the new text is which clause of the document. What is ambiguous, a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.contributions.engine.redline import Change, redline
from whitepapers.engine.mapping import Pair
from whitepapers.engine.mapping_decisions import ConflictError
from whitepapers.forms.deciding import Choices, as_decision, choices_of, name_of, status_label
from whitepapers.models.import_work import ImportWork
from whitepapers.publishing.import_work import Mapped, mapped, target_of
from whitepapers.selectors.body import Part
from whitepapers.selectors.import_work import work_of
from whitepapers.services.import_work import keep_decisions
from whitepapers.views.imports.people import signed_in

ROWS_PER_PAGE = 25
OPEN, ALL = "open", "all"


@dataclass(frozen=True)
class Row:
    pair: Pair
    key: str  # of the new clause, or of the old one that went
    status: str
    label: str
    old: Part | None
    new: Part | None
    changes: Sequence[Change]  # what was taken out and put in, where one text became the other
    choices: Choices

    @property
    def name(self) -> str:
        return name_of(self.new or self.old)


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All pairs or only those that wait, some at a time; each page is saved as a whole."""
    user, now = signed_in(request), timezone.now()
    work = work_of(user, pk)
    target = target_of(work)
    if target is None:
        raise Http404
    found = mapped(work, target, actor=user, now=now)
    shown = request.GET.get("show") or (OPEN if found.waiting else ALL)
    pairs = found.waiting if shown == OPEN else list(found.rows)
    page = Paginator(pairs, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(pair, found, full=False) for pair in page]
    if request.method == "POST":
        if _decide(request, work, found, rows):
            return redirect(f"{reverse('document_import_mapping', args=[work.pk])}?show={shown}&page={page.number}")
        found = mapped(work, target, actor=user, now=now)
        rows = [_row(pair, found, full=False) for pair in page]
    counts: dict[str, int] = {}
    for pair in found.rows:
        counts[pair.status] = counts.get(pair.status, 0) + 1
    context = {
        "work": work,
        "target": target,
        "rows": rows,
        "page_obj": page,
        "shown": shown,
        "waiting": len(found.waiting),
        "counts": [(status_label(status), count) for status, count in sorted(counts.items())],
    }
    return render(request, "whitepapers/imports/mapping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """One pair with every clause to choose from."""
    user, now = signed_in(request), timezone.now()
    work = work_of(user, pk)
    target = target_of(work)
    if target is None:
        raise Http404
    found = mapped(work, target, actor=user, now=now)
    own = next((one for one in found.rows if _key(one) == key), None)
    if own is None:
        raise Http404
    row = _row(own, found, full=True)
    if request.method == "POST" and _decide(request, work, found, [row]):
        return redirect(f"{reverse('document_import_mapping', args=[work.pk])}?show={ALL}")
    return render(request, "whitepapers/imports/pair.html", {"work": work, "target": target, "row": row})


def _decide(request: HttpRequest, work: ImportWork, found: Mapped, rows: Sequence[Row]) -> bool:
    """Keeps every decision of the form; False when two of them exclude each other."""
    choices = dict(work.decisions.get("choices", {}))
    for row in rows:
        value = request.POST.get(f"d-{row.key}", "")
        if value == row.choices.chosen or (not value and row.key not in choices):
            continue
        decision = as_decision(row.key, value, row.choices)
        if decision is None:
            choices.pop(row.key, None)
        else:
            choices[row.key] = [decision.choice, decision.other]
    try:
        _check(choices, found)
    except ConflictError as conflict:
        part = found.new.get(conflict.key)
        name = f"{part.number} {part.heading}".strip() if part else ""
        said = _("Clause %(name)s goes on as that old clause already; decide about it first.")
        messages.error(request, said % {"name": name})
        return False
    decisions = {**work.decisions, "choices": choices}
    keep_decisions(work, decisions, actor=signed_in(request), now=timezone.now())
    return True


def _check(choices: dict[str, list[str]], found: Mapped) -> None:
    """Two clauses of the new text cannot both go on as the same old one."""
    claimed: dict[str, str] = {}
    proposed = {row.new: row.old for row in found.rows if row.new and row.old}
    for key, (choice, *rest) in choices.items():
        if choice not in {"same", "other"}:
            continue
        old = (rest[0] if rest else "") or proposed.get(key) or ""
        if old and claimed.setdefault(old, key) != key:
            raise ConflictError(claimed[old])


def _key(one: Pair) -> str:
    """A merged clause that is gone has a row of its own beside the one it went into."""
    return one.new if one.new and (one.continues or one.status != "merged") else one.old or ""


def _row(one: Pair, found: Mapped, *, full: bool) -> Row:
    old = found.old.get(one.old) if one.old else None
    new = found.new.get(one.new) if one.new else None
    return Row(
        one,
        _key(one),
        one.status,
        status_label(one.status),
        old,
        new,
        _changes(one, old, new),
        choices_of(one, _key(one), found.rows, found.old, found.new, full=full),
    )


def _changes(one: Pair, old: Part | None, new: Part | None) -> Sequence[Change]:
    if old is None or new is None or not one.continues or old.text == new.text:
        return ()
    return redline(old.text, new.text)
