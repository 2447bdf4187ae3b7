"""Words looked for in one document: every hit marked, every part that has one listed. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import mark_safe

from hub.core.engine.folding import MAX_QUERY
from whitepapers.engine.finding import mark_html, mark_text, pattern_of
from whitepapers.selectors.reading_parts import ReadingPart


@dataclass(frozen=True)
class Finding:
    query: str
    total: int
    hits: Sequence[ReadingPart]  # parts with at least one, as they were


def find_in(parts: Sequence[ReadingPart], query: str) -> tuple[list[ReadingPart], Finding]:
    """The parts with their hits in `<mark>`, and which of them have any."""
    query = " ".join(query.split())[:MAX_QUERY]
    pattern = pattern_of(query)
    if pattern is None:
        return list(parts), Finding("", 0, ())
    marked: list[ReadingPart] = []
    found: list[ReadingPart] = []
    for part in parts:
        heading, in_heading = mark_text(part.heading, pattern)
        html, in_text = mark_html(part.html, pattern)
        summary, in_summary = mark_text(part.summary, pattern)
        hits = in_heading + in_text + in_summary
        if not hits:
            marked.append(part)
            continue
        found.append(replace(part, hits=hits))
        marked.append(
            replace(
                part,
                # Escaped by the marking, all but the marks themselves.
                heading=mark_safe(heading),
                html=html,
                summary=mark_safe(summary),
                hits=hits,
            )
        )
    return marked, Finding(query, sum(part.hits for part in found), found)
