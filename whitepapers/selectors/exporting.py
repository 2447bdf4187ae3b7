"""A frozen version as plain data for the writers of `engine/exports`. Three queries, whatever the length; never the
body of the page, which may say something else by now.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from hub.core.context_processors import hub_name
from whitepapers.engine.exports import ExportDocument, ExportPart, ExportVersion, Labels, Picture
from whitepapers.engine.exports.markup import picture_sources
from whitepapers.enums import HeadingRole, PartKind
from whitepapers.models.clause import ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.clauses import texts_of
from whitepapers.selectors.documents import versions_of
from whitepapers.selectors.labels import shown_number

# Only what everybody may load anyway: renditions, never originals (hub.core.views.entry.media).
_PICTURES_FOLDER = "images/"
_MOST_PICTURES = 100
_MOST_BYTES = 20 * 1024 * 1024
_LONGEST_SIDE = 1600


def export_of(page: Any, document: Document, version: DocumentVersion) -> ExportDocument:
    """A version in the page's language; what has no text in it stands in the original's, marked."""
    language = page.locale.language_code
    with override(language):
        rows = {text.clause_id: text for text in texts_of(version, document.source_language)}
        rows |= {text.clause_id: text for text in texts_of(version, language)}
        texts = sorted(rows.values(), key=lambda text: (text.order, text.pk))
        page_url = page.full_url or ""
        versions = versions_of(document.pk)
        return ExportDocument(
            uuid=document.pk,
            slug=page.slug,
            kind=document.kind,
            kind_label=str(page.document_kind.label),
            title=page.title,
            summary=page.summary,
            responsible=page.owner_body,
            publisher=hub_name(),
            language=language,
            source_language=document.source_language,
            version=version.number,
            published_at=_local(version.published_at),
            url=_version_url(page_url, version.number),
            page_url=page_url,
            country=settings.COUNTRY_CODE.lower(),
            licence=settings.DOCUMENT_LICENCE,
            versions=[
                ExportVersion(one.number, _local(one.published_at), _version_url(page_url, one.number))
                for one in reversed(versions)
            ],
            parts=_parts(texts, language),
            labels=_labels(version),
        )


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def _version_url(page_url: str, number: int) -> str:
    return urljoin(page_url, f"v{number}/")


def _labels(version: DocumentVersion) -> Labels:
    day = date_format(_local(version.published_at), "DATE_FORMAT")
    return Labels(
        version=_("Version %(number)s of %(day)s") % {"number": version.number, "day": day},
        explanatory_note=_("Explanatory note"),
        plain_language=_("In plain language:"),
        address=_("Permanent address"),
        fingerprint=_("Fingerprint of the text (SHA-256)"),
        licence=_("Licence"),
        page=_("Page %(page)s of %(pages)s"),
    )


def _parts(texts: Sequence[ClauseText], language: str) -> list[ExportPart]:
    """Nesting is told again from order and level: each part belongs to the nearest one above it that stands higher."""
    parts: list[ExportPart] = []
    open_now: list[int] = []
    for index, text in enumerate(texts):
        while open_now and texts[open_now[-1]].level >= text.level:
            open_now.pop()
        parts.append(_part(text, open_now[-1] if open_now else None, language))
        if text.clause.kind != PartKind.NOTE:
            open_now.append(index)
    return parts


def _part(text: ClauseText, parent: int | None, language: str) -> ExportPart:
    return ExportPart(
        uuid=str(text.clause_id),
        eid=text.clause.eid,
        kind=text.clause.kind,
        number=text.number,
        heading=text.heading,
        level=text.level,
        parent=parent,
        text=text.text,
        html=text.html,
        sha256=text.sha256,
        language=text.language,
        source_id=text.clause.source_id,
        summary=text.summary,
        label=shown_number(text.role, text.number),
        is_annex=text.role == HeadingRole.ANNEX,
        mark="" if text.language == language else _mark(text.language),
    )


def _mark(language: str) -> str:
    name = get_language_info(language)["name_translated"] if language in dict(settings.LANGUAGES) else language
    return _("Not translated yet: shown in %(language)s.") % {"language": name}


# --- pictures ---------------------------------------------------------------------------------------------------------


def pictures_of(parts: Iterable[ExportPart]) -> Mapping[str, Picture]:
    """The bytes behind each `<img src>`, in a format that Word reads. What cannot be had is left out: its alternative
    text says what it showed.
    """
    sources = list(dict.fromkeys(source for part in parts for source in picture_sources(part.html)))
    found: dict[str, Picture] = {}
    size = 0
    for source in sources[:_MOST_PICTURES]:
        picture = _picture(source)
        if picture is not None and size + len(picture.data) <= _MOST_BYTES:
            size += len(picture.data)
            found[source] = picture
    return found


def _picture(source: str) -> Picture | None:
    path = unquote(source.removeprefix(settings.MEDIA_URL))
    if not source.startswith(settings.MEDIA_URL) or not path.startswith(_PICTURES_FOLDER):
        return None
    try:
        with default_storage.open(path, "rb") as stored, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _readable(Image.open(stored))
    except (OSError, SuspiciousFileOperation, UnidentifiedImageError, Image.DecompressionBombWarning, ValueError):
        return None


def _readable(image: Image.Image) -> Picture:
    """PNG where something shines through, JPEG otherwise; without what the camera wrote into it."""
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    has_holes = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    is_drawing = image.format in {"PNG", "GIF"}
    out = io.BytesIO()
    if has_holes or is_drawing:
        image.convert("RGBA" if has_holes else "RGB").save(out, "PNG", optimize=True)
        return Picture(out.getvalue(), "image/png", image.width, image.height)
    image.convert("RGB").save(out, "JPEG", quality=85)
    return Picture(out.getvalue(), "image/jpeg", image.width, image.height)
