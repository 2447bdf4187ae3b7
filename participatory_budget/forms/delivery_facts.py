"""The forms about what a project is: names, place, people, money, photos; and a project that the city adds itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.contributions.engine.files import LARGEST
from participatory_budget.engine.election import unit_of
from participatory_budget.enums import PhotoMoment
from participatory_budget.forms.delivering import DeskForm, day_field
from participatory_budget.forms.editing_base import MoneyField
from participatory_budget.models.catalogue import Category, Department, named
from participatory_budget.services.delivering.facts import DeliveryFacts
from participatory_budget.services.delivering.money import Paid

if TYPE_CHECKING:
    from hub.accounts.models.user import User

PAID, CAME_BACK = "paid", "back"
COORDINATES = (("latitude", 90, _("Latitude in degrees")), ("longitude", 180, _("Longitude in degrees")))


def money_field(currency: str, label: Any, **options: Any) -> MoneyField:
    return MoneyField(unit=unit_of(currency), label=label % {"currency": currency}, **options)


class PaymentForm(DeskForm):
    needed = ("title",)
    lead = _("Public at once. A mistake is put right by an opposite payment beside it.")

    def __init__(self, currency: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"] = forms.ChoiceField(
            label=_("What happened"),
            choices=[(PAID, _("Money was paid")), (CAME_BACK, _("Money came back"))],
        )
        self.fields["amount"] = money_field(currency, _("Sum in %(currency)s"))
        self.fields["paid_on"] = day_field(_("Day"))
        self.add_texts("title", _("What for, in %(language)s"), longest=300)
        self.fields["source"] = forms.CharField(
            label=_("Where the figure comes from"),
            max_length=300,
            help_text=_("Such as “Invoice 2026-114” or “Minutes of the council of 3 May”. No names of people."),
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )
        self.fields["source_url"] = forms.URLField(
            label=_("Address at which it can be read"),
            required=False,
            max_length=500,
            assume_scheme="https",
            widget=forms.URLInput(attrs={"dir": "ltr"}),
        )

    def told(self) -> Paid:
        data = self.cleaned_data
        amount = data["amount"] if data["direction"] == PAID else -data["amount"]
        return Paid(data["paid_on"], amount, self.texts("title"), data["source"], data["source_url"])


class PaymentBackForm(DeskForm):
    lead = _("Both stay in sight. What it was for is taken over; say where the correction comes from.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = forms.CharField(
            label=_("Where the correction comes from"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
        )
        self.fields["on"] = day_field(_("Day"))


class PriceForm(DeskForm):
    needed = ("reason",)
    lead = _("The first sum stays in sight beside it.")

    def __init__(self, currency: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"] = money_field(currency, _("Planned sum in %(currency)s"))
        self.add_reasons()


class PhotoForm(DeskForm):
    """`with_file` is False where only the words about it change."""

    needed = ("alt",)

    def __init__(self, *args: Any, with_file: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_file:
            self.lead = _(
                "The picture is drawn anew: camera, time and place are not in it. Nobody should be recognised who did "
                "not agree to it."
            )
            self.fields["photo"] = forms.FileField(
                label=_("Photo"),
                help_text=_("JPEG or PNG, 5 MB at most."),
                widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
            )
        self.fields["moment"] = forms.ChoiceField(label=_("When"), choices=PhotoMoment.choices)
        self.add_texts("alt", _("What is to be seen, in %(language)s"), longest=300)
        self.fields["taken_on"] = day_field(_("Taken on"), required=False)
        self.fields["credit"] = forms.CharField(
            label=_("Who took it"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
        )

    def clean_photo(self) -> Any:
        file = self.cleaned_data["photo"]
        if file.size > LARGEST:
            raise ValidationError(_("This photo is larger than 5 MB. Choose a smaller one."))
        return file


class CatalogueForm(DeskForm):
    """Subject and department by their lists."""

    def add_catalogue(self, categories: Iterable[Category], departments: Iterable[Department], language: str) -> None:
        self._categories = {str(one.pk): one for one in categories}
        self._departments = {str(one.pk): one for one in departments}
        for name, label, rows in (
            ("category", _("Subject"), self._categories),
            ("department", _("Office in charge"), self._departments),
        ):
            names = [(key, named(one.names, language)[0] or one.slug) for key, one in rows.items()]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", "—"), *names])

    def chosen(self) -> tuple[Category | None, Department | None]:
        data = self.cleaned_data
        return self._categories.get(data["category"]), self._departments.get(data["department"])


class DeliveryFactsForm(CatalogueForm):
    needed = ("title",)

    def __init__(
        self,
        categories: Iterable[Category],
        departments: Iterable[Department],
        owners: Iterable[User],
        language: str,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._owners = {str(one.pk): one for one in owners}
        self.add_texts(
            "title",
            _("Name in %(language)s"),
            longest=400,
            help_text=_("In lists, letters and open data. The title of the page is changed with the page."),
        )
        self.add_catalogue(categories, departments, language)
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who is reminded (not public)"),
            required=False,
            choices=[("", _("Every budget officer")), *((key, one.public_name) for key, one in self._owners.items())],
        )
        self.add_texts(
            "contact",
            _("Whom one can ask, in %(language)s (public)"),
            longest=500,
            long=True,
            help_text=_("Name of the office, telephone, address."),
        )
        self.add_texts("place", _("Place in words, in %(language)s (public)"), longest=200)
        for name, most, label in COORDINATES:
            self.fields[name] = forms.FloatField(
                label=label, required=False, min_value=-most, max_value=most, localize=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        names = [name for name, _most, _label in COORDINATES]
        given = [name for name in names if cleaned.get(name) is not None]
        if len(given) == 1 and not any(name in self.errors for name in names):
            self.add_error(next(name for name in names if name not in given), _("Give both, or none."))
        return cleaned

    def facts(self) -> DeliveryFacts:
        data = self.cleaned_data
        category, department = self.chosen()
        place = None
        if data["latitude"] is not None:
            place = (_degrees(data["latitude"]), _degrees(data["longitude"]))
        return DeliveryFacts(
            titles=self.texts("title"),
            category=category,
            department=department,
            owner=self._owners.get(data["owner"]),
            contacts=self.texts("contact"),
            places=self.texts("place"),
            place=place,
        )


class NewProjectForm(CatalogueForm):
    """What did not come out of a vote: the city adds it, with a page of its own."""

    lead = _("For what the city carries out besides the winners of the vote. It has a page at once.")
    needed = ("title",)

    def __init__(
        self,
        currency: str,
        envelopes: Sequence[tuple[UUID, str]],
        categories: Iterable[Category],
        departments: Iterable[Department],
        language: str,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", _("Title in %(language)s"), longest=200)
        self.add_texts("summary", _("Summary in %(language)s"), longest=300, long=True)
        self.fields["envelope"] = forms.ChoiceField(
            label=_("Envelope"), required=False, choices=[("", "—"), *((str(key), name) for key, name in envelopes)]
        )
        self.add_catalogue(categories, departments, language)
        self.fields["cost"] = money_field(currency, _("Planned sum in %(currency)s"), required=False)
        self.fields["due_on"] = day_field(_("To be finished by"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.ask_for_one("title", _("Give the project a title in at least one language."))
        return cleaned


def _degrees(value: float) -> Decimal:
    return Decimal(f"{value:.6f}")
