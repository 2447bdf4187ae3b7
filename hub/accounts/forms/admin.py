"""The editor's forms for accounts: an address to invite somebody, a public name, roles. No password, no superuser."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from hub.accounts.enums import Role
from hub.accounts.forms.entrance import validate_public_name
from hub.accounts.models.user import User


class _RoleField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Group) -> str:
        return str(Role(obj.name).label) if obj.name in Role.values else obj.name


class _AccountFields:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        # Wagtail declares these for other user models. A superuser is made on the command line only: whoever may
        # manage accounts must not be able to make themselves one.
        for name in ("first_name", "last_name", "is_superuser"):
            fields.pop(name, None)
        fields["pseudonym"] = forms.CharField(
            label=_("Public name"), max_length=80, validators=[validate_public_name], initial=self._now("pseudonym")
        )
        fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=settings.LANGUAGES, initial=self._now("language") or settings.LANGUAGE_CODE
        )
        fields["groups"] = _RoleField(
            label=_("Roles"), queryset=Group.objects.order_by("name"), required=False, initial=fields["groups"].initial
        )

    def _now(self, name: str) -> str:
        return str(getattr(self.instance, name, "") or "")  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        # Set before the model's own validation runs; Wagtail's Meta does not know these fields.
        self.instance.pseudonym = self.cleaned_data.get("pseudonym", "")  # type: ignore[attr-defined]
        self.instance.language = self.cleaned_data.get("language", settings.LANGUAGE_CODE)  # type: ignore[attr-defined]
        super()._post_clean()  # type: ignore[misc]


class UserCreationForm(_AccountFields, WagtailUserCreationForm):
    """Makes an account that its owner opens with a code sent to the address."""

    class Meta(WagtailUserCreationForm.Meta):
        fields: ClassVar[set[str]] = {"email", "groups"}

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        saved: User = super().save(commit=commit)
        return saved


class UserEditForm(_AccountFields, WagtailUserEditForm):
    class Meta(WagtailUserEditForm.Meta):
        fields: ClassVar[set[str]] = {"email", "groups", "is_active"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
            # Nobody gives themselves a role, and nobody locks themselves out.
            self.fields["groups"].disabled = True
        # Only its owner changes an address, by confirming the new one; otherwise it would be a way into the account.
        self.fields["email"].disabled = True
