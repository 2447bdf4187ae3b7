"""Fields that blocks share: numbers, ancestry, tables. Translators get only what differs between languages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

from whitepapers.engine.attached import JOINED

# What the words of a law need and no more; nh3 lets through the same on the way out (engine/text.py).
CLAUSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]
FOOTNOTE_FEATURES = ["bold", "italic", "link", "document-link"]


class NumberBlock(blocks.CharBlock):
    """A number written by hand. It is the same in every language, so translators are not asked for it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=40,
            label=_("Number"),
            help_text=_(
                "Leave empty to number automatically. Fill in to keep a number such as “4 bis” or “Article 12”."
            ),
            **kwargs,
        )

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []


class MarkBlock(blocks.CharBlock):
    """The mark of a footnote, the same in every language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=10,
            label=_("Mark"),
            help_text=_("The sign in the text that this note belongs to. Leave empty to count the notes of a clause."),
            **kwargs,
        )

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []


class AncestryBlock(blocks.CharBlock):
    """Ids of the blocks that this one was split from or merged from, with commas between; docs/redline.md tells how it
    is used. Splitting, merging and importing fill it in; people neither see nor translate it.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=4000, search_index=False, form_classname="came-from", **kwargs)
        self.field.widget = HiddenInput()

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []


class TableContentBlock(TypedTableBlock):
    """Rows and columns of plain words, edited with ordinary fields and buttons: the keyboard is enough.

    Translators get each distinct cell once, under a name made from its words: rows can be added and moved without
    any translation being lost. Cells without a letter (figures, joined cells) are not given to them.
    """

    text = blocks.TextBlock(required=False, rows=1, label=_("Words"))

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        strings = dict.fromkeys(words for words in _words_of(value) if _is_translatable(words))
        return [StringSegmentValue(_segment_name(words), words) for words in strings]

    def restore_translated_segments(self, value: TypedTable, segments: list[StringSegmentValue]) -> TypedTable:
        translated = {segment.path: segment.render_text() for segment in segments}

        def said(words: str | None) -> str:
            return translated.get(_segment_name(words), words) if words else ""

        return TypedTable(
            columns=[{"block": column["block"], "heading": said(column["heading"])} for column in value.columns],
            row_data=[{"values": [said(cell) for cell in row["values"]]} for row in value.row_data],
            caption=said(value.caption),
        )


def _words_of(table: TypedTable) -> Iterator[str]:
    yield table.caption or ""
    for column in table.columns:
        yield column["heading"] or ""
    for row in table.row_data:
        for cell in row["values"]:
            yield cell or ""


def _is_translatable(words: str) -> bool:
    return words.strip() not in JOINED and any(letter.isalpha() for letter in words)


def _segment_name(words: str) -> str:
    return f"w{hashlib.sha256(words.encode()).hexdigest()[:16]}"
