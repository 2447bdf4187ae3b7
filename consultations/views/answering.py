"""Where an answer is written: what was said on one side, the answer on the other. Below /cms/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.forms import AnswerForm, GapForm, SendBackForm, clause_choices
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.models.quotation import Quotation
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.permissions import user_can_answer, user_can_approve, user_can_publish_report
from consultations.selectors.answer_page import gap_about, latest_answer, quoted_here, subject_facts
from consultations.selectors.answers import answer_list, comments_to_answer, neighbours, next_missing
from consultations.services import give_answer
from consultations.services.answering import Answered
from consultations.services.approving import approve_answer, propose_answer, send_back
from consultations.services.errors import ConsultationError
from consultations.services.gaps import state_gap
from consultations.services.quoting import quote, unquote
from hub.accounts.models.user import User
from hub.contributions.models.comment import Comment


@require_http_methods(["GET", "HEAD", "POST"])
def answer_clause(request: HttpRequest, pk: UUID, clause_thread: int) -> HttpResponse:
    row = get_object_or_404(
        ClauseThread.objects.select_related("consultation", "clause", "document", "thread"),
        pk=clause_thread,
        consultation=pk,
    )
    return _answer(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_theme(request: HttpRequest, pk: UUID, theme: UUID) -> HttpResponse:
    return _answer(request, get_object_or_404(Theme.objects.select_related("consultation"), pk=theme, consultation=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_selection(request: HttpRequest, pk: UUID, selection: UUID) -> HttpResponse:
    chosen = get_object_or_404(Selection.objects.select_related("consultation"), pk=selection, consultation=pk)
    return _answer(request, chosen)


def _answer(request: HttpRequest, subject: Answered) -> HttpResponse:
    consultation, now = subject.consultation, timezone.now()
    can_answer = user_can_answer(request.user, consultation, now)
    may_look = request.method != "POST" and user_can_approve(request.user, consultation, now)
    if not (can_answer or may_look):
        raise PermissionDenied
    outcome = latest_answer(subject)
    rows = answer_list(consultation)
    form = AnswerForm(
        request.POST or None, initial=AnswerForm.initial_of(outcome, consultation), clauses=clause_choices(rows)
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = give_answer(subject, form.answer(), actor=_actor(request), now=now)
            if "propose" in request.POST:
                propose_answer(kept, actor=_actor(request), now=now)
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            return _after_answer(request, subject)
    facts = subject_facts(subject, translation.get_language() or "en")
    context: dict[str, Any] = {
        "consultation": consultation,
        "subject": subject,
        "title": facts.title,
        "text": facts.text,
        "text_language": facts.language,
        "form": form,
        "outcome": outcome,
        "history": list(outcome.revisions.select_related("made_by").order_by("-made_at", "-pk")) if outcome else [],
        "comments": comments_to_answer(facts.comments, request.GET.get("page") or 1, confidential=can_answer),
        "quoted": quoted_here(subject),
        "can_answer": can_answer,
        "can_approve": _can_approve(request, outcome),
        "send_back_form": SendBackForm(),
        "here": _address_of(subject),
    }
    if isinstance(subject, ClauseThread):
        before, after = neighbours(rows, subject.pk)
        context |= {
            "status": next(one for one in rows if one.pk == subject.pk),
            "before": before,
            "after": after,
            "gap": gap_about(subject),
            "can_state_gap": user_can_publish_report(request.user, consultation, now),
        }
    return render(request, "consultations/admin/answer.html", context, status=422 if form.errors else 200)


def _can_approve(request: HttpRequest, outcome: Outcome | None) -> bool:
    if outcome is None or outcome.published_at is not None:
        return False
    may = user_can_approve(request.user, _consultation_of(outcome), timezone.now())
    return may and outcome.decided_by_id != request.user.pk


@require_POST
def decide(request: HttpRequest, pk: UUID, outcome: int, step: str) -> HttpResponse:
    """Propose, approve, send back: one step of an answer on its way out."""
    row = get_object_or_404(Outcome.objects.select_related("clause_thread", "theme", "selection"), pk=outcome)
    if _consultation_of(row).pk != pk:
        raise Http404
    actor, now = _actor(request), timezone.now()
    steps: dict[str, Callable[[], Outcome]] = {
        "propose": lambda: propose_answer(row, actor=actor, now=now),
        "approve": lambda: approve_answer(row, actor=actor, now=now),
        "send-back": lambda: send_back(row, note=request.POST.get("note", ""), actor=actor, now=now),
    }
    if step not in steps:
        raise Http404
    try:
        steps[step]()
    except ConsultationError as error:
        if isinstance(error, PermissionDenied):
            raise
        messages.error(request, error.message)
    else:
        messages.success(request, _("The answer is where it should be now, and the step is recorded."))
    return redirect(_address_of(row.clause_thread or row.theme or row.selection))


@require_POST
def choose_quote(request: HttpRequest, pk: UUID, reference: str) -> HttpResponse:
    """Quote a contribution in the report, or no longer; `clause_thread` or `theme` says where."""
    comment = get_object_or_404(Comment, reference=reference)
    place = _place(request, pk)
    actor, now = _actor(request), timezone.now()
    where = {"clause_thread": place} if isinstance(place, ClauseThread) else {"theme": place}
    try:
        if "drop" in request.POST:
            for row in Quotation.objects.filter(comment=comment, **where):
                unquote(row, actor=actor, now=now)
        else:
            quote(comment, place, actor=actor, now=now)
    except ConsultationError as error:
        if isinstance(error, PermissionDenied):
            raise
        messages.error(request, error.message)
    return redirect(f"{_address_of(place)}#{comment.reference}")


def _place(request: HttpRequest, consultation: UUID) -> ClauseThread | Theme:
    try:
        if "theme" in request.POST:
            return Theme.objects.get(pk=UUID(request.POST["theme"]), consultation=consultation)
        return ClauseThread.objects.get(pk=int(request.POST.get("clause_thread", "")), consultation=consultation)
    except (ValueError, Theme.DoesNotExist, ClauseThread.DoesNotExist):
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def gap(request: HttpRequest, pk: UUID, clause_thread: int | None = None) -> HttpResponse:
    """Say in public why something has no answer; emptied, the statement is taken back."""
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    if not user_can_publish_report(request.user, consultation, now):
        raise PermissionDenied
    row = None
    if clause_thread is not None:
        row = get_object_or_404(
            ClauseThread.objects.select_related("consultation", "clause", "document", "thread"),
            pk=clause_thread,
            consultation=pk,
        )
    known = gap_about(row) if row is not None else gap_about(consultation)
    initial = {f"text_{text.language}": text.text for text in known.texts.all()} if known else {}
    form = GapForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            state_gap(consultation, clause_thread=row, texts=form.texts(), actor=_actor(request), now=now)
        except ConsultationError as error:
            form.refuse(error.where, error.message)
        else:
            messages.success(request, _("The report will say so, word for word."))
            return redirect("consultation_coverage", consultation.pk)
    about = subject_facts(row, translation.get_language() or "en").title if row else _("How much was read")
    context = {"form": form, "title": _("No answer, and why: %(about)s") % {"about": about}, "save": _("State it")}
    return render(request, "consultations/admin/form.html", context)


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _consultation_of(outcome: Outcome) -> Consultation:
    subject = outcome.clause_thread or outcome.theme or outcome.selection
    if subject is None:
        raise Http404
    return subject.consultation


def _address_of(subject: Answered | None) -> str:
    if isinstance(subject, ClauseThread):
        return reverse("consultation_answer", args=[subject.consultation_id, subject.pk])
    if isinstance(subject, Theme):
        return reverse("consultation_answer_theme", args=[subject.consultation_id, subject.pk])
    if isinstance(subject, Selection):
        return reverse("consultation_answer_selection", args=[subject.consultation_id, subject.pk])
    raise Http404


def _after_answer(request: HttpRequest, subject: Answered) -> HttpResponse:
    messages.success(request, _("The answer is kept. It becomes public with the report."))
    if not isinstance(subject, ClauseThread):
        return redirect("consultation_coverage", subject.consultation_id)
    if "next" in request.POST and (waiting := next_missing(answer_list(subject.consultation), subject.pk)):
        return redirect("consultation_answer", subject.consultation_id, waiting.pk)
    return redirect("consultation_answers", subject.consultation_id)
