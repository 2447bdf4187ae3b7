"""After which writes the search is told of consultations anew.

What is written in bulk is told by the services. Pages that are moved, restricted or put under another topic the search
sees for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from wagtail.documents import get_document_model_string

from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.event import Event, EventText
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome, OutcomeReason
from consultations.selectors.following import CONSULTATION
from consultations.selectors.found import EVENT
from consultations.selectors.found_answers import ANSWER
from consultations.selectors.found_reports import REPORT
from hub.core.search import SearchTrigger
from whitepapers.selectors.found_triggers import keys_of_documents

Keys = Iterable[tuple[str, str]]


def keys_of_consultations(consultation_ids: Iterable[UUID]) -> Iterator[tuple[str, str]]:
    """Everything that stands in them. Four queries at most."""
    known = list(consultation_ids)
    if not known:
        return
    yield from ((CONSULTATION, str(key)) for key in known)
    yield from ((REPORT, str(key)) for key in known)
    events = Event.objects.filter(consultation__in=known).values_list("pk", flat=True)
    yield from ((EVENT, str(key)) for key in events)
    yield from ((ANSWER, key) for key in answer_keys(known))


def answer_keys(consultation_ids: Iterable[UUID]) -> list[str]:
    """Published ones, those that were replaced among them: they have to go."""
    known = list(consultation_ids)
    subjects = ("clause_thread", "theme", "selection")
    published = Outcome.objects.filter(published_at__isnull=False)
    keys: list[str] = []
    for subject in subjects:
        # One query each: asked for with OR, a database reads the whole table.
        rows = published.filter(**{f"{subject}__consultation__in": known}).order_by().values_list("pk", flat=True)
        keys += [str(pk) for pk in rows]
    return keys


def keys_about_documents(consultation_ids: Iterable[UUID]) -> Iterator[tuple[str, str]]:
    """Documents that these ask about, with their clauses: which process they stand in may have changed."""
    rows = ConsultationDocument.objects.filter(consultation__in=list(consultation_ids))
    yield from keys_of_documents(rows.values_list("document", flat=True))


def _of_consultation(row: Consultation) -> Keys:
    return [(CONSULTATION, str(row.pk)), (REPORT, str(row.pk))]


def _of_document(row: ConsultationDocument) -> Keys:
    yield (CONSULTATION, str(row.consultation_id))
    yield from keys_of_documents([row.document_id])


def _of_file(file: Any) -> Keys:
    """Consultations that list it as background, under its title. One query; files of the city change rarely."""
    pages = (
        apps.get_model("consultations", "ConsultationPage").objects.order_by("pk").only("consultation", "background")
    )
    for page in pages.iterator():
        if any(block["value"].get("document") == file.pk for block in page.background.raw_data):
            yield (CONSULTATION, str(page.consultation_id))


def _triggers() -> dict[str, tuple[Any, Any]]:
    return {
        "consultation": (Consultation, _of_consultation),
        "document": (ConsultationDocument, _of_document),
        "event": (Event, lambda row: [(EVENT, str(row.pk))]),
        "event text": (EventText, lambda row: [(EVENT, str(row.event_id))]),
        "answer": (Outcome, lambda row: [(ANSWER, str(row.pk))]),
        "reason": (OutcomeReason, lambda row: [(ANSWER, str(row.outcome_id))]),
        "report": (FrozenReport, lambda row: [(REPORT, str(row.consultation_id))]),
        "file": (get_document_model_string(), _of_file),
    }


TRIGGERS = {f"consultations {name}": SearchTrigger(model, keys) for name, (model, keys) in _triggers().items()}
