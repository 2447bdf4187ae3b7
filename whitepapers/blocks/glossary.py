"""The words a document explains."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(max_length=120, label=_("Term"))
    forms = blocks.CharBlock(
        required=False,
        max_length=400,
        label=_("Other forms"),
        help_text=_("Plural and other spellings, with commas between: they are found in the text as well."),
    )
    definition = blocks.TextBlock(
        rows=2, max_length=800, label=_("Explanation"), help_text=_("One or two plain sentences.")
    )

    class Meta:
        icon = "openquote"
        label = _("Term")
        label_format = _("Term: {term}")
        description = _("A word that is explained wherever a clause first uses it.")
        preview_template = "whitepapers/blocks/term_preview.html"


class GlossaryBlock(blocks.StreamBlock):
    """Each term keeps its identity in every language, as clauses do."""

    term = TermBlock()
