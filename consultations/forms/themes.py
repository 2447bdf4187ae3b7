"""Names of themes and of chosen contributions, in each language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from consultations.models.theme import Theme
from consultations.selectors.themes import ThemeNode
from consultations.services.selecting import TITLE_LENGTH
from consultations.services.theme_names import DESCRIPTION_LENGTH, NAME_LENGTH


class _InEachLanguage(forms.Form):
    """A form that says in its own fields what a service did not accept."""

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)


class ThemeForm(_InEachLanguage):
    """What a theme is called and what belongs to it; for a new one, what it stands below."""

    def __init__(
        self, *args: Any, parents: Sequence[ThemeNode] | None = None, split_from: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            info = get_language_info(code)
            words = {"lang": code, "dir": "rtl" if info["bidi"] else "ltr"}
            language = {"language": info["name_translated"]}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % language,
                required=False,
                max_length=NAME_LENGTH,
                widget=forms.TextInput(attrs=words),
            )
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("What belongs to it, in %(language)s") % language,
                required=False,
                max_length=DESCRIPTION_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2, **words}),
            )
        if parents is not None:
            self.fields["parent"] = forms.ChoiceField(
                label=_("Stands below"),
                required=False,
                choices=[("", _("Nothing: at the top"))] + [(str(node.uuid), node.full_name) for node in parents],
            )
        if split_from:
            self.fields["leaves_old"] = forms.BooleanField(
                label=_("Take them out of “%(theme)s”") % {"theme": split_from},
                required=False,
                help_text=_("This also decides for other readers who had said that they belong to it."),
            )

    def names(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {code: (data[f"name_{code}"], data[f"description_{code}"]) for code, _name in settings.LANGUAGES}

    def parent(self) -> UUID | None:
        chosen = self.cleaned_data.get("parent")
        return UUID(chosen) if chosen else None

    @staticmethod
    def initial_of(theme: Theme) -> dict[str, str]:
        values: dict[str, str] = {}
        for row in theme.names.all():
            values |= {f"name_{row.language}": row.name, f"description_{row.language}": row.description}
        return values


class TogetherForm(_InEachLanguage):
    """What chosen contributions have in common: the heading of their answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            info = get_language_info(code)
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("What they have in common, in %(language)s") % {"language": info["name_translated"]},
                required=False,
                max_length=TITLE_LENGTH,
                widget=forms.TextInput(attrs={"lang": code, "dir": "rtl" if info["bidi"] else "ltr"}),
            )

    def titles(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"title_{code}"] for code, _name in settings.LANGUAGES}
