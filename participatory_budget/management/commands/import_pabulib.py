"""Takes an election in the Pabulib format; running it again on the same file changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.text import slugify

from hub.core.management.json_command import JsonCommand, Refusal
from participatory_budget.engine.election import ElectionError, unit_of
from participatory_budget.engine.explaining import money
from participatory_budget.models.project import Project
from participatory_budget.publishing import publish_imported_pages
from participatory_budget.selectors.elections import official_of, rule_card_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.importing import Imported, import_election


class Command(JsonCommand):
    help = "Imports an election in the Pabulib format, and counts it when its rule is known."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="sections META, PROJECTS and VOTES; UTF-8")
        parser.add_argument("--slug", default="", help="of the budget; made from the file's name if left out")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        slug = options["slug"] or slugify(Path(options["file"]).stem)
        try:
            with _opened(options["file"]) as stream:
                found = import_election(stream, slug, actor=None, now=timezone.now())
            publish_imported_pages(found.election, actor=None)
            return _shown(found)
        except OSError as error:
            raise Refusal(error.strerror or "the file cannot be read", where="FILE") from error
        except (ElectionError, BudgetError) as error:
            raise Refusal(error.message, where=error.where) from error


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """The file, or a copy of what comes through a pipe: it is read twice."""
    with Path(name).open("rb") as stream:
        if stream.seekable():
            yield stream
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            yield copy


def _shown(found: Imported) -> Mapping[str, Any]:
    envelope = found.envelope
    card = rule_card_of(envelope)
    return {
        "slug": envelope.budget.slug,
        "vote_type": card.vote_type,
        "projects": Project.objects.filter(envelope=envelope).count(),
        "ballots": found.ballots,
        "budget": money(envelope.amount, unit_of(envelope.budget.currency)),
        "rule": card.rule,
        "official": official_of(found.election),
        "warnings": [{"where": one.where, "message": one.message} for one in found.warnings],
    }
