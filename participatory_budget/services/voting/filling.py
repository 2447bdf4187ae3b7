"""Putting projects on one's ballot and taking them off, before it is cast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hub.accounts.models.user import User
from participatory_budget.engine.filling import NUMBERED, Act, Misfit, acted, known, typed
from participatory_budget.engine.frozen import Document
from participatory_budget.models.basket import Basket
from participatory_budget.models.envelope import Envelope
from participatory_budget.selectors.ballots import stamp_of
from participatory_budget.services.voting.casting import save_basket


@dataclass(frozen=True)
class Press:
    """One press of a button. `numbers` are points or places as the page shows them; None: something was typed that
    is no number. `seen` says which state the page shows."""

    act: Act
    code: str = ""
    numbers: Mapping[str, int] | None = field(default_factory=dict)
    seen: str = ""


@dataclass(frozen=True)
class Filled:
    basket: Basket | None
    misfit: Misfit | None = None
    was_stale: bool = False  # somebody, most likely the same person, changed it in another window
    is_bad_number: bool = False


@transaction.atomic
def fill(user: User, envelope: Envelope, press: Press, part: Document, card: Document, *, now: datetime) -> Filled:
    """For a person whose door is open (`selectors.ballots`). Each press is done to what is saved now, so that two
    windows do not undo each other; only what is typed and saved replaces it."""
    basket = Basket.objects.select_for_update().filter(account=user, envelope=envelope).first()
    before = known(basket.choices, part) if basket is not None else []
    was_stale = press.seen != (stamp_of(basket) if before else "")
    if press.numbers is None:
        return Filled(basket, was_stale=was_stale, is_bad_number=True)
    choices = before
    codes = {one["id"] for one in part["projects"]}
    numbers = {code: number for code, number in press.numbers.items() if code in codes}
    if numbers and card["ballot"] in NUMBERED and (press.act is Act.SAVE or not was_stale):
        choices = typed(before, numbers, card)
    found = acted(choices, press.act, press.code, part, card)
    after = choices if isinstance(found, Misfit) else found
    if sorted(after) != sorted(before):
        basket = save_basket(user, envelope, after, now=now)
    return Filled(basket, found if isinstance(found, Misfit) else None, was_stale)
