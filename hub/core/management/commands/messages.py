"""Keeps the catalogues of hub/locale in step with the code and compiles them. Needs no gettext programs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.core import catalogues


class Command(BaseCommand):
    help = "Updates and compiles the translations; --check names what is missing or wrong and writes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="name every fault, exit 1 when there is one")
        what.add_argument("--compile", action="store_true", help="only compile what is there")
        parser.add_argument("--prune", action="store_true", help="drop translations of texts that are gone")
        parser.add_argument("--language", action="append", help="only this language (may be given again)")

    def handle(self, *args: Any, **options: Any) -> None:
        languages = options["language"] or catalogues.languages()
        if options["check"]:
            self._check(languages)
            return
        if not options["compile"]:
            template = catalogues.collect()
            for language in languages:
                catalogue = catalogues.update(language, template, prune=options["prune"])
                messages = [message for message in catalogue if message.id]
                translated = sum(1 for message in messages if all(catalogues.forms(message.string)))
                self.stdout.write(f"{language}: {translated} of {len(messages)} texts translated")
        for language in languages:
            catalogues.compile_catalogue(language)

    def _check(self, languages: list[str]) -> None:
        template = catalogues.collect()
        found = [fault for language in languages for fault in catalogues.faults(language, template)]
        for fault in found:
            self.stdout.write(fault)
        if found:
            self.stderr.write(f"{len(found)} faults in the translations")
            sys.exit(1)
        self.stdout.write(f"{len([m for m in template if m.id])} texts complete in {', '.join(languages)}")
