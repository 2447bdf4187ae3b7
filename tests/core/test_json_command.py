"""Every `--json` command: one object on standard output, exit 1 on refusal, nothing written."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from hub.accounts.models.user import User
from hub.core.management.json_command import JsonCommand, Refusal
from tests.factories.accounts import UserFactory


class Enrol(JsonCommand):
    """Makes a person, then meets the error that it was given."""

    error: Exception | None = None

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")

    def perform(self, *, name: str, **options: Any) -> Mapping[str, Any]:
        UserFactory(pseudonym=name)
        if self.error:
            raise self.error
        return {"name": name, "at": timezone.now()}


def run(error: Exception | None, *arguments: str) -> tuple[str, str | None]:
    command = Enrol(stdout=(out := StringIO()), stderr=StringIO())
    command.error = error
    try:
        call_command(command, "عليا", *arguments)
    except CommandError as refusal:
        return out.getvalue(), str(refusal)
    return out.getvalue(), None


@pytest.mark.django_db
def test_success_is_one_object() -> None:
    out, refused = run(None, "--json")
    assert refused is None
    assert json.loads(out)["name"] == "عليا"
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Refusal("the column is missing", where="line 17"), {"error": "the column is missing", "where": "line 17"}),
        (Refusal("no", payload={"ok": False, "first_failure": "row 3"}), {"ok": False, "first_failure": "row 3"}),
        (ValidationError({"slug": ["Too long."]}), {"error": "Too long.", "where": "slug"}),
        (ValidationError("Too late."), {"error": "Too late.", "where": ""}),
        (PermissionDenied(), {"error": "not allowed", "where": ""}),
        (CommandError("nothing there"), {"error": "nothing there", "where": ""}),
    ],
)
def test_refusal_is_one_object_and_nothing_is_written(error: Exception, expected: dict[str, Any]) -> None:
    out, refused = run(error, "--json")
    assert json.loads(out) == expected
    assert refused
    assert not User.objects.exists()


@pytest.mark.django_db
def test_people_get_a_line_and_not_json() -> None:
    out, refused = run(Refusal("the column is missing", where="line 17"))
    assert (out, refused) == ("", "line 17: the column is missing")
    assert "name: عليا" in run(None)[0]
