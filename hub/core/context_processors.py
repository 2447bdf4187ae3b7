"""What every page needs around its text: names, navigation, languages. Asks nothing of the database."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.core.language_links import language_links

DEFAULT_LANGUAGE = settings.LANGUAGE_CODE


def _language() -> str:
    return (get_language() or DEFAULT_LANGUAGE).split("-")[0]


def hub_name() -> str:
    """The hub's name in the reader's language; a city sets HUB_NAMES where the name is not the same in all."""
    names: dict[str, str] = getattr(settings, "HUB_NAMES", {})
    return names.get(_language()) or str(settings.HUB_NAME)


def navigation() -> list[tuple[str, str]]:
    base = f"/{_language()}"
    return [
        (_("Consultations"), f"{base}/consultations/"),
        (_("Documents"), f"{base}/documents/"),
        (_("Outcomes"), f"{base}/reports/"),
        (_("Budgets"), f"{base}/budgets/"),
        (_("Promises"), f"{base}/promises/"),
        (_("Search"), f"{base}/search/"),
    ]


def footer_links() -> list[tuple[str, str]]:
    base = f"/{_language()}"
    links = [
        (_("How it works"), f"{base}/how-it-works/"),
        (_("Accessibility"), f"{base}/accessibility/"),
        (_("Privacy"), f"{base}/privacy/"),
    ]
    # The open data page comes with its own app; a link to nowhere would be worse than none.
    with suppress(NoReverseMatch):
        links.append((_("Open data"), reverse("open_data")))
    return links


def hub(request: HttpRequest) -> dict[str, Any]:
    return {
        "hub_name": hub_name(),
        "nav": navigation(),
        "footer_links": footer_links(),
        # Lazy, so that a view can set `request.language_urls` until the moment the template is rendered.
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "hub_env": settings.HUB_ENV,
        "contact_email": settings.CONTACT_EMAIL,
    }
