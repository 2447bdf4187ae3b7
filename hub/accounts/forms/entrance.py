"""django-allauth's forms in our words, so that our catalogues translate them, and without placeholders."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.socialaccount import forms as provider_forms
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# Joins letters in Arabic, Persian and emoji; every other invisible character could make one name look like another.
_ALLOWED_INVISIBLE = {"\u200c", "\u200d"}


def validate_public_name(value: str) -> None:
    if any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"} and c not in _ALLOWED_INVISIBLE for c in value):
        raise ValidationError(_("This name contains a character that cannot be seen. Type it again."), code="invisible")
    if "@" in value:
        raise ValidationError(
            _("Everybody sees this name, so it must not be an e-mail address."), code="looks_like_address"
        )


def _say(field: forms.Field, label: Any, help_text: Any = "", **attrs: str) -> None:
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _say_address(field: forms.Field, help_text: Any = "") -> None:
    _say(field, _("E-mail address"), help_text, autocomplete="email", inputmode="email", spellcheck="false", dir="ltr")
    field.error_messages.update(
        required=_("Type your e-mail address."), invalid=_("Type a full e-mail address, such as name@example.org.")
    )


def say_password(field: forms.Field, label: Any, *, new: bool = False) -> None:
    help_text = password_validation.password_validators_help_text_html() if new else ""
    _say(field, label, help_text, autocomplete="new-password" if new else "current-password", dir="ltr")
    field.error_messages.update(required=_("Type a password.") if new else _("Type your password."))


def say_code(field: forms.Field, label: Any, help_text: Any = "") -> None:
    _say(field, label, help_text, autocomplete="one-time-code", inputmode="numeric", spellcheck="false", dir="ltr")
    field.error_messages.update(required=_("Type the code."))


def public_name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Public name"),
        help_text=_("Shown beside what you write. It need not be your real name, and you can change it later."),
        max_length=80,
        validators=[validate_public_name],
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        error_messages={"required": _("Choose a name that others will see.")},
    )


class LoginForm(allauth_forms.LoginForm):
    """An address alone asks for a code; with `?with=password` the person types a password instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["login"])
        if self.request is not None and self.request.GET.get("with") == "password":
            say_password(self.fields["password"], _("Password"))
        else:
            del self.fields["password"]

    def _login_by_code(self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, str]) -> Any:
        if self.user is not None:
            # Accounts made in the editor or on the command line have no row for their address yet; without it the
            # code would sign them in and a second one be asked for to confirm the address.
            sync_user_email_address(self.user)
        return super()._login_by_code(request, redirect_url, credentials)


class SignupForm(allauth_forms.SignupForm):
    pseudonym = public_name_field()
    field_order = ("email", "pseudonym", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"], _("We send you a code to confirm it. It is never shown to others."))
        say_password(self.fields["password1"], _("Password"), new=True)
        self.fields["password1"].help_text = _(
            "You can leave this empty: we send you a code by e-mail each time you sign in. A password needs at least "
            "10 characters."
        )

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists and (password := self.cleaned_data.get("password1")):
            # Hashing is the slow part of registering: left out, the time alone would tell who has an account.
            make_password(password)
        return super().try_save(request)


class ProviderSignupForm(provider_forms.SignupForm):
    """The first sign-in through the city's identity provider."""

    pseudonym = public_name_field()
    field_order = ("email", "pseudonym")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"], _("It is never shown to others."))


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"])


class _CodeWords:
    """The six digits that we sent by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(
            self.fields["code"],  # type: ignore[attr-defined]
            _("Code"),
            _("Six digits, in the message we sent you. They work for 15 minutes."),
        )


class ConfirmLoginCodeForm(_CodeWords, allauth_forms.ConfirmLoginCodeForm):
    pass


class ConfirmAddressForm(_CodeWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetForm(_CodeWords, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class ChangeAddressForm(allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"], _("We send a code to the new address. Until you type it, nothing changes."))
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_password(self.fields["oldpassword"], _("Current password"))
        _say_new_passwords(self)


class SetPasswordForm(allauth_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_passwords(self)


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_passwords(self)


def _say_new_passwords(form: forms.Form) -> None:
    say_password(form.fields["password1"], _("New password"), new=True)
    # Typed once: what one sees (or pastes) needs no second field, and a slip is mended by a code.
    del form.fields["password2"]


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"])


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_password(self.fields["password"], _("Password"))
