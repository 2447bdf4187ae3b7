"""Files made to do harm, and files that are broken: one clear line, quickly, and nothing else."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest

from tests.whitepapers.test_import_formats import p, word
from whitepapers.engine.imports.detect import parse_document
from whitepapers.engine.imports.parsed import ImportRefusedError


def bomb(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "neither"),
        (
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
            "entities",
        ),
        (b"<akomaNtoso>" + b"<p/>" * 1_100_000, "far more elements"),
        (b"<akomaNtoso>" + b" " * 21_000_000, "larger than 20 MB"),
        (b"# x\n" + b"1. a\n" * 12_000, "import it in parts"),
        (b"<p>" + b"<b>" * 400_000, "far more elements"),
        (word(p("x"))[:-40], "damaged"),
        (bomb(word__document_DOT_xml=b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"), "entities"),
        (b"PK\x05\x06" + b"\x00" * 18, "not a text"),
    ],
    ids=["doctype", "utf16", "elements", "spaces", "clauses", "tags", "truncated", "xxe", "emptyzip"],
)
def test_harm_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(ImportRefusedError) as refusal:
        parse_document(data)
    assert says in refusal.value.message
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize("data", [b"> " * 5_000 + b"deep", b"<div>" * 5_000 + b"deep", b"- " * 3_000 + b"deep"])
def test_deep_markdown_and_html_end_in_a_document_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(ImportRefusedError):
        assert parse_document(data).clauses
