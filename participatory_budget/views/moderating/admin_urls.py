"""Addresses below /cms/: staff need their second sign-in step there, as for the queue."""

from __future__ import annotations

from django.urls import URLPattern, path

from participatory_budget.views.moderating import one, withheld

URLS: list[URLPattern] = [
    path("moderation/proposals/", withheld.withheld, name="proposals_withheld"),
    path("moderation/proposals/<str:reference>/", one.one, name="proposal_moderate"),
]
