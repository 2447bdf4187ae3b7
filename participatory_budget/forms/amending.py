"""An amendment: one form for each kind, with its reason in three languages. What may change, the service says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from hub.audit.engine.canonical import timestamp
from participatory_budget.engine.election import TieKey, unit_of
from participatory_budget.engine.frozen import envelope_in
from participatory_budget.engine.rules import RULES
from participatory_budget.enums import AmendmentKind
from participatory_budget.forms.editing_base import DateTimeInput, EditForm, MoneyField
from participatory_budget.reports.money import money
from participatory_budget.reports.rule_text import TIE_KEYS
from participatory_budget.reports.rule_words import rule_name

LONGEST_REASON = 2000
_PLACES = ("first", "second", "third")


class AmendForm(EditForm):
    """`document` is the election as it holds now: what changes, changes from there."""

    names_one_of = "reason"

    def __init__(self, kind: AmendmentKind, document: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.document = kind, document
        add: Any = {
            AmendmentKind.PROJECT_WITHDRAWN: self._project,
            AmendmentKind.PRICE: self._price,
            AmendmentKind.AMOUNT: self._amount,
            AmendmentKind.CLOSE: self._close,
            AmendmentKind.RULE: self._rule,
        }[kind]
        add()
        self.add_texts("reason", _("Reason (%(language)s)"), longest=LONGEST_REASON, long=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.ask_for_one("reason", _("Say why, in at least one language."))
        return cleaned

    def reasons(self) -> dict[str, str]:
        return {code: text.strip() for code, text in self.texts("reason").items() if text.strip()}

    def missing_languages(self) -> list[str]:
        """A reason that not everybody can read is allowed, and said to be one."""
        known = self.reasons()
        return [
            str(get_language_info(code)["name_translated"]) for code, _name in settings.LANGUAGES if code not in known
        ]

    def change(self) -> dict[str, Any]:
        """As it stands in the amendment's document."""
        data = self.cleaned_data
        if self.kind == AmendmentKind.CLOSE:
            return {"from": self.document["closes_at"], "to": timestamp(data["to"])}
        if self.kind == AmendmentKind.RULE:
            keys = [data[f"tie_{place}"] for place in _PLACES if data[f"tie_{place}"]]
            keys = [*dict.fromkeys([*keys, TieKey.ID.value])]
            card = self.document["rule_card"]
            to = {
                "rule": data["rule"],
                "threshold": f"{(data['threshold'] or Decimal(0)).normalize():f}",
                "tie_keys": keys,
            }
            return {"from": {name: card[name] for name in to}, "to": to}
        if self.kind == AmendmentKind.AMOUNT:
            part = envelope_in(self.document, data["envelope"]) or {}
            return {"envelope": data["envelope"], "from": part["amount"], "to": data["to"]}
        envelope, code = data["project"].split("|", 1)
        if self.kind == AmendmentKind.PROJECT_WITHDRAWN:
            return {"envelope": envelope, "project": code}
        part = envelope_in(self.document, envelope) or {}
        cost = next(one["cost"] for one in part["projects"] if one["id"] == code)
        return {"envelope": envelope, "project": code, "from": cost, "to": data["to"]}

    # --- fields of each kind ------------------------------------------------------------------------------------------

    def _project(self) -> None:
        currency = self.document["currency"]
        rows = [
            (part["id"], _named(part), [one for one in part["projects"] if not one.get("withdrawn")])
            for part in self.document["envelopes"]
        ]
        groups = [
            (name, [(f"{slug}|{one['id']}", f"{one['title']} ({money(one['cost'], currency)})") for one in projects])
            for slug, name, projects in rows
            if projects
        ]
        self.fields["project"] = forms.ChoiceField(label=_("Project"), choices=[("", _("Choose")), *groups])

    def _price(self) -> None:
        self._project()
        self.fields["to"] = MoneyField(label=_("New price"), unit=unit_of(self.document["currency"]))

    def _amount(self) -> None:
        currency = self.document["currency"]
        rows = [(one["id"], f"{_named(one)} ({money(one['amount'], currency)})") for one in self.document["envelopes"]]
        self.fields["envelope"] = forms.ChoiceField(label=_("Envelope"), choices=[("", _("Choose")), *rows])
        self.fields["to"] = MoneyField(label=_("New sum"), unit=unit_of(currency))

    def _close(self) -> None:
        closes = timezone.localtime(datetime.fromisoformat(self.document["closes_at"]))
        self.fields["to"] = forms.DateTimeField(
            label=_("The vote closes"),
            widget=DateTimeInput,
            initial=closes.replace(tzinfo=None),
            help_text=_("Only later than now planned. Times are those of the city."),
        )

    def _rule(self) -> None:
        card = self.document["rule_card"]
        ties = [("", "—"), *((key.value, label) for key, label in TIE_KEYS.items())]
        self.fields["rule"] = forms.ChoiceField(
            label=_("How winners are found"), choices=[(name, rule_name(name)) for name in RULES], initial=card["rule"]
        )
        self.fields["threshold"] = forms.DecimalField(
            label=_("Least votes or points that a project needs"),
            required=False,
            min_value=0,
            max_digits=12,
            decimal_places=3,
            initial=card["threshold"],
            help_text=_("Empty or 0: none."),
        )
        labels = (_("Where two stand equal"), _("Where they still do"), _("And if even then"))
        keys = [key for key in card["tie_keys"] if key != TieKey.ID.value]
        for place, (name, label) in enumerate(zip(_PLACES, labels, strict=True)):
            initial = keys[place] if place < len(keys) else ""
            self.fields[f"tie_{name}"] = forms.ChoiceField(label=label, choices=ties, required=False, initial=initial)


def _named(part: Mapping[str, Any]) -> str:
    names = part["names"]
    return str(names.get(get_language() or "") or next(iter(names.values()), part["id"]))
