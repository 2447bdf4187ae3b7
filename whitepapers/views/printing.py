"""The PDF of a version: a web page of its own, drawn by WeasyPrint in a process of its own, kept once drawn.

A crawler that asks for every PDF must not stop the hub: one is drawn at a time on a machine, few wait for it, the
others are told to come back; what was drawn is kept until the words, the design or the program change.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache

from whitepapers.engine.exports import ExportDocument, Picture
from whitepapers.engine.exports import pdf_worker as worker

logger = logging.getLogger("hub.exports")

STYLES = ("whitepapers/print.css",)
# Address in the style sheet → file among the static files.
FONTS = {
    "hub:/fonts/serif.woff2": "fonts/print-serif-regular.woff2",
    "hub:/fonts/serif-italic.woff2": "fonts/print-serif-italic.woff2",
    "hub:/fonts/serif-semibold.woff2": "fonts/print-serif-semibold.woff2",
    "hub:/fonts/naskh.woff2": "fonts/print-naskh-regular.woff2",
    "hub:/fonts/naskh-semibold.woff2": "fonts/print-naskh-semibold.woff2",
}
SECONDS = 180
BYTES = 2 * 1024**3
WAIT = 40  # seconds for the one before
_REMEMBER_FAILURE = 600
_WAITING = threading.BoundedSemaphore(2)  # of the few threads that serve pages


class PdfRefusedError(Exception):
    """No PDF now. `retry_after` in seconds; None where trying again changes nothing."""

    def __init__(self, reason: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def fingerprint_of(html: str, pictures: Mapping[str, Picture], styles: Sequence[str] = STYLES) -> str:
    """Of everything that decides how the PDF looks: words, pictures, design, program."""
    digest = hashlib.sha256(html.encode())
    digest.update(_css(styles).encode())
    digest.update(Path(worker.__file__).read_bytes())
    for source, picture in sorted(pictures.items()):
        digest.update(source.encode() + hashlib.sha256(picture.data).digest())
    try:
        digest.update(version("weasyprint").encode())
    except PackageNotFoundError:
        digest.update(b"none")
    return digest.hexdigest()


def pdf_of(
    document: ExportDocument, html: str, pictures: Mapping[str, Picture], key: str, styles: Sequence[str] = STYLES
) -> bytes:
    """The PDF, drawn now or kept from before. Raises PdfRefusedError with a reason.

    `styles` are files among the static ones; those of other apps come after ours. `document` may be without parts.
    """
    folder = kept_folder(document.uuid)
    kept = folder / f"v{document.version}-{document.language}-{key[:32]}.pdf"
    if (found := _read(kept)) is not None:
        return found
    if cache.get(f"pdf-failed:{key}"):
        raise PdfRefusedError("drawing it failed a moment ago", _REMEMBER_FAILURE)
    if not _WAITING.acquire(blocking=False):
        raise PdfRefusedError("others are waiting already", 60)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder.parent / ".lock"):
            # Whoever held the lock before may have drawn this very one.
            if (found := _read(kept)) is not None:
                return found
            _draw(document, html, pictures, key, kept, styles)
            for other in folder.glob(f"v{document.version}-{document.language}-*.pdf"):
                if other != kept:
                    other.unlink(missing_ok=True)
            return kept.read_bytes()
    finally:
        _WAITING.release()


def kept_folder(uuid: UUID) -> Path:
    """Where the PDFs of one document, or of one report, are kept once drawn."""
    folder: Path = settings.DATA_DIR / "exports" / str(uuid)
    return folder


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Across threads and processes of this machine; gives up rather than hold a thread for long."""
    with path.open("a") as handle:
        deadline = time.monotonic() + WAIT
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise PdfRefusedError("another document is being drawn", 60) from None
                time.sleep(0.2)
        yield  # closing the file lets go of the lock


def _draw(
    document: ExportDocument,
    html: str,
    pictures: Mapping[str, Picture],
    key: str,
    target: Path,
    styles: Sequence[str],
) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="drawing-") as folder:
        made = Path(folder) / "made.pdf"
        job = {
            "html": html,
            "css": _css(styles),
            "base_url": document.url,
            "files": _font_files() | _picture_files(Path(folder), document, pictures),
            "target": str(made),
            "identifier": key[:32],
            "seconds": SECONDS,
            "bytes": BYTES,
        }
        try:
            # Our own program with our own arguments; no shell.
            done = subprocess.run(  # noqa: S603
                [*settings.PDF_PYTHON, worker.__file__],
                input=json.dumps(job).encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": folder, "XDG_CACHE_HOME": str(_cache_folder())},
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            _remember(key, str(error))
            raise PdfRefusedError("drawing it took too long or did not start", _REMEMBER_FAILURE) from error
        if done.returncode == worker.UNAVAILABLE:
            logger.error("no PDF: WeasyPrint or its libraries are missing (README)", extra={"said": _said(done.stderr)})
            cache.set(f"pdf-failed:{key}", True, 60)
            raise PdfRefusedError("WeasyPrint or its libraries are missing")
        if done.returncode or not made.is_file():
            _remember(key, _said(done.stderr))
            raise PdfRefusedError("drawing it failed", _REMEMBER_FAILURE)
        os.replace(made, target)


def _remember(key: str, said: str) -> None:
    cache.set(f"pdf-failed:{key}", True, _REMEMBER_FAILURE)
    logger.error("a PDF could not be drawn", extra={"said": said})


def _said(stderr: bytes) -> str:
    """The last lines: a traceback's reason stands at its end."""
    return stderr.decode(errors="replace")[-2000:]


def _cache_folder() -> Path:
    """fontconfig's list of the system's fonts: a second to make, so it outlives the job."""
    folder: Path = settings.DATA_DIR / "exports" / ".cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _css(styles: Sequence[str]) -> str:
    return "\n".join(_static(name).read_text() for name in styles)


def _font_files() -> dict[str, str]:
    return {address: str(_static(name)) for address, name in FONTS.items()}


def _static(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


def _picture_files(folder: Path, document: ExportDocument, pictures: Mapping[str, Picture]) -> dict[str, str]:
    """Pictures as files of the job, by the address that the page asks for."""
    files: dict[str, str] = {}
    for count, (source, picture) in enumerate(pictures.items()):
        path = folder / f"picture{count}"
        path.write_bytes(picture.data)
        files[f"hub:/pictures/{source_key(source)}"] = str(path)
    return files


def source_key(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:24]
