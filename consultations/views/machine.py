"""What the machine found, put before people: texts that say the same, suggested themes, more like a theme."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.enums import AnalysisKind
from consultations.forms import ThemeForm, TogetherForm
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.reports.trust import second_reading_record, trust, trust_record
from consultations.selectors.coverage import contributions_to_answer, read_by_people
from consultations.selectors.machine import (
    alike_rows,
    decided_counts,
    group_row,
    group_rows,
    member_rows,
    members_in,
    most_alike,
    public_count,
    run_state,
    suggestion_row,
    suggestion_rows,
    suggestions_of,
)
from consultations.selectors.themes import theme_tree
from consultations.selectors.waiting_runs import ALIKE, asked_for
from consultations.services.analysing import group_contributions, suggest_themes
from consultations.services.errors import ConsultationError
from consultations.services.selecting import select_comments
from consultations.services.suggesting import find_alike, refuse_suggestion, take_suggestion
from consultations.tasks import analyse
from consultations.views.coding.asked import language, workspace
from consultations.views.coding.reading import title_of
from hub.accounts.models.user import User

# More texts than that are worked on by a worker, while the page says so.
AT_ONCE = 2000
PAGE_OF = {AnalysisKind.GROUPS: "consultation_machine_groups", AnalysisKind.THEMES: "consultation_machine_themes"}


@require_safe
def machine(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation, _reader, now = workspace(request, pk)
    found = trust(consultation)
    figures = {
        "machine": trust_record(found),
        "second_reading": second_reading_record(found),
        "read": read_by_people(consultation),
        "to_answer": contributions_to_answer(consultation).count(),
    }
    asked = asked_for(consultation.pk, now)
    rows = alike_rows(consultation, theme_tree(consultation, language()), asked)
    context = {
        **_about(consultation),
        "figures": figures,
        "runs": [
            {
                "kind": kind,
                "address": PAGE_OF[kind],
                "state": run_state(consultation, kind),
                "is_waiting": kind.value in asked,
            }
            for kind in AnalysisKind
        ],
        "rows": rows,
    }
    return render(request, "consultations/admin/machine.html", context)


@require_POST
def run(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    consultation, reader, now = workspace(request, pk)
    try:
        kind = AnalysisKind(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None
    if _in_the_background(request, consultation, kind.value, reader, now):
        return redirect(PAGE_OF[kind], consultation.pk)
    work = group_contributions if kind is AnalysisKind.GROUPS else suggest_themes
    before = run_state(consultation, kind).run
    after = work(consultation, actor=reader, now=now)
    if before is not None and before.pk == after.pk:
        messages.info(request, _("Nothing has changed since, so what the machine found is still right."))
    else:
        messages.success(request, _("The machine has read all published contributions."))
    return redirect(PAGE_OF[kind], consultation.pk)


@require_safe
def groups(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation, _reader, now = workspace(request, pk)
    page, rows = group_rows(consultation, request.GET.get("page", 1))
    context = {
        **_about(consultation),
        "kind": AnalysisKind.GROUPS.value,
        "state": run_state(consultation, AnalysisKind.GROUPS),
        "is_waiting": AnalysisKind.GROUPS.value in asked_for(consultation.pk, now),
        "page": page,
        "rows": rows,
    }
    return render(request, "consultations/admin/machine_groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, pk: UUID, group_id: int) -> HttpResponseBase:
    """One group, member by member; and the form to answer all of it at once."""
    consultation, reader, now = workspace(request, pk)
    row = group_row(consultation, group_id)
    if row is None:
        raise Http404
    form = TogetherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        members = members_in(consultation, row).select_related(None).only("pk")
        try:
            selection = select_comments(consultation, members, titles=form.titles(), actor=reader, now=now)
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("They are chosen, and can be answered together."))
            return redirect("consultation_answer_selection", consultation.pk, selection.pk)
    page, rows = member_rows(consultation, row, request.GET.get("page", 1))
    context = {
        **_about(consultation),
        "state": run_state(consultation, AnalysisKind.GROUPS),
        "group": row,
        "form": form,
        "page": page,
        "rows": rows,
    }
    return render(request, "consultations/admin/machine_group.html", context)


@require_safe
def suggestions(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation, _reader, now = workspace(request, pk)
    page, rows = suggestion_rows(consultation, request.GET.get("page", 1))
    context = {
        **_about(consultation),
        "kind": AnalysisKind.THEMES.value,
        "state": run_state(consultation, AnalysisKind.THEMES),
        "is_waiting": AnalysisKind.THEMES.value in asked_for(consultation.pk, now),
        "decided": decided_counts(consultation),
        "page": page,
        "rows": rows,
    }
    return render(request, "consultations/admin/machine_themes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion(request: HttpRequest, pk: UUID, suggestion_id: UUID) -> HttpResponseBase:
    """Name it and take it, put it into a theme that there is, or refuse it."""
    consultation, reader, now = workspace(request, pk)
    row = suggestion_row(consultation, suggestion_id)
    if row is None:
        messages.info(request, _("This suggestion is decided, or the machine has run again."))
        return redirect("consultation_machine_themes", consultation.pk)
    tree = theme_tree(consultation, language())
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = ThemeForm(request.POST if do == "take" else None, parents=tree.active)
    refused = ""
    if request.method == "POST" and (do != "take" or form.is_valid()):
        current = suggestions_of(consultation).select_related("run__consultation").get(pk=suggestion_id)
        try:
            if do == "take":
                above = _theme(consultation, form.parent())
                taken = take_suggestion(current, names=form.names(), parent=above, actor=reader, now=now)
            elif do == "into":
                into = _theme(consultation, request.POST.get("into"))
                if into is None:
                    raise ConsultationError(_("Choose the theme that it goes into."), "into")
                taken = take_suggestion(current, into=into, actor=reader, now=now)
            elif do == "refuse":
                refuse_suggestion(current, actor=reader, now=now)
                messages.success(request, _("The suggestion is refused."))
                return redirect("consultation_machine_themes", consultation.pk)
            else:
                raise Http404
        except ConsultationError as error:
            if do == "take":
                form.refuse(error.where, error.message)
            else:
                refused = error.message
        else:
            messages.success(request, _("The theme is there. Confirm what belongs to it: nothing counts before."))
            return _to_confirm(consultation, taken)
    context = {
        **_about(consultation),
        "state": run_state(consultation, AnalysisKind.THEMES),
        "row": row,
        "others": most_alike(consultation, row),
        "form": form,
        "refused": refused,
        "themes": tree.active,
    }
    return render(request, "consultations/admin/machine_theme.html", context, status=422 if refused else 200)


@require_POST
def alike(request: HttpRequest, pk: UUID, theme_id: UUID) -> HttpResponseBase:
    consultation, reader, now = workspace(request, pk)
    theme = get_object_or_404(Theme.objects.select_related("consultation"), pk=theme_id, consultation=consultation)
    if _in_the_background(request, consultation, f"{ALIKE}{theme.pk}", reader, now):
        return redirect("consultation_machine", consultation.pk)
    try:
        count = find_alike(theme, actor=reader, now=now)
    except ConsultationError as error:
        messages.error(request, error.message)
        return redirect("consultation_machine", consultation.pk)
    if not count:
        messages.info(request, _("The machine found nothing more that looks like this theme."))
        return redirect("consultation_machine", consultation.pk)
    text = ngettext(
        "%(count)s more contribution looks like this theme. It counts once somebody has confirmed it.",
        "%(count)s more contributions look like this theme. Each counts once somebody has confirmed it.",
        count,
    )
    messages.success(request, text % {"count": count})
    return _to_confirm(consultation, theme)


def _about(consultation: Consultation) -> dict[str, Any]:
    return {"consultation": consultation, "subtitle": title_of(consultation)}


def _in_the_background(
    request: HttpRequest, consultation: Consultation, what: str, reader: User, now: datetime
) -> bool:
    if public_count(consultation) <= AT_ONCE:
        return False
    if what not in asked_for(consultation.pk, now):
        analyse.enqueue(str(consultation.pk), what, reader.pk)
    messages.info(request, _("The machine is at work. Come back to this page in a few minutes."))
    return True


def _to_confirm(consultation: Consultation, theme: Theme) -> HttpResponseBase:
    response = redirect("consultation_reading", consultation.pk)
    response["Location"] += f"?suggested={theme.pk}"
    return response


def _theme(consultation: Consultation, value: UUID | str | None) -> Theme | None:
    """A theme of another consultation does not exist here."""
    if not value:
        return None
    try:
        uuid = value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Theme, pk=uuid, consultation=consultation)
