"""Invited and never-confirmed accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from hub.accounts.models.user import User
from hub.audit.services import record


@transaction.atomic
def invite(user: User, *, actor: User, now: datetime) -> None:
    """Tells somebody that an account was made for them; they come in by code, which confirms the address."""
    record("account.invited", subject="account", subject_id=user.pk, actor=actor, now=now)
    transaction.on_commit(lambda: get_adapter().send_mail("account/email/invitation", user.email, {}))


def delete_unconfirmed(now: datetime) -> None:
    """Who typed an address and never its code has no account: perhaps it was not even theirs."""
    before = now - timedelta(days=settings.UNCONFIRMED_ACCOUNT_DAYS)
    confirmed = EmailAddress.objects.filter(verified=True).values("user_id")
    User.objects.filter(
        date_joined__lt=before, last_login=None, erased_at=None, is_superuser=False, groups=None
    ).exclude(pk__in=confirmed).delete()
