"""Pictures that staff publish: drawn anew, so that camera, time and place are not in them, with words for those who do
not see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.contributions.engine.files import LARGEST, FileRefusedError
from hub.core.engine.plain_text import writable
from hub.promises.services.mentioning import mention
from hub.promises.services.words import in_languages
from participatory_budget.engine.photos import DrawnPhoto, drawn_photo
from participatory_budget.enums import PhotoMoment
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.services.delivering.gate import locked, not_in_the_future
from participatory_budget.services.editing.gate import require_unchanged
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

# A page of photos stays a page.
MOST_PHOTOS = 40


def photo_facts(photo: DeliveryPhoto) -> dict[str, Any]:
    """What two tabs are compared by."""
    return {
        "moment": photo.moment,
        "taken_on": photo.taken_on,
        "alts": photo.alts,
        "credit": photo.credit,
        "withdrawn": photo.withdrawn_at,
    }


def add_photo(
    delivery_id: UUID,
    data: bytes,
    *,
    moment: PhotoMoment,
    alts: Mapping[str, str],
    taken_on: date | None = None,
    credit: str = "",
    actor: User | None,
    now: datetime,
) -> DeliveryPhoto:
    """The same picture twice is one."""
    said, drawn = _alts(alts), _drawn(data)
    with transaction.atomic():
        delivery = locked(delivery_id, actor, now)
        shown = DeliveryPhoto.objects.filter(delivery=delivery, withdrawn_at=None).defer("content")
        known = shown.filter(sha256=drawn.sha256).first()
        if known is not None:
            return known
        count = shown.count()
        if count >= MOST_PHOTOS:
            raise BudgetError(
                _("A project shows %(count)s photos at most. Withdraw one first.") % {"count": MOST_PHOTOS}, "photo"
            )
        if taken_on is not None:
            not_in_the_future(taken_on, now, "taken_on")
        made = DeliveryPhoto.objects.create(
            delivery=delivery,
            moment=moment,
            taken_on=taken_on,
            alts=said,
            credit=_credit(credit),
            kind=drawn.kind,
            sha256=drawn.sha256,
            content=drawn.content,
            width=drawn.width,
            height=drawn.height,
            order=count,
            made_at=now,
            made_by=actor,
        )
        mention(delivery.promise_id, now=now)
        _record("photo.added", made, actor, now, moment=str(moment))
    return made


@transaction.atomic
def describe_photo(
    photo_id: UUID,
    *,
    moment: PhotoMoment,
    alts: Mapping[str, str],
    taken_on: date | None,
    credit: str,
    seen: str = "",
    actor: User | None,
    now: datetime,
) -> DeliveryPhoto:
    """Other words for the same picture."""
    photo = _locked(photo_id, actor, now)
    require_unchanged(seen, photo_facts(photo))
    if photo.withdrawn_at is not None:
        raise BudgetError(_("This photo was withdrawn."))
    if taken_on is not None:
        not_in_the_future(taken_on, now, "taken_on")
    photo.moment, photo.alts, photo.taken_on, photo.credit = moment, _alts(alts), taken_on, _credit(credit)
    photo.save(update_fields=["moment", "alts", "taken_on", "credit"])
    _record("photo.described", photo, actor, now, moment=str(moment))
    return photo


@transaction.atomic
def withdraw_photo(photo_id: UUID, *, actor: User | None, now: datetime) -> None:
    """Out of public at once; the row stays for the record."""
    photo = _locked(photo_id, actor, now)
    if photo.withdrawn_at is not None:
        return
    photo.withdrawn_at = now
    photo.save(update_fields=["withdrawn_at"])
    _record("photo.withdrawn", photo, actor, now)


def _locked(photo_id: UUID, actor: User | None, now: datetime) -> DeliveryPhoto:
    locked(DeliveryPhoto.objects.values_list("delivery", flat=True).get(pk=photo_id), actor, now)
    return DeliveryPhoto.objects.defer("content").get(pk=photo_id)


def _drawn(data: bytes) -> DrawnPhoto:
    if len(data) > LARGEST:
        raise BudgetError(_("This photo is larger than 5 MB. Choose a smaller one."), "photo")
    try:
        return drawn_photo(data)
    except FileRefusedError as error:
        message = _("This file cannot be read as a photo. Choose a JPEG or PNG picture.")
        raise BudgetError(message, "photo") from error


def _alts(alts: Mapping[str, str]) -> dict[str, str]:
    return in_languages(
        alts,
        "alt",
        required=_("Say in at least one language what is to be seen, for those who do not see it."),
        longest=300,
    )


def _credit(text: str) -> str:
    return writable(text).strip()[:200]


def _record(action: str, photo: DeliveryPhoto, actor: User | None, now: datetime, **data: str) -> None:
    record(
        action,
        subject="participatory_budget.deliveryphoto",
        subject_id=photo.pk,
        actor=actor,
        data={"delivery": photo.delivery_id, **data},
        now=now,
    )
