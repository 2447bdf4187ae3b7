"""Where django-allauth asks how things are done here: words, mails in the person's language, secrets at rest."""

from __future__ import annotations

import base64
import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from hub.accounts.models.user import User
from hub.accounts.selectors import language_for_address, supported_language
from hub.core.context_processors import hub_name

logger = logging.getLogger(__name__)
# What leads back is short; a long one could only be there to put words into a message to somebody else.
_LONGEST_NEXT = 200
_MESSAGES = {
    "account_inactive": _("This account is closed."),
    "email_password_mismatch": _("This e-mail address and password do not match. Check both, or sign in with a code."),
    "email_taken": _("There is already an account with this e-mail address."),
    "enter_current_password": _("This is not your current password."),
    "incorrect_code": _("This code is not right. Check the newest message we sent you and type its six digits."),
    "incorrect_password": _("This password is not right."),
    "invalid_login": _("We could not sign you in with this. Check what you typed."),
    "rate_limited": _("That was too many requests in a short time. Wait a few minutes and try again."),
    "same_as_current": _("This is your address already. Type the new one."),
    "too_many_login_attempts": _("That was too many tries. Wait a few minutes, then ask for a new code or try again."),
    "unverified_primary_email": _("First confirm your e-mail address."),
}


def _back() -> str:
    """Where the person was when they were asked to sign in, for the link of a message: `?next=…`, or nothing."""
    request = context.request
    found = get_next_redirect_url(request) if request is not None else None
    if not found or not found.startswith("/") or len(found) > _LONGEST_NEXT:
        return ""
    return f"?{urlencode({'next': found})}"


def _links(language: str) -> dict[str, str]:
    back = _back()
    return {
        "hub_name": hub_name(),
        "contact_email": settings.CONTACT_EMAIL,
        "home_url": f"{settings.PUBLIC_URL}/{language}/",
        "login_link": settings.PUBLIC_URL + reverse("account_login") + back,
        "signup_link": settings.PUBLIC_URL + reverse("account_signup") + back,
        "account_link": settings.PUBLIC_URL + reverse("account_overview"),
    }


def _mail_failed() -> HttpResponse:
    return HttpResponse(render_to_string("account/mail_failed.html", request=context.request), status=503)


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **_MESSAGES}

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> User:
        user.pseudonym = form.cleaned_data.get("pseudonym", "")
        user.language = supported_language(translation.get_language())
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the person's own language, not in that of the page on which somebody typed the address."""
        language = language_for_address(email) or supported_language(translation.get_language())
        try:
            # Addresses are reversed in that language too, so that they lead to pages in the language of the mail.
            with translation.override(language):
                super().send_mail(template_prefix, email, {**context, **_links(language)})
        except OSError as error:  # SMTP's errors, and a mail server that cannot be reached
            # The name of the error only: its text may hold the address.
            logger.error("mail_not_sent", extra={"template": template_prefix, "error": type(error).__name__})
            raise ImmediateHttpResponse(_mail_failed()) from error

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Plain text only: nothing to load, nothing to track, readable everywhere."""
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        recipients = [email] if isinstance(email, str) else email
        language = translation.get_language() or settings.LANGUAGE_CODE
        return EmailMessage(
            subject, body, self.get_from_email(), recipients, headers={"Content-Language": language, **(headers or {})}
        )

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{supported_language(translation.get_language())}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_overview")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The same ways as allauth's, described in our own words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from your authenticator app"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": words.get(method["id"], method["description"])} for method in methods]


def _cipher() -> MultiFernet:
    """Keys made from SECRET_KEY, so that a stolen database alone does not open the second factor."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived_key(key)) for key in keys])


def _derived_key(secret: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"hub.accounts second factor")
    return base64.urlsafe_b64encode(kdf.derive(secret.encode()))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Type the six digits that your app shows now."),
        "unverified_email": _("First confirm your e-mail address."),
        "cannot_generate_recovery_codes": _("First set up an authenticator app."),
        "cannot_delete_authenticator": _("The second step cannot be switched off for this account."),
    }

    def get_totp_issuer(self) -> str:
        return hub_name()

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The city's own identity provider."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "There is already an account with this e-mail address. Sign in to it first; then you can connect %s on "
            "your account page."
        ),
    }

    def new_user(self, request: HttpRequest, sociallogin: Any) -> User:
        return User(language=supported_language(translation.get_language()))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        if form is not None:
            sociallogin.user.pseudonym = form.cleaned_data.get("pseudonym", "")
        saved: User = super().save_user(request, sociallogin, form=form)
        return saved
