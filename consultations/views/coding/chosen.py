"""Ticked contributions get a theme of their own, or an answer of their own: one form each, the ticks go along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations.forms import ThemeForm, TogetherForm
from consultations.models.consultation import Consultation
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.selectors.themes import theme_tree
from consultations.services.errors import ConsultationError
from consultations.services.selecting import select_comments
from consultations.services.theming import gather_theme, split_theme
from consultations.views.coding.asked import back_to_list, chosen, kept, language, workspace
from hub.contributions.models.comment import Comment


@require_POST
def together(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Answer them together: what they have in common, then the answer."""
    consultation, reader, now = workspace(request, pk)
    comments = chosen(request)
    if not comments:
        return _nothing(request, consultation)
    form = TogetherForm(request.POST if "save" in request.POST else None)
    if form.is_valid():
        try:
            selection = select_comments(consultation, comments, titles=form.titles(), actor=reader, now=now)
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("They are chosen, and can be answered together."))
            return redirect(_answer_address(consultation, selection))
    return _form(request, consultation, form, comments, _("Answer together"), _("Choose them"))


@require_POST
def own_theme(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A new theme for them; where the list shows one theme, it is split."""
    consultation, reader, now = workspace(request, pk)
    comments = chosen(request)
    if not comments:
        return _nothing(request, consultation)
    tree = theme_tree(consultation, language())
    old = tree.node(kept(request)[0].theme)
    form = ThemeForm(
        request.POST if "save" in request.POST else None,
        parents=tree.active,
        split_from=old.called.name if old else "",
        initial={"parent": str(old.parent) if old and old.parent else "", "leaves_old": True},
    )
    if form.is_valid():
        parent = form.parent()
        above = Theme.objects.filter(pk=parent, consultation=consultation).first() if parent else None
        try:
            if old is not None:
                split_theme(
                    Theme.objects.select_related("consultation").get(pk=old.uuid),
                    names=form.names(),
                    comments=comments,
                    parent=above,
                    leaves_old=form.cleaned_data["leaves_old"],
                    actor=reader,
                    now=now,
                )
            else:
                gather_theme(consultation, names=form.names(), comments=comments, parent=above, actor=reader, now=now)
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("The theme exists, and they have it."))
            return back_to_list(request, consultation)
    title = _("Split “%(theme)s”") % {"theme": old.called.name} if old else _("A theme of their own")
    return _form(request, consultation, form, comments, title, _("Make the theme"))


def _form(
    request: HttpRequest, consultation: Consultation, form: Any, comments: list[Comment], title: str, save: str
) -> HttpResponse:
    filters, page = kept(request)
    context = {
        "consultation": consultation,
        "form": form,
        "title": title,
        "save": save,
        "comments": comments,
        "query": filters.query(page),
    }
    return render(request, "consultations/admin/chosen.html", context)


def _nothing(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    messages.error(request, _("Choose at least one contribution."))
    return back_to_list(request, consultation)


def _answer_address(consultation: Consultation, selection: Selection) -> str:
    """The form of the answer; until there is one, the list of answers."""
    try:
        return reverse("consultation_answer_selection", args=[consultation.pk, selection.pk])
    except NoReverseMatch:
        return reverse("consultation_answers", args=[consultation.pk])
