"""Base of every command with `--json`: one JSON object on standard output, one transaction, one clear refusal."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction


class Refusal(CommandError):
    """The command does not do what was asked. `where` names the line, clause or option at fault.

    `payload` replaces the usual `{"error", "where"}` for the commands whose contract says so (`verify`).
    """

    def __init__(self, error: str, *, where: str = "", payload: Mapping[str, Any] | None = None) -> None:
        super().__init__(error if not where else f"{where}: {error}", returncode=1)
        self.error = error
        self.where = where
        self.payload = payload

    def as_json(self) -> Mapping[str, Any]:
        return self.payload if self.payload is not None else {"error": self.error, "where": self.where}


class JsonCommand(BaseCommand):
    """Subclasses write `arguments(parser)`, `perform(**options) -> Mapping` and, for people, `describe(result)`.

    `perform` runs in one transaction and raises `Refusal`, which rolls everything back. A command that must manage its
    own transaction (a backup's snapshot) sets `atomic = False`. Standard output belongs to the result: log elsewhere.
    """

    atomic = True

    def arguments(self, parser: ArgumentParser) -> None:
        """The command's own arguments."""

    # (*args: Any, **options: Any) lets a subclass name the options that it takes.
    def perform(self, *args: Any, **options: Any) -> Mapping[str, Any]:
        raise NotImplementedError

    def describe(self, result: Mapping[str, Any]) -> str:
        """What a person reads without `--json`."""
        return "\n".join(f"{key}: {value}" for key, value in result.items())

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.arguments(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options.pop("json")
        try:
            result = self._perform(options)
        except (Refusal, CommandError, ValidationError, PermissionDenied) as error:
            refusal = _as_refusal(error)
            if as_json:
                self._print(refusal.as_json())
            # Django prints the one line on standard error and exits with 1.
            raise refusal from error
        if as_json:
            self._print(result)
        elif text := self.describe(result):
            self.stdout.write(text)

    def _perform(self, options: dict[str, Any]) -> Mapping[str, Any]:
        if not self.atomic:
            return self.perform(**options)
        with transaction.atomic():
            return self.perform(**options)

    def _print(self, value: Mapping[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder))


def _as_refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            field, messages = next(iter(error.message_dict.items()))
            return Refusal(" ".join(messages), where=field)
        return Refusal(" ".join(error.messages))
    return Refusal(str(error) or "not allowed")
