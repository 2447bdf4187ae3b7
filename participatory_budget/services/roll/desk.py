"""Staff look at a document and put the person on the roll: for an account, for paper, or with a code in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.audit.services import record
from hub.contributions.selectors import has_verified_address
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.roll import RollEntry
from participatory_budget.permissions.voting import user_can_check_at_desk
from participatory_budget.selectors.voting import is_closed
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.codes import code_for
from participatory_budget.services.roll.gate import (
    chosen_district,
    hashed,
    own_entry,
    require_age,
    rules_for,
    schedule_of,
)
from participatory_budget.services.roll.proving import asks_for_number

SUBJECT = "participatory_budget.roll_entry"


@dataclass(frozen=True)
class Document:
    """What staff read off a document. The date of birth is looked at and forgotten.

    `email` is that of the person's account, where they have one and are asked for it. `replaces`: the number stands
    with another account, and the person in front of us has shown that it is theirs.
    """

    identity: str = ""
    birth_date: date | None = None
    district: str = ""
    email: str = ""
    wants_code: bool = False
    replaces: bool = False


@dataclass(frozen=True)
class Checked:
    entry: RollEntry
    is_new: bool
    code: str = ""  # shown once


@transaction.atomic
def check_at_desk(budget: Budget, document: Document, *, actor: User, now: datetime) -> Checked:
    """The same document a second time finds the same entry."""
    if not user_can_check_at_desk(actor, schedule_of(budget), now) or is_closed(budget):
        raise NotAllowedError(_("The vote is over, or it is not your task to look at documents."))
    rules = rules_for(budget, EligibilityWay.DESK)
    if document.wants_code and EligibilityWay.CODE not in rules.ways:
        raise BudgetError(_("Codes are not one of the ways of this budget."), "wants_code")
    person = _account(document.email, actor)
    if not document.identity.strip() and (asks_for_number(rules) or person is None):
        raise BudgetError(_("Type the number of the document, so that nobody is on the roll twice."), "identity")
    found = hashed(budget, document.identity) if document.identity.strip() else ""
    require_age(rules, budget, document.birth_date)
    district = chosen_district(budget, document.district)
    mine = own_entry(person, budget) if person else None
    if mine is not None and mine.identity != found:
        raise BudgetError(_("This account is on the roll already, with another number or code."), "email")
    entry = mine or _known(budget, found)
    is_new = entry is None
    if entry is None:
        try:
            with transaction.atomic():
                entry = RollEntry.objects.create(
                    budget=budget, account=person, identity=found, district=district, way=EligibilityWay.DESK
                )
        except IntegrityError:
            raise BudgetError(_("This number or account was put on the roll a moment ago. Look again.")) from None
    else:
        _complete(entry, person, district, document.replaces, actor)
    if document.wants_code and entry.account_id is not None:
        raise BudgetError(_("This person is on the roll with an account; a code would be of no use."), "wants_code")
    record(
        "roll.checked_at_desk" if is_new else "roll.checked_again",
        subject=SUBJECT,
        subject_id=entry.pk,
        actor=actor,
        data={
            "budget": budget.pk,
            "with_account": person is not None,
            "with_code": document.wants_code,
            "replaces": document.replaces,
        },
        now=now,
    )
    return Checked(entry, is_new, code_for(entry, now=now) if document.wants_code else "")


def _account(email: str, actor: User) -> User | None:
    if not email.strip():
        return None
    person = User.objects.select_for_update(no_key=True).filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or not has_verified_address(person):
        raise BudgetError(
            _("There is no account with this e-mail address, or the address is not confirmed yet."), "email"
        )
    if person.pk == actor.pk:
        raise NotAllowedError(_("Somebody else has to look at your own document."))
    return person


def _known(budget: Budget, found: str) -> RollEntry | None:
    if not found:
        return None
    return RollEntry.objects.select_for_update().filter(budget=budget, identity=found).first()


def _complete(entry: RollEntry, person: User | None, district: Envelope | None, replaces: bool, actor: User) -> None:
    """The person stands on the roll: their account is bound, and a district noted where none was."""
    changed = []
    if entry.account_id == actor.pk:
        raise NotAllowedError(_("Somebody else has to look at your own document."))
    if person is not None and entry.account_id != person.pk:
        if entry.account_id is not None and not replaces:
            raise BudgetError(
                _(
                    "This number is on the roll with another account. If the person shows that the number is theirs, "
                    "tick that this account takes its place: what was voted with the number can then be voted anew."
                ),
                "replaces",
            )
        entry.account = person
        changed.append("account")
    if district is not None and entry.district_id is None:
        entry.district = district
        changed.append("district")
    if changed:
        entry.save(update_fields=changed)
