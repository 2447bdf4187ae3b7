"""Personal data of a vote: what the roll knows. The ballot box knows no person (docs/ballot-box.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from participatory_budget.selectors.roll import baskets_of, roll_entries_of
from participatory_budget.services.roll.leaving import take_off_roll


class RollPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        task = _("Public task")
        emptied = _("Until the time to contest the result is over; then the whole roll is deleted")
        return [
            PersonalField(
                field="participatory_budget.RollEntry.account",
                label=_("That your account may vote in a budget, and in which district"),
                purpose=_("To let each person vote once"),
                lawful_basis=task,
                retention=_("Until you erase your account; until the time to contest the result is over at the latest"),
            ),
            PersonalField(
                field="participatory_budget.RollEntry.identity",
                label=_("A keyed hash of your number in the register or on your document, never the number itself"),
                purpose=_("To let each person vote once, whatever way they take"),
                lawful_basis=task,
                retention=emptied,
            ),
            PersonalField(
                field="participatory_budget.Acceptance.last_day",
                label=_("In which envelopes a ballot of yours was accepted, and the day of the last one"),
                purpose=_("To tell you whether your ballot is cast; never what is on it"),
                lawful_basis=task,
                retention=emptied,
            ),
            PersonalField(
                field="participatory_budget.VotingCode.code_hash",
                label=_("A keyed hash of the code that you were sent or handed, and whether it was used"),
                purpose=_("To know the code when you type it"),
                lawful_basis=task,
                retention=emptied,
            ),
            PersonalField(
                field="participatory_budget.Basket.choices",
                label=_("What you have put on your ballot and not cast"),
                purpose=_("To let you stop and go on later"),
                lawful_basis=task,
                retention=_("Until you cast the ballot; until the vote closes at the latest"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return {
            "rolls": [
                {
                    "budget": entry.budget.slug,
                    "way": entry.way,
                    "district": entry.district.slug if entry.district else None,
                    "ballots_accepted": [
                        {
                            "envelope": one.envelope.slug,
                            "last_day": one.last_day.isoformat(),
                            "on_paper": one.on_paper,
                        }
                        for one in entry.acceptances.all()
                    ],
                }
                for entry in roll_entries_of(user)
            ],
            "ballots_not_cast": [
                {"budget": one.envelope.budget.slug, "envelope": one.envelope.slug, "choices": one.choices}
                for one in baskets_of(user)
            ],
        }

    def erase(self, user: User, *, now: datetime) -> None:
        take_off_roll(user)
