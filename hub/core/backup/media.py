"""Uploaded files: read from the storage, staged beside it, and swapped in when the rows are committed."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

from hub.core.backup.archive import ArchiveReader
from hub.core.backup.errors import BackupError

PREFIX = "media/"
_CHUNK = 1024 * 1024
# Folders of this module; a swap that was cut off may leave one behind.
_STAGING = ".restore-"
_REPLACED = ".replaced-"


def names(storage: Storage) -> Iterator[str]:
    """Every file, in a fixed order."""
    yield from _names_below(storage, "")


def _names_below(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing was ever uploaded
    for name in sorted(files):
        yield str(PurePosixPath(folder, name))
    for name in sorted(folders):
        if not name.startswith((_STAGING, _REPLACED)):
            yield from _names_below(storage, str(PurePosixPath(folder, name)))


def chunks(storage: Storage, name: str) -> Iterator[bytes]:
    with storage.open(name, "rb") as handle:
        while chunk := handle.read(_CHUNK):
            yield chunk


class Staged:
    """Files of a backup on their way into the storage. `commit` after the database did, `discard` when it did not."""

    def __init__(self, archive: ArchiveReader, storage: Storage) -> None:
        self._archive = archive
        self._storage = storage
        self._names = [name for name in archive.members if name.startswith(PREFIX)]
        self._root = Path(storage.location) if isinstance(storage, FileSystemStorage) else None
        self._token = secrets.token_hex(4)

    def prepare(self) -> None:
        """Unpacks on the same disk, so that a full one is noticed before anything is replaced."""
        if self._root is None:
            return
        staging = self._root / f"{_STAGING}{self._token}"
        try:
            staging.mkdir(parents=True)
            for name in self._names:
                path = staging / name.removeprefix(PREFIX)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as handle:
                    for chunk in self._archive.chunks(name):
                        handle.write(chunk)
                if mode := getattr(self._storage, "file_permissions_mode", None):
                    os.chmod(path, mode)
        except OSError as error:
            raise BackupError(f"uploads cannot be unpacked ({error.strerror})", where=str(staging)) from error

    def commit(self) -> None:
        if self._root is None:
            self._write_through()
            return
        staging = self._root / f"{_STAGING}{self._token}"
        replaced = self._root / f"{_REPLACED}{self._token}"
        replaced.mkdir()
        # Entries are moved and not the folder itself, which may be a mounted volume.
        for entry in sorted(self._root.iterdir()):
            if not entry.name.startswith((_STAGING, _REPLACED)):
                entry.rename(replaced / entry.name)
        for entry in sorted(staging.iterdir()):
            entry.rename(self._root / entry.name)
        staging.rmdir()
        shutil.rmtree(replaced)

    def discard(self) -> None:
        if self._root is not None:
            shutil.rmtree(self._root / f"{_STAGING}{self._token}", ignore_errors=True)

    def _write_through(self) -> None:
        """A storage without folders to rename (S3, memory): write each file, then remove what is not in the backup."""
        for name in self._names:
            target = name.removeprefix(PREFIX)
            if self._storage.exists(target):
                self._storage.delete(target)
            with tempfile.SpooledTemporaryFile(max_size=_CHUNK) as handle:
                for chunk in self._archive.chunks(name):
                    handle.write(chunk)
                handle.seek(0)
                self._storage.save(target, File(handle))
        for target in list(names(self._storage)):
            if PREFIX + target not in self._archive.members:
                self._storage.delete(target)
