"""What open data of a consultation holds: only what anybody may read on its pages now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, QuerySet, Sum
from wagtail.models import Page

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument, ConsultationQuerySet
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import NextStepText, OutcomeReason
from consultations.selectors.document_addresses import DocumentAddresses
from consultations.selectors.pages import public_consultations, report_pages
from consultations.selectors.rounds import live_counts
from hub.audit.models.entry import AuditEntry
from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.contributions.models.revision import Revision
from hub.moderation.enums import State
from whitepapers.models.clause import ClauseText
from whitepapers.models.document import DocumentVersion

# Rows that are in memory at once, whatever the size of the consultation. A single text may have 100,000 characters.
CHUNK = 200


def open_consultations() -> ConsultationQuerySet:
    return public_consultations().order_by("-opens_at", "slug")


def open_consultation(slug: str) -> Consultation | None:
    return public_consultations().filter(slug=slug).first()


def documents_asked_about(consultation: Consultation) -> dict[UUID, int]:
    """Document → the version that people are asked about."""
    rows = ConsultationDocument.objects.filter(consultation=consultation).order_by("order", "pk")
    return {row.document_id: row.version_number for row in rows}


def readable_documents(consultation: Consultation) -> DocumentAddresses:
    """Those that a reader can open. What people said about others is not public either."""
    return DocumentAddresses(documents_asked_about(consultation))


# --- contributions ---------------------------------------------------------------------------------------------------


def public_contributions(consultation: Consultation, documents: Iterable[UUID]) -> CommentQuerySet:
    return Comment.objects.published().filter(
        hub_thread__clause_thread__consultation=consultation, hub_thread__clause_thread__document__in=list(documents)
    )


def streamed(rows: QuerySet[Any], *names: str, **called: F) -> Iterator[dict[str, Any]]:
    """By name, a chunk at a time; one query. `called`: columns under another name."""
    return rows.values(*names, **called).iterator(chunk_size=CHUNK)


def contributions_state(rows: CommentQuerySet) -> list[Any]:
    """Changes whenever one is published, changed or taken away; two queries."""
    found = rows.order_by().aggregate(Count("pk"), Sum("pk"), Max("published_at"), Max("edited_at"), Max("decided_at"))
    texts = Revision.objects.filter(comment__in=rows.order_by().values("pk")).aggregate(Max("published_at"))
    return [*found.values(), texts["published_at__max"]]


def contributions_changed_at(consultation: Consultation) -> datetime | None:
    """When the public ones last changed, or one went; three queries.

    Whoever takes a contribution back leaves no date on it: the log has it.
    """
    own = Comment.objects.filter(hub_thread__clause_thread__consultation=consultation).order_by()
    dates = own.aggregate(Max("published_at"), Max("edited_at"), Max("decided_at"), Max("erased_at"))
    texts = Revision.objects.filter(comment__hub_thread__clause_thread__consultation=consultation)
    taken_back = AuditEntry.objects.filter(
        subject="contribution",
        subject_id__in=own.filter(state=State.WITHDRAWN).values("reference"),
        action="contribution.withdrawn",
    )
    moments = [
        *dates.values(),
        texts.aggregate(latest=Max("published_at"))["latest"],
        taken_back.aggregate(latest=Max("recorded_at"))["latest"],
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def clause_numbers(documents: Iterable[UUID]) -> dict[tuple[UUID, int], str]:
    """(clause, version) → the number it has there; one query, without the texts."""
    rows = ClauseText.objects.filter(
        version__document__in=list(documents), language=F("version__document__source_language")
    ).exclude(number="")
    return {
        (clause, version): number for clause, version, number in rows.values_list("clause", "version__number", "number")
    }


def threads_by_id(consultation: Consultation) -> dict[UUID, ClauseThread]:
    rows = ClauseThread.objects.filter(consultation=consultation).select_related("clause")
    return {row.thread_id: row for row in rows}


# --- documents -------------------------------------------------------------------------------------------------------


def texts_in_order(documents: Iterable[UUID]) -> QuerySet[ClauseText]:
    """All that was ever published of these documents: version by version, language by language, in reading order."""
    return ClauseText.objects.filter(version__document__in=list(documents)).order_by(
        "version__document", "version__number", "language", "order", "pk"
    )


def versions_in_order(documents: Iterable[UUID]) -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.filter(document__in=list(documents)).order_by("document", "number")


def languages_by_version(documents: Iterable[UUID]) -> dict[int, dict[str, int]]:
    """Version → how many parts have a text, by language; one query."""
    rows = ClauseText.objects.filter(version__document__in=list(documents)).order_by("language")
    found: dict[int, dict[str, int]] = {}
    for version, language, count in rows.values_list("version", "language").annotate(Count("pk")):
        found.setdefault(version, {})[language] = count
    return found


def documents_state(documents: Iterable[UUID]) -> tuple[list[Any], datetime | None]:
    """Also when a translation catches up with its version, which happens when its page is published; two queries."""
    keys = list(documents)
    found = (
        ClauseText.objects.filter(version__document__in=keys)
        .order_by()
        .aggregate(Count("pk"), Max("pk"), latest=Max("version__published_at"))
    )
    pages = Page.objects.filter(translation_key__in=keys).aggregate(latest=Max("last_published_at"))
    moments = [moment for moment in (found.pop("latest"), pages["latest"]) if moment is not None]
    return list(found.values()), max(moments, default=None)


# --- reports ---------------------------------------------------------------------------------------------------------


def report_address(consultation: Consultation) -> str:
    """Path of the published report, in whatever language; "" while there is none."""
    page = report_pages([consultation.pk], "").get(consultation.pk)
    return (page.get_url() or "") if page else ""


def public_reports(consultation: Consultation) -> QuerySet[FrozenReport]:
    """Every number of a report that is public now."""
    rows = FrozenReport.objects.filter(consultation=consultation).order_by("number")
    return rows if report_address(consultation) else rows.none()


# --- how many rows, for lists ----------------------------------------------------------------------------------------


def row_counts(consultations: Sequence[Consultation], reported: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Consultation → dataset → rows, where counting them is cheap; ten queries for any number of consultations.

    `reported`: those with a public report, which brings the answers that are about no clause.
    """
    ids = [one.pk for one in consultations]
    rows = ConsultationDocument.objects.filter(consultation__in=ids).values_list("consultation", "document")
    documents: dict[UUID, list[UUID]] = {}
    for consultation, document in rows:
        documents.setdefault(consultation, []).append(document)
    keys = {key for one in documents.values() for key in one}
    texts = _by(ClauseText.objects.filter(version__document__in=keys), "version__document")
    versions = _by(DocumentVersion.objects.filter(document__in=keys), "document")
    public = list(reported)
    answers = _of_answers(OutcomeReason.objects.all(), "outcome", ids, public)
    steps = _of_answers(NextStepText.objects.all(), "step__outcome", ids, public)
    comments = live_counts(ids)
    return {
        pk: {
            "contributions": comments.get(pk, (0, 0))[0],
            "clauses": sum(texts.get(key, 0) for key in documents.get(pk, [])),
            "versions": sum(versions.get(key, 0) for key in documents.get(pk, [])),
            "answers": answers[pk],
            "next-steps": steps[pk],
        }
        for pk in ids
    }


def _of_answers(rows: QuerySet[Any], path: str, ids: Sequence[UUID], reported: Sequence[UUID]) -> Counter[UUID]:
    found: Counter[UUID] = Counter()
    for subject, keys in (("clause_thread", ids), ("theme", reported), ("selection", reported)):
        name = f"{path}__{subject}__consultation"
        found.update(_by(rows.filter(**{f"{path}__published_at__isnull": False, f"{name}__in": keys}), name))
    return found


def _by(rows: QuerySet[Any], name: str) -> dict[UUID, int]:
    return dict(rows.order_by().values_list(name).annotate(Count("pk")))
