"""The photo of a proposal: told by its content and drawn anew, so that camera, time and place are not in it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from hub.contributions.engine.files import FileRefusedError, check_file
from hub.contributions.enums import FileKind

# A screen shows no more; a page stays light.
LONGEST_SIDE = 1600


@dataclass(frozen=True)
class DrawnPhoto:
    kind: str
    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def drawn_photo(data: bytes) -> DrawnPhoto:
    """FileRefusedError for everything that is no JPEG or PNG, is damaged or too large."""
    checked = check_file("photo", data)
    if checked.kind not in (FileKind.JPEG, FileKind.PNG):
        raise FileRefusedError("no picture")
    with Image.open(io.BytesIO(checked.content)) as picture:
        if max(picture.size) <= LONGEST_SIDE:
            return DrawnPhoto(checked.kind.value, checked.content, *picture.size)
        small = picture.copy()
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    target = io.BytesIO()
    small.save(target, "JPEG" if checked.kind == FileKind.JPEG else "PNG")
    return DrawnPhoto(checked.kind.value, target.getvalue(), *small.size)
