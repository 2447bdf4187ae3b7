"""Leaving: a fresh proof that it is really the person, then every app lets go of what it knows, in one transaction."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.audit.services import forget_actor, record
from hub.core.registries import LocksFirst, personal_data

OWN_DATA = "accounts"
_SALT = "hub.accounts.erasure"


class LastAdministratorError(RuntimeError):
    """Without this account nobody could manage the hub any more."""


def send_code(user: User, *, now: datetime) -> dict[str, Any]:
    """Mails a code; returns the state that verifies it (for the session). It holds a keyed hash, never the code."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    minutes = settings.CONFIRMATION_CODE_MINUTES
    get_adapter().send_mail("account/email/erasure_code", user.email, {"code": code, "minutes": minutes})
    expires = now + timedelta(minutes=minutes)
    return {"hash": _hash(user, code), "expires": expires.isoformat(), "tries": 0}


def code_matches(user: User, state: dict[str, Any] | None, code: str, *, now: datetime) -> bool:
    """Counts the try in `state`: after five the code is dead, right or wrong."""
    if not is_alive(state, now=now):
        return False
    assert state is not None  # noqa: S101  # is_alive() says so
    state["tries"] += 1
    digits = "".join(character for character in code if character.isalnum())
    return constant_time_compare(_hash(user, digits), state["hash"])


def is_alive(state: dict[str, Any] | None, *, now: datetime) -> bool:
    if not state:
        return False
    return state["tries"] < settings.CONFIRMATION_CODE_TRIES and now < datetime.fromisoformat(state["expires"])


def _hash(user: User, code: str) -> str:
    # The password hash is part of it: once it changes, codes from before are void.
    return salted_hmac(_SALT, f"{user.pk}|{user.password}|{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def erase_account(user: User, *, actor: User, now: datetime) -> None:
    """Every registered app erases its part; if one cannot, nothing is erased."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.erased_at:
        return
    _refuse_last_administrator(person)
    # Each decision locks what it is about first and the end of the record last; so does this one, which is about much.
    for _source, provider in personal_data:
        if isinstance(provider, LocksFirst):
            provider.lock(person)
    # The address goes last: other apps find by it what was sent without signing in.
    for _source, provider in sorted(personal_data, key=lambda item: item[0] == OWN_DATA):
        provider.erase(person, now=now)
    record("account.erased", subject="account", subject_id=person.pk, actor=actor, now=now)
    # Last: what the person decided as staff stays in the record; that it was this person goes.
    forget_actor(person)


def _refuse_last_administrator(user: User) -> None:
    managers = User.objects.filter(is_active=True).exclude(pk=user.pk)
    is_manager = user.is_superuser or user.groups.filter(name=Role.ADMINISTRATOR).exists()
    if not is_manager:
        return
    if not (managers.filter(is_superuser=True).exists() or managers.filter(groups__name=Role.ADMINISTRATOR).exists()):
        raise LastAdministratorError


def erase_identity(user: User, *, now: datetime) -> None:
    """The account's own part: an empty, closed row stays, because published contributions point at it."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount
    from wagtail.models import ModelLogEntry
    from wagtail.users.models import UserProfile

    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    UserProfile.objects.filter(user=user).delete()
    ModelLogEntry.objects.for_instance(user).update(label="", data={})
    user.groups.clear()
    user.user_permissions.clear()
    user.email = f"erased-{uuid.uuid4()}@erased.invalid"
    user.pseudonym = ""
    user.organisation_name = ""
    user.kind = User._meta.get_field("kind").get_default()
    user.language = settings.LANGUAGE_CODE
    user.notification_choice = "none"
    user.is_active = False
    user.is_staff = False
    user.is_superuser = False
    user.last_login = None
    user.erased_at = now
    user.set_unusable_password()  # also ends every session of this account
    user.save()
