"""What is attached is told by its content, never by its name; pictures are drawn anew: nothing hidden stays in them.

Documents are taken as they are: they are only ever handed out as downloads, and those with macros are refused.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from hub.contributions.enums import FileKind

LARGEST = 5 * 1024 * 1024
MOST_FILES = 3
MOST_PIXELS = 40_000_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 3000
LONGEST_NAME = 80
_ODT = b"application/vnd.oasis.opendocument.text"
_ENDINGS = {FileKind.PDF: "pdf", FileKind.PNG: "png", FileKind.JPEG: "jpg", FileKind.DOCX: "docx", FileKind.ODT: "odt"}
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: _ODT.decode(),
}


class FileRefusedError(ValueError):
    """The content is none of the kinds that we take, or is not what it says."""


@dataclass(frozen=True)
class CheckedFile:
    kind: FileKind
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check_file(name: str, data: bytes) -> CheckedFile:
    kind = _kind_of(data)
    content = _drawn_anew(data, kind) if kind in (FileKind.PNG, FileKind.JPEG) else data
    if len(content) > LARGEST:
        raise FileRefusedError("too large")
    return CheckedFile(kind, safe_name(name, kind), content)


def safe_name(name: str, kind: FileKind) -> str:
    """Letters of any script; no folders, no signs that cannot be seen, and the ending of what it is."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = name.rpartition(".")[0] or name
    kept = "".join(char if char.isalnum() or unicodedata.category(char) == "Mn" else " " for char in stem)
    tidy = re.sub(r"\s+", "-", kept.strip())[:LONGEST_NAME].strip("-")
    return f"{tidy or 'file'}.{_ENDINGS[kind]}"


def _kind_of(data: bytes) -> FileKind:
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return FileKind.PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_archive(data)
    raise FileRefusedError("unknown kind")


def _kind_of_archive(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise FileRefusedError("too much inside")
            names = {member.filename for member in members}
            lowered = {name.lower() for name in names}
            if any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in lowered):
                raise FileRefusedError("macros")
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return FileKind.DOCX
            first = members[0].filename if members else ""
            if "content.xml" in names and first == "mimetype" and archive.read("mimetype").strip() == _ODT:
                return FileKind.ODT
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise FileRefusedError("damaged") from error
    raise FileRefusedError("unknown kind")


def _drawn_anew(data: bytes, kind: FileKind) -> bytes:
    """Place, camera and time of a photograph, and whatever else was put into the file, are not in the new one."""
    wanted = "PNG" if kind == FileKind.PNG else "JPEG"
    try:
        with Image.open(io.BytesIO(data), formats=[wanted]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefusedError("too many pixels")
            upright = ImageOps.exif_transpose(picture)
            modes = ("RGB", "RGBA", "L") if kind == FileKind.PNG else ("RGB", "L")
            plain = upright if upright.mode in modes else upright.convert("RGBA" if kind == FileKind.PNG else "RGB")
            fresh = Image.new(plain.mode, plain.size)
            fresh.paste(plain)
            target = io.BytesIO()
            fresh.save(target, wanted, **({"quality": 88} if wanted == "JPEG" else {"optimize": False}))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefusedError("damaged") from error
    return target.getvalue()
