"""What a report says, as one record: the live one that staff see, and the frozen one that everybody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.gap import GapStatement
from consultations.models.outcome import Outcome
from consultations.models.quotation import Quotation
from consultations.models.theme import Theme
from consultations.reports.figures import ClauseFigures, ConsultationFigures, consultation_figures
from consultations.reports.themes import ThemeFigures, Themes, theme_figures
from consultations.reports.trust import Trust, second_reading_record, trust, trust_record
from consultations.selectors.coverage import contributions_of
from consultations.selectors.elsewhere import answered_elsewhere
from consultations.selectors.outcomes import latest_of_each, reasons_of
from consultations.selectors.selections import sizes_of
from hub.contributions.models.comment import Comment
from hub.moderation.enums import State

# Grows when the meaning of a field changes; readers of open data look at it first.
# 2: themes, chosen contributions, changes, next steps, gaps, quotes and turnout came in; answers have a `kind`;
# groups are of near-duplicates (`grouping` says so), and how far the machine was right stands in `machine`.
FORMAT = 2


def report_content(consultation: Consultation, figures: ConsultationFigures | None = None) -> dict[str, Any]:
    """Ids, codes, figures and our own words; never a word or a name of those who took part: quotes are references."""
    figures = figures or consultation_figures(consultation)
    themes = theme_figures(consultation)
    documents = ConsultationDocument.objects.filter(consultation=consultation)
    return {
        "format": FORMAT,
        "consultation": str(consultation.pk),
        "slug": consultation.slug,
        "opens_at": _utc(consultation.opens_at),
        "closes_at": _utc(consultation.closes_at),
        "documents": [{"document": str(row.document_id), "version": row.version_number} for row in documents],
        "figures": figures_record(figures, themes, trust(consultation)),
        "turnout": _turnout(consultation),
        "themes": theme_names(consultation),
        "answers": _answers(consultation),
        "elsewhere": _elsewhere(consultation),
        "gaps": _gaps(consultation),
        "quotes": _quotes(consultation),
    }


def figures_record(figures: ConsultationFigures, themes: Themes, trusted: Trust) -> dict[str, Any]:
    return {
        "received": figures.received,
        "published": figures.published,
        "withheld": dict(figures.withheld),
        "pending": figures.pending,
        "distinct_texts": figures.texts.distinct,
        "groups": figures.texts.groups,
        "grouped": figures.texts.grouped,
        "grouping": figures.texts.grouping,
        "grouping_version": figures.texts.version,
        "people": figures.people,
        "persons": figures.persons,
        "organisations": figures.organisations,
        "to_answer": figures.to_answer,
        "answered": figures.answered,
        "read": figures.read,
        "coded": themes.coded,
        "machine": trust_record(trusted),
        "second_reading": second_reading_record(trusted),
        "languages": dict(figures.languages),
        "channels": dict(figures.channels),
        "by_clause": [clause_record(row) for row in figures.by_clause],
        "by_theme": [theme_record(row) for row in themes.by_theme],
    }


def clause_record(row: ClauseFigures) -> dict[str, Any]:
    return {
        "uuid": str(row.clause) if row.clause else None,
        "document": str(row.document),
        "eid": row.eid,
        "number": row.number,
        "received": row.received,
        "comments": row.comments,
        "suggestions": row.suggestions,
        "positions": dict(row.positions),
        "outcome": row.outcome,
        "unanswered": row.unanswered.total,
    }


def theme_record(row: ThemeFigures) -> dict[str, Any]:
    return {
        "uuid": str(row.theme),
        "parent": str(row.parent) if row.parent else None,
        "level": row.level,
        "comments": row.comments,
        "confidential": row.confidential,
        "positions": dict(row.positions),
        "outcome": row.outcome,
    }


def _turnout(consultation: Consultation) -> list[list[Any]]:
    """[day, received] on the city's calendar, days without anything left out."""
    days: dict[str, int] = {}
    moments = contributions_of(consultation).order_by().values_list("received_at", flat=True)
    for moment in moments.iterator(chunk_size=5000):
        day = timezone.localtime(moment).date().isoformat()
        days[day] = days.get(day, 0) + 1
    return [[day, days[day]] for day in sorted(days)]


def theme_names(consultation: Consultation) -> dict[str, Any]:
    themes = Theme.objects.filter(consultation=consultation).prefetch_related("names")
    return {
        str(theme.pk): {name.language: [name.name, name.description] for name in theme.names.all()} for theme in themes
    }


def _answers(consultation: Consultation) -> list[dict[str, Any]]:
    """The latest answer to each thing. `kind` says which of clause, theme and chosen contributions it is about."""
    outcomes = latest_of_each(consultation)
    sizes = sizes_of(outcome.selection_id for outcome in outcomes if outcome.selection_id is not None)
    rows = [{**_subject(outcome, sizes), **_answer(outcome)} for outcome in outcomes]
    return sorted(rows, key=_answer_key)


def _subject(outcome: Outcome, sizes: Mapping[Any, int]) -> dict[str, Any]:
    if outcome.clause_thread is not None:
        row = outcome.clause_thread
        clause = str(row.clause_id) if row.clause_id else None
        return {"kind": "clause", "clause": clause, "document": str(row.document_id)}
    if outcome.theme_id is not None:
        return {"kind": "theme", "theme": str(outcome.theme_id)}
    selection = outcome.selection
    titles = {title.language: title.title for title in selection.titles.all()} if selection else {}
    return {
        "kind": "selection",
        "selection": str(outcome.selection_id),
        "titles": titles,
        "contributions": sizes.get(outcome.selection_id, 0),
    }


def _answer(outcome: Outcome) -> dict[str, Any]:
    return {
        "number": outcome.number,
        "decision": outcome.decision,
        "responsible_body": outcome.responsible_body,
        "decided_at": _utc(outcome.decided_at),
        "reasons": reasons_of(outcome),
        "changes": [
            {"clause": str(change.clause_id), "version": change.version_number} for change in outcome.changes.all()
        ],
        "next_steps": [
            {
                "due_on": step.due_on.isoformat() if step.due_on else None,
                "texts": {text.language: text.text for text in step.texts.all()},
            }
            for step in outcome.next_steps.all()
        ],
    }


def _elsewhere(consultation: Consultation) -> list[dict[str, Any]]:
    """By clause: which answers to themes and to chosen contributions serve what was said about it, and how much."""
    rows = answered_elsewhere(consultation)
    threads = ClauseThread.objects.in_bulk({row.clause_thread for row in rows})
    found = [
        {
            "document": str(threads[row.clause_thread].document_id),
            "clause": str(clause) if (clause := threads[row.clause_thread].clause_id) else None,
            "kind": row.kind,
            row.kind: str(row.subject),
            "contributions": row.contributions,
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["document"], row["clause"] or "", row["kind"], row[row["kind"]]))


def _gaps(consultation: Consultation) -> list[dict[str, Any]]:
    rows = (
        GapStatement.objects.filter(consultation=consultation)
        .select_related("clause_thread")
        .prefetch_related("texts")
        .order_by("pk")
    )
    found = []
    for row in rows:
        thread = row.clause_thread
        found.append(
            {
                "document": str(thread.document_id) if thread else None,
                "clause": str(thread.clause_id) if thread and thread.clause_id else None,
                "texts": {text.language: text.text for text in row.texts.all()},
            }
        )
    return found


def _quotes(consultation: Consultation) -> list[dict[str, Any]]:
    """References only: the words are read from the contribution whenever the page is, as long as they are public."""
    rows = (
        Quotation.objects.filter(consultation=consultation, comment__state=State.PUBLISHED, comment__may_be_quoted=True)
        .select_related("clause_thread", "comment")
        .order_by("order", "pk")
    )
    return [
        {
            "reference": row.comment.reference,
            "document": str(row.clause_thread.document_id) if row.clause_thread else None,
            "clause": str(row.clause_thread.clause_id) if row.clause_thread and row.clause_thread.clause_id else None,
            "theme": str(row.theme_id) if row.theme_id else None,
        }
        for row in rows
    ]


def quoted_words(references: Iterable[str]) -> dict[str, Comment]:
    """The contributions that may still be quoted at this moment, by reference; one query."""
    rows = Comment.objects.filter(reference__in=list(references), state=State.PUBLISHED, may_be_quoted=True)
    return {row.reference: row for row in rows}


def _answer_key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["kind"], row.get("document", ""), row.get("clause") or row.get("theme") or row.get("selection") or ""


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
