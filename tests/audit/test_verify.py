"""`verify` says what does not hold, by name, from the file and the fingerprint alone."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hub.audit import keys
from hub.audit.engine.canonical import entry_hash, export_message, head_message
from hub.audit.engine.signatures import fingerprint


def verify(path: object, *trusted: str) -> dict[str, Any]:
    """The one JSON object that the command prints; `exit` is its exit code."""
    out = StringIO()
    try:
        call_command("verify", str(path), *(f"--key={key}" for key in trusted), "--json", stdout=out, stderr=StringIO())
        code = 0
    except CommandError as error:
        code = error.returncode
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return {**json.loads(lines[0]), "exit": code}


def test_an_untouched_export_holds(export: Path) -> None:
    result = verify(export, keys.current_fingerprint())
    assert result["ok"] is True
    assert result["exit"] == 0
    assert result["checked"]["entries"] == 6
    assert result["checked"]["signed_heads"] == 2
    assert result["warnings"] == []


def test_a_fingerprint_copied_from_paper_is_understood(export: Path) -> None:
    name = keys.current_fingerprint().upper()
    grouped = "SHA256:" + ":".join(name[i : i + 4] for i in range(0, 64, 4))
    assert verify(export, grouped)["ok"] is True


def test_without_a_key_it_says_what_was_not_compared(export: Path) -> None:
    result = verify(export)
    assert result["ok"] is True
    assert "--key" in result["warnings"][0]


def change_reason(rows: list[dict[str, Any]]) -> None:
    rows[2]["reason_code"] = "other"


def change_reason_and_hash(rows: list[dict[str, Any]]) -> None:
    change_reason(rows)
    rows[2]["hash"] = entry_hash(rows[2])


def rehash_everything(rows: list[dict[str, Any]]) -> None:
    change_reason(rows)
    previous = "0" * 64
    for row in rows:
        if row["type"] == "entry":
            row["previous_hash"] = previous
            previous = row["hash"] = entry_hash(row)
        elif row["type"] in {"head", "end"}:
            row["hash"] = previous


def drop_second(rows: list[dict[str, Any]]) -> None:
    del rows[2]


def drop_tail(rows: list[dict[str, Any]]) -> None:
    """The last entry goes; the head that was signed over it stays."""
    del rows[-3]


def drop_tail_and_head(rows: list[dict[str, Any]]) -> None:
    del rows[-3:-1]


def drop_end(rows: list[dict[str, Any]]) -> None:
    rows.pop()


def swap(rows: list[dict[str, Any]]) -> None:
    rows[1], rows[2] = rows[2], rows[1]


def repeat(rows: list[dict[str, Any]]) -> None:
    rows.insert(3, dict(rows[2]))


def smuggle_field(rows: list[dict[str, Any]]) -> None:
    rows[2]["note"] = "seen by the reader, covered by no hash"


def smuggle_text(rows: list[dict[str, Any]]) -> None:
    rows[2]["data"] = {"note": "a person's words"}
    rows[2]["hash"] = entry_hash(rows[2])


def append_after_end(rows: list[dict[str, Any]]) -> None:
    rows.append(dict(rows[1]))


def change_head_date(rows: list[dict[str, Any]]) -> None:
    rows[4]["date"] = "2026-11-20"


def number_as_text(rows: list[dict[str, Any]]) -> None:
    rows[2]["sequence"] = "2"


@pytest.mark.parametrize(
    ("change", "first_failure"),
    [
        (change_reason, "entry 2: its contents do not match its hash"),
        (change_reason_and_hash, "entry 3: does not continue from entry 2"),
        (rehash_everything, "signed head of 2026-11-22: the signature does not hold"),
        (drop_second, "entry 2: missing or out of order; found 3"),
        (drop_tail, "signed head of 2026-11-23: it covers entry 6, and the log ends or continues at 5"),
        (drop_tail_and_head, "end of the export: entries should be 6, found 5"),
        (drop_end, "after entry 6: the file breaks off"),
        (swap, "entry 1: missing or out of order; found 2"),
        (repeat, "entry 3: missing or out of order; found 2"),
        (smuggle_field, "entry 2: fields missing or unknown: note"),
        (smuggle_text, "entry 2: audit data 'note'"),
        (append_after_end, "there is more after the end"),
        (change_head_date, "signed head of 2026-11-20: the signature does not hold"),
        (number_as_text, "entry 2: missing or out of order; found '2'"),
    ],
)
def test_tampering_is_named(rewrite: Callable[..., Path], change: Callable[..., None], first_failure: str) -> None:
    result = verify(rewrite(change), keys.current_fingerprint())
    assert result["ok"] is False
    assert result["exit"] == 1
    assert first_failure in result["first_failure"]


def test_a_log_rewritten_and_signed_with_another_key_fails_against_the_fingerprint(
    rewrite: Callable[..., Path], tmp_path: Path
) -> None:
    """The strongest forger: everything is recomputed and signed anew. Only the fingerprint from elsewhere tells."""
    true_name = keys.current_fingerprint()
    keys.generate(tmp_path / "forger.pem")
    forger = keys.parse((tmp_path / "forger.pem").read_text(), where="forger")
    name = fingerprint(keys.public_bytes(forger))

    def forge(rows: list[dict[str, Any]]) -> None:
        rehash_everything(rows)
        rows[0]["public_keys"] = [keys.public_text(forger)]
        for row in rows:
            if row["type"] == "head":
                message = head_message(date=row["date"], sequence=row["sequence"], hash=row["hash"])
            elif row["type"] == "end":
                figures = {"entries": row["entries"], "heads": row["heads"], "hash": row["hash"]}
                message = export_message(created_at=rows[0]["created_at"], **figures)
            else:
                continue
            row["fingerprint"], row["signature"] = name, keys.sign(forger, message)

    path = rewrite(forge)
    assert verify(path)["ok"] is True, "the file holds in itself: that is why the fingerprint must stand elsewhere"
    result = verify(path, true_name)
    assert result["ok"] is False
    assert "not the one given with --key" in result["first_failure"]


def test_a_key_that_borrows_the_fingerprint_of_another_is_not_believed(rewrite: Callable[..., Path]) -> None:
    def borrow(rows: list[dict[str, Any]]) -> None:
        rows[0]["public_keys"] = ["A" * 43 + "="]

    assert "is not in the file" in verify(rewrite(borrow), keys.current_fingerprint())["first_failure"]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "does not name its format"),
        (b"<html>not found</html>", "does not name its format"),
        (b'{"format": "hub-weather", "version": 9}\n', "'hub-weather'"),
        (b'{"format": "hub-election", "version": 9}\n', "is not a whole zip"),
        (b'{"type":"header","format":"hub-audit","version":2,"public_keys":[]}\n', "version 2 is not known"),
        (b'{"type":"header","format":"hub-audit","version":1,"public_keys":[]}\n{"a":1,"a":2}\n', "line 2"),
        (b'{"type":"header","format":"hub-audit","version":1,"public_keys":[]}\n' + b"x" * 70_000, "line 2: longer"),
        (b'{"type":"header","format":"hub-audit","version":1,"public_keys":[]}\n[' * 2, "line 2"),
    ],
)
def test_other_files_are_refused_clearly(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    result = verify(path)
    assert result["ok"] is False
    assert result["exit"] == 1
    assert part in result["first_failure"]


def test_a_zip_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("manifest.json", '{"format": "hub-something"}')
    assert "'hub-something'" in verify(path)["first_failure"]


def test_a_missing_file_and_a_wrong_fingerprint_are_refusals(tmp_path: Path) -> None:
    assert verify(tmp_path / "nothing")["error"] == "there is no such file"
    assert verify(tmp_path / "nothing", "abc")["where"] == "--key"


def test_an_address_is_downloaded_and_checked(export: Path) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(export.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        assert verify(f"{base}/{export.name}", keys.current_fingerprint())["ok"] is True
        assert "cannot be downloaded" in verify(f"{base}/missing.jsonl")["error"]
    finally:
        server.shutdown()
        server.server_close()
