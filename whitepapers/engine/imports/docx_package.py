"""The ZIP around a Word file, opened without trust."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from django.utils.translation import gettext as _
from lxml import etree

from whitepapers.engine.imports.docx_numbering import W
from whitepapers.engine.imports.limits import MAX_FILE, MAX_TEXT, too_large
from whitepapers.engine.imports.parsed import ImportRefusedError, tidy
from whitepapers.engine.imports.xml import parse_xml

MAX_UNPACKED = 300 * 1024 * 1024
MAX_PART = MAX_TEXT
MAX_MEMBERS = 5_000
MAX_PICTURE = 10 * 1024 * 1024
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_R = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_W = W.strip("{}").encode()
_R = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DC = "{http://purl.org/dc/elements/1.1/}"


class Package:
    """Parts of a .docx by name. Everything about size is checked on the bytes read, not on what the file claims."""

    def __init__(self, data: bytes) -> None:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise ImportRefusedError(
                _("This is an old .doc file or one with a password; save it as .docx without a password.")
            )
        if len(data) > MAX_FILE:
            raise ImportRefusedError(too_large())
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise ImportRefusedError(_("The Word file is damaged and cannot be opened.")) from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
            raise ImportRefusedError(_("The Word file unpacks to far more than a document holds."))
        names = {member.filename for member in members}
        if any(name.endswith("vbaProject.bin") for name in names):
            raise ImportRefusedError(
                _("The Word file contains macros; save it as .docx without macros."), "vbaProject.bin"
            )
        self._names = names
        self._main = self._main_part()
        document = self.part(self._main) if self._main else None
        if document is None:
            raise ImportRefusedError(_("This is not a Word file: it has no word/document.xml."))
        self.document = document
        self._relations = self._related(self._main)

    def _main_part(self) -> str:
        """Word's own name for it, or what the package says; some programs call it document2.xml."""
        if "word/document.xml" in self._names:
            return "word/document.xml"
        root = self.part("_rels/.rels")
        for relation in root if root is not None else ():
            if (relation.get("Type") or "").endswith("/officeDocument"):
                name = posixpath.normpath((relation.get("Target") or "").lstrip("/"))
                if name.startswith("word/") and name in self._names:
                    return name
        return ""

    def _related(self, part: str) -> list[tuple[str, str, str]]:
        """(kind, id, target) of what a part points to; targets outside the file keep their address."""
        folder, _slash, file = part.rpartition("/")
        root = self.part(f"{folder}/_rels/{file}.rels")
        found = []
        for relation in root if root is not None else ():
            kind, target = (relation.get("Type") or "").rpartition("/")[2], relation.get("Target") or ""
            if relation.get("TargetMode") != "External":
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found.append((kind, relation.get("Id") or "", target))
        return found

    def related(self, kind: str) -> etree._Element | None:
        """A part such as styles, by what it is for the text."""
        name = next((target for own, _id, target in self._relations if own == kind), f"word/{kind}.xml")
        return self.part(name)

    def pictures(self) -> dict[str, str]:
        """Names of pictures in the file by the id that the text uses; what is elsewhere is never fetched."""
        return {ident: target for kind, ident, target in self._relations if kind == "image" and target in self._names}

    def links(self) -> dict[str, str]:
        """Addresses on the web by the id that the text uses."""
        return {ident: target for kind, ident, target in self._relations if kind == "hyperlink" and "://" in target}

    def part(self, name: str) -> etree._Element | None:
        """A part's root element, or None where the file has no such part."""
        data = self._read(name, MAX_PART)
        if data is None:
            return None
        if len(data) > MAX_PART:
            raise ImportRefusedError(_("A part of the Word file is larger than a document holds."), name)
        # The strict form of the standard has other names for the same things.
        return parse_xml(data.replace(_STRICT_W, _W).replace(_STRICT_R, _R) if b"purl.oclc.org" in data else data)

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
            raise ImportRefusedError(_("A part of the Word file is damaged."), name) from error

    @property
    def title(self) -> str:
        core = self.part("docProps/core.xml")
        return tidy(core.findtext(f"{_DC}title") or "") if core is not None else ""

    @property
    def language(self) -> str:
        """What the writer's program says the text is in; "" when it says nothing."""
        styles = self.related("styles")
        found = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") if styles is not None else None
        if found is None:
            return ""
        is_rtl = next(self.document.iter(f"{W}bidi"), None) is not None
        code = (found.get(f"{W}bidi") if is_rtl else found.get(f"{W}val")) or ""
        return code[:2].lower()
