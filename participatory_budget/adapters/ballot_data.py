"""What somebody chose and did not cast, as their own data. Cast ballots cannot be looked up by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from participatory_budget.selectors.baskets import baskets_of
from participatory_budget.services.voting.forgetting import forget_baskets


class BallotPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field="participatory_budget.Basket.choices",
                label=_("What you have put on a ballot and not cast"),
                purpose=_("To let you stop and go on later, on any device"),
                lawful_basis=_("Public task"),
                retention=_("Until you cast the ballot, until the vote closes, or until you erase your account"),
            )
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return {
            "ballots_not_cast": [
                {
                    "budget": one.envelope.budget.slug,
                    "envelope": one.envelope.slug,
                    "choices": one.choices,
                    "saved_at": one.saved_at.isoformat(),
                }
                for one in baskets_of(user)
            ]
        }

    def erase(self, user: User, *, now: datetime) -> None:
        forget_baskets(user)
