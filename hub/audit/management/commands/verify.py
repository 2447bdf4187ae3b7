"""Checks an exported audit log or an election bundle; needs no database and no trust in whoever made the file."""

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from hub.audit.engine.bundles import UnknownBundleError, check
from hub.audit.engine.chain import VerificationError
from hub.audit.engine.signatures import normalised_fingerprint
from hub.core.management.json_command import JsonCommand, Refusal

_NO_KEY = "no --key was given: the signatures hold, but anybody could have made them; compare the fingerprint"


class Command(JsonCommand):
    help = "Checks an exported audit log (chain and signatures) or an election bundle; names the first row at fault."
    atomic = False
    requires_system_checks: list[str] = []

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="PATH_OR_URL")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            metavar="FINGERPRINT",
            help="fingerprint of the public key, known from elsewhere; repeat it where the key was changed once",
        )

    def perform(self, *, source: str, key: list[str], **options: Any) -> Mapping[str, Any]:
        trusted = [normalised_fingerprint(text) for text in key]
        for text, name in zip(key, trusted, strict=True):
            if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
                raise Refusal(f"{text!r} is not a fingerprint: 64 digits and letters from a to f", where="--key")
        with _local_copy(source) as path:
            try:
                kind, checked = check(path, trusted)
            except VerificationError as error:
                failure = str(error)
                raise Refusal(failure, payload={"ok": False, "first_failure": failure}) from error
            except UnknownBundleError as error:
                failure = str(error)
                payload = {"ok": False, "first_failure": failure, "error": failure, "where": source}
                raise Refusal(failure, where=source, payload=payload) from error
        return {"ok": True, "kind": kind, "checked": checked, "warnings": [] if trusted else [_NO_KEY]}

    def describe(self, result: Mapping[str, Any]) -> str:
        lines = [f"OK: {result['kind']}", *(f"  {key}: {value}" for key, value in result["checked"].items())]
        return "\n".join([*lines, *(f"Warning: {warning}" for warning in result["warnings"])])


@contextmanager
def _local_copy(source: str) -> Iterator[Path]:
    if urlsplit(source).scheme not in {"http", "https"}:
        path = Path(source)
        if not path.is_file():
            raise Refusal("there is no such file", where=source)
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "download"
        request = Request(source, headers={"User-Agent": "hub-verify/1"})  # noqa: S310 http and https only, above
        try:
            with urlopen(request, timeout=60) as answer, path.open("wb") as handle:  # noqa: S310
                copyfileobj(answer, handle)
        except (OSError, HTTPException) as error:
            raise Refusal(f"cannot be downloaded ({error})", where=source) from error
        yield path
