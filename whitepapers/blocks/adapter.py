"""Gives the editor's script of a document body its words and addresses."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from whitepapers.blocks.body import DocumentBodyBlock


class DocumentBodyAdapter(StreamBlockAdapter):
    js_constructor = "whitepapers.DocumentBody"

    def js_args(self, block: DocumentBodyBlock) -> list[Any]:
        args: list[Any] = super().js_args(block)
        args[-1] |= {
            "numbersUrl": reverse("document_numbers", args=[0]),
            "clauseWords": {
                "split": _("Split here"),
                "merge": _("Merge with the clause above"),
                "noCursor": _("Put the cursor where the new clause begins, then choose “Split here” again."),
                "noClauseAbove": _("No clause stands right above this one: a clause is not merged across a heading."),
                "splitDone": _("The clause is split. The new clause stands below."),
                "mergeDone": _("The clauses are one now."),
            },
        }
        return args

    @cached_property
    def media(self) -> forms.Media:
        own: forms.Media = super().media + forms.Media(js=["whitepapers/clauses.js"])
        return own


register(DocumentBodyAdapter(), DocumentBodyBlock)
