"""The ZIP around a Word file, opened without trust."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from whitepapers.engine.imports.parsed import ImportRefusedError, tidy
from whitepapers.engine.imports.xml import parse_xml

MAX_PACKED = 60 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_PART = 60 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_PICTURE = 10 * 1024 * 1024
_DC = "{http://purl.org/dc/elements/1.1/}"


class Package:
    """Parts of a .docx by name. Everything about size is checked on the bytes read, not on what the file claims."""

    def __init__(self, data: bytes) -> None:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise ImportRefusedError(
                "This is an old .doc file or one with a password; save it as .docx without a password."
            )
        if len(data) > MAX_PACKED:
            raise ImportRefusedError(f"The file is larger than {MAX_PACKED // 1024 // 1024} MB.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise ImportRefusedError("The Word file is damaged and cannot be opened.") from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
            raise ImportRefusedError("The Word file unpacks to far more than a document holds.")
        names = {member.filename for member in members}
        if any(name.endswith("vbaProject.bin") for name in names):
            raise ImportRefusedError(
                "The Word file contains macros; save it as .docx without macros.", "vbaProject.bin"
            )
        if "word/document.xml" not in names:
            raise ImportRefusedError("This is not a Word file: it has no word/document.xml.")
        self._names = names
        document = self.part("word/document.xml")
        if document is None:
            raise ImportRefusedError("This is not a Word file: it has no word/document.xml.")
        self.document = document

    def part(self, name: str) -> etree._Element | None:
        """A part's root element, or None where the file has no such part."""
        data = self._read(name, MAX_PART)
        if data is None:
            return None
        if len(data) > MAX_PART:
            raise ImportRefusedError("A part of the Word file is larger than a document holds.", name)
        return parse_xml(data)

    def media(self, name: str) -> bytes | None:
        """A picture's bytes; None where it is not in the file, or too large for one."""
        data = self._read(name, MAX_PICTURE)
        return None if data is None or len(data) > MAX_PICTURE else data

    def _read(self, name: str, limit: int) -> bytes | None:
        """At most one byte more than `limit`. A name only finds a member; nothing is ever written to a path."""
        if name not in self._names:
            return None
        try:
            with self._zip.open(name) as handle:
                return handle.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise ImportRefusedError("A part of the Word file is damaged.", name) from error

    def pictures(self) -> dict[str, str]:
        """Names of pictures in the file by the id that the text uses; a picture elsewhere on the net is not fetched."""
        root = self.part("word/_rels/document.xml.rels")
        found = {}
        for relation in root if root is not None else ():
            kind, target = relation.get("Type") or "", relation.get("Target") or ""
            if kind.endswith("/image") and relation.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"word/{target}")
                if path in self._names:
                    found[relation.get("Id") or ""] = path
        return found

    @property
    def title(self) -> str:
        core = self.part("docProps/core.xml")
        return tidy(core.findtext(f"{_DC}title") or "") if core is not None else ""
