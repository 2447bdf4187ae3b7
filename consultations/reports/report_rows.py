"""“We asked, you said, we did”: one row for each clause, theme and choice of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from consultations.enums import Decision
from consultations.reports.report_words import Quote, ReportWords
from consultations.selectors.outcomes import anchor, reason_in

Record = Mapping[str, Any]
WITHOUT_POSITION = "none"


@dataclass(frozen=True)
class Said:
    """Words of ours, in the reader's language or in whatever there is."""

    text: str
    language: str


@dataclass(frozen=True)
class NamedClause:
    title: str
    language: str
    url: str
    version: int | None


@dataclass(frozen=True)
class ShownStep:
    due_on: date | None
    words: Said


@dataclass(frozen=True)
class ShownAnswer:
    """An answer, to whatever it was given."""

    decision: str
    decision_label: str
    reason: str
    reason_language: str
    responsible_body: str
    decided_at: datetime | None
    changes: Sequence[NamedClause]
    steps: Sequence[ShownStep]


@dataclass(frozen=True)
class Elsewhere:
    """Where contributions to a clause are answered, when that is not at the clause."""

    kind: str  # "theme", "selection"
    title: str
    language: str
    anchor: str
    contributions: int


@dataclass(frozen=True)
class ReportRow:
    """What was asked, what was said, what was done."""

    anchor: str
    title: str
    title_language: str
    url: str
    asked: Said
    comments: int
    not_public: int
    suggestions: int
    positions: Mapping[str, int]
    answer: ShownAnswer | None
    quotes: Sequence[Quote] = ()
    gap: Said | None = None
    elsewhere: Sequence[Elsewhere] = ()
    unanswered: int = 0
    level: int = 0  # of a theme in its tree
    is_covered: bool = False  # a sub-theme: answered together with the theme above it
    is_clause: bool = False
    follow_key: str = ""  # of a theme


@dataclass(frozen=True)
class ReportRows:
    clauses: Sequence[ReportRow]  # those about which something was said or decided
    themes: Sequence[ReportRow]
    chosen: Sequence[ReportRow]
    reading_gap: Said | None  # why not enough was read, where that is so


def rows_of(content: Record, words: ReportWords) -> ReportRows:
    titles = theme_titles(content, words.language)
    return ReportRows(
        clauses=_clause_rows(content, words, titles),
        themes=_theme_rows(content, words, titles),
        chosen=_chosen_rows(content, words),
        reading_gap=next(
            (_said(row["texts"], words) for row in content.get("gaps", ()) if row["document"] is None), None
        ),
    )


def theme_titles(content: Record, language: str) -> dict[str, Said]:
    """Names of themes by their id; with "choice" titles of chosen contributions beside them, which share no ids."""
    names = {
        uuid: {code: name for code, (name, _description) in by_language.items()}
        for uuid, by_language in content.get("themes", {}).items()
    }
    names |= {row["selection"]: row["titles"] for row in content["answers"] if row.get("kind") == "selection"}
    return {uuid: Said(*reason_in(by_language, language, "en")) for uuid, by_language in names.items()}


def anchor_of_answer(row: Record) -> str:
    """The place of an answer of the record; answers of format 1 were all to clauses."""
    kind = row.get("kind", "clause")
    if kind == "clause":
        return anchor(row["clause"], row["document"])
    return f"theme-{row['theme']}" if kind == "theme" else f"chosen-{row['selection']}"


def title_of_answer(row: Record, words: ReportWords, titles: Mapping[str, Said]) -> Said:
    kind = row.get("kind", "clause")
    if kind == "clause":
        return Said(*words.clause_name(row["clause"]))
    return titles.get(row[kind]) or Said(_("An answer"), words.language)


def shown_answer(row: Record, words: ReportWords, source_language: str = "") -> ShownAnswer:
    reason, reason_language = reason_in(row["reasons"], words.language, source_language)
    return ShownAnswer(
        decision=row["decision"],
        decision_label=str(Decision(row["decision"]).label),
        reason=reason,
        reason_language=reason_language,
        responsible_body=row["responsible_body"],
        decided_at=parse_datetime(row["decided_at"]),
        changes=[_named(change, words) for change in row.get("changes", ())],
        steps=[
            ShownStep(parse_date(step["due_on"]) if step["due_on"] else None, _said(step["texts"], words))
            for step in row.get("next_steps", ())
        ],
    )


def split_of(positions: Mapping[str, int]) -> dict[str, int]:
    """The keys that `components/split_bar.html` draws; without a position is "other" there."""
    return {
        "support": positions.get("support", 0),
        "changes": positions.get("support_with_changes", 0),
        "oppose": positions.get("oppose", 0),
        "question": positions.get("question", 0),
        "other": positions.get("other", 0) + positions.get(WITHOUT_POSITION, 0),
    }


def _said(texts: Mapping[str, str], words: ReportWords, source_language: str = "") -> Said:
    return Said(*reason_in(dict(texts), words.language, source_language))


def _named(change: Record, words: ReportWords) -> NamedClause:
    title, language = words.clause_name(change["clause"])
    clause = words.clauses.get(UUID(change["clause"]))
    url = words.clause_url(clause.document_id, clause.eid) if clause else ""
    return NamedClause(title, language, url, change["version"])


def _clause_rows(content: Record, words: ReportWords, titles: Mapping[str, Said]) -> list[ReportRow]:
    answers = {anchor_of_answer(row): row for row in content["answers"]}
    gaps = {
        anchor(row["clause"], row["document"]): row for row in content.get("gaps", ()) if row["document"] is not None
    }
    elsewhere: dict[str, list[Elsewhere]] = {}
    for row in content.get("elsewhere", ()):
        elsewhere.setdefault(anchor(row["clause"], row["document"]), []).append(_elsewhere(row, titles, words))
    return [
        _clause_row(row, place, words, answers.get(place), gaps.get(place), elsewhere.get(place, ()))
        for row in content["figures"]["by_clause"]
        if (place := anchor(row["uuid"], row["document"])) and (row["received"] or place in answers or place in gaps)
    ]


def _clause_row(
    row: Record,
    place: str,
    words: ReportWords,
    answer: Record | None,
    gap: Record | None,
    elsewhere: Sequence[Elsewhere],
) -> ReportRow:
    document = UUID(row["document"])
    source = words.sources.get(document, "")
    text = words.texts.get(UUID(row["uuid"])) if row["uuid"] else None
    page = words.pages.get(document)
    title, title_language = words.clause_name(row["uuid"], row["number"])
    asked = Said(text.text, text.language) if text else Said(page.title if page else "", words.language)
    return ReportRow(
        anchor=place,
        title=title,
        title_language=title_language,
        url=words.clause_url(document, row["eid"]) if row["uuid"] else words.document_url(document),
        asked=asked,
        comments=row["comments"],
        not_public=row["received"] - row["comments"],
        suggestions=row["suggestions"],
        positions=split_of(row["positions"]),
        answer=shown_answer(answer, words, source) if answer else None,
        quotes=words.quotes_at("clause", place),
        gap=_said(gap["texts"], words, source) if gap else None,
        elsewhere=elsewhere,
        unanswered=row.get("unanswered", 0),
        is_clause=bool(row["uuid"]),
    )


def _elsewhere(row: Record, titles: Mapping[str, Said], words: ReportWords) -> Elsewhere:
    subject = row[row["kind"]]
    title = titles.get(subject) or Said(_("An answer"), words.language)
    return Elsewhere(row["kind"], title.text, title.language, anchor_of_answer(row), row["contributions"])


def _theme_rows(content: Record, words: ReportWords, titles: Mapping[str, Said]) -> list[ReportRow]:
    """In the order of the tree. A theme that was given up since its answer still shows the answer, after the others."""
    answers = {row["theme"]: row for row in content["answers"] if row.get("kind") == "theme"}
    by_theme = list(content["figures"].get("by_theme", ()))
    known = {row["uuid"] for row in by_theme}
    by_theme += [
        {"uuid": uuid, "parent": None, "level": 0, "comments": 0, "confidential": 0, "positions": {}}
        for uuid in answers
        if uuid not in known
    ]
    covered: set[str] = set()
    rows = []
    for row in by_theme:
        uuid, answer = row["uuid"], answers.get(row["uuid"])
        if answer is not None or row["parent"] in covered:
            covered.add(uuid)
        title = titles.get(uuid) or Said("", words.language)
        descriptions = {code: pair[1] for code, pair in content.get("themes", {}).get(uuid, {}).items()}
        rows.append(
            ReportRow(
                anchor=f"theme-{uuid}",
                title=title.text,
                title_language=title.language,
                url="",
                asked=_said(descriptions, words, "en"),
                comments=row["comments"],
                not_public=row["confidential"],
                suggestions=0,
                positions=split_of(row["positions"]),
                answer=shown_answer(answer, words, "en") if answer else None,
                quotes=words.quotes_at("theme", uuid),
                level=min(row["level"], 3),
                is_covered=answer is None and uuid in covered,
                follow_key=uuid,
            )
        )
    return rows


def _chosen_rows(content: Record, words: ReportWords) -> list[ReportRow]:
    rows = []
    for row in content["answers"]:
        if row.get("kind") != "selection":
            continue
        title = _said(row["titles"], words, "en")
        rows.append(
            ReportRow(
                anchor=anchor_of_answer(row),
                title=title.text,
                title_language=title.language,
                url="",
                asked=Said("", words.language),
                comments=row["contributions"],
                not_public=0,
                suggestions=0,
                positions={},
                answer=shown_answer(row, words, "en"),
            )
        )
    return rows
