"""The backup file: a zip whose manifest, written last, names and hashes everything else in it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from hub.core.backup.errors import BackupError

FORMAT = "hub-backup"
VERSION = 1
MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class ArchiveWriter:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, compress: bool = True) -> None:
        digest, size, count = hashlib.sha256(), 0, 0
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        # Nobody knows beforehand how long a table is: force_zip64 leaves room for more than 4 GB.
        with self._archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                count += 1
        self.members[name] = {"bytes": size, "sha256": digest.hexdigest(), "chunks": count}

    def finish(self, manifest: Mapping[str, Any]) -> None:
        members = {name: {"bytes": m["bytes"], "sha256": m["sha256"]} for name, m in self.members.items()}
        text = json.dumps({"format": FORMAT, "version": VERSION, **manifest, "members": members}, indent=1)
        self._archive.writestr(MANIFEST, text)


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Readable by its owner only, and in place only when complete."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    except OSError as error:
        raise BackupError(f"cannot write there ({error.strerror})", where=str(path)) from error
    try:
        with os.fdopen(descriptor, "w+b") as handle:
            with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield ArchiveWriter(archive)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise BackupError(f"cannot be written ({error.strerror or error})", where=str(path)) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class ArchiveReader:
    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        self.manifest = self._read_manifest()
        self.members: dict[str, dict[str, Any]] = self.manifest["members"]

    def check(self) -> None:
        """Reads everything once and compares, before anything is touched."""
        present = [info.filename for info in self._archive.infolist()]
        if len(set(present)) != len(present) or set(present) != {*self.members, MANIFEST}:
            raise BackupError("the file is damaged: its parts are not the ones that its manifest names")
        for name, expected in self.members.items():
            _safe(name)
            digest = hashlib.sha256()
            for chunk in self.chunks(name):
                digest.update(chunk)
            if digest.hexdigest() != expected["sha256"]:
                raise BackupError("the file is damaged: this part is not what was written", where=name)

    def chunks(self, name: str) -> Iterator[bytes]:
        with self._open(name) as member:
            try:
                while chunk := member.read(_CHUNK):
                    yield chunk
            except _DAMAGE as error:
                raise BackupError(f"the file is damaged: {error}", where=name) from error

    def lines(self, name: str) -> Iterator[Any]:
        with self._open(name) as member:
            for line in member:
                yield json.loads(line)

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            member = self._archive.open(name)
        except (KeyError, *_DAMAGE) as error:
            raise BackupError(f"the file is damaged: {error}", where=name) from error
        with member:
            yield member

    def _read_manifest(self) -> dict[str, Any]:
        try:
            manifest = json.loads(self._archive.read(MANIFEST))
        except (KeyError, ValueError, *_DAMAGE) as error:
            raise BackupError("this is not a backup, or it is damaged: no readable manifest") from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise BackupError("this is not a backup of a hub")
        if manifest.get("version") != VERSION:
            raise BackupError(f"version {manifest.get('version')!r} of the format is not known; this reads {VERSION}")
        return manifest


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise BackupError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except _DAMAGE as error:
        raise BackupError("this is not a backup, or it is damaged or cut short", where=str(path)) from error
    with archive:
        yield ArchiveReader(archive, path)


def _safe(name: str) -> None:
    path = PurePosixPath(name)
    # `media//tmp/x` is relative itself; without its folder it would be the absolute `/tmp/x`.
    outside = path.is_absolute() or ".." in path.parts or str(path) != name
    if outside or "\\" in name or "\0" in name:
        raise BackupError("a part of the file would be written outside its folder", where=name)
