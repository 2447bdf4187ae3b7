"""Promises as the pages of open data list them: all of them are one collection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.core.datasets import OpenProcess
from hub.promises.exports.promises import public_promises

ALL = "all"


class OpenPromises:
    label = gettext_lazy("Promises")

    def listed(self, language: str) -> Sequence[OpenProcess]:
        found = self.find(ALL, language)
        return [found] if found else []

    def find(self, slug: str, language: str) -> OpenProcess | None:
        if slug != ALL:
            return None
        # With a page: what was taken down leaves no date behind either.
        rows = public_promises()
        if not rows:
            return None
        days = [day for one in rows for day in (one.promised_on, one.due_on) if day is not None]
        return OpenProcess(
            slug=ALL,
            title=_("All promises and what became of them"),
            language=language,
            url=reverse("promises"),
            state_kind="open",
            state_label=_("Followed"),
            starts_at=_midnight(rows[0].promised_on),
            ends_at=_midnight(max(days)),
            source=ALL,
            # Counting would mean to read them: what has no page is in no file.
            records={"promises": None, "delays": None, "decisions": None},
        )

    def source(self, slug: str) -> Any | None:
        return ALL if slug == ALL and public_promises() else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
