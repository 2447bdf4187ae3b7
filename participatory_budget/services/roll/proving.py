"""People who show for themselves that they may vote: by a number of the register, by a code, by their own word.

Nothing of it is written to the record of decisions: who is on the roll stands in the roll alone, until it is emptied.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from participatory_budget.engine.identities import MistypedCodeError, code_hash
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.models.roll import RollEntry, VotingCode
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.roll.errors import NotEntitledError, TakenError, UnknownError
from participatory_budget.services.roll.gate import (
    already_on_roll,
    bind,
    chosen_district,
    hashed,
    own_entry,
    require_age,
    require_person,
    rules_for,
    taken,
)
from participatory_budget.services.voting.keys import keys_of


@dataclass(frozen=True)
class Declaration:
    """What somebody says of themselves. The date of birth is looked at and forgotten; `district` is a slug."""

    identity: str = ""
    birth_date: date | None = None
    district: str = ""
    lives_here: bool = False


@transaction.atomic
def prove_by_register(user: User, budget: Budget, identity: str, *, now: datetime) -> RollEntry:
    """Binds the account to the entry with this number. The second press changes nothing."""
    person = require_person(user, budget, now)
    rules_for(budget, EligibilityWay.REGISTER)
    found = hashed(budget, identity)
    if (mine := own_entry(person, budget)) is not None:
        # Said before anything is looked up: who is on the roll has no reason to try other numbers.
        return _same(mine, mine.identity == found)
    entry = RollEntry.objects.select_for_update().filter(budget=budget, identity=found).first()
    if entry is None:
        raise UnknownError(
            _(
                "This number is not in the city's register. Check it once more. If it is right, use another way on "
                "this page, or come to the desk with your document."
            ),
            "identity",
        )
    return bind(entry, person)


@transaction.atomic
def prove_by_code(user: User, budget: Budget, text: str, *, now: datetime) -> RollEntry:
    """A code leads to one entry and so to one account; printed letters reach one person each."""
    person = require_person(user, budget, now)
    rules_for(budget, EligibilityWay.CODE)
    try:
        found = code_hash(keys_of(budget).roll_key, text)
    except MistypedCodeError:
        raise BudgetError(
            _("There is a typing error in this code. It has three groups of four letters and digits."), "code"
        ) from None
    code = VotingCode.objects.filter(code_hash=found, entry__budget=budget).first()
    if (mine := own_entry(person, budget)) is not None:
        return _same(mine, code is not None and code.entry_id == mine.pk)
    entry = RollEntry.objects.select_for_update().filter(pk=code.entry_id).first() if code else None
    if code is None or entry is None:
        raise _unknown_code()
    try:
        bind(entry, person)
    except TakenError:
        raise TakenError(
            _("This code was used with another account. If it was not you, come to the desk with the letter."), "code"
        ) from None
    # Asked behind the lock of the entry: it may just have been taken back.
    if not VotingCode.objects.filter(pk=code.pk).update(is_used=True):
        raise _unknown_code()
    return entry


@transaction.atomic
def declare(user: User, budget: Budget, declaration: Declaration, *, now: datetime) -> RollEntry:
    """On one's own word. Where the rules ask for a number, the same number serves once, whatever the way."""
    person = require_person(user, budget, now)
    rules = rules_for(budget, EligibilityWay.DECLARATION)
    found = hashed(budget, declaration.identity) if asks_for_number(rules) else ""
    if (mine := own_entry(person, budget)) is not None:
        return _same(mine, mine.identity == found)
    if not declaration.lives_here:
        raise NotEntitledError(_("Tick that this is true of you; without it you cannot be put on the roll."), "is_true")
    require_age(rules, budget, declaration.birth_date)
    district = chosen_district(budget, declaration.district)
    if found:
        known = RollEntry.objects.select_for_update().filter(budget=budget, identity=found).first()
        if known is not None:
            return _declared_before(known, person, rules)
    try:
        with transaction.atomic():
            return RollEntry.objects.create(
                budget=budget,
                account=person,
                identity=found,
                district=district,
                way=EligibilityWay.DECLARATION,
            )
    except IntegrityError:  # somebody else's was quicker
        raise taken() from None


def _unknown_code() -> UnknownError:
    return UnknownError(
        _("This code is not one of this budget, or a newer one took its place. Ask for one at the desk."),
        "code",
    )


def asks_for_number(rules: VotingRules) -> bool:
    return any(text.strip() for text in rules.identity_asked.values())


def _same(mine: RollEntry, is_same: bool) -> RollEntry:
    if not is_same:
        raise already_on_roll()
    return mine


def _declared_before(known: RollEntry, person: User, rules: VotingRules) -> RollEntry:
    """The number stands on the roll. Where the number alone would be enough, it is enough here too."""
    if known.account_id is None and EligibilityWay.REGISTER not in rules.ways:
        raise TakenError(
            _(
                "This number is on the roll already. Use the code that was sent to you, or come to the desk with your "
                "document."
            ),
            "identity",
        )
    return bind(known, person)
