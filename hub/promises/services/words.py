"""What is written in several languages, made tidy before it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from hub.core.engine.plain_text import writable
from hub.core.headings import heading_key
from hub.promises.services.errors import PromiseError


def in_languages(texts: Mapping[str, str], where: str, *, required: str = "", longest: int = 4000) -> dict[str, str]:
    """Without empty ones, in the hub's order. `required` is what to say when none is left."""
    known = [code for code, _name in settings.LANGUAGES]
    unknown = [code for code in texts if code not in known]
    if unknown:
        raise PromiseError(_("The hub does not speak this language: %(code)s") % {"code": unknown[0]}, where)
    cleaned = {code: writable(texts[code]).strip() for code in known if texts.get(code)}
    cleaned = {code: text for code, text in cleaned.items() if text}
    if required and not cleaned:
        raise PromiseError(required, f"{where}_{known[0]}")
    too_long = next((code for code, text in cleaned.items() if len(text) > longest), "")
    if too_long:
        raise PromiseError(_("This is longer than %(count)s characters.") % {"count": longest}, f"{where}_{too_long}")
    return cleaned


def filter_key(names: Mapping[str, str]) -> str:
    """As topics and districts are called in addresses: promises are found under them by it."""
    return heading_key(names)
