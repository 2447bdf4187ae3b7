"""One side of a merge as a value, so that a sentence about both has a place for each."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from participatory_budget.reports.together import Side

register = template.Library()


@register.simple_tag
def side_named(side: Side) -> SafeString:
    """Title, link and number, as everywhere. The template has escaped what people wrote; only its line ends go."""
    return SafeString(render_to_string("participatory_budget/proposals/_side.html", {"side": side}).strip())
