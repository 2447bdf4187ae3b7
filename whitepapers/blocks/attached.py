"""What belongs to the nearest clause, heading or note above it and has no identity of its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from whitepapers.blocks.fields import CLAUSE_FEATURES, FOOTNOTE_FEATURES, MarkBlock, TableContentBlock

GROUP = _("Belongs to the clause above")
EMPTY_TABLE = {
    "columns": [{"type": "text", "heading": ""}, {"type": "text", "heading": ""}],
    "rows": [{"values": ["", ""]}],
    "caption": "",
}


class ContinuationBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=CLAUSE_FEATURES, label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Further text")
        label_format = _("Further text: {text}")
        description = _("Goes on with the clause above, for example after a table.")
        group = GROUP
        preview_template = "whitepapers/blocks/continuation_preview.html"


class TableBlock(blocks.StructBlock):
    content = TableContentBlock(
        default=EMPTY_TABLE,
        label=_("Table"),
        help_text=_(
            "Give every column a heading. A cell with only ← is joined with the cell before it, "
            "a cell with only ↑ with the cell above it."
        ),
    )
    row_headers = blocks.BooleanBlock(
        required=False,
        label=_("The first column names the rows"),
        help_text=_("Screen readers then say it with each cell."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = _("Table")
        description = _("Figures or words in rows and columns; a part of the clause above.")
        group = GROUP
        preview_template = "whitepapers/blocks/table_preview.html"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("What is seen on the picture"),
        help_text=_("Read aloud to people who cannot see it. Say what the picture tells, not that it is a picture."),
    )
    is_decorative = blocks.BooleanBlock(
        required=False,
        label=_("Decoration only"),
        help_text=_("The picture tells nothing that the text does not; screen readers pass over it."),
    )
    caption = blocks.CharBlock(required=False, max_length=500, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = _("Picture: {caption}")
        description = _("A plan, chart or photo with a description; a part of the clause above.")
        group = GROUP
        preview_template = "whitepapers/blocks/figure_preview.html"


class FootnoteBlock(blocks.StructBlock):
    mark = MarkBlock()
    text = blocks.RichTextBlock(features=FOOTNOTE_FEATURES, label=_("Footnote"))

    class Meta:
        icon = "superscript"
        label = _("Footnote")
        label_format = _("Footnote {mark} {text}")
        description = _("A source or reference; stands in small print under the clause above.")
        group = GROUP
        preview_template = "whitepapers/blocks/footnote_preview.html"
