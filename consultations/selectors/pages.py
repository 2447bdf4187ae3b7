"""Where the pages of consultations and reports are, for many at once and in the reader's language.

Page models stand in a higher layer, so they are reached through Django's registry of models.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from consultations.models.consultation import Consultation, ConsultationQuerySet
from consultations.models.frozen_report import FrozenReport

_STEP = Page.steplen


def public_consultations() -> ConsultationQuerySet:
    """Those with a page that anybody may read, in whatever language."""
    live = _consultation_pages().filter(consultation=OuterRef("pk"))
    return Consultation.objects.filter(Exists(live))


def consultation_pages(consultation_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Live pages by consultation, in this language or else in another; one query."""
    pages = (
        _consultation_pages().filter(consultation__in=list(consultation_ids)).select_related("locale").order_by("pk")
    )
    found: dict[UUID, Page] = {}
    for page in pages:
        if page.locale.language_code == language:
            found[page.consultation_id] = page
        else:
            found.setdefault(page.consultation_id, page)
    return found


def report_pages(consultation_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Published reports by consultation, in this language or else in another; three queries."""
    parents = dict(
        apps.get_model("consultations", "ConsultationPage")
        .objects.filter(consultation__in=list(consultation_ids))
        .values_list("path", "consultation_id")
    )
    pages = (
        apps.get_model("consultations", "OutcomeReportPage")
        .objects.live()
        .public()
        .annotate(parent_path=Left("path", Length("path") - _STEP))
        .filter(parent_path__in=list(parents))
        .select_related("locale")
        .order_by("pk")
    )
    frozen = set(
        FrozenReport.objects.filter(consultation__in=set(parents.values())).values_list("consultation", flat=True)
    )
    found: dict[UUID, Page] = {}
    for page in pages:
        consultation_id = parents[page.parent_path]
        if consultation_id not in frozen:
            continue
        if page.locale.language_code == language:
            found[consultation_id] = page
        else:
            found.setdefault(consultation_id, page)
    return found


def all_consultation_pages(consultation: Consultation) -> list[Page]:
    """Its pages in every language, live or not, the original first."""
    model = apps.get_model("consultations", "ConsultationPage")
    return list(model.objects.filter(consultation=consultation).select_related("locale").order_by("pk"))


def _consultation_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = apps.get_model("consultations", "ConsultationPage").objects.live().public()
    return pages
