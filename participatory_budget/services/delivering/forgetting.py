"""When a member of staff deletes their account: the work stays, without the name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from participatory_budget.models.delivery import Delivery, MilestoneChange, Payment, PriceChange, StageChange
from participatory_budget.models.delivery_photo import DeliveryPhoto

if TYPE_CHECKING:
    from hub.accounts.models.user import User

# Who and when, by record.
WORK: tuple[tuple[type[models.Model], str, str], ...] = (
    (Delivery, "created_by", "created_at"),
    (StageChange, "made_by", "made_at"),
    (MilestoneChange, "made_by", "made_at"),
    (Payment, "made_by", "made_at"),
    (PriceChange, "made_by", "made_at"),
    (DeliveryPhoto, "made_by", "made_at"),
)


def work_in_files(user: User) -> dict[str, list[dict[str, Any]]]:
    """Numbers and times by kind of record; the words are public on the pages of the projects."""
    return {
        model._meta.model_name or "": [
            {"id": str(key), "at": at.isoformat()}
            for key, at in model._default_manager.filter(**{who: user}).order_by(when).values_list("pk", when)
        ]
        for model, who, when in WORK
    }


def forget_work_in_files(user: User) -> None:
    for model, who, _when in WORK:
        model._default_manager.filter(**{who: user}).update(**{who: None})
