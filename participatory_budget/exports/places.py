"""Columns of tables whose rows have a place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Field

LATITUDE = Field(
    "latitude",
    _("Latitude"),
    _("In degrees; empty where no point was set."),
    term="schema:latitude",
    example="36.806495",
)
LONGITUDE = Field(
    "longitude",
    _("Longitude"),
    _("In degrees; empty where no point was set."),
    term="schema:longitude",
    example="10.181532",
)
