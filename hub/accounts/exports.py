"""What this app knows about a person: the line in the public register, the copy to take away, the way to let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.accounts.services.erasure import erase_identity
from hub.core.registries import PersonalField


def _field(field: str, label: str, purpose: str) -> PersonalField:
    return PersonalField(
        field=field,
        label=label,
        purpose=purpose,
        lawful_basis=_("Your consent, given by registering"),
        retention=_("Until you delete your account"),
    )


class AccountData:
    def fields(self) -> Sequence[PersonalField]:
        return [
            _field("accounts.User.email", _("E-mail address"), _("To sign you in and to write to you")),
            _field("accounts.User.password", _("Password, as a one-way hash"), _("To sign you in, if you set one")),
            _field("accounts.User.pseudonym", _("Public name"), _("Shown beside what you write")),
            _field("accounts.User.organisation_name", _("Organisation"), _("Shown when you speak for one")),
            _field("accounts.User.language", _("Language"), _("To write to you in your language")),
            _field("accounts.User.notification_choice", _("E-mail choice"), _("To write no more than you want")),
            _field("accounts.User.groups", _("Roles"), _("To let staff do their work")),
            _field("accounts.User.last_login", _("Last sign-in"), _("To find accounts that nobody uses")),
            _field("mfa.Authenticator.data", _("Second sign-in step, encrypted"), _("To protect your account")),
            _field("socialaccount.SocialAccount", _("Connection to an identity provider"), _("To sign you in with it")),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return {
            "account": [
                {
                    "email": user.email,
                    "public_name": user.pseudonym,
                    "kind": user.kind,
                    "organisation_name": user.organisation_name,
                    "language": user.language,
                    "notification_choice": user.notification_choice,
                    "has_password": user.has_usable_password(),
                    "registered_at": user.date_joined,
                    "last_sign_in_at": user.last_login,
                    "roles": sorted(user.groups.values_list("name", flat=True)),
                }
            ],
            "email_addresses": list(
                EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")
            ),
            # The secrets themselves would only help somebody who finds the file.
            "second_factors": list(
                Authenticator.objects.filter(user=user).order_by("pk").values("type", "created_at", "last_used_at")
            ),
            "identity_providers": list(
                SocialAccount.objects.filter(user=user)
                .order_by("pk")
                .values("provider", "uid", "extra_data", "date_joined")
            ),
        }

    def erase(self, user: User, *, now: datetime) -> None:
        erase_identity(user, now=now)
