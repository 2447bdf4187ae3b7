"""A report as a reader sees it: the record (live or frozen) joined with the words of the clauses it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from consultations.enums import CHANGING_DECISIONS, Decision
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.reports.content import report_content
from consultations.reports.figures import consultation_figures
from consultations.selectors.outcomes import anchor, reason_in
from consultations.selectors.subjects import clause_title
from hub.contributions.enums import Channel
from hub.moderation.enums import ReasonCode
from whitepapers.models.clause import ClauseText
from whitepapers.models.document import Document
from whitepapers.selectors import document_pages


@dataclass(frozen=True)
class AnswerRow:
    """ "We asked, you said, we did" for one clause."""

    anchor: str
    title: str
    url: str
    asked: str
    asked_language: str
    comments: int
    not_public: int
    suggestions: int
    positions: Mapping[str, int]
    decision: str
    decision_label: str
    reason: str
    reason_language: str
    responsible_body: str
    decided_at: datetime | None


@dataclass(frozen=True)
class Counted:
    label: str
    count: int


@dataclass(frozen=True)
class ReportView:
    """Everything the report page prints."""

    is_live: bool
    number: int | None
    sha256: str
    published_at: datetime | None
    received: int
    published: int
    withheld: Sequence[Counted]
    withheld_total: int
    pending: int
    people: int
    persons: int
    organisations: int
    groups: int
    grouped: int
    clauses: int
    clauses_changed: int
    clauses_quiet: int  # nobody wrote about them
    noted: int
    answered: int
    channels: Sequence[Counted]
    languages: Sequence[Counted]
    decisions: Sequence[Counted]
    rows: Sequence[AnswerRow]

    @property
    def three_numbers(self) -> list[tuple[int, str]]:
        """What the report opens with, for `components/figures.html`."""
        return [
            (self.received, ngettext("contribution received", "contributions received", self.received)),
            (
                self.people,
                ngettext("person or organisation took part", "people and organisations took part", self.people),
            ),
            (
                self.clauses_changed,
                ngettext(
                    "of %(count)s clause changes because of them",
                    "of %(count)s clauses change because of them",
                    self.clauses,
                )
                % {"count": number_format(self.clauses, force_grouping=True)},
            ),
        ]

    @property
    def channel_rows(self) -> list[dict[str, object]]:
        return _chart(self.channels)

    @property
    def language_rows(self) -> list[dict[str, object]]:
        return _chart(self.languages)

    @property
    def decision_rows(self) -> list[dict[str, object]]:
        return _chart(self.decisions)


def _chart(rows: Sequence[Counted]) -> list[dict[str, object]]:
    """Rows for `components/bar_chart.html`, the longest first."""
    return [{"label": row.label, "value": row.count} for row in sorted(rows, key=lambda row: -row.count)]


def latest_frozen(consultation: Consultation) -> FrozenReport | None:
    return FrozenReport.objects.filter(consultation=consultation).order_by("-number").first()


def frozen_view(report: FrozenReport, language: str) -> ReportView:
    return _view(json.loads(report.content), language, report)


def live_view(consultation: Consultation, language: str) -> ReportView:
    """For staff only: with answers that nobody else has seen, and with the groups that the machine found last."""
    figures = consultation_figures(consultation, stored_texts=True)
    return _view(report_content(consultation, figures), language, None)


def _view(content: Mapping[str, Any], language: str, report: FrozenReport | None) -> ReportView:
    figures = content["figures"]
    # Reports of format 1 knew answers to clauses only.
    answers = {
        (row["document"], row["clause"]): row for row in content["answers"] if row.get("kind", "clause") == "clause"
    }
    clauses = [row for row in figures["by_clause"] if row["uuid"]]
    decided = [row["outcome"] for row in clauses if row["outcome"]]
    withheld = [Counted(str(ReasonCode(code).label), count) for code, count in figures["withheld"].items()]
    return ReportView(
        is_live=report is None,
        number=report.number if report else None,
        sha256=report.sha256 if report else "",
        published_at=report.published_at if report else None,
        received=figures["received"],
        published=figures["published"],
        withheld=withheld,
        withheld_total=sum(one.count for one in withheld),
        pending=figures["pending"],
        people=figures["people"],
        persons=figures["persons"],
        organisations=figures["organisations"],
        groups=figures["groups"],
        grouped=figures["grouped"],
        clauses=len(clauses),
        clauses_changed=sum(1 for decision in decided if decision in CHANGING_DECISIONS),
        clauses_quiet=sum(1 for row in clauses if not row["received"]),
        noted=decided.count(Decision.NOTED),
        answered=len(decided),
        channels=[Counted(str(Channel(code).label), count) for code, count in figures["channels"].items()],
        languages=[Counted(_language_name(code), count) for code, count in figures["languages"].items()],
        decisions=[
            Counted(str(decision.label), decided.count(decision.value)) for decision in Decision if decision in decided
        ],
        rows=_rows(content, answers, language),
    )


def _rows(
    content: Mapping[str, Any], answers: Mapping[tuple[str, str | None], Mapping[str, Any]], language: str
) -> list[AnswerRow]:
    versions = {UUID(row["document"]): row["version"] for row in content["documents"]}
    shown = [
        row for row in content["figures"]["by_clause"] if row["received"] or (row["document"], row["uuid"]) in answers
    ]
    sources = dict(Document.objects.filter(pk__in=versions).values_list("pk", "source_language"))
    texts = _texts([UUID(row["uuid"]) for row in shown if row["uuid"]], versions, language, sources)
    pages = document_pages(versions, language)
    urls = {document: page.get_url() or "" for document, page in pages.items()}
    titles = {document: page.title for document, page in pages.items()}
    rows = []
    for row in shown:
        document = UUID(row["document"])
        text = texts.get(UUID(row["uuid"])) if row["uuid"] else None
        answer = answers.get((row["document"], row["uuid"]), {})
        reason, reason_language = reason_in(answer.get("reasons", {}), language, sources.get(document, ""))
        decision = answer.get("decision", "")
        if row["uuid"]:
            title = clause_title(text.number if text else row["number"], text.heading if text else "")
        else:
            title = _("The document as a whole")
        rows.append(
            AnswerRow(
                anchor=anchor(row["uuid"], row["document"]),
                title=title,
                url=f"{urls[document]}clauses/{row['eid']}/"
                if urls.get(document) and row["uuid"]
                else urls.get(document, ""),
                asked=text.text if text else titles.get(document, ""),
                asked_language=text.language if text else language,
                comments=row["comments"],
                not_public=row["received"] - row["comments"],
                suggestions=row["suggestions"],
                positions=_split(row["positions"]),
                decision=decision,
                decision_label=str(Decision(decision).label) if decision else "",
                reason=reason,
                reason_language=reason_language,
                responsible_body=answer.get("responsible_body", ""),
                decided_at=parse_datetime(answer["decided_at"]) if answer else None,
            )
        )
    return rows


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code or _("Unknown")


def _split(positions: Mapping[str, int]) -> dict[str, int]:
    """The keys that `components/split_bar.html` draws; without a position is "other" there."""
    return {
        "support": positions["support"],
        "changes": positions["support_with_changes"],
        "oppose": positions["oppose"],
        "question": positions["question"],
        "other": positions["other"] + positions["none"],
    }


def _texts(
    clauses: Sequence[UUID], versions: Mapping[UUID, int], language: str, sources: Mapping[UUID, str]
) -> dict[UUID, ClauseText]:
    """The text that people were asked about; versions never change, so neither does a frozen report."""
    rows = (
        ClauseText.objects.filter(clause__in=clauses, language__in={language, *sources.values()})
        .select_related("version")
        .order_by("version__number")
    )
    found: dict[UUID, ClauseText] = {}
    for row in rows:
        if row.version.number > versions.get(row.version.document_id, 0):
            continue
        known = found.get(row.clause_id)
        newer = known is None or row.version.number > known.version.number
        if newer or row.language == language:
            found[row.clause_id] = row
    return found
