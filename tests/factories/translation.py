"""Translating the way editors do: wagtail-localize's own source, segments and targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource


def submit(page: Any, language: str) -> Translation:
    """Editor: "Translate this page"."""
    source, _ = TranslationSource.get_or_create_from_instance(page)
    locale = Locale.objects.get(language_code=language)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    return translation


def translate(translation: Translation, words: Callable[[str], str], *, only: str = "") -> None:
    """Translator: fills in every segment that has no translation yet (whose text contains `only`)."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        if only and only not in segment.string.data:
            continue
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={
                "data": words(segment.string.data),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )


def publish_translation(translation: Translation, run_on_commit: Any) -> Any:
    """Translator: "Publish". Segments without translation fall back to the original's words."""
    with run_on_commit(execute=True):
        page, _created = translation.source.create_or_update_translation(
            translation.target_locale, publish=True, fallback=True, copy_parent_pages=False
        )
    return type(page).objects.get(pk=page.pk)


def sync(translation: Translation) -> None:
    """Editor: "Sync translated pages" after the original has changed."""
    translation.source.update_from_db()
