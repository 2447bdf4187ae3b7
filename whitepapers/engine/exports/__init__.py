"""A version of a document as a file. Pure: each writer takes an `ExportDocument` and returns bytes."""

from __future__ import annotations

from collections.abc import Callable

from whitepapers.engine.exports.akoma_ntoso import to_akoma_ntoso
from whitepapers.engine.exports.document import ExportDocument, ExportPart, ExportVersion, Labels, Picture
from whitepapers.engine.exports.docx import to_docx
from whitepapers.engine.exports.markdown import to_markdown
from whitepapers.engine.exports.tables import to_csv, to_json

# By the ending of the address. PDF has no writer here: it is made from a web page (adapters/printing.py).
WRITERS: dict[str, Callable[[ExportDocument], bytes]] = {
    "docx": to_docx,
    "md": to_markdown,
    "csv": to_csv,
    "xml": to_akoma_ntoso,
    "json": to_json,
}

__all__ = ["WRITERS", "ExportDocument", "ExportPart", "ExportVersion", "Labels", "Picture"]
