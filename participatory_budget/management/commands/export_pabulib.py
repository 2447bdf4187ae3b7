"""Writes an election as a Pabulib file: on standard output, or to a file."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from hub.core.management.json_command import JsonCommand, Refusal
from hub.core.management.output_files import refuse_own_files
from participatory_budget.engine.election import ElectionError
from participatory_budget.reports.counted import count_tree
from participatory_budget.selectors.cast_elections import own_election, own_file_of
from participatory_budget.selectors.elections import budget_with_ballots, file_of, imported_in
from participatory_budget.services.counting import require_vote_over
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.closing import close_election


class Command(JsonCommand):
    help = (
        "Exports an election; importing that file gives the same election. Of a vote held here: one envelope, after "
        "the close. Where fewer than 50 ballots were cast, the hub publishes no such file, and nobody else should."
    )

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="of the budget")
        parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write; replaced when complete")
        parser.add_argument("--envelope", default="", help="which one, where ballots were cast in several")

    def handle(self, *args: Any, **options: Any) -> None:
        # Without --out, standard output is the file: only a refusal is JSON there.
        as_json = bool(options["json"] and options["out"])
        try:
            super().handle(*args, **{**options, "json": as_json})
        except Refusal as refusal:
            if not as_json:
                self._print(refusal.as_json())
            raise

    def perform(self, *, slug: str, out: Path | None, envelope: str, **options: Any) -> Mapping[str, Any]:
        lines = _lines(slug, envelope)
        if out is None:
            for line in lines:
                self.stdout.write(line, ending="")
            return {}
        _write(lines, out)
        return {"slug": slug, "file": str(out)}


def _lines(slug: str, name: str) -> Iterator[str]:
    imported = imported_in(slug)
    if imported is not None:
        return file_of(imported)
    budget = budget_with_ballots(slug)
    if budget is None:
        raise Refusal(f"there is no budget with ballots called {slug!r}", where="SLUG")
    now = timezone.now()
    try:
        require_vote_over(budget, now)
        close_election(budget, now)
        own = own_election(budget)
        voted = [one for one in count_tree(budget) if one.was_voted_on]
    except (ElectionError, BudgetError) as error:
        raise Refusal(error.message, where=error.where) from error
    found = [one for one in voted if name in ("", one.envelope.slug)]
    if len(found) != 1 or own is None:
        names = ", ".join(one.envelope.slug for one in voted)
        raise Refusal(f"name one envelope with ballots: {names}", where="--envelope")
    row = found[0]
    return own_file_of(row.envelope, own, row.election, row.counted.result.selected)


def _write(lines: Iterator[str], out: Path) -> None:
    refuse_own_files(out)
    try:
        descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise Refusal(f"cannot write there ({error.strerror})", where=str(out)) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as handle:
            handle.writelines(lines)
        # The election is public: readable by others, unlike a temporary file.
        os.chmod(name, 0o644)
        os.replace(name, out)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Refusal(f"cannot write there ({error.strerror})", where=str(out)) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
