"""Pictures of an imported file become the hub's: checked by content, limited in size, never twice the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection

from whitepapers.engine.imports.draft import Draft
from whitepapers.engine.imports.parsed import ImportWarning

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def save_pictures(
    draft: Draft, media: Mapping[str, bytes], *, user: User | None
) -> tuple[dict[str, int], list[ImportWarning]]:
    """Picture ids by their name in the file, and what could not be taken."""
    kept: dict[str, int] = {}
    warnings: list[ImportWarning] = []
    alts = _alts(draft)
    for name in dict.fromkeys(draft.media()):
        content = media.get(name)
        if content is None:
            warnings.append(ImportWarning(name, _("This picture is not in the file; it was left out.")))
            continue
        try:
            kept[name] = _saved(name, content, alts.get(name, ""), user)
        except ValidationError as error:
            reason = " ".join(error.messages)
            warnings.append(ImportWarning(name, _("This picture was left out: %(reason)s") % {"reason": reason}))
    return kept, warnings


def _alts(draft: Draft) -> dict[str, str]:
    figures = (one["value"] for part in draft.parts for one in part.attached if one["type"] == "figure")
    return {value["media"]: value["alt"] for value in figures}


def _saved(name: str, content: bytes, alt: str, user: User | None) -> int:
    model = get_image_model()
    known = model.objects.filter(file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest()).first()
    if known is not None:
        return known.pk
    plain = PurePosixPath(name).name[-80:]
    # The field opens the picture and compares its format with its name; a renamed program does not pass.
    WagtailImageField().clean(SimpleUploadedFile(plain, content))
    image = model(
        title=(alt or plain)[:255],
        file=ContentFile(content, name=plain),
        collection=Collection.get_first_root_node(),
        uploaded_by_user=user if user is not None and user.is_authenticated else None,
    )
    image._set_image_file_metadata()
    image.save()
    return image.pk
