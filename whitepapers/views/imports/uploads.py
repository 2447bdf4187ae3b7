"""Stops an upload that is too large while it comes in, before it fills a disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from whitepapers.engine.imports.limits import MAX_FILE

# The fields beside the file.
_ROOM = 64 * 1024


class QuotaUploadHandler(FileUploadHandler):
    """Counts what arrives. `is_exceeded` tells the view; the rest of the request is not read."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0
        self.is_exceeded = False

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: str, encoding: Any = None
    ) -> None:
        if content_length > MAX_FILE + _ROOM:
            self.is_exceeded = True
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MAX_FILE:
            self.is_exceeded = True
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def guard(request: HttpRequest) -> QuotaUploadHandler:
    """Must come before anything reads the form."""
    handler = QuotaUploadHandler(request)
    request.upload_handlers.insert(0, handler)
    return handler


def announces_too_much(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or ""
    return not length.isdecimal() or int(length) > MAX_FILE + _ROOM
