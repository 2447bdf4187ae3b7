"""The ZIP around a Word file, opened without trust."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from whitepapers.engine.imports.parsed import ImportRefusedError, tidy
from whitepapers.engine.imports.xml import parse_xml

MAX_PACKED = 60 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_PART = 60 * 1024 * 1024
MAX_MEMBERS = 5_000
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
        if name not in self._names:
            return None
        try:
            with self._zip.open(name) as handle:
                data = handle.read(MAX_PART + 1)
        except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise ImportRefusedError("A part of the Word file is damaged.", name) from error
        if len(data) > MAX_PART:
            raise ImportRefusedError("A part of the Word file is larger than a document holds.", name)
        return parse_xml(data)

    @property
    def title(self) -> str:
        core = self.part("docProps/core.xml")
        return tidy(core.findtext(f"{_DC}title") or "") if core is not None else ""
