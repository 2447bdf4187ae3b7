"""The addresses before any language: the entry page, robots.txt, security.txt, uploaded pictures."""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from hub.core.middleware import accepted_language

# Renditions are made by us from uploads. Originals may carry a place and a camera in their EXIF data, and documents
# have their own address that asks who may read them.
_PUBLIC_FOLDERS = {"images"}
_EDITORS_FOLDERS = {"original_images"}
_SHOWN_INLINE = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}
_NOT_FOR_ROBOTS = ("/cms/", "/*/account/", "/*/confirm/", "/*/following/")


@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(f"/{accepted_language(request)}/")
    patch_vary_headers(response, ("Accept-Language",))
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    if settings.HUB_ENV != "production":
        lines = ["User-agent: *", "Disallow: /"]  # a demonstration must not be found as if it were a city's word
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. `Expires` moves with the clock: the contact is a setting, as current as the running hub."""
    expires = (datetime.now(UTC) + timedelta(days=180)).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Pictures from local storage. Nothing that a browser could run is ever sent to be shown."""
    parts = PurePosixPath(path).parts
    if not parts or "\x00" in path or any(part.startswith(".") for part in parts):
        raise Http404
    public = parts[0] in _PUBLIC_FOLDERS
    if not public and not (parts[0] in _EDITORS_FOLDERS and request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    try:
        stored = default_storage.open(path, "rb")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, SuspiciousFileOperation) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(stored, as_attachment=kind not in _SHOWN_INLINE, filename=parts[-1], content_type=kind)
    response["Cache-Control"] = "public, max-age=2592000" if public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def old_admin(request: HttpRequest, rest: str = "") -> HttpResponse:
    """People look for Django's admin out of habit; there is only the editor."""
    return redirect("wagtailadmin_home")
