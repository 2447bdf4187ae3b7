"""What a person says about themselves."""

from __future__ import annotations

from django.db import transaction

from hub.accounts.enums import AccountKind
from hub.accounts.models.user import User


@transaction.atomic
def update_profile(
    user: User, *, pseudonym: str, kind: str, organisation_name: str, language: str, notification_choice: str
) -> User:
    user.pseudonym = pseudonym.strip()
    user.kind = kind
    # A person's page must not go on naming an organisation that they no longer speak for.
    user.organisation_name = organisation_name.strip() if kind == AccountKind.ORGANISATION else ""
    user.language = language
    user.notification_choice = notification_choice
    user.save(update_fields=["pseudonym", "kind", "organisation_name", "language", "notification_choice"])
    return user


def forget_unproven_password(user: User) -> None:
    """The address was confirmed by a code alone: a password set before that may be somebody else's.

    Without this, anyone could register another person's address with a password, wait until its owner signs in by
    code, and then come in with that password.
    """
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
