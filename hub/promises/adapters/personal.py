"""What promises know about members of staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from hub.promises.selectors.personal import work_of
from hub.promises.services.forgetting import forget_work


class PromisesPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        task = gettext("Public task")
        return [
            PersonalField(
                field="promises.Promise.owner",
                label=gettext("Which member of staff looks after a promise"),
                purpose=gettext("To remind them of its day; never published"),
                lawful_basis=task,
                retention=gettext("Until somebody else looks after it, or the account is deleted"),
            ),
            PersonalField(
                field="promises.PromiseUpdate.made_by",
                label=gettext("Which member of staff wrote news about a promise, or why it was postponed or given up"),
                purpose=gettext("To ask them about it; never published"),
                lawful_basis=task,
                retention=gettext("Without the name once the member of staff deletes their account"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return work_of(user)

    def erase(self, user: User, *, now: datetime) -> None:
        forget_work(user)
