"""Columns that every table of contributions has: comments, proposals, reports by residents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Field, Kind

REFERENCE = Field(
    "reference",
    _("Reference"),
    _("The number to cite it by."),
    term="schema:identifier",
    example="C-2026-000123",
    required=True,
)
RECEIVED_AT = Field(
    "received_at",
    _("Received"),
    _("When it was sent."),
    Kind.MOMENT,
    "schema:dateCreated",
    example="2026-04-15T11:00:00+01:00",
    required=True,
)
PUBLISHED_AT = Field(
    "published_at",
    _("Published"),
    _("When everybody could read it for the first time."),
    Kind.MOMENT,
    "schema:datePublished",
    example="2026-04-15T11:04:12+01:00",
    required=True,
)
EDITED_AT = Field(
    "edited_at",
    _("Changed"),
    _("When its author wrote the text that is shown now. Empty where it was never changed."),
    Kind.MOMENT,
    "schema:dateModified",
    example="2026-04-16T09:30:00+01:00",
)
