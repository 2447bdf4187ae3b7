"""What a person corrects in a draft before it is saved. Every correction gives a new draft."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from whitepapers.engine.imports.draft import DEEPEST_CLAUSE, DEEPEST_HEADING, Draft, DraftPart
from whitepapers.enums import PartKind


def position_of(draft: Draft, key: str) -> int | None:
    return next((index for index, part in enumerate(draft.parts) if part.key == key), None)


def change(draft: Draft, key: str, *, kind: str, level: int, number: str, heading: str) -> Draft:
    """Number, heading, level and kind of one part. What stands below it goes with it."""
    index = position_of(draft, key)
    if index is None:
        return draft
    was = draft.parts[index]
    parts = list(draft.parts)
    html = was.html
    if was.kind == PartKind.CLAUSE and kind == PartKind.HEADING and was.has_words:
        kind = PartKind.CLAUSE.value  # a heading has no words of its own, and nobody could comment on them
    if kind == PartKind.NOTE and (number or heading):
        html = f"<p>{escape(f'{number} {heading}'.strip(), quote=False)}</p>{html}"
        number = heading = ""
    deepest = DEEPEST_HEADING if kind == PartKind.HEADING else DEEPEST_CLAUSE
    level = max(1, min(level, deepest))
    parts[index] = replace(was, kind=kind, level=level, number=number, heading=heading, html=html)
    for lower in _below(draft, index):
        parts[lower] = _moved(parts[lower], was, parts[index])
    return replace(draft, parts=tuple(parts))


def drop(draft: Draft, key: str, *, keeps_words: bool) -> Draft:
    """Takes a false clause out. Its words join the clause above it, or become a note where there is none."""
    index = position_of(draft, key)
    if index is None:
        return draft
    gone, parts = draft.parts[index], list(draft.parts)
    if keeps_words:
        name = f"{gone.number} {gone.heading}".strip()
        html = (f"<p>{escape(name, quote=False)}</p>" if name else "") + gone.html
        above = next((i for i in range(index - 1, -1, -1) if parts[i].kind != PartKind.NOTE), None)
        if above is not None and parts[above].kind == PartKind.CLAUSE:
            parts[above] = _joined(parts[above], html, gone)
            del parts[index]
        else:
            parts[index] = replace(
                gone, kind=PartKind.NOTE.value, level=1, number="", heading="", html=html, source_kind="note"
            )
    else:
        del parts[index]
    return replace(draft, parts=tuple(parts))


def _joined(above: DraftPart, html: str, gone: DraftPart) -> DraftPart:
    if above.attached and html:
        further = ({"type": "continuation", "value": {"text": html}},)
        return replace(above, attached=(*above.attached, *further, *gone.attached))
    return replace(above, html=above.html + html, attached=(*above.attached, *gone.attached))


def _below(draft: Draft, index: int) -> list[int]:
    """Clauses that stand below a part: deeper ones after a clause, those up to the next heading after a heading."""
    was, found = draft.parts[index], []
    for lower in range(index + 1, len(draft.parts)):
        part = draft.parts[lower]
        if part.kind == PartKind.NOTE:
            continue
        if part.kind == PartKind.HEADING or (was.kind == PartKind.CLAUSE and part.level <= was.level):
            break
        found.append(lower)
    return found


def _moved(part: DraftPart, was: DraftPart, now: DraftPart) -> DraftPart:
    """Keeps a clause below what it stood below."""
    if was.kind == now.kind == PartKind.CLAUSE:
        step = now.level - was.level
    elif was.kind == PartKind.CLAUSE and now.kind == PartKind.HEADING:
        step = -was.level
    elif was.kind == PartKind.HEADING and now.kind == PartKind.CLAUSE:
        step = now.level
    else:
        step = 0
    return replace(part, level=max(1, min(part.level + step, DEEPEST_CLAUSE)))
