"""Amendments in words: what was so before, what is so from now on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participatory_budget.engine.frozen import envelope_in
from participatory_budget.enums import AmendmentKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import Amendment
from participatory_budget.reports.money import money
from participatory_budget.reports.rule_text import tie_words
from participatory_budget.reports.rule_words import rule_name

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """`what` changes from `before` to `after`; both empty where something leaves."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class AmendmentLine:
    number: int
    kind: str
    made_at: datetime
    changes: list[Change]
    reasons: list[tuple[str, str]]  # language and text
    sha256: str


def amendment_lines(budget: Budget, document: Document) -> list[AmendmentLine]:
    """Newest first; one query."""
    return [_line(one, document) for one in Amendment.objects.filter(budget=budget).order_by("-number")]


def _line(one: Amendment, document: Document) -> AmendmentLine:
    said = json.loads(one.document)
    return AmendmentLine(
        number=one.number,
        kind=str(AmendmentKind(one.kind).label),
        made_at=one.made_at,
        changes=changes_in_words(one.kind, said["change"], document),
        reasons=sorted(said["reason"].items()),
        sha256=one.sha256,
    )


def changes_in_words(kind: str, change: Document, document: Document) -> list[Change]:
    """`document` is the election, for names and the currency."""
    if kind == AmendmentKind.CLOSE:
        before, after = (_moment(change[key]) for key in ("from", "to"))
        return [Change(_("The vote closes"), before, after)]
    if kind == AmendmentKind.RULE:
        return _rule(change)
    if kind == AmendmentKind.PROJECT_WITHDRAWN:
        name = _("%(project)s leaves the ballot") % {"project": _project(change, document)}
        return [Change(name, "", "")]
    what = _project(change, document) if kind == AmendmentKind.PRICE else _envelope(change, document)
    currency = document["currency"]
    return [Change(what, money(change["from"], currency), money(change["to"], currency))]


def _rule(change: Document) -> list[Change]:
    before, after = change["from"], change["to"]
    found = []
    if before["rule"] != after["rule"]:
        found.append(Change(_("How winners are found"), rule_name(before["rule"]), rule_name(after["rule"])))
    if before["threshold"] != after["threshold"]:
        words = _("Least votes or points that a project needs")
        found.append(Change(words, before["threshold"], after["threshold"]))
    if before["tie_keys"] != after["tie_keys"]:
        found.append(Change(_("Where two stand equal"), tie_words(before["tie_keys"]), tie_words(after["tie_keys"])))
    return found


def _project(change: Document, document: Document) -> str:
    part = envelope_in(document, change["envelope"])
    rows = part["projects"] if part else []
    return next((str(one["title"]) for one in rows if one["id"] == change["project"]), str(change["project"]))


def _envelope(change: Document, document: Document) -> str:
    part = envelope_in(document, change["envelope"])
    names = part["names"] if part else {}
    return str(names.get(get_language() or "") or next(iter(names.values()), change["envelope"]))


def _moment(text: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT")
