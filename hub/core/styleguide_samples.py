"""What the style guide shows. The words are in the .toml file beside this one and not in gettext: they stand for texts
that a city and its people write.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hub.core.registries import ClauseActivity, PhaseBanner, PublishedOutcome

TEXTS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

# A fixed day, so that the guide looks the same whenever it is opened and pictures of it can be compared.
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 15, 22, 59, tzinfo=UTC)
COUNTS = {"support": 12, "changes": 21, "oppose": 31, "question": 4, "other": 2}


def for_language(language: str) -> dict[str, Any]:
    text = TEXTS[language]
    other = TEXTS["ar" if language != "ar" else "fr"]
    return {
        "now": NOW,
        "s": text,
        "banner": _banner(text),
        "closed_banner": _banner(text, is_open=False),
        "positions": COUNTS,
        "figures_list": [(1348, text["step_three"]), (19, text["section"]), (41, text["title"])],
        "parts": _redline(text),
        "clauses": _clauses(text, language),
        "toc_entries": _contents(text),
        "comments": _comments(text, other, language, "fr" if language == "ar" else "ar"),
        "steps": _steps(text),
        "bars": [
            {"label": text["place_one"], "value": 482},
            {"label": text["place_two"], "value": 311},
            {"label": text["place_three"], "value": 1204},
            {"label": text["place_four"], "value": 57},
        ],
        "weeks": [str(week) for week in range(1, 9)],
        "series": [
            {"label": text["place_one"], "values": [12, 30, 44, 80, 61, 40, 22, 9]},
            {"label": text["place_two"], "values": [4, 9, 12, 33, 70, 52, 30, 12]},
            {"label": text["place_three"], "values": [60, 92, 110, 140, 96, 71, 64, 120]},
            {"label": text["place_four"], "values": [0, 2, 4, 9, 3, 1, 0, 6]},
        ],
        "facts": [(text["step_two"], text["title"]), (text["office"], text["author"])],
        "crumbs": [(text["step_two"], "#"), (text["title"], "#")],
    }


def _banner(text: dict[str, str], *, is_open: bool = True) -> PhaseBanner:
    return PhaseBanner(
        phase="open" if is_open else "analysis",
        phase_label=text["phase"] if is_open else text["step_three"],
        is_open=is_open,
        opens_at=datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
        closes_at=CLOSES if is_open else datetime(2026, 11, 20, 22, 59, tzinfo=UTC),
        answer_due_at=datetime(2027, 3, 9, 11, 0, tzinfo=UTC),
        process_title=text["title"],
        process_url="#",
        how_used_url="#",
    )


def _redline(text: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"op": "same", "text": text["kept"]},
        {"op": "del", "text": text["removed"]},
        {"op": "same", "text": " "},
        {"op": "ins", "text": text["added"]},
        {"op": "same", "text": "."},
    ]


def _clauses(text: dict[str, str], language: str) -> list[dict[str, Any]]:
    answered = PublishedOutcome(
        decision="accepted_in_part",
        decision_label=text["decision"],
        reason=text["did"],
        reason_language=language,
        decided_at=NOW,
        responsible_body=text["office"],
        url="#",
    )
    return [
        {
            "clause": {"eid": "sec_4__1", "number": "4.1", "text": text["clause_one"], "language": language},
            "activity": ClauseActivity(published=1, suggestions=0, can_comment=True, comment_url="#"),
            "current": False,
        },
        {
            "clause": {
                "eid": "sec_4__2",
                "number": "4.2",
                "heading": text["heading"],
                "text": text["clause_two"],
                "language": language,
            },
            "activity": ClauseActivity(
                published=64, suggestions=11, can_comment=True, comment_url="#", outcome=answered
            ),
            "current": True,
        },
    ]


def _contents(text: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"url": "#sec_4__1", "number": "1", "title": text["step_one"], "count": 9},
        {"url": "#", "number": "2", "title": text["place_three"], "count": 40},
        {
            "url": "#sec_4__2",
            "number": "4",
            "title": text["section"],
            "count": 95,
            "children": [{"url": "#sec_4__2", "number": "4.2", "title": text["heading"], "count": 64}],
        },
        {"url": "#", "number": "6", "title": text["step_four"], "count": 0},
    ]


def _comments(text: dict[str, str], other: dict[str, str], language: str, other_language: str) -> list[dict[str, Any]]:
    shared = {"url": "#", "published_at": NOW, "language": language}
    return [
        {
            **shared,
            "position": "oppose",
            "body": text["comment_one"],
            "author": text["author"],
            "reference": "C-2026-000418",
        },
        {
            **shared,
            "body": other["comment_two"],
            "language": other_language,
            "author": other["second_author"],
            "organisation": True,
            "reference": "C-2026-000421",
            "is_reply": True,
        },
        {
            **shared,
            "body": text["official"],
            "author": text["office"],
            "official": True,
            "reference": "C-2026-000430",
            "is_reply": True,
        },
        {
            **shared,
            "position": "changes",
            "suggestion": _redline(text),
            "author": "Y. B.",
            "reference": "C-2026-000377",
        },
    ]


def _steps(text: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"title": text["step_one"], "state": "done", "planned": date(2026, 10, 30), "actual": date(2026, 11, 1)},
        {"title": text["step_two"], "state": "now", "planned": date(2026, 12, 15), "text": text["lede"]},
        {"title": text["step_three"], "state": "late", "planned": date(2026, 11, 20)},
        {"title": text["step_four"], "state": "planned", "planned": date(2027, 6, 30)},
    ]
