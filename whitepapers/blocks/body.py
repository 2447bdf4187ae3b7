"""The blocks a document is written in: headings, clauses, notes. Numbers are computed unless written by hand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from whitepapers.blocks.attached import ContinuationBlock, FigureBlock, FootnoteBlock, TableBlock
from whitepapers.blocks.fields import CLAUSE_FEATURES, AncestryBlock, NumberBlock
from whitepapers.enums import ClauseNumbering, HeadingNumbering, HeadingRole

GROUP = _("Text of the document")
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
    # Acts of some countries go deeper than anybody writes here.
    ("9", _("Ninth level")),
    ("10", _("Tenth level")),
    ("11", _("Eleventh level")),
    ("12", _("Twelfth level")),
]


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(choices=HEADING_LEVELS, default="1", label=_("Level"))
    role = blocks.ChoiceBlock(
        choices=HeadingRole.choices,
        default=HeadingRole.PART,
        label=_("Opens"),
        help_text=_("Annexes are lettered and counted apart from the text: Annex A, Annex B."),
    )
    numbering = blocks.ChoiceBlock(
        choices=HeadingNumbering.choices, default=HeadingNumbering.NUMBERED, label=_("Numbering")
    )
    number = NumberBlock()
    text = blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("Heading"),
        help_text=_("May stay empty where the number says it all, as in “Part I”."),
    )
    came_from = AncestryBlock()

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = _("Heading: {text}")
        form_layout = blocks.BlockGroup(
            children=["level", "role", "text"], settings=["number", "numbering", "came_from"]
        )
        description = _("Opens a part, chapter or section. Nobody comments on it; they comment on its clauses.")
        group = GROUP
        preview_template = "whitepapers/blocks/heading_preview.html"


class ClauseBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=CLAUSE_LEVELS,
        default="1",
        label=_("Level"),
        help_text=_("A sub-clause belongs to the nearest clause above it."),
    )
    numbering = blocks.ChoiceBlock(
        choices=ClauseNumbering.choices, default=ClauseNumbering.NUMBERED, label=_("Numbering")
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
        # What is changed rarely stands behind the cog.
        form_layout = blocks.BlockGroup(
            children=["level", "heading", "text", "summary"], settings=["number", "numbering", "came_from"]
        )
        description = _("A numbered provision with an address and a conversation of its own.")
        group = GROUP
        preview_template = "whitepapers/blocks/clause_preview.html"


class NoteBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=CLAUSE_FEATURES, label=_("Note"))

    class Meta:
        icon = "info-circle"
        label = _("Explanatory note")
        label_format = _("Note: {text}")
        description = _("Explains; is not part of the text and takes no comments.")
        group = GROUP
        preview_template = "whitepapers/blocks/note_preview.html"


class DocumentBodyBlock(blocks.StreamBlock):
    """A flat list: nesting is told by levels, so that a clause keeps its identity wherever it is moved."""

    clause = ClauseBlock()
    heading = HeadingBlock()
    note = NoteBlock()
    continuation = ContinuationBlock()
    table = TableBlock()
    figure = FigureBlock()
    footnote = FootnoteBlock()
