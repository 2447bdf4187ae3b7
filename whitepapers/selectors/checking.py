"""Reads a document page, saved or not, into what the readiness checks look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from whitepapers.engine.readiness import Checked, Link, Picture, Table, Unit
from whitepapers.engine.text import plain_text
from whitepapers.enums import AttachedKind
from whitepapers.selectors.attached import IS_ATTACHED, owners_of
from whitepapers.selectors.body import parts_of
from whitepapers.selectors.glossary import glossary_of

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)


def checked_document(page: Any) -> Checked:
    """The page as it stands in memory: a form's instance, the latest draft or what is live."""
    language = page.locale.language_code
    blocks = list(page.body)
    owners = owners_of([block.block_type for block in blocks])
    own = [index for index, block in enumerate(blocks) if block.block_type not in IS_ATTACHED]
    attached: dict[int, list[Any]] = {}
    for block, owner in zip(blocks, owners, strict=True):
        if block.block_type in IS_ATTACHED and owner is not None:
            attached.setdefault(owner, []).append(block)
    units = []
    for index, part in zip(own, parts_of(page.body, language), strict=True):
        beside = attached.get(index, [])
        units.append(
            Unit(
                block_id=part.block_id,
                kind=part.kind,
                number=part.number,
                heading=part.heading,
                text=part.text,
                html=part.html,
                summary=part.summary,
                parent=part.place.parent,
                pictures=[_picture(block) for block in beside if block.block_type == AttachedKind.FIGURE],
                tables=[_table(block) for block in beside if block.block_type == AttachedKind.TABLE],
                links=list(_links(part.html)),
            )
        )
    return Checked(
        language=language,
        units=units,
        has_summary=bool(page.summary.strip()),
        has_responsible=bool(page.owner_body.strip()),
        terms=glossary_of(page),
    )


def _picture(block: Any) -> Picture:
    image = block.value.get("image")
    return Picture(
        block_id=str(block.id or ""),
        is_there=image is not None,
        needs_description=not block.value.get("is_decorative"),
        has_description=bool((block.value.get("alt_text") or "").strip()),
        size=(image.file_size or 0) if image is not None else 0,
    )


def _table(block: Any) -> Table:
    table = block.value.get("content")
    headings = [column["heading"] for column in table.columns] if table else []
    cells = [cell for row in table.row_data for cell in row["values"]] if table else []
    return Table(
        block_id=str(block.id or ""),
        has_header=any((heading or "").strip() for heading in headings),
        is_empty=not any((cell or "").strip() for cell in cells),
    )


def _links(html: str) -> Iterator[Link]:
    for attributes, words in _LINK.findall(html):
        yield Link(words=plain_text(words), leads_somewhere='href="' in attributes)
