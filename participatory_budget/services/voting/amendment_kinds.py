"""What each kind of amendment may say. From what somebody asked for to what is written down, with what was before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hub.audit.engine.canonical import timestamp
from participatory_budget.engine.election import TieKey
from participatory_budget.engine.frozen import Document, envelope_in
from participatory_budget.engine.pabulib_terms import MOST_MONEY
from participatory_budget.engine.rules import RULES
from participatory_budget.enums import AmendmentKind
from participatory_budget.selectors.ballot_log import closes_at
from participatory_budget.services.errors import BudgetError


def change_of(kind: AmendmentKind, wish: Mapping[str, Any], document: Document, now: datetime) -> dict[str, Any]:
    """`document` is what holds before it."""
    if kind is AmendmentKind.CLOSE:
        return _close(wish, document, now)
    if kind is AmendmentKind.RULE:
        return _rule(wish, document)
    envelope = envelope_in(document, str(wish.get("envelope", "")))
    if envelope is None:
        raise BudgetError(_("There is no such envelope in this vote."), "envelope")
    if kind is AmendmentKind.AMOUNT:
        return {"envelope": envelope["id"], **_money(wish, envelope["amount"], least=0)}
    project = next((one for one in envelope["projects"] if one["id"] == wish.get("project")), None)
    if project is None or project.get("withdrawn"):
        raise BudgetError(_("This project is not on the ballot."), "project")
    names = {"envelope": envelope["id"], "project": project["id"]}
    return names if kind is AmendmentKind.PROJECT_WITHDRAWN else {**names, **_money(wish, project["cost"], least=1)}


def _money(wish: Mapping[str, Any], before: int, *, least: int) -> dict[str, Any]:
    after = wish.get("to")
    if not isinstance(after, int) or isinstance(after, bool) or not least <= after <= MOST_MONEY:
        raise BudgetError(_("Give a sum of money."), "to")
    _require_seen(wish, before)
    _require_new(before, after)
    return {"from": before, "to": after}


def _close(wish: Mapping[str, Any], document: Document, now: datetime) -> dict[str, Any]:
    found = wish.get("to")
    after = found if isinstance(found, datetime) else parse_datetime(str(found))
    if after is None or after.tzinfo is None:
        raise BudgetError(_("Give a day and a time."), "to")
    before = closes_at(document)
    _require_seen(wish, document["closes_at"])
    if after <= before or after <= now:
        raise BudgetError(_("A vote may close later than announced, never earlier."), "to")
    return {"from": document["closes_at"], "to": timestamp(after)}


def _rule(wish: Mapping[str, Any], document: Document) -> dict[str, Any]:
    card, to = document["rule_card"], wish.get("to")
    if not isinstance(to, Mapping) or to.get("rule") not in RULES:
        raise BudgetError(_("This rule is not known here. Choose one of the list."), "rule")
    before = {name: card[name] for name in ("rule", "threshold", "tie_keys")}
    groups = any(one["groups"] for envelope in document["envelopes"] for one in envelope["projects"])
    if groups and str(to["rule"]).startswith("equalshares"):
        raise BudgetError(
            _("Equal Shares does not know projects that exclude each other, and this budget has some."), "rule"
        )
    after = {
        "rule": str(to["rule"]),
        "threshold": _threshold(to.get("threshold", card["threshold"])),
        "tie_keys": _tie_keys(to.get("tie_keys", card["tie_keys"])),
    }
    _require_seen(wish, before)
    _require_new(before, after)
    return {"from": before, "to": after}


def _threshold(found: Any) -> str:
    try:
        number = Decimal(str(found))
    except InvalidOperation as error:
        raise BudgetError(_("Give a figure."), "threshold") from error
    if not number.is_finite() or not 0 <= number <= 10**9:
        raise BudgetError(_("This figure is too large."), "threshold")
    return f"{number.normalize():f}"


def _tie_keys(found: Any) -> list[str]:
    try:
        keys = [TieKey(key).value for key in dict.fromkeys(found)]
    except (TypeError, ValueError) as error:
        raise BudgetError(_("This rule is not known here. Choose one of the list."), "tie_keys") from error
    return keys if TieKey.ID.value in keys else [*keys, TieKey.ID.value]


def _require_seen(wish: Mapping[str, Any], before: Any) -> None:
    if "from" in wish and wish["from"] != before:
        raise BudgetError(_("Somebody has amended this in the meantime. Nothing was changed; look at it again."), "to")


def _require_new(before: Any, after: Any) -> None:
    if before == after:
        raise BudgetError(_("This is what holds already; there is nothing to amend."), "to")
