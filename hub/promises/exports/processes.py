"""Promises as the pages of open data list them: all of them are one collection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.core.datasets import OpenProcess
from hub.promises.models.promise import Promise

ALL = "all"


class OpenPromises:
    label = gettext_lazy("Promises")

    def listed(self, language: str) -> Sequence[OpenProcess]:
        found = self.find(ALL, language)
        return [found] if found else []

    def find(self, slug: str, language: str) -> OpenProcess | None:
        if slug != ALL:
            return None
        told = Promise.objects.public().aggregate(
            count=Count("pk"), first=Min("promised_on"), last=Max("due_on"), news=Max("promised_on")
        )
        if not told["count"]:
            return None
        return OpenProcess(
            slug=ALL,
            title=_("All promises and what became of them"),
            language=language,
            url=reverse("promises"),
            state_kind="open",
            state_label=_("Followed"),
            starts_at=_midnight(told["first"]),
            ends_at=_midnight(max(told["last"] or told["news"], told["news"])),
            source=ALL,
            # Counting would mean to read them: what has no page is in no file.
            records={"promises": None, "delays": None, "decisions": None},
        )

    def source(self, slug: str) -> Any | None:
        return ALL if slug == ALL and Promise.objects.public().exists() else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
