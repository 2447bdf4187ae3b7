"""The blocks a document is written in: headings, clauses, notes. Numbers are computed unless written by hand."""

from __future__ import annotations

from typing import Any

from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from whitepapers.enums import HeadingNumbering

# What the words of a law need and no more; nh3 lets through the same on the way out (engine/text.py).
CLAUSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "superscript", "subscript"]
HEADING_LEVELS = [("1", _("Part or chapter")), ("2", _("Section")), ("3", _("Sub-section"))]
CLAUSE_LEVELS = [
    ("1", _("Clause")),
    ("2", _("Sub-clause")),
    ("3", _("Third level")),
    ("4", _("Fourth level")),
    ("5", _("Fifth level")),
    ("6", _("Sixth level")),
    ("7", _("Seventh level")),
    ("8", _("Eighth level")),
]


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


class AncestryBlock(blocks.CharBlock):
    """Ids of the blocks that this one was split from or merged from, with commas between; docs/redline.md tells how it
    is used. Splitting, merging and importing fill it in; people neither see nor translate it.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=4000, search_index=False, form_classname="came-from", **kwargs)
        self.field.widget = HiddenInput()

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(choices=HEADING_LEVELS, default="1", label=_("Level"))
    numbering = blocks.ChoiceBlock(
        choices=HeadingNumbering.choices, default=HeadingNumbering.NUMBERED, label=_("Numbering")
    )
    number = NumberBlock()
    text = blocks.CharBlock(max_length=500, label=_("Heading"))
    came_from = AncestryBlock()

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = _("Heading: {text}")
        description = _("Opens a part, chapter or section. Nobody comments on it; they comment on its clauses.")
        preview_template = "whitepapers/blocks/heading_preview.html"


class ClauseBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=CLAUSE_LEVELS,
        default="1",
        label=_("Level"),
        help_text=_("A sub-clause belongs to the nearest clause above it."),
    )
    number = NumberBlock()
    heading = blocks.CharBlock(required=False, max_length=500, label=_("Heading"))
    text = blocks.RichTextBlock(
        required=False,
        features=CLAUSE_FEATURES,
        label=_("Text"),
        help_text=_("One thought for one clause: people comment on each clause apart."),
    )
    summary = blocks.TextBlock(
        required=False,
        rows=2,
        max_length=600,
        label=_("In plain language"),
        help_text=_("What this clause means for a reader who is not a lawyer. Shown under the clause; not part of it."),
    )
    came_from = AncestryBlock()

    class Meta:
        icon = "list-ol"
        label = _("Clause")
        label_format = _("Clause {number} {heading} {text}")
        description = _("A numbered provision with an address and a conversation of its own.")
        preview_template = "whitepapers/blocks/clause_preview.html"


class NoteBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=CLAUSE_FEATURES, label=_("Note"))

    class Meta:
        icon = "info-circle"
        label = _("Explanatory note")
        label_format = _("Note: {text}")
        description = _("Explains; is not part of the text and takes no comments.")
        preview_template = "whitepapers/blocks/note_preview.html"


class DocumentBodyBlock(blocks.StreamBlock):
    """A flat list: nesting is told by levels, so that a clause keeps its identity wherever it is moved."""

    heading = HeadingBlock()
    clause = ClauseBlock()
    note = NoteBlock()
