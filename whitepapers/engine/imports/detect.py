"""Which importer reads a file, decided by what is in it and never by its name."""

from __future__ import annotations

from whitepapers.engine.imports.akoma_ntoso import parse_akoma_ntoso
from whitepapers.engine.imports.docx import parse_docx
from whitepapers.engine.imports.html import parse_html, parse_markdown
from whitepapers.engine.imports.parsed import ImportRefusedError, ParsedDocument
from whitepapers.engine.imports.uslm import parse_uslm
from whitepapers.engine.imports.xml import name_of, parse_xml

_BINARY = {
    b"%PDF": "a PDF; a PDF keeps no structure, so please import the Word or XML file it was made from",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "an RTF file; save it as .docx",
    b"\x1f\x8b": "a packed file; unpack it first",
    b"7z\xbc\xaf": "a packed file; unpack it first",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}


def parse_document(data: bytes, *, language: str = "", accept_changes: bool = True) -> ParsedDocument:
    """A document from the bytes of a DOCX, Akoma Ntoso, USLM, HTML or Markdown file.

    Raises ImportRefusedError with a reason for anything else. A language given here wins over the file's own.
    """
    if not data.strip():
        raise ImportRefusedError("The file is empty.")
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return parse_docx(data, language=language, accept_changes=accept_changes)
    for start, what in _BINARY.items():
        if data.startswith(start):
            raise ImportRefusedError(f"This file is {what}.")
    head = data.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:4096].replace(b"\x00", b"").lower()
    if (
        head.startswith((b"<?xml", b"<akomantoso", b"<bill", b"<resolution"))
        or b"legaldocml" in head
        or b"schemas.gpo.gov" in head
    ) and not (b"<html" in head and b"xhtml" in head):
        return _from_xml(data, language)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefusedError("This file is not a text, Word or XML file.")
    if (
        head.startswith((b"<!doctype html", b"<html", b"<body", b"<article", b"<div", b"<h1", b"<p"))
        or b"<html" in head
    ):
        return parse_html(data, language=language)
    return parse_markdown(data, language=language)


def _from_xml(data: bytes, language: str) -> ParsedDocument:
    root = parse_xml(data)
    if name_of(root) == "akomaNtoso":
        document = parse_akoma_ntoso(root)
    elif "schemas.gpo.gov" in (root.tag if isinstance(root.tag, str) else "") or any(
        name_of(e) == "main" for e in root
    ):
        document = parse_uslm(root)
    else:
        raise ImportRefusedError(
            f"This XML is neither Akoma Ntoso nor USLM: its first element is “{name_of(root)}”.", name_of(root)
        )
    document.language = language or document.language
    return document
