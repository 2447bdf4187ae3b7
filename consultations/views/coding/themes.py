"""The tree of themes, and one theme: names, place, merging, use, history."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.enums import ThemeState
from consultations.forms import ThemeForm
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.selectors.second_reading import second_reading
from consultations.selectors.themes import names_of, theme_history, theme_tree
from consultations.services.errors import ConsultationError
from consultations.services.theming import (
    create_theme,
    merge_themes,
    move_theme,
    rename_theme,
    retire_theme,
    revive_theme,
)
from consultations.views.coding.asked import language, workspace
from consultations.views.coding.reading import title_of


@require_safe
def themes(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation, _reader, _now = workspace(request, pk)
    context = {
        "consultation": consultation,
        "subtitle": title_of(consultation),
        "tree": theme_tree(consultation, language()),
        "second": second_reading(consultation),
    }
    return render(request, "consultations/admin/themes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation, reader, now = workspace(request, pk)
    tree = theme_tree(consultation, language())
    form = ThemeForm(request.POST or None, parents=tree.active, initial={"parent": request.GET.get("below", "")})
    if request.method == "POST" and form.is_valid():
        try:
            create_theme(
                consultation, names=form.names(), parent=_theme(consultation, form.parent()), actor=reader, now=now
            )
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("The theme exists."))
            return redirect("consultation_themes", consultation.pk)
    context = {"consultation": consultation, "form": form, "title": _("New theme"), "save": _("Make the theme")}
    return render(request, "consultations/admin/theme_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: HttpRequest, pk: UUID, theme_id: UUID) -> HttpResponse:
    consultation, reader, now = workspace(request, pk)
    row = get_object_or_404(
        Theme.objects.select_related("consultation", "merged_into").prefetch_related("names"),
        pk=theme_id,
        consultation=consultation,
    )
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = ThemeForm(request.POST if do == "rename" else None, initial=ThemeForm.initial_of(row))
    refused = ""
    if request.method == "POST" and (do != "rename" or form.is_valid()):
        try:
            if do == "rename":
                rename_theme(row, names=form.names(), actor=reader, now=now)
            elif do == "move":
                move_theme(row, parent=_theme(consultation, request.POST.get("parent")), actor=reader, now=now)
            elif do == "merge":
                into = _theme(consultation, request.POST.get("into"))
                if into is None:
                    raise ConsultationError(_("Choose the theme that it goes into."), "into")
                row = merge_themes(row, into=into, actor=reader, now=now)
            elif do == "retire":
                retire_theme(row, actor=reader, now=now)
            elif do == "revive":
                revive_theme(row, actor=reader, now=now)
            else:
                raise Http404
        except ConsultationError as error:
            if do == "rename":
                form.refuse(error.where, error.message)
            else:
                refused = error.message
        else:
            messages.success(request, _("The theme is changed, and the change is in its history."))
            return redirect("consultation_theme", consultation.pk, row.pk)
    tree = theme_tree(consultation, language())
    node = tree.node(row.pk)
    called = names_of(consultation, language())
    context = {
        "consultation": consultation,
        "theme": row,
        "node": node,
        "called": called[row.pk],
        "into": called.get(row.merged_into_id) if row.merged_into_id else None,
        "form": form,
        "refused": refused,
        "refused_in": do if refused else "",
        "others": [one for one in tree.active if one.uuid != row.pk],
        "places": [one for one in tree.active if one.uuid not in tree.below.get(row.pk, ())],
        "history": theme_history(row, language()),
        "is_merged": row.state == ThemeState.MERGED,
    }
    return render(request, "consultations/admin/theme.html", context, status=422 if refused else 200)


def _theme(consultation: Consultation, value: UUID | str | None) -> Theme | None:
    """None for the top; a theme of another consultation does not exist here."""
    if not value:
        return None
    try:
        uuid = value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Theme, pk=uuid, consultation=consultation)
