"""What an officer does while a consultation runs: watch, announce meetings, type in letters, explain a delay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.exports import ROWS, csv_response
from consultations.forms import DelayForm, EventForm, LetterForm
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.event import Event
from consultations.models.pages import ConsultationPage, OutcomeReportPage
from consultations.permissions import (
    user_can_answer,
    user_can_code,
    user_can_download_contributions,
    user_can_enter_contributions,
    user_can_explain_delay,
    user_can_manage,
    user_can_see_live_figures,
)
from consultations.reports.advice import advice_on
from consultations.reports.turnout import turnout
from consultations.selectors.calendar import events_of
from consultations.selectors.delays import delay_of
from consultations.selectors.desk import subject_choices
from consultations.selectors.pages import consultation_pages
from consultations.services import EventFacts, cancel_event, enter_contribution, explain_delay, save_event
from consultations.services.errors import ConsultationError
from hub.accounts.models.user import User
from hub.contributions.enums import Channel
from hub.core.charts import svg
from hub.moderation.permissions import user_can_moderate


@require_safe
def dashboard(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation = get_object_or_404(Consultation, pk=pk)
    now, language = timezone.now(), _language()
    if not user_can_see_live_figures(request.user, consultation, now):
        raise PermissionDenied
    figures = turnout(consultation, now)
    page = consultation_pages([consultation.pk], language).get(consultation.pk)
    original = ConsultationPage.objects.filter(consultation=consultation).order_by("pk").first()
    channels = dict(Channel.choices)
    highest = max((column.count for column in figures.by_column), default=0) or 1
    context = {
        "consultation": consultation,
        "page": page,
        "original": original,
        "report": OutcomeReportPage.objects.child_of(original).first() if original else None,
        "can_write": original is not None and original.permissions_for_user(request.user).can_add_subpage(),
        "figures": figures,
        "columns": [
            {"x": svg(index + 0.1), "y": svg(100 - 100 * one.count / highest), "height": svg(100 * one.count / highest)}
            for index, one in enumerate(figures.by_column)
        ],
        "chart_width": str(len(figures.by_column)),
        "highest": highest,
        "by_channel": [{"label": channels.get(key, key), "value": value} for key, value in figures.by_channel.items()],
        "by_language": [{"label": _language_name(code), "value": value} for code, value in figures.by_language.items()],
        "heat": [{"clause": row, "value": row.comments} for row in figures.clauses],
        "events": events_of(consultation, language, now),
        "delay": delay_of(consultation, language),
        "advice": advice_on(consultation, now),
        "can_manage": user_can_manage(request.user, consultation, now),
        "can_answer": user_can_answer(request.user, consultation, now),
        "can_code": user_can_code(request.user, consultation, now),
        "can_moderate": user_can_moderate(request.user),
        "can_enter": user_can_enter_contributions(request.user, consultation, now),
        "can_explain": user_can_explain_delay(request.user, consultation, now),
        "can_download": user_can_download_contributions(request.user, consultation, now),
        "now": now,
    }
    return render(request, "consultations/admin/dashboard.html", context)


@require_safe
def download(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    allowed = user_can_download_contributions if name == "contributions" else user_can_see_live_figures
    if not allowed(request.user, consultation, now):
        raise PermissionDenied
    if name not in ROWS:
        raise Http404
    rows = ROWS[name](consultation, reader_moderates=user_can_moderate(request.user))
    return csv_response(rows, f"{consultation.slug}-{name}")


@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, pk: UUID, event_id: UUID | None = None) -> HttpResponse:
    """A new meeting, or one that moves."""
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    if not user_can_manage(request.user, consultation, now):
        raise PermissionDenied
    known = get_object_or_404(Event, pk=event_id, consultation=consultation) if event_id else None
    form = EventForm(request.POST or None, initial=EventForm.initial_of(known) if known else None)
    if request.method == "POST" and form.is_valid():
        facts: EventFacts = form.facts()
        try:
            save_event(consultation, known, facts, actor=_actor(request), now=now)
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("The meeting stands on the page and in the calendar."))
            return redirect("consultation_dashboard", consultation.pk)
    title = _("Change a meeting") if known else _("Announce a meeting")
    return _form(request, form, consultation, title, _("Keep"), known=known)


@require_http_methods(["POST"])
def cancel(request: HttpRequest, pk: UUID, event_id: UUID) -> HttpResponse:
    found = get_object_or_404(Event.objects.select_related("consultation"), pk=event_id, consultation=pk)
    cancel_event(found, actor=_actor(request), now=timezone.now())
    messages.success(request, _("The meeting is shown as cancelled, and calendars are told."))
    return redirect("consultation_dashboard", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say in public why the answer is late."""
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    if not user_can_explain_delay(request.user, consultation, now):
        raise PermissionDenied
    form = DelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            explain_delay(
                consultation,
                form.texts(),
                expected_at=form.cleaned_data["expected_at"],
                actor=_actor(request),
                now=now,
            )
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("The explanation is public, with today's date."))
            return redirect("consultation_dashboard", consultation.pk)
    return _form(request, form, consultation, _("Explain the delay"), _("Publish the explanation"))


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Type in what came on paper or was said; afterwards the page names the reference to hand over."""
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    if not user_can_enter_contributions(request.user, consultation, now):
        raise PermissionDenied
    subjects = subject_choices(consultation, _language())
    initial = {"subject": request.GET.get("subject", ""), "channel": request.GET.get("channel", Channel.LETTER)}
    form = LetterForm(subjects, request.POST or None, initial=initial, now=now)
    entered = None
    if request.method == "POST" and form.is_valid():
        row = get_object_or_404(
            ClauseThread.objects.select_related("thread", "consultation", "document"),
            pk=form.cleaned_data["subject"],
            consultation=consultation,
        )
        try:
            entered = enter_contribution(
                row,
                form.to_draft(author_language=row.document.source_language),
                email=form.cleaned_data["email"],
                received_at=form.cleaned_data["received_at"],
                send_receipt=form.cleaned_data["send_receipt"],
                actor=_actor(request),
                now=now,
            )
        except ConsultationError as error:
            form.add_error(error.where if error.where in form.fields else None, error.message)
    if entered is not None:
        context = {"consultation": consultation, "entered": entered, "again": form.cleaned_data}
        return render(request, "consultations/admin/entered.html", context)
    return _form(request, form, consultation, _("Enter a letter or a note"), _("Enter it"))


def _form(
    request: HttpRequest, form: Any, consultation: Consultation, title: str, save: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "save": save, "consultation": consultation, **more}
    return render(request, "consultations/admin/form.html", context)


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _language() -> str:
    return translation.get_language() or "en"


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
