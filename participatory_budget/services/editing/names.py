"""Names in the languages of the hub, and short names made of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participatory_budget.services.errors import BudgetError

LONGEST_SLUG = 60


def cleaned_names(names: Mapping[str, str], *, longest: int = 255) -> dict[str, str]:
    """Those that are filled in; one at least."""
    found = cleaned_texts(names, field="name", longest=longest)
    if not found:
        raise BudgetError(_("Give it a name in at least one language."), f"name_{settings.LANGUAGE_CODE}")
    return found


def cleaned_texts(texts: Mapping[str, str], *, field: str, longest: int) -> dict[str, str]:
    known = [code for code, _name in settings.LANGUAGES]
    found = {code: text for code in known if (text := (texts.get(code) or "").strip())}
    for code, text in found.items():
        if len(text) > longest:
            raise BudgetError(
                _("This is too long: at most %(figure)s letters.") % {"figure": longest}, f"{field}_{code}"
            )
    return found


def free_slug(names: Mapping[str, str], taken: Collection[str], fallback: str) -> str:
    """Stands in addresses and files, so it is made once and never changes. Names without Latin letters give none."""
    base = next((slug for name in names.values() if (slug := slugify(name)[:LONGEST_SLUG].strip("-"))), fallback)
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
