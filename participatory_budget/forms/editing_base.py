"""What the forms of a budget officer share: names by language, sums as people type them, a mark for two tabs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.typed_money import parse_money


class DateTimeInput(forms.DateTimeInput):
    """The browser's own control, which wants ISO 8601 whatever the reader's language."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MoneyField(forms.CharField):
    """A sum in whatever notation; cleaned to whole smallest parts, shown again as it was typed."""

    def __init__(self, *, unit: int, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.unit = unit
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_money(text, self.unit)
        except ValueError:
            raise ValidationError(
                _("This is no sum of money. Write it like 12 500 or 12 500.50."), code="no_sum"
            ) from None


def typed_sum(amount: int, unit: int) -> str:
    """A sum as a form shows it, so that reading it again gives the same one."""
    whole, part = divmod(amount, unit)
    decimals = f"{part:0{len(str(unit)) - 1}d}".rstrip("0") if part else ""
    if not decimals:
        return str(whole)
    # Three decimals alone would be read as thousands.
    return f"{whole}.{decimals}0" if len(decimals) == 3 else f"{whole}.{decimals}"


class EditForm(forms.Form):
    """`seen` says what stood there when the form was opened."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    # Said above the first field.
    lead: Any = ""
    # What the lead is about: fields of which one is needed, so that none alone is called optional.
    names_one_of: str = ""

    def refuse(self, where: str, message: str) -> None:
        """What the service says, beside the field that it is about."""
        self.add_error(where if where in self.fields and where != "seen" else None, message)

    def see_again(self, seen: str) -> None:
        """What stands there now was shown with the refusal: the next save is about that."""
        found: Any = self.data
        data = found.copy()
        data[self.add_prefix("seen")] = seen
        self.data = data

    def add_texts(
        self, name: str, label: Any, *, longest: int, long: bool = False, help_text: Any = "", **attrs: Any
    ) -> None:
        """One field for each language; `label` has a place for the name of the language."""
        for code, _name in settings.LANGUAGES:
            info = get_language_info(code)
            words = {"lang": code, "dir": "rtl" if info["bidi"] else "ltr", **attrs}
            widget = forms.Textarea(attrs={"rows": 3, **words}) if long else forms.TextInput(attrs=words)
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=label % {"language": info["name_translated"]},
                required=False,
                max_length=longest,
                widget=widget,
                help_text=help_text,
            )

    @property
    def one_of(self) -> list[str]:
        return [f"{self.names_one_of}_{code}" for code, _name in settings.LANGUAGES] if self.names_one_of else []

    def ask_for_one(self, name: str, message: Any) -> None:
        """One language at least, told together with what else is wrong."""
        fields = [f"{name}_{code}" for code, _name in settings.LANGUAGES]
        if not any(self.cleaned_data.get(one) for one in fields) and not any(one in self.errors for one in fields):
            self.add_error(f"{name}_{settings.LANGUAGE_CODE}", message)

    def texts(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _name in settings.LANGUAGES}


def texts_initial(name: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": text for code, text in texts.items()}
