"""What every way onto the roll asks: is it allowed here and now, who is it, which number, which district."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.accounts.models.user import User
from hub.contributions.selectors import has_verified_address
from participatory_budget.engine.ages import is_of_a_person, old_enough
from participatory_budget.engine.identities import identity_hash
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.roll import RollEntry
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.permissions.voting import user_can_prove_eligibility
from participatory_budget.phases import Schedule, phases_of
from participatory_budget.selectors.roll import districts_of, last_day_of_vote
from participatory_budget.selectors.voting import is_closed, voting_rules_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.roll.errors import AlreadyOnRollError, NotEntitledError, NotOnOfferError, TakenError
from participatory_budget.services.voting.keys import keys_of


def schedule_of(budget: Budget) -> Schedule:
    return phases_of(BudgetPhase.objects.filter(budget=budget))


def require_way(rules: VotingRules, way: EligibilityWay) -> None:
    if way not in rules.ways:
        raise NotOnOfferError(_("This way is not open in this budget. Choose one of those on this page."))


def require_person(user: User, budget: Budget, now: datetime) -> User:
    """Locked, as erasing an account does: two windows of one person end as one entry."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user_can_prove_eligibility(person, schedule_of(budget), now) or is_closed(budget):
        raise NotOnOfferError(_("The vote is over, or there is none in this budget. Nothing was changed."))
    if not has_verified_address(person):
        raise NotOnOfferError(_("Confirm your e-mail address first; then come back to this page."))
    return person


def own_entry(person: User, budget: Budget) -> RollEntry | None:
    return RollEntry.objects.filter(budget=budget, account=person).first()


def bind(entry: RollEntry, person: User) -> RollEntry:
    """One account for an entry, one entry for an account. The caller holds both locks."""
    if entry.account_id == person.pk:
        return entry
    if entry.account_id is not None:
        raise taken()
    entry.account = person
    entry.save(update_fields=["account"])
    return entry


def taken() -> TakenError:
    return TakenError(
        _(
            "Another account is on the roll with this already. If you made it yourself, sign in with that e-mail "
            "address. If it was not you, come to the desk with your document: staff can put it right."
        ),
        "identity",
    )


def already_on_roll() -> AlreadyOnRollError:
    return AlreadyOnRollError(
        _("Your account is on the roll already, with another number or code. One account is for one person.")
    )


def hashed(budget: Budget, identity: str) -> str:
    """Refuses what cannot be a number."""
    key = keys_of(budget).roll_key
    if not key:
        raise NotOnOfferError(_("The vote is over, or there is none in this budget. Nothing was changed."))
    if not (found := identity_hash(key, identity)):
        raise BudgetError(
            _("Type the number as it stands on the document: three letters or digits at least."), "identity"
        )
    return found


def require_age(rules: VotingRules, budget: Budget, born: date | None) -> None:
    """Nothing is asked, and nothing read, where there is no age limit."""
    if rules.minimum_age is None:
        return
    if born is None:
        raise BudgetError(_("Give the date of birth; it is checked and not kept."), "birth_date")
    day = last_day_of_vote(budget)
    if day is None or not is_of_a_person(born, day):
        raise BudgetError(_("This is no date of birth of somebody who can vote now. Check the year."), "birth_date")
    if not old_enough(born, rules.minimum_age, day):
        raise NotEntitledError(
            ngettext(
                "One votes here from the age of %(figure)s year, reached on the last day of the vote at the latest.",
                "One votes here from the age of %(figure)s years, reached on the last day of the vote at the latest.",
                rules.minimum_age,
            )
            % {"figure": number_format(rules.minimum_age, force_grouping=True)},
            "birth_date",
        )


def chosen_district(budget: Budget, slug: str) -> Envelope | None:
    """None where the budget has no districts."""
    known = {one.slug: one for one in districts_of(budget)}
    if not known:
        return None
    if slug not in known:
        raise BudgetError(_("Choose the district."), "district")
    return known[slug]


def rules_for(budget: Budget, way: EligibilityWay) -> VotingRules:
    rules = voting_rules_of(budget)
    require_way(rules, way)
    return rules
