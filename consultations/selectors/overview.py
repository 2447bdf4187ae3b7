"""What the page of one consultation shows, and the banner on the pages of its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from consultations.enums import PhaseKind
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.phases import phase_at, phases_of, schedule_of
from consultations.selectors.calendar import EventInfo, events_of
from consultations.selectors.delays import DelayInfo, delay_of, is_late
from consultations.selectors.pages import report_pages
from consultations.selectors.rounds import document_version_numbers
from consultations.selectors.subjects import clause_title, texts_as_asked
from hub.contributions.models.thread import Thread
from hub.core.registries import PhaseBanner
from whitepapers.selectors import document_pages, latest_versions

MOST_DISCUSSED = 5
HOW_USED_ANCHOR = "how-used"


@dataclass(frozen=True)
class DocumentInfo:
    """A document that people are asked about."""

    uuid: UUID
    title: str
    summary: str
    language: str
    url: str
    kind_label: str
    version: int
    latest_version: int
    clauses: int
    comments: int


@dataclass(frozen=True)
class DiscussedClause:
    title: str
    language: str
    url: str
    comments: int


@dataclass(frozen=True)
class PhaseStep:
    """One step of the timeline, for `components/timeline.html`."""

    kind: PhaseKind
    title: str
    state: str
    text: str
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class CountsSoFar:
    """From the counters of the threads: cheap, and exact as long as the services keep them."""

    comments: int
    suggestions: int
    clauses_with_comments: int
    clauses: int


@dataclass(frozen=True)
class Overview:
    phase: PhaseKind
    banner: PhaseBanner
    steps: Sequence[PhaseStep]
    documents: Sequence[DocumentInfo]
    counts: CountsSoFar
    most_discussed: Sequence[DiscussedClause]
    report: Page | None
    is_late: bool
    delay: DelayInfo | None
    events: Sequence[EventInfo]
    time_zone: str

    @property
    def is_open(self) -> bool:
        return self.phase is PhaseKind.OPEN

    @property
    def coming_events(self) -> list[EventInfo]:
        return [event for event in self.events if not event.is_over]

    @property
    def past_events(self) -> list[EventInfo]:
        return [event for event in self.events if event.is_over and not event.is_cancelled]

    @property
    def page_banner(self) -> PhaseBanner:
        """On its own page the consultation does not link to itself."""
        return replace(self.banner, process_url="")

    @property
    def figures(self) -> list[tuple[int, str]]:
        """For `components/figures.html`."""
        counts = self.counts
        return [
            (counts.comments, ngettext("comment", "comments", counts.comments)),
            (counts.suggestions, ngettext("suggested wording", "suggested wordings", counts.suggestions)),
            (
                counts.clauses_with_comments,
                ngettext("of %(count)s clause commented on", "of %(count)s clauses commented on", counts.clauses)
                % {"count": number_format(counts.clauses, force_grouping=True)},
            ),
        ]


def overview(consultation: Consultation, page: Page, language: str, now: datetime) -> Overview:
    """Fourteen queries, however many clauses, comments and meetings."""
    phase = phase_at(schedule_of(consultation), now)
    report = report_pages([consultation.pk], language).get(consultation.pk)
    documents, urls = _documents(consultation, language)
    return Overview(
        phase=phase,
        banner=banner_of(consultation, page, now),
        steps=_steps(consultation, now),
        documents=documents,
        counts=_counts(consultation),
        most_discussed=_most_discussed(consultation, urls, language),
        report=report,
        is_late=is_late(consultation, now),
        delay=delay_of(consultation, language),
        events=events_of(consultation, language, now),
        time_zone=time_zone_line(now),
    )


def time_zone_line(now: datetime) -> str:
    """Whose clock the times on the page are."""
    local = timezone.localtime(now)
    offset = local.strftime("%z")
    place = timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")
    # Isolated, so that an Arabic line leaves name, sign and digits in their order.
    return _("All times are local time in %(place)s (%(offset)s).") % {
        "place": f"\u2068{place}\u2069",
        "offset": f"\u2066UTC{offset[:3]}:{offset[3:]}\u2069",
    }


def banner_of(consultation: Consultation, page: Page | None, now: datetime) -> PhaseBanner:
    phase = phase_at(schedule_of(consultation), now)
    url = (page.get_url() or "") if page else ""
    answered = phase in (PhaseKind.OUTCOME, PhaseKind.FOLLOW_UP)
    return PhaseBanner(
        phase=phase.value,
        phase_label=str(phase.label),
        is_open=phase is PhaseKind.OPEN,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        answer_due_at=None if answered else consultation.answer_due_at,
        process_title=page.title if page else consultation.slug,
        process_url=url,
        how_used_url=f"{url}#{HOW_USED_ANCHOR}" if url and getattr(page, "how_used", "") else "",
    )


def _documents(consultation: Consultation, language: str) -> tuple[list[DocumentInfo], dict[UUID, str]]:
    rows = list(ConsultationDocument.objects.filter(consultation=consultation).select_related("document"))
    ids = [row.document_id for row in rows]
    pages = document_pages(ids, language)
    specific = {
        one.pk: one
        for one in Page.objects.filter(pk__in=[page.pk for page in pages.values()]).defer_streamfields().specific()
    }
    latest = latest_versions(ids)
    counts = {
        document: (clauses, comments or 0)
        for document, clauses, comments in ClauseThread.objects.filter(consultation=consultation)
        .order_by()
        .values_list("document")
        .annotate(Count("clause"), Sum("thread__published_count"))
    }
    found = []
    for row in rows:
        page = pages.get(row.document_id)
        if page is None:
            continue
        clauses, comments = counts.get(row.document_id, (0, 0))
        version = latest.get(row.document_id)
        found.append(
            DocumentInfo(
                uuid=row.document_id,
                title=page.title,
                summary=getattr(specific.get(page.pk), "summary", ""),
                language=page.locale.language_code,
                url=page.get_url() or "",
                kind_label=str(row.document.get_kind_display()),
                version=row.version_number,
                latest_version=version.number if version else row.version_number,
                clauses=clauses,
                comments=comments,
            )
        )
    return found, {document: page.get_url() or "" for document, page in pages.items()}


def _counts(consultation: Consultation) -> CountsSoFar:
    threads = Thread.objects.filter(clause_thread__consultation=consultation)
    found: dict[str, Any] = threads.aggregate(
        comments=Sum("published_count"),
        suggestions=Sum("suggestion_count"),
        busy=Count("pk", filter=Q(published_count__gt=0, clause_thread__clause__isnull=False)),
        clauses=Count("clause_thread__clause"),
    )
    return CountsSoFar(found["comments"] or 0, found["suggestions"] or 0, found["busy"], found["clauses"])


def _most_discussed(consultation: Consultation, urls: dict[UUID, str], language: str) -> list[DiscussedClause]:
    rows = list(
        ClauseThread.objects.filter(consultation=consultation, clause__isnull=False, thread__published_count__gt=0)
        .select_related("thread", "clause", "document")
        .order_by("-thread__published_count", "clause__order")[:MOST_DISCUSSED]
    )
    texts = texts_as_asked(rows, document_version_numbers([consultation.pk]), language)
    return [
        DiscussedClause(
            title=clause_title(text.number, text.heading) if (text := texts.get(row.pk)) else row.clause.number,
            language=text.language if text else language,
            url=f"{urls[row.document_id]}clauses/{row.clause.eid}/" if urls.get(row.document_id) else "",
            comments=row.thread.published_count,
        )
        for row in rows
        if row.clause is not None
    ]


def _steps(consultation: Consultation, now: datetime) -> list[PhaseStep]:
    schedule = schedule_of(consultation)
    current = phase_at(schedule, now)
    texts = {
        PhaseKind.ANNOUNCED: _("The text can be read; comments are not taken yet."),
        PhaseKind.OPEN: _("Anybody can comment on each clause, with or without an account."),
        PhaseKind.ANALYSIS: _("Every comment is read and every clause is answered, with a reason."),
        PhaseKind.OUTCOME: _("The report says what was decided and why; everyone who wrote is told."),
        PhaseKind.FOLLOW_UP: _("What was promised is followed until it is done."),
    }
    steps = []
    order = list(PhaseKind)
    for phase in phases_of(schedule):
        if phase.kind is PhaseKind.FOLLOW_UP and phase.starts_at is None and consultation.follow_up_at is None:
            continue
        if phase.kind is current:
            state = "late" if is_late(consultation, now) else "now"
        else:
            state = "done" if order.index(phase.kind) < order.index(current) else "planned"
        steps.append(
            PhaseStep(phase.kind, str(phase.kind.label), state, texts[phase.kind], phase.starts_at, phase.ends_at)
        )
    return steps
