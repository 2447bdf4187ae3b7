"""Folds blocks without an identity into the HTML of the part they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images.models import SourceImageIOError

from whitepapers.engine.attached import Picture, figure_html, footnote_html, table_html
from whitepapers.enums import AttachedKind

# Wide enough for a plan on a large screen. JPEG stays JPEG and PNG stays PNG: word processors read both.
PICTURE_FILTER = "max-1200x1600"
IS_ATTACHED = frozenset(AttachedKind.values)


def owners_of(kinds: Sequence[str]) -> list[int | None]:
    """For each block the index of the part it belongs to: its own for parts; the nearest above for what is attached,
    or the first part for what stands before all parts. None where there is no part at all.
    """
    first = next((index for index, kind in enumerate(kinds) if kind not in IS_ATTACHED), None)
    owners: list[int | None] = []
    owner = first
    for index, kind in enumerate(kinds):
        if kind not in IS_ATTACHED:
            owner = index
        owners.append(owner)
    return owners


def attached_html(block: Any, words: str, mark: str, pictures: dict[int, Picture]) -> str:
    """`words` is the cleaned rich text of the block, if it has any."""
    value = block.value
    match block.block_type:
        case AttachedKind.TABLE:
            return _table(value)
        case AttachedKind.FIGURE:
            alt = "" if value.get("is_decorative") else value.get("alt_text") or ""
            image = value.get("image")
            picture = pictures.get(image.pk) if image else None
            return figure_html(picture, alt=alt, caption=value.get("caption") or "")
        case AttachedKind.FOOTNOTE:
            return footnote_html(mark, words)
        case _:
            return words


def marks_of(blocks: Sequence[Any], owners: Sequence[int | None]) -> list[str]:
    """The sign of each footnote: as written, else counted within its clause; "" for other blocks."""
    counts: dict[int | None, int] = {}
    marks = []
    for block, owner in zip(blocks, owners, strict=True):
        if block.block_type != AttachedKind.FOOTNOTE:
            marks.append("")
            continue
        counts[owner] = counts.get(owner, 0) + 1
        marks.append((block.value.get("mark") or "").strip() or str(counts[owner]))
    return marks


def pictures_of(blocks: Iterable[Any]) -> dict[int, Picture]:
    """Pictures as they are shown, by image. All renditions of a document are asked for at once; one that was never
    needed before is made. An image whose file is gone is left out.
    """
    images = {
        image.pk: image
        for block in blocks
        if block.block_type == AttachedKind.FIGURE and (image := block.value.get("image"))
    }
    if not images:
        return {}
    renditions = next(iter(images.values())).get_rendition_model().objects.filter(filter_spec=PICTURE_FILTER)
    prefetch_related_objects(
        list(images.values()), Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions")
    )
    found = {}
    for key, image in images.items():
        try:
            rendition = image.get_rendition(PICTURE_FILTER)
        except (SourceImageIOError, FileNotFoundError):
            continue
        found[key] = Picture(
            url=rendition.url, width=rendition.width, height=rendition.height, name=rendition.file.name
        )
    return found


def _table(value: Any) -> str:
    table = value.get("content")
    if not table or not table.columns:
        return ""
    return table_html(
        [column["heading"] or "" for column in table.columns],
        [[cell or "" for cell in row["values"]] for row in table.row_data],
        caption=table.caption or "",
        row_headers=bool(value.get("row_headers")),
    )
