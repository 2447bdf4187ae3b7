"""What `verify` can check. Each kind of file names itself and has one checker; elections bring more kinds."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

from hub.core.registries import Registry

_FIRST_LINE_LIMIT = 64 * 1024
_MANIFEST_LIMIT = 16 * 1024 * 1024


class UnknownBundleError(Exception):
    """The file is none of the kinds that can be checked."""


class BundleChecker(Protocol):
    """Reads the file at `path`, streaming, and returns figures of what was checked; raises VerificationError.

    `trusted` are fingerprints known from elsewhere; when empty, the result must say that no key was compared.
    """

    def __call__(self, path: Path, trusted: Collection[str]) -> Mapping[str, Any]: ...


# By the value of "format": in the first line of a JSON-lines file, or in manifest.json of a zip.
bundle_checkers: Registry[BundleChecker] = Registry("bundle checkers")


def check(path: Path, trusted: Collection[str]) -> tuple[str, Mapping[str, Any]]:
    kind = kind_of(path)
    if kind not in bundle_checkers:
        known = ", ".join(sorted(name for name, _ in bundle_checkers))
        raise UnknownBundleError(f"nothing here can check a file of the kind {kind!r}; known are: {known}")
    return kind, bundle_checkers.get(kind)(path, trusted)


def kind_of(path: Path) -> str:
    header = _zip_manifest(path) if zipfile.is_zipfile(path) else _first_line(path)
    kind = header.get("format") if isinstance(header, dict) else None
    if not isinstance(kind, str):
        raise UnknownBundleError("this is neither an exported audit log nor a bundle: it does not name its format")
    return kind[:64]


def _first_line(path: Path) -> Any:
    with path.open("rb") as handle:
        return _json(handle.readline(_FIRST_LINE_LIMIT))


def _zip_manifest(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as bundle:
            if bundle.getinfo("manifest.json").file_size > _MANIFEST_LIMIT:
                return None
            return _json(bundle.read("manifest.json"))
    except (KeyError, zipfile.BadZipFile):
        return None


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
