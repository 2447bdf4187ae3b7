"""The figures of a consultation as they are now, and what stands in the way of its report."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from consultations.models.consultation import Consultation
from consultations.phases import phase_at, schedule_of
from consultations.reports.content import figures_record, theme_names
from consultations.reports.readiness import readiness
from consultations.reports.themes import theme_figures
from consultations.reports.trust import trust
from hub.core.management.json_command import JsonCommand, Refusal


class Command(JsonCommand):
    help = "Prints the figures of a consultation and what blocks its report."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        slug = options["slug"]
        consultation = Consultation.objects.filter(slug=slug).first()
        if consultation is None:
            raise Refusal(f"there is no consultation called {slug!r}", where="SLUG")
        now = timezone.now()
        found = readiness(consultation, now)
        figures = figures_record(found.figures, theme_figures(consultation), trust(consultation))
        by_theme = figures.pop("by_theme")
        names = theme_names(consultation)
        return {
            "slug": slug,
            "phase": phase_at(schedule_of(consultation), now).value,
            **figures,
            "themes": [{**row, "names": names.get(row["uuid"], {})} for row in by_theme],
            "unanswered": found.figures.unanswered,
            "unanswered_clauses": len(found.figures.unanswered_clauses),
            "publishable": found.publishable,
            "blocking": [blocker.message for blocker in found.blocking],
            "warnings": [warning.message for warning in found.warnings],
        }
