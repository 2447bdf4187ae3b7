"""Repairs the counters of all threads from their comments."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hub.contributions.models.thread import Thread
from hub.contributions.services.threads import COUNTERS, recount


class Command(BaseCommand):
    help = "Counts the comments of every thread again and corrects the counters that are wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        seen = corrected = 0
        for thread in Thread.objects.order_by("pk").iterator():
            before = [getattr(thread, name) for name in COUNTERS]
            counted = recount(thread)
            corrected += before != [getattr(counted, name) for name in COUNTERS]
            seen += 1
        self.stdout.write(f"{seen} threads counted, {corrected} corrected.")
