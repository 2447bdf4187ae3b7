"""Envelopes and rule cards: what is frozen once the vote begins."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.election import TieKey, VoteType, unit_of
from participatory_budget.engine.outlines import MOST_BYTES, OutlineError, read_outline
from participatory_budget.engine.rules import RULES
from participatory_budget.enums import EnvelopeKind, Leftover
from participatory_budget.forms.editing_base import EditForm, MoneyField, texts_initial, typed_sum
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.reports.rule_text import TIE_KEYS
from participatory_budget.reports.rule_words import rule_name
from participatory_budget.services.editing.envelopes import EnvelopeFacts
from participatory_budget.services.editing.rule_cards import CardFacts

_OUTLINE_FAULTS = {
    "too_large": _("This outline is too large: at most one megabyte. Draw it with fewer points."),
    "too_many_points": _("This outline has too many points. Draw it with fewer."),
    "not_json": _("This is no GeoJSON: it cannot be read as JSON."),
    "not_one_area": _("Give one area: a collection may have one feature only."),
    "not_an_area": _("This is GeoJSON, but no area. Give a Polygon or a MultiPolygon."),
    "not_degrees": _("A point of this outline is not on the map. GeoJSON wants longitude, then latitude, in degrees."),
    "ring_not_closed": _("A line of this outline is not closed: its last point must be its first."),
}


class EnvelopeForm(EditForm):
    """One sum of money: what it is called, for whom, how much, where the rest goes."""

    lead = _("A name in one language is needed; where one is missing, people read another one.")
    names_one_of = "name"

    def __init__(
        self, currency: str, parents: Sequence[tuple[UUID, str]], *args: Any, has_outline: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("name", _("Name in %(language)s"), longest=255)
        self.fields |= {
            "kind": forms.ChoiceField(label=_("For whom"), choices=EnvelopeKind.choices),
            "amount": MoneyField(
                unit=unit_of(currency), label=_("Amount in %(currency)s") % {"currency": currency or "—"}
            ),
            "parent": forms.ChoiceField(
                label=_("Stands below"),
                required=False,
                choices=[("", _("no other envelope")), *((str(pk), name) for pk, name in parents)],
            ),
            "leftover": forms.ChoiceField(label=_("What is left over goes"), choices=Leftover.choices),
            "order": forms.IntegerField(
                label=_("Place in the list"), required=False, min_value=0, max_value=10_000, initial=0
            ),
            "outline": forms.CharField(
                label=_("Outline on the map, as GeoJSON"),
                required=False,
                strip=True,
                widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr", "spellcheck": "false"}),
                help_text=_("Only for districts that the map shows. Paste it here or choose a file."),
            ),
            "outline_file": forms.FileField(
                label=_("Outline as a file"), required=False, help_text=_("It takes the place of what stands above.")
            ),
        }

    def clean_outline_file(self) -> str:
        file = self.cleaned_data.get("outline_file")
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise ValidationError(_OUTLINE_FAULTS["too_large"])
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_OUTLINE_FAULTS["not_json"]) from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.ask_for_one("name", _("Give it a name in at least one language."))
        name = "outline_file" if cleaned.get("outline_file") else "outline"
        cleaned["area"] = {}
        if text := cleaned.get(name):
            try:
                cleaned["area"] = read_outline(text)
            except OutlineError as error:
                self.add_error(name, _OUTLINE_FAULTS[error.code])
        return cleaned

    def facts(self) -> EnvelopeFacts:
        data = self.cleaned_data
        return EnvelopeFacts(
            names=self.texts("name"),
            kind=EnvelopeKind(data["kind"]),
            amount=data["amount"],
            leftover=Leftover(data["leftover"]),
            parent=UUID(data["parent"]) if data["parent"] else None,
            order=data["order"] or 0,
            outline=data["area"],
        )

    @staticmethod
    def initial_of(facts: dict[str, Any], currency: str, outline: str) -> dict[str, Any]:
        return {
            **texts_initial("name", facts["names"]),
            **{name: facts[name] for name in ("kind", "parent", "leftover", "order")},
            "amount": typed_sum(facts["amount"], unit_of(currency)),
            "outline": outline,
        }


VOTE_TYPES = {
    VoteType.APPROVAL: _("Mark what one wants"),
    VoteType.CHOOSE_ONE: _("Choose one"),
    VoteType.ORDINAL: _("Put in order"),
    VoteType.CUMULATIVE: _("Give points"),
}
_PLACES = ("first", "second", "third")


class RuleCardForm(EditForm):
    """The next version of the rule card."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ties = [("", "—"), *((key.value, label) for key, label in TIE_KEYS.items())]
        self.fields |= {
            "vote_type": forms.ChoiceField(
                label=_("How people vote"), choices=[(one.value, label) for one, label in VOTE_TYPES.items()]
            ),
            "rule": forms.ChoiceField(
                label=_("How winners are found"),
                choices=[(name, rule_name(name)) for name in RULES],
            ),
            "threshold": forms.DecimalField(
                label=_("Least votes or points that a project needs"),
                required=False,
                min_value=0,
                max_digits=12,
                decimal_places=3,
                help_text=_("Empty or 0: none."),
            ),
            "min_length": forms.IntegerField(label=_("Least projects on a ballot"), required=False),
            "max_length": forms.IntegerField(label=_("Most projects on a ballot"), required=False),
            "max_points": forms.IntegerField(label=_("Most points for one project"), required=False),
            "tie_first": forms.ChoiceField(label=_("Where two stand equal"), choices=ties, required=False),
            "tie_second": forms.ChoiceField(label=_("Where they still do"), choices=ties, required=False),
            "tie_third": forms.ChoiceField(label=_("And if even then"), choices=ties, required=False),
        }

    def codes(self) -> list[tuple[str, str]]:
        """Each rule in words, and as files and open data call it."""
        return [(rule_name(name), name) for name in RULES]

    def facts(self) -> CardFacts:
        data = self.cleaned_data
        keys = [TieKey(data[f"tie_{place}"]) for place in _PLACES if data[f"tie_{place}"]]
        return CardFacts(
            vote_type=VoteType(data["vote_type"]),
            rule=data["rule"],
            threshold=data["threshold"] or Decimal(0),
            min_length=data["min_length"],
            max_length=data["max_length"],
            max_points=data["max_points"],
            tie_keys=tuple(keys),
        )

    @staticmethod
    def initial_of(card: RuleCard | None) -> dict[str, Any]:
        if card is None:
            return {"vote_type": VoteType.APPROVAL.value, "rule": "greedy", "tie_first": TieKey.LOWER_COST.value}
        names = ("vote_type", "rule", "threshold", "min_length", "max_length", "max_points")
        found = {name: getattr(card, name) for name in names}
        keys = [key for key in card.tie_keys if key != TieKey.ID.value]
        return found | {f"tie_{place}": key for place, key in zip(_PLACES, keys, strict=False)}


def parent_choices(envelope: Envelope | None, tree: Sequence[Any]) -> list[tuple[UUID, str]]:
    """Every envelope but this one. `tree`: rows with an envelope and its name."""
    return [(one.envelope.pk, one.name) for one in tree if envelope is None or one.envelope.pk != envelope.pk]
