"""Reading a bundle that somebody else made: every byte has one meaning, and nothing is larger than it may be."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from hub.audit.engine.chain import VerificationError
from participatory_budget.engine import bundle_format as names
from participatory_budget.engine.canonical import canonical

_LINE_LIMIT = 1024 * 1024
_FILE_LIMIT = 64 * 1024 * 1024
_PIECE = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Bundle:
    """An open bundle. `at` is what is being read, for whoever has to say where something is wrong."""

    def __init__(self, path: Path) -> None:
        self.at = "the file"
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise VerificationError("the file is not a whole zip") from error
        self.manifest = self._manifest()

    def __enter__(self) -> Bundle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def _manifest(self) -> dict[str, Any]:
        manifest = self.record(names.MANIFEST)
        if manifest.get("format") != names.FORMAT or manifest.get("version") != names.VERSION:
            raise VerificationError("manifest.json: this is not a bundle of an election that is known here")
        return manifest

    def check_files(self) -> None:
        """The files that the manifest names, all of them, no others, each with its hash."""
        self.at = names.MANIFEST
        named: dict[str, str] = self.manifest["files"]
        there = [one.filename for one in self._zip.infolist()]
        if there.count(names.MANIFEST) != 1:
            raise VerificationError("manifest.json: it is there more than once")
        there.remove(names.MANIFEST)
        for name in names.ALWAYS:
            if name not in named:
                raise VerificationError(f"manifest.json: it does not name {name}")
        for name in sorted(named):
            if there.count(name) != 1:
                raise VerificationError(f"{name}: the manifest names it, but it is not there once")
        for name in there:
            if name not in named:
                raise VerificationError(f"{name}: the manifest does not name it")
        for name in sorted(named):
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
            if digest.hexdigest() != named[name]:
                raise VerificationError(f"{name}: its bytes are not those that the manifest names")

    def pieces(self, name: str) -> Iterator[bytes]:
        self.at = name
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    yield piece
        except KeyError as error:
            raise VerificationError(f"{name}: it is not there") from error
        except _BROKEN as error:
            raise VerificationError(f"{name}: it cannot be read") from error

    def whole(self, name: str) -> bytes:
        found = bytearray()
        for piece in self.pieces(name):
            found += piece
            if len(found) > _FILE_LIMIT:
                raise VerificationError(f"{name}: it is too long")
        return bytes(found)

    def record(self, name: str) -> dict[str, Any]:
        """A file that is one object."""
        return _record(self.whole(name), name)

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """A file of lines, one object each."""
        rest, number = b"", 0
        for piece in self.pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                number += 1
                yield _record(line, f"{name}, line {number}")
                self.at = f"{name}, line {number}"
            if len(rest) > _LINE_LIMIT:
                raise VerificationError(f"{name}, line {number + 1}: it is too long")
        if rest:
            raise VerificationError(f"{name}: it breaks off in the middle of a line")

    def stream(self, name: str) -> BinaryIO:
        self.at = name
        return BytesIO(self.whole(name))


def _record(raw: bytes, where: str) -> dict[str, Any]:
    try:
        found = json.loads(raw)
        # One way to write it: no name twice, no white space, nothing that two readers could take for two things.
        if isinstance(found, dict) and canonical(found) == raw:
            return found
    except (ValueError, RecursionError):
        pass
    raise VerificationError(f"{where}: it is not written as canonical JSON")
