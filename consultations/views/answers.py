"""The editor's side of a consultation: its dates, its answers. Below /cms/."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms import DatesForm, NewConsultationForm
from consultations.models.consultation import Consultation
from consultations.models.pages import ConsultationPage, OutcomeReportPage
from consultations.permissions import (
    READING_ROLES,
    user_can_answer,
    user_can_approve,
    user_can_code,
    user_can_manage,
    user_can_see_live_figures,
)
from consultations.publishing import publish_consultation_pages
from consultations.reports.readiness import standing
from consultations.selectors.answers import answer_list, work_list
from consultations.services import change_dates, open_consultation
from consultations.services.errors import ConsultationError
from hub.accounts.models.user import User
from hub.accounts.permissions import roles_of


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    if not roles_of(request.user) & READING_ROLES:
        raise PermissionDenied
    now = timezone.now()
    rows = work_list(translation.get_language() or "en", now)
    context = {"rows": rows, "can_manage": user_can_manage(request.user, None, now)}
    return render(request, "consultations/admin/consultations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_consultation(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if not user_can_manage(request.user, None, now):
        raise PermissionDenied
    form = NewConsultationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        documents = form.documents()
        try:
            consultation = open_consultation(
                data["slug"],
                documents,
                dates=form.dates(),
                premoderated=data["premoderated"],
                answers_approved=data["answers_approved"],
                owner_body=data["owner_body"],
                actor=_actor(request),
                now=now,
            )
            page = publish_consultation_pages(consultation, documents, title=data["title"], actor=_actor(request))
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("The consultation has its page. Tell there how comments will be used."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    title = _("New consultation")
    return render(request, "consultations/admin/form.html", {"form": form, "title": title, "save": _("Open it")})


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    if not user_can_manage(request.user, consultation, now):
        raise PermissionDenied
    form = DatesForm(request.POST or None, initial=DatesForm.initial_of(consultation))
    if request.method == "POST" and form.is_valid():
        try:
            change_dates(consultation, form.dates(), actor=_actor(request), now=now)
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("The dates are changed, and the change is recorded."))
            return redirect("consultation_list")
    title = _("Dates of “%(name)s”") % {"name": consultation.slug}
    return render(
        request, "consultations/admin/form.html", {"form": form, "title": title, "save": _("Change the dates")}
    )


@require_safe
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All clauses with what was said and whether they are answered."""
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    if not user_can_see_live_figures(request.user, consultation, now):
        raise PermissionDenied
    rows = answer_list(consultation)
    shown = request.GET.get("show", "")
    page = ConsultationPage.objects.filter(consultation=consultation).order_by("pk").first()
    report = OutcomeReportPage.objects.child_of(page).first() if page else None
    context = {
        "consultation": consultation,
        "page": page,
        "report": report,
        "rows": [row for row in rows if shown != "missing" or row.status == "missing"],
        "shown": shown,
        "missing": sum(1 for row in rows if row.status == "missing"),
        "readiness": standing(consultation, now),
        "can_answer": user_can_answer(request.user, consultation, now),
        "can_approve": user_can_approve(request.user, consultation, now),
        "can_code": user_can_code(request.user, consultation, now),
        "can_write": page is not None and page.permissions_for_user(request.user).can_add_subpage(),
    }
    return render(request, "consultations/admin/answers.html", context)


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
