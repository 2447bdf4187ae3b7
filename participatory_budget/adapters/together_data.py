"""What co-authorship and merges know about a person, and the clock's part: addresses that nobody needs any more go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from participatory_budget.services import coauthoring
from participatory_budget.services.together_forgetting import forget, known_about


class TogetherPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field="participatory_budget.CoAuthor.email",
                label=_("Address of somebody who is asked to stand behind a proposal"),
                purpose=_("To ask them"),
                lawful_basis=_("Public task"),
                retention=_("Until the answer, thirty days at most"),
            ),
            PersonalField(
                field="participatory_budget.CoAuthor.shown_name",
                label=_("That you stand behind a proposal, and the name that is shown there"),
                purpose=_("To say in public whose idea it is, and to let you decide about it"),
                lawful_basis=_("Consent"),
                retention=_("Until you leave the proposal or erase your account"),
            ),
            PersonalField(
                field="participatory_budget.Merge.reason",
                label=_("Why two proposals belong together, in your words"),
                purpose=_("To say in public why they became one"),
                lawful_basis=_("Public task"),
                retention=_("Until you erase your account; that they became one stays"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return known_about(user)

    def erase(self, user: User, *, now: datetime) -> None:
        forget(user, now=now)


def end_old_invitations(now: datetime) -> None:
    coauthoring.end_old_invitations(now)
