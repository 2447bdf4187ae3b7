"""Steps: photos."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import PhotoMoment
from participatory_budget.forms.delivering import ConfirmForm, DeskForm
from participatory_budget.forms.delivery_facts import PhotoForm
from participatory_budget.forms.editing_base import texts_initial
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.services.delivering import photos
from participatory_budget.views.delivering.shared import Shown, Step

PHOTOS = "photos"


def _words(form: Any) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "moment": PhotoMoment(data["moment"]),
        "alts": form.texts("alt"),
        "taken_on": data["taken_on"],
        "credit": data["credit"],
    }


def _initial(shown: Shown) -> dict[str, Any]:
    one = shown.item
    return {
        "moment": one.moment,
        "taken_on": one.taken_on,
        "credit": one.credit,
        **texts_initial("alt", one.alts),
    }


def _withdrawing(shown: Shown, *args: Any, **kwargs: Any) -> DeskForm:
    return ConfirmForm(_("Its address shows nothing from then on. The picture stays in the record."), *args, **kwargs)


STEPS = {
    "photo": Step(
        title=_("Add a photo"),
        save=_("Publish the photo"),
        section=PHOTOS,
        form=lambda shown, *args, **kwargs: PhotoForm(*args, **kwargs),
        take=lambda shown, form, actor, now: photos.add_photo(
            shown.delivery.pk, form.cleaned_data["photo"].read(), **_words(form), actor=actor, now=now
        ),
        told=_("The photo is public."),
    ),
    "photo-words": Step(
        title=_("Change the words about a photo"),
        save=_("Save"),
        section=PHOTOS,
        item=DeliveryPhoto,
        form=lambda shown, *args, **kwargs: PhotoForm(*args, with_file=False, **kwargs),
        initial=_initial,
        seen=lambda shown: photos.photo_facts(shown.item),
        take=lambda shown, form, actor, now: photos.describe_photo(
            shown.item.pk, **_words(form), seen=form.cleaned_data["seen"], actor=actor, now=now
        ),
        told=_("Saved."),
    ),
    "photo-withdraw": Step(
        title=_("Withdraw a photo"),
        save=_("Withdraw it"),
        section=PHOTOS,
        item=DeliveryPhoto,
        form=_withdrawing,
        take=lambda shown, form, actor, now: photos.withdraw_photo(shown.item.pk, actor=actor, now=now),
        told=_("The photo is not public any more."),
        is_grave=True,
    ),
}
