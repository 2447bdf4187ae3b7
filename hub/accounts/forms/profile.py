"""The forms of the hub's own account pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.accounts.enums import AccountKind, NotificationChoice
from hub.accounts.forms.entrance import say_code, say_password, validate_public_name
from hub.accounts.models.user import User


class ProfileForm(forms.ModelForm):
    pseudonym = forms.CharField(
        label=_("Public name"),
        help_text=_("Shown beside what you write. It need not be your real name."),
        max_length=80,
        validators=[validate_public_name],
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    kind = forms.ChoiceField(label=_("I take part as"), choices=AccountKind.choices, widget=forms.RadioSelect)
    organisation_name = forms.CharField(
        label=_("Name of the organisation"),
        help_text=_("Shown instead of your public name when you take part as an organisation."),
        max_length=200,
        required=False,
        validators=[validate_public_name],
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), help_text=_("We write to you in this language."))
    notification_choice = forms.ChoiceField(
        label=_("E-mail"), choices=NotificationChoice.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["pseudonym", "kind", "organisation_name", "language", "notification_choice"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == AccountKind.ORGANISATION and not data.get("organisation_name"):
            self.add_error("organisation_name", _("Type the name of the organisation that you speak for."))
        return data


class EraseByCodeForm(forms.Form):
    code = forms.CharField(max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"], _("Code"), _("Six digits, in the message we sent you. They work for 15 minutes."))


class EraseByPasswordForm(forms.Form):
    password = forms.CharField(strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_password(self.fields["password"], _("Password"))
