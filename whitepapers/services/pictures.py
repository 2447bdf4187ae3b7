"""Pictures of a published version stay what they were: copies under a name made from their content.

Wagtail makes the pictures of a living text anew when an image is changed and removes them when it is deleted. A version
points at its own copy, so that the same picture is the same address for good, and equal pictures are kept once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from whitepapers.selectors.attached import pictures_of
from whitepapers.selectors.body import Part

# Below the folder that is served to everybody (hub.core.views.entry).
FOLDER = "images/figures"
_SOURCE = re.compile(r'(<img src=")([^"]*)(")')


def with_kept_pictures(parts: Sequence[Part], body: Any) -> list[Part]:
    """The same parts, their pictures replaced by copies that nobody deletes."""
    names = {picture.url: picture.name for picture in pictures_of(body).values()}
    if not names:
        return list(parts)
    kept = {url: _kept(name) for url, name in names.items()}

    def source(found: re.Match[str]) -> str:
        url = kept.get(unescape(found.group(2)), "")
        return f"{found.group(1)}{escape(url)}{found.group(3)}" if url else found.group()

    return [replace(part, html=_SOURCE.sub(source, part.html)) for part in parts]


def _kept(name: str) -> str:
    """The address of the copy."""
    with default_storage.open(name, "rb") as file:
        content = file.read()
    path = f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:40]}{PurePosixPath(name).suffix.lower()}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return default_storage.url(path)
