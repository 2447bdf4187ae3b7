"""What came in and what is answered, always in view; what blocks the report, each a link to where it is mended."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from consultations.models.consultation import Consultation
from consultations.permissions import user_can_answer, user_can_code, user_can_publish_report, user_can_see_live_figures
from consultations.reports.readiness import readiness
from consultations.reports.themes import theme_figures
from consultations.selectors.coverage_page import answers_on_their_way, themes_and_choices
from consultations.views.coding.reading import title_of
from hub.moderation.enums import ReasonCode


@require_safe
def coverage(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation = get_object_or_404(Consultation, pk=pk)
    now = timezone.now()
    if not user_can_see_live_figures(request.user, consultation, now):
        raise PermissionDenied
    found = readiness(consultation, now, stored_texts=True)
    themes = theme_figures(consultation)
    counts = {row.theme: row.comments + row.confidential for row in themes.by_theme}
    context = {
        "consultation": consultation,
        "subtitle": title_of(consultation),
        "readiness": found,
        "figures": found.figures,
        # Confidential ones too, as in "to answer" and "answered" above it.
        "without_answer": found.figures.to_answer - found.figures.answered,
        "withheld": [(ReasonCode(code).label, count) for code, count in found.figures.withheld.items()],
        "coded": themes.coded,
        "can_code": user_can_code(request.user, consultation, now),
        "lines": themes_and_choices(consultation, counts, translation.get_language() or "en"),
        "on_their_way": answers_on_their_way(consultation) if consultation.answers_approved else [],
        "can_answer": user_can_answer(request.user, consultation, now),
        "can_state_gap": user_can_publish_report(request.user, consultation, now),
        "expanded": True,
    }
    return render(request, "consultations/admin/coverage.html", context)
