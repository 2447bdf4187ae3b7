"""Reads the body of a page into parts: numbered, nested, cleaned, fingerprinted. The same for live pages and drafts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from whitepapers.engine.numbering import Item, Place, place
from whitepapers.engine.text import clean_html, clean_words, fingerprint, plain_text
from whitepapers.enums import HeadingNumbering, HeadingRole, PartKind
from whitepapers.selectors.attached import IS_ATTACHED, attached_html, marks_of, owners_of, pictures_of

# Cannot occur in rich text, which is HTML: nh3 and browsers drop it.
_SEPARATOR = "\x00"
_PAGE_LINK = re.compile(r"<a\b[^>]*\blinktype=[\"']page[\"'][^>]*>")
_ID = re.compile(r"\bid=[\"'](\d+)[\"']")


@dataclass(frozen=True)
class Part:
    """One block of a document in one language, ready to be shown or frozen."""

    block_id: str
    kind: PartKind
    heading: str
    html: str
    text: str
    summary: str
    sha256: str
    order: int
    place: Place
    parent_block: str | None
    came_from: tuple[str, ...] = ()  # block ids of the clauses it was split or merged from
    role: str = ""  # "annex" for the heading of an annex

    @property
    def number(self) -> str:
        return self.place.number

    @property
    def level(self) -> int:
        return self.place.depth


def parts_of(body: StreamValue, language: str) -> list[Part]:
    """All parts in order, each with the tables, figures, footnotes and further text that belong to it. Links and
    pictures are resolved for the whole document at once, so queries do not grow with it; links lead to pages in the
    document's language, whoever looks at it or publishes it.
    """
    blocks = list(body)
    owners = owners_of([block.block_type for block in blocks])
    htmls = _htmls(blocks, owners, language)
    own = [index for index, block in enumerate(blocks) if block.block_type not in IS_ATTACHED]
    parts = [blocks[index] for index in own]
    items = [_item(block) for block in parts]
    places = place(items)
    ids = unique_ids([str(block.id or f"new-{index}") for index, block in zip(own, parts, strict=True)])
    return [
        _part(order, block, ids, items[order], places[order], htmls[own[order]]) for order, block in enumerate(parts)
    ]


def _htmls(blocks: list[Any], owners: list[int | None], language: str) -> dict[int, str]:
    """Cleaned HTML of each part by the index of its block, with everything that belongs to it."""
    words = [clean_words(html) for html in _expanded([_source(block) for block in blocks], language)]
    pictures, marks = pictures_of(blocks), marks_of(blocks, owners)
    htmls: dict[int, str] = {}
    for index, (block, owner) in enumerate(zip(blocks, owners, strict=True)):
        if owner is None:
            continue
        html = words[index]
        if block.block_type in IS_ATTACHED:
            html = attached_html(block, html, marks[index], pictures)
        htmls[owner] = htmls.get(owner, "") + html
    return {owner: clean_html(html) for owner, html in htmls.items()}


def _part(order: int, block: Any, ids: list[str], item: Item, where: Place, html: str) -> Part:
    text = plain_text(html)
    heading = block.value["text"] if item.kind == PartKind.HEADING else block.value.get("heading", "")
    return Part(
        block_id=ids[order],
        kind=PartKind(item.kind),
        heading=(heading or "").strip(),
        html=html,
        text=text,
        summary=(block.value.get("summary") or "").strip(),
        sha256=fingerprint(text),
        order=order,
        place=where,
        parent_block=None if where.parent is None else ids[where.parent],
        came_from=_came_from(block.value.get("came_from")),
        role=HeadingRole.ANNEX.value if item.is_annex else "",
    )


def _came_from(value: str | None) -> tuple[str, ...]:
    ids = (one.strip() for one in (value or "").split(","))
    return tuple(dict.fromkeys(one for one in ids if one))


def _item(block: Any) -> Item:
    value = block.value
    return Item(
        kind=block.block_type,
        level=int(value.get("level") or 1),
        number=value.get("number") or "",
        numbering=value.get("numbering") or HeadingNumbering.NUMBERED,
        role=value.get("role") or HeadingRole.PART,
    )


def _source(block: Any) -> str:
    if block.block_type == PartKind.HEADING:
        return ""
    text = block.value.get("text")
    return text.source if text else ""


def _expanded(sources: list[str], language: str) -> list[str]:
    if not sources:
        return []
    joined = _SEPARATOR.join(source.replace(_SEPARATOR, "") for source in sources)
    return expand_db_html(_with_page_links(joined, language)).split(_SEPARATOR)


def _with_page_links(html: str, language: str) -> str:
    """Wagtail's own handler asks the database for every link, and answers in the language of whoever is at work."""
    ids = {int(found.group(1)) for tag in _PAGE_LINK.findall(html) if (found := _ID.search(tag))}
    if not ids:
        return html
    urls = _urls(ids, language)

    def opening(tag: re.Match[str]) -> str:
        found = _ID.search(tag.group())
        url = urls.get(int(found.group(1))) if found else None
        return f'<a href="{escape(url)}">' if url else "<a>"

    return _PAGE_LINK.sub(opening, html)


def _urls(ids: set[int], language: str) -> dict[int, str]:
    """Address of each page, in this language where it is live there."""
    targets = list(Page.objects.filter(pk__in=ids).select_related("locale"))
    translations = (
        Page.objects.live()
        .filter(translation_key__in=[page.translation_key for page in targets], locale__language_code=language)
        .select_related("locale")
    )
    localized = {page.translation_key: page for page in translations}
    return {page.pk: localized.get(page.translation_key, page).url or "" for page in targets}


def unique_ids(ids: list[str]) -> list[str]:
    """A block that was duplicated with its id is a new clause, not a second text of the first."""
    seen: dict[str, int] = {}
    result = []
    for block_id in ids:
        seen[block_id] = seen.get(block_id, 0) + 1
        result.append(block_id if seen[block_id] == 1 else f"{block_id}+{seen[block_id]}")
    return result
