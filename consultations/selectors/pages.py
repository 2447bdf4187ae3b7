"""Where the pages of consultations and reports are, for many at once and in the reader's language.

Page models stand in a higher layer, so they are reached through Django's registry of models.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from consultations.models.consultation import Consultation, ConsultationQuerySet
from consultations.models.frozen_report import FrozenReport

_STEP = Page.steplen
# What `whitepapers.selectors.public_pages` reads of a page; not imported, as pages of both apps read these selectors.
_BESIDE = ("locale", "alias_of__locale")


def public_consultations() -> ConsultationQuerySet:
    """Those with a page that anybody may read, in whatever language."""
    live = _consultation_pages().filter(consultation=OuterRef("pk"))
    return Consultation.objects.filter(Exists(live))


def consultation_pages(consultation_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Live pages by consultation, in this language or else in another; one query."""
    return {key: _in_language(pages, language) for key, pages in pages_in_all_languages(consultation_ids).items()}


def pages_in_all_languages(consultation_ids: Iterable[UUID]) -> dict[UUID, list[Page]]:
    """Live pages by consultation, the original first; one query."""
    pages = _consultation_pages().filter(consultation__in=list(consultation_ids)).order_by("pk")
    found: dict[UUID, list[Page]] = {}
    for page in pages.select_related(*_BESIDE):
        found.setdefault(page.consultation_id, []).append(page)
    return found


def consultations_of_pages(page_keys: Collection[UUID]) -> set[UUID]:
    """Those with a public page of one of these translation keys; one query."""
    pages = _consultation_pages().filter(translation_key__in=list(page_keys))
    return set(pages.order_by().values_list("consultation_id", flat=True))


def page_keys() -> dict[UUID, UUID]:
    """Translation key of the page of each public consultation; one query."""
    return dict(_consultation_pages().order_by("-pk").values_list("consultation_id", "translation_key"))


def report_pages(consultation_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Published reports by consultation, in this language or else in another; three queries."""
    return {key: _in_language(pages, language) for key, pages in reports_in_all_languages(consultation_ids).items()}


def reports_in_all_languages(consultation_ids: Iterable[UUID]) -> dict[UUID, list[Page]]:
    """Published reports by consultation, the original first; three queries."""
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
        .select_related(*_BESIDE)
        .order_by("pk")
    )
    frozen = set(
        FrozenReport.objects.filter(consultation__in=set(parents.values())).values_list("consultation", flat=True)
    )
    found: dict[UUID, list[Page]] = {}
    for page in pages:
        consultation_id = parents[page.parent_path]
        if consultation_id in frozen:
            found.setdefault(consultation_id, []).append(page)
    return found


def all_consultation_pages(consultation: Consultation) -> list[Page]:
    """Its pages in every language, live or not, the original first."""
    model = apps.get_model("consultations", "ConsultationPage")
    return list(model.objects.filter(consultation=consultation).select_related("locale").order_by("pk"))


def _in_language(pages: Sequence[Page], language: str) -> Page:
    """The last one of this language, as there should be one only; else the first there is."""
    return next((page for page in reversed(pages) if page.locale.language_code == language), pages[0])


def _consultation_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = apps.get_model("consultations", "ConsultationPage").objects.live().public()
    return pages
