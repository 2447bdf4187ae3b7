"""What staff fill in when a promise moves. Reasons and news in each language; one is enough."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from hub.accounts.models.user import User
from hub.promises.engine.actions import Action
from hub.promises.models.promise import Promise
from hub.promises.selectors.staff import staff_members

LONG, SHORT = 4000, 400


class DateInput(forms.DateInput):
    """The browser's own control, which wants ISO 8601 whatever the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ActionForm(forms.Form):
    """`seen` says what stood there when the form was opened."""

    seen = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    lead: Any = ""
    save: Any = _("Save")

    def facts(self) -> dict[str, Any]:
        """What the service takes, by name."""
        return {}

    def refuse(self, where: str, message: str) -> None:
        """What the service says, beside the field that it is about."""
        self.add_error(where if where in self.fields and where != "seen" else None, message)

    def see_again(self, seen: str) -> None:
        """What stands there now was shown with the refusal: the next save is about that."""
        found: Any = self.data
        data = found.copy()
        data["seen"] = seen
        self.data = data

    def add_texts(self, name: str, label: Any, *, longest: int = LONG) -> None:
        """One field for each language; `label` has a place for the name of the language."""
        for code, _name in settings.LANGUAGES:
            info = get_language_info(code)
            words = {"lang": code, "dir": "rtl" if info["bidi"] else "ltr"}
            widget = forms.Textarea(attrs={"rows": 4, **words}) if longest == LONG else forms.TextInput(attrs=words)
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=label % {"language": info["name_translated"]}, required=False, max_length=longest, widget=widget
            )

    def texts(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _name in settings.LANGUAGES}


class OnForm(ActionForm):
    on = forms.DateField(label=_("Since when"), widget=DateInput)

    def facts(self) -> dict[str, Any]:
        return {"on": self.cleaned_data["on"]}


class KeepForm(OnForm):
    lead = _("Followers are told. If it was promised for an earlier day, everybody sees that it was kept later.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Finished on")


class ReopenForm(OnForm):
    lead = _("What was said before stays in the history: that it was kept, or the decision that gave it up.")


class PostponeForm(ActionForm):
    until = forms.DateField(label=_("The new day"), widget=DateInput)
    lead = _("Everybody can read the reason. The day that was promised first stays in sight.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("reason", _("Why it takes longer, in %(language)s"))

    def facts(self) -> dict[str, Any]:
        return {"until": self.cleaned_data["until"], "reasons": self.texts("reason")}


class DayForm(ActionForm):
    due_on = forms.DateField(label=_("Promised for"), widget=DateInput)
    lead = _("The first day, or an earlier one. A later one needs a reason: postpone it.")

    def facts(self) -> dict[str, Any]:
        return {"due_on": self.cleaned_data["due_on"]}


class CancelForm(ActionForm):
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    document_url = forms.CharField(
        label=_("Address where the decision can be read"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    lead = _("A promise is given up by a decision of a body that may take it, never by silence. Everybody can read it.")
    save = _("Give it up in public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("decided_by", _("Who decided it, in %(language)s"), longest=SHORT)
        self.add_texts("reason", _("Why it is given up, in %(language)s"))

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "decided_on": data["decided_on"],
            "document_url": data["document_url"].strip(),
            "decided_by": self.texts("decided_by"),
            "reasons": self.texts("reason"),
        }


class UpdateForm(ActionForm):
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    lead = _("Public at once. Followers get it as it stands here.")
    save = _("Publish it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex
        self.add_texts("title", _("Title in %(language)s"), longest=160)
        self.add_texts("text", _("News in %(language)s"))

    def facts(self) -> dict[str, Any]:
        key = self.cleaned_data["key"] or None
        return {"titles": self.texts("title"), "texts": self.texts("text"), "submission_key": key}


class OwnerForm(ActionForm):
    owner = forms.ModelChoiceField(
        label=_("Who looks after it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody in particular: everybody with the role"),
    )
    lead = _("This person is reminded of the day. It is not shown in public.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        people: QuerySet[User] = staff_members()
        owner.queryset = people
        owner.label_from_instance = _name_of

    def facts(self) -> dict[str, Any]:
        return {"owner": self.cleaned_data["owner"]}


def _name_of(person: User) -> str:
    return f"{person.public_name} · {person.email}"


FORMS: Mapping[Action, type[ActionForm]] = {
    Action.START: OnForm,
    Action.REOPEN: ReopenForm,
    Action.KEEP: KeepForm,
    Action.POSTPONE: PostponeForm,
    Action.DAY: DayForm,
    Action.CANCEL: CancelForm,
    Action.UPDATE: UpdateForm,
    Action.OWNER: OwnerForm,
}


def initial_of(promise: Promise, action: Action, today: Any) -> dict[str, Any]:
    """Today, for what was done; the day that holds, where it is about the day."""
    if action is Action.DAY:
        return {"due_on": promise.due_on}
    return {"on": today, "decided_on": today, "owner": promise.owner_id}
