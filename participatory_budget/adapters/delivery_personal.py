"""What the files of projects know about members of staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from participatory_budget.services.delivering.forgetting import WORK, forget_work_in_files, work_in_files


class DeliveryPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field=f"{model._meta.label}.{who}",
                label=_("Which member of staff wrote into the file of a project"),
                purpose=_("To ask them about it; never published"),
                lawful_basis=_("Public task"),
                retention=_("Without the name once the member of staff deletes their account"),
            )
            for model, who, _when in WORK
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return work_in_files(user)

    def erase(self, user: User, *, now: datetime) -> None:
        forget_work_in_files(user)
