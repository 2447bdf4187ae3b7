"""Photos of a project: one from before beside one from after, and the others in the order in which they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.promises.engine.words import said_in
from participatory_budget.enums import PhotoMoment
from participatory_budget.models.delivery_photo import DeliveryPhoto


@dataclass(frozen=True)
class PhotoRow:
    url: str
    alt: str
    language: str
    width: int
    height: int
    moment: str
    taken_on: date | None
    credit: str


@dataclass(frozen=True)
class ProjectPhotos:
    """Before and after are both there or neither is; who wants to compare finds them side by side."""

    before: PhotoRow | None
    after: PhotoRow | None
    others: Sequence[PhotoRow]

    def __bool__(self) -> bool:
        return bool(self.before or self.others)


def photos_view(photos: Sequence[DeliveryPhoto], project_url: str, language: str) -> ProjectPhotos:
    """The first that was put under "before", the last one under "after"."""
    before = next((one for one in photos if one.moment == PhotoMoment.BEFORE), None)
    after = next((one for one in reversed(photos) if one.moment == PhotoMoment.AFTER), None)
    pair = (before, after) if before and after else (None, None)
    moments = list(PhotoMoment.values)
    others = [one for one in photos if one not in pair]
    # Those without a day keep the place that staff gave them among those of the same moment.
    others.sort(key=lambda one: (moments.index(one.moment), one.taken_on or date.min))
    return ProjectPhotos(
        before=_row(pair[0], project_url, language) if pair[0] else None,
        after=_row(pair[1], project_url, language) if pair[1] else None,
        others=[_row(one, project_url, language) for one in others],
    )


def _row(one: DeliveryPhoto, project_url: str, language: str) -> PhotoRow:
    alt, alt_language = said_in(one.alts, language)
    return PhotoRow(
        url=f"{project_url}photo/{one.pk}/",
        alt=alt,
        language=alt_language,
        width=one.width,
        height=one.height,
        moment=str(PhotoMoment(one.moment).label),
        taken_on=one.taken_on,
        credit=one.credit,
    )
