"""Which importer reads a file, decided by what is in it and never by its name."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whitepapers.engine.imports.akoma_ntoso import parse_akoma_ntoso
from whitepapers.engine.imports.docx import parse_docx
from whitepapers.engine.imports.html import parse_html, parse_markdown
from whitepapers.engine.imports.limits import MAX_CLAUSES, MAX_TEXT, too_large
from whitepapers.engine.imports.parsed import ImportRefusedError, ParsedDocument
from whitepapers.engine.imports.uslm import parse_uslm
from whitepapers.engine.imports.xml import name_of, parse_xml

_PICTURE = gettext_lazy("This file is a picture.")
_PACKED = gettext_lazy("This file is packed; unpack it first.")
_PROGRAM = gettext_lazy("This file is a program.")
_BINARY = {
    b"%PDF": gettext_lazy(
        "This file is a PDF, which keeps no structure; please import the Word or XML file it was made from."
    ),
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"{\\rtf": gettext_lazy("This file is in the RTF format; save it as .docx."),
    b"\x1f\x8b": _PACKED,
    b"7z\xbc\xaf": _PACKED,
    b"Rar!": _PACKED,
    b"MZ\x90": _PROGRAM,
    b"\x7fELF": _PROGRAM,
}


_XML = (b"<?xml", b"<akomantoso", b"<an:", b"<akn:", b"<bill", b"<resolution", b"<uscdoc", b"<lawdoc")
_XML_NAMES = (b"legaldocml", b"akomantoso.org", b"schemas.gpo.gov", b"schemas/uslm")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<main", b"<article", b"<section", b"<div", b"<h1", b"<p")


def parse_document(data: bytes, *, language: str = "", accept_changes: bool = True) -> ParsedDocument:
    """A document from the bytes of a DOCX, Akoma Ntoso, USLM, HTML or Markdown file.

    Raises ImportRefusedError with a reason for anything else. A language given here wins over the file's own.
    """
    if not data.strip():
        raise ImportRefusedError(_("The file is empty."))
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _bounded(parse_docx(data, language=language, accept_changes=accept_changes))
    for start, what in _BINARY.items():
        if data.startswith(start):
            raise ImportRefusedError(str(what))
    if len(data) > MAX_TEXT:
        raise ImportRefusedError(too_large(MAX_TEXT))
    head = data.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:4096].replace(b"\x00", b"").lower()
    if _is_xml(head):
        return _from_xml(data, language)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefusedError(_("This file is not a text, Word or XML file."))
    if head.startswith(_HTML) or b"<html" in head:
        return _bounded(parse_html(data, language=language))
    return _bounded(parse_markdown(data, language=language))


def _is_xml(head: bytes) -> bool:
    if b"<html" in head and b"xhtml" in head:
        return False
    return head.startswith(_XML) or any(name in head for name in _XML_NAMES)


def _from_xml(data: bytes, language: str) -> ParsedDocument:
    root = parse_xml(data)
    if name_of(root) == "akomaNtoso":
        document = parse_akoma_ntoso(root)
    elif name_of(root) != "html" and any(name_of(element) == "main" for element in root):
        document = parse_uslm(root)
    else:
        raise ImportRefusedError(
            _("This XML is neither Akoma Ntoso nor USLM: its first element is “%(name)s”.") % {"name": name_of(root)},
            name_of(root),
        )
    document.language = language or document.language
    return _bounded(document)


def _bounded(document: ParsedDocument) -> ParsedDocument:
    if len(document.clauses) > MAX_CLAUSES:
        said = _("The file has %(count)d clauses; a document holds up to %(most)d. Please import it in parts.")
        raise ImportRefusedError(said % {"count": len(document.clauses), "most": MAX_CLAUSES})
    return document
