"""What the front page shows to the person who reads it, beside what it shows to everybody."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from home.reports.my_districts import MyDistrict, my_districts

register = template.Library()


@register.simple_tag(takes_context=True, name="my_districts")
def districts_of_reader(context: dict[str, Any]) -> list[MyDistrict]:
    """Empty for who is not signed in: their page is the same for everybody and may be kept by caches."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return my_districts(user, get_language() or settings.LANGUAGE_CODE, timezone.now())
