"""Blocks of information pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from hub.accounts.selectors import personal_data_register

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(rows=2, label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class PersonalDataRegisterBlock(blocks.StaticBlock):
    """The register of personal data, read from the code that stores it, so that it cannot fall behind."""

    class Meta:
        icon = "table"
        label = _("Register of personal data")
        admin_text = _("Shows what is stored about people, why, and for how long. Written by the hub itself.")
        template = "home/blocks/personal_data_register.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["register"] = personal_data_register()
        return context


class InformationBodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(icon="title", label=_("Heading"), max_length=200, template="home/blocks/heading.html")
    paragraph = blocks.RichTextBlock(
        icon="pilcrow", label=_("Text"), features=PROSE_FEATURES, template="home/blocks/paragraph.html"
    )
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", label=_("Steps"), template="home/blocks/steps.html")
    personal_data = PersonalDataRegisterBlock()
