"""Makes one page in three languages and publishes it, the way Wagtail's editor does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.models import Locale, Page

from hub.accounts.models.user import User
from hub.demo.content.shapes import Tri
from hub.demo.services.calendar import clock_stopped_at

LANGUAGES = Tri._fields
_NAMESPACE = uuid5(NAMESPACE_URL, "https://port-zeitoun.example.org/")


def demo_uuid(*parts: str) -> UUID:
    """The same for the same thing, whenever and wherever the city is seeded."""
    return uuid5(_NAMESPACE, "/".join(parts))


def paragraphs(text: str) -> str:
    """Rich text of plain paragraphs, which an empty line separates."""
    return mark_safe("".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n")))


def locales() -> dict[str, Locale]:
    return {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=LANGUAGES)}


def index_page(model: type[Page], language: str) -> Page:
    """The section that the migrations made; every hub has one in each language."""
    return model.objects.get(locale__language_code=language)


def publish_in_all_languages(
    original: Page, parent: Page, said: Mapping[str, Mapping[str, Any]], *, user: User, now: datetime
) -> dict[str, Page]:
    """`said` holds the fields that differ by language. English is the original; the others are its translations."""
    with clock_stopped_at(now):
        for name, value in said["en"].items():
            setattr(original, name, value)
        original.translation_key = demo_uuid(original._meta.label_lower, parent.slug, original.slug)
        original.live = False
        original.owner = user
        parent.add_child(instance=original)
        pages = {"en": original}
        for language, locale in locales().items():
            if language != "en":
                pages[language] = original.copy_for_translation(locale).specific
    for language in LANGUAGES:
        publish(pages[language], {**said[language], "slug": original.slug}, user=user, now=now)
    return pages


def publish(page: Page, values: Mapping[str, Any], *, user: User, now: datetime) -> None:
    with clock_stopped_at(now):
        for name, value in values.items():
            setattr(page, name, value)
        page.save_revision(user=user, log_action=True).publish(user=user)
        page.refresh_from_db()
