"""Reads about accounts and about the personal data that all apps keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from hub.accounts.models.user import User
from hub.core.registries import PersonalField, personal_data


def supported_language(code: str | None) -> str:
    """The language of the hub that is nearest to `code`."""
    codes = [language for language, _name in settings.LANGUAGES]
    for candidate in (code or "", (code or "").split("-")[0]):
        if candidate in codes:
            return candidate
    return str(settings.LANGUAGE_CODE)


def language_for_address(email: str) -> str | None:
    """The language that the owner of an address chose; None when nobody has this address."""
    user = User.objects.filter(email=User.objects.normalize_email(email)).only("language").first()
    if user is None:
        user = User.objects.filter(emailaddress__email=User.objects.normalize_email(email)).only("language").first()
    return supported_language(user.language) if user else None


@dataclass(frozen=True)
class RegisteredField:
    """One line of the public register: which app keeps what about people, why and for how long."""

    source: str
    field: PersonalField


def personal_data_register() -> list[RegisteredField]:
    """Every field with personal data that any app registered, in the order of registration."""
    return [RegisteredField(source, field) for source, provider in personal_data for field in provider.fields()]


def personal_data_of(user: User) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What each app hands over for the download, one app at a time."""
    for source, provider in personal_data:
        yield source, provider.export(user)
