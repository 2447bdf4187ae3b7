"""The drawings go into the image library, where an editor finds them. A seed that fails leaves no files behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from hub.accounts.models.user import User
from hub.demo.content.pictures import PICTURES

FOLDER = Path(settings.BASE_DIR) / "static" / "demo"


def load_pictures(user: User) -> None:
    model = get_image_model()
    for picture in PICTURES:
        _remove_leftover(model, picture.filename)
        with (FOLDER / picture.filename).open("rb") as source:
            image = model(
                title=picture.title.en,
                description=picture.alt.en,
                uploaded_by_user=user,
                file=ImageFile(source, name=picture.filename),
            )
            image.save()


def _remove_leftover(model: type[AbstractImage], filename: str) -> None:
    """Files do not roll back with the transaction: one that no row knows is left from a seed that was killed."""
    name = f"original_images/{filename}"
    if default_storage.exists(name) and not model.objects.filter(file=name).exists():
        default_storage.delete(name)


def pictured(name: str, language: str) -> dict[str, Any]:
    """Fields of a page with this drawing: the image, and what is seen on it in the page's language."""
    picture = next(one for one in PICTURES if one.name == name)
    return {"picture": get_image_model().objects.get(title=picture.title.en), "picture_alt": picture.alt.get(language)}
