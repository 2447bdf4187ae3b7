"""Makes anew which themes stand for each contribution, from what readers said."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from consultations.models.consultation import Consultation
from consultations.services.coding import recode
from hub.core.management.json_command import JsonCommand, Refusal


class Command(JsonCommand):
    help = "Makes anew which themes stand for each contribution of a consultation, from what readers said."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        slug = options["slug"]
        consultation = Consultation.objects.filter(slug=slug).first()
        if consultation is None:
            raise Refusal(f"there is no consultation called {slug!r}", where="SLUG")
        contributions, added, removed = recode(consultation)
        return {"slug": slug, "contributions": contributions, "added": added, "removed": removed}
