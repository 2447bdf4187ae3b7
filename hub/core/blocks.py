"""StreamField blocks that pages of several apps use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class BackgroundDocumentBlock(blocks.StructBlock):
    """A file that one may want to read before answering; kind and size are shown beside it."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), required=False, help_text=_("Left empty: the title of the file."))
    note = blocks.CharBlock(label=_("What is in it"), required=False, max_length=300)

    class Meta:
        icon = "doc-full"
        label = _("Background document")


class BackgroundBlock(blocks.StreamBlock):
    file = BackgroundDocumentBlock()
