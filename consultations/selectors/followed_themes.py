"""Themes that people may follow: those that a published report names, called as it calls them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from consultations.enums import Decision
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome
from consultations.models.theme import Theme
from consultations.selectors.coverage import with_descendants
from consultations.selectors.outcomes import reason_in, reasons_of
from consultations.selectors.pages import report_pages
from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject

THEME = "theme"


def theme_subjects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """Five queries. What was renamed or added since the newest report is not public yet, so the report is asked."""
    language = get_language() or settings.LANGUAGE_CODE
    wanted = dict(Theme.objects.filter(pk__in=uuids_in(keys)).values_list("pk", "consultation"))
    pages = report_pages(set(wanted.values()), language) if wanted else {}
    named = {report.consultation_id: _names_in(report, language) for report in newest_reports(pages)}
    found = {}
    for theme, consultation in wanted.items():
        name, other = named.get(consultation, {}).get(str(theme), ("", ""))
        if name:
            page = pages[consultation]
            found[str(theme)] = FollowSubject(
                key=str(theme),
                title=name,
                url=f"{page.get_url() or ''}#theme-{theme}",
                language=other,
                part_of=page.title,
            )
    return found


def answered_themes(report: FrozenReport) -> list[str]:
    """Those whose answer became public with this report, those below them, and what was merged into any of them."""
    rows = Outcome.objects.filter(theme__consultation=report.consultation_id, published_at=report.published_at)
    answered = [key for key in rows.values_list("theme", flat=True) if key is not None]
    if not answered:
        return []
    themes = Theme.objects.filter(consultation=report.consultation_id).values_list("pk", "parent", "merged_into")
    # What went into another theme is answered with it, as what stands below one is.
    above = {key: merged or parent for key, parent, merged in themes}
    return sorted(str(key) for key in with_descendants(answered, above))


def theme_answers(report: FrozenReport, keys: Iterable[str]) -> list[dict[str, str]]:
    """What the letter says of the answers to these themes."""
    language = get_language() or settings.LANGUAGE_CODE
    page = report_pages([report.consultation_id], language).get(report.consultation_id)
    names = _names_in(report, language)
    rows = Outcome.objects.filter(
        theme__consultation=report.consultation_id, theme__in=uuids_in(keys), published_at=report.published_at
    )
    return [
        {
            "clause": names.get(str(row.theme_id), ("", ""))[0],
            "decision": str(Decision(row.decision).label),
            "reason": reason_in(reasons_of(row), language)[0],
            "url": f"{settings.PUBLIC_URL}{page.get_url() or ''}#theme-{row.theme_id}",
        }
        for row in rows.prefetch_related("reasons").order_by("theme__order", "pk")
        if page is not None
    ]


def newest_reports(consultations: Iterable[UUID]) -> list[FrozenReport]:
    """The last number of each; one query."""
    newest = FrozenReport.objects.filter(consultation=OuterRef("consultation")).order_by("-number").values("pk")
    rows = FrozenReport.objects.filter(consultation__in=list(consultations), pk=Subquery(newest[:1]))
    return list(rows.select_related("consultation"))


def _names_in(report: FrozenReport, language: str) -> dict[str, tuple[str, str]]:
    """Name and its language where it is another one, of each theme that the report shows."""
    found = {}
    for uuid, names in shown_themes(json.loads(report.content)).items():
        if names:
            code = next((one for one in (language, settings.LANGUAGE_CODE) if one in names), sorted(names)[0])
            found[uuid] = (names[code][0], "" if code == language else code)
    return found


def shown_themes(content: Mapping[str, Any]) -> dict[str, Mapping[str, Sequence[str]]]:
    """Themes that the record of a report shows: by their id and language [name, what belongs to it]."""
    shown = {row["uuid"] for row in content.get("figures", {}).get("by_theme", ())}
    shown |= {row["theme"] for row in content.get("answers", ()) if row.get("kind") == "theme"}
    return {uuid: names for uuid, names in content.get("themes", {}).items() if uuid in shown}
