"""The staff's forms about who may vote: the rules, the register's file, codes, a document at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.identities import LONGEST_TYPED
from participatory_budget.enums import EligibilityWay
from participatory_budget.forms.editing_base import EditForm, texts_initial
from participatory_budget.forms.eligibility import TYPED, DayField, district_field
from participatory_budget.reports.eligibility import EligibilityView
from participatory_budget.services.roll.codes import MOST_CODES
from participatory_budget.services.roll.desk import Document
from participatory_budget.services.roll.rules import VotingFacts

MOST_BYTES = 200 * 1024 * 1024


class VotingRulesForm(EditForm):
    """Frozen when the vote begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ways"] = forms.MultipleChoiceField(
            label=_("How people show that they may vote"),
            choices=EligibilityWay.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Each person is on the roll once, whichever of these ways they take."),
        )
        self.fields["minimum_age"] = forms.IntegerField(
            label=_("Age from which one may vote"),
            required=False,
            help_text=_("On the last day of the vote. Empty: no limit. Dates of birth are checked and never kept."),
        )
        self.add_texts(
            "who_may_vote",
            _("Who may vote, in %(language)s"),
            longest=1000,
            long=True,
            help_text=_("Such as “Everybody who lives here, of any nationality, from the age of 16”."),
        )
        self.add_texts(
            "identity_asked",
            _("What number is asked, in %(language)s"),
            longest=150,
            help_text=_("Such as “Number of the identity card or the residence permit”. Only its keyed hash is kept."),
        )
        self.fields["within_money"] = forms.BooleanField(
            label=_("A ballot may not cost more than the envelope holds"), required=False
        )
        self.fields["checkpoint_minutes"] = forms.IntegerField(
            label=_("Minutes between two entries of the public log"),
            help_text=_("Ballots are put into the log at these times only, so that it does not tell who voted when."),
        )
        self.fields["appeal_days"] = forms.IntegerField(
            label=_("Days to contest the result"),
            help_text=_("Afterwards the keys of the ballot box are destroyed and the roll is emptied."),
        )

    def facts(self) -> VotingFacts:
        data = self.cleaned_data
        return VotingFacts(
            ways=[EligibilityWay(one) for one in data["ways"]],
            minimum_age=data["minimum_age"],
            who_may_vote=self.texts("who_may_vote"),
            identity_asked=self.texts("identity_asked"),
            within_money=data["within_money"],
            checkpoint_minutes=data["checkpoint_minutes"],
            appeal_days=data["appeal_days"],
        )

    @staticmethod
    def initial_of(facts: dict[str, Any]) -> dict[str, Any]:
        names = ("ways", "minimum_age", "within_money", "checkpoint_minutes", "appeal_days")
        return {
            **{name: facts[name] for name in names},
            **texts_initial("who_may_vote", facts["who_may_vote"]),
            **texts_initial("identity_asked", facts["identity_asked"]),
        }


class RegisterFileForm(EditForm):
    file = forms.FileField(
        label=_("The register's file"),
        help_text=_("CSV in UTF-8, one person a line, the first line names the columns. The file itself is not kept."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 200 MB. Split it, for example by district."))
        return file


class CodesForm(EditForm):
    """`batch` is the number that the next pile will have."""

    number = forms.IntegerField(
        label=_("How many codes without a name"),
        required=False,
        min_value=1,
        max_value=MOST_CODES,
        help_text=_("Empty: one for each person of the register's newest file without an account and without a code."),
    )
    form_of = forms.ChoiceField(
        label=_("Show them as"),
        choices=[("page", _("a page to print and cut")), ("csv", _("a file for the printer (CSV: line, code)"))],
        initial="page",
        widget=forms.RadioSelect,
    )
    batch = forms.IntegerField(widget=forms.HiddenInput)


class TakeBackForm(EditForm):
    """One of the three."""

    code = forms.CharField(
        label=_("The code"), required=False, max_length=LONGEST_TYPED, widget=forms.TextInput(attrs=TYPED)
    )
    line = forms.IntegerField(label=_("Or the line of the register's newest file"), required=False, min_value=1)
    batch = forms.IntegerField(label=_("Or a whole batch, as far as nobody used it"), required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = [name for name in ("code", "line", "batch") if cleaned.get(name)]
        if len(given) != 1 and not self.errors:
            self.add_error("code", _("Give a code, a line or a batch: one of them."))
        return cleaned


class DocumentForm(EditForm):
    """What staff read off a document."""

    def __init__(self, view: EligibilityView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity"] = forms.CharField(
            label=view.asked or _("Number of the document"),
            max_length=LONGEST_TYPED,
            widget=forms.TextInput(attrs=TYPED),
            help_text=_("Only its keyed hash is kept."),
        )
        if view.minimum_age is not None:
            self.fields["birth_date"] = DayField(
                label=_("Date of birth"), help_text=_("Such as 17/05/1990. It is checked now and not kept.")
            )
            self.fields["birth_date"].widget.attrs["autocomplete"] = "off"
        if view.districts:
            self.fields["district"] = district_field(list(view.districts))
        self.fields["email"] = forms.EmailField(
            label=_("E-mail address of the person's account"),
            required=False,
            help_text=_("Empty: the person votes on paper, or with a code."),
            widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        )
        if EligibilityWay.CODE.value in view.ways:
            self.fields["wants_code"] = forms.BooleanField(
                label=_("Give the person a code to vote with"), required=False
            )
        self.fields["replaces"] = forms.BooleanField(
            label=_("The number is on the roll with another account, and this account takes its place"), required=False
        )

    def document(self) -> Document:
        data = self.cleaned_data
        return Document(
            identity=data["identity"],
            birth_date=data.get("birth_date"),
            district=data.get("district", ""),
            email=data["email"],
            wants_code=bool(data.get("wants_code")),
            replaces=data["replaces"],
        )
