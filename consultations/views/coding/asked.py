"""What all pages of the workspace do first: the consultation, the person, the address to go back to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation

from consultations.models.consultation import Consultation
from consultations.permissions import user_can_code
from consultations.selectors.reading_filters import ReadingFilters
from consultations.selectors.themes import MOST_USED
from hub.accounts.models.user import User
from hub.contributions.models.comment import Comment

MOST_CHOSEN = 500


def workspace(request: HttpRequest, pk: UUID) -> tuple[Consultation, User, datetime]:
    consultation = get_object_or_404(Consultation, pk=pk)
    now, user = timezone.now(), request.user
    if not isinstance(user, User) or not user_can_code(user, consultation, now):
        raise PermissionDenied
    return consultation, user, now


def language() -> str:
    return translation.get_language() or "en"


def kept(request: HttpRequest) -> tuple[ReadingFilters, int]:
    """The list that a form was sent from: its filters and its page."""
    asked = QueryDict(request.POST.get("query", "")[:2000])
    number = asked.get("page", "1")
    return ReadingFilters.of(asked.dict()), int(number) if number.isdecimal() and len(number) < 9 else 1


def back_to_list(request: HttpRequest, consultation: Consultation, anchor: str = "") -> HttpResponseBase:
    filters, page = kept(request)
    query = filters.query(page)
    address = reverse("consultation_reading", args=[consultation.pk])
    return HttpResponseRedirect(f"{address}{f'?{query}' if query else ''}{f'#{anchor}' if anchor else ''}")


def chosen(request: HttpRequest) -> list[Comment]:
    """What is ticked, as far as it exists; whether it may be used the services say."""
    keys = {int(one) for one in request.POST.getlist("items")[:MOST_CHOSEN] if one.isdecimal() and len(one) < 19}
    return list(Comment.objects.filter(pk__in=keys).select_related(None).only("pk").order_by("pk"))


def keys(request: HttpRequest) -> list[UUID]:
    """Which theme each key gives on the page that a form was sent from."""
    found = []
    for value in request.POST.get("keys", "").split(",")[:MOST_USED]:
        try:
            found.append(UUID(value))
        except ValueError:
            return []
    return found
