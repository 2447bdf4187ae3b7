"""The forms of the second step, in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from django.utils.translation import gettext_lazy as _

from hub.accounts.forms.entrance import say_code


class ActivateForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"], _("Code from the app"), _("Six digits; a new code appears every 30 seconds."))


class AuthenticateForm(base_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(
            self.fields["code"],
            _("Code from the app"),
            _("Six digits. Without your phone, type one of your recovery codes."),
        )


class ReauthenticateForm(base_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(
            self.fields["code"],
            _("Code from the app"),
            _("Six digits. Without your phone, type one of your recovery codes."),
        )
