"""What is attached: handed out as a download and nothing else, to whoever may read the contribution itself."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hub.contributions import selectors
from hub.contributions.engine.files import CONTENT_TYPES
from hub.contributions.enums import FileKind
from hub.contributions.permissions import user_can_read
from hub.contributions.views.grants import is_granted
from hub.contributions.views.private import keep_private
from hub.moderation.permissions import user_can_moderate


@require_safe
def contribution_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponseBase:
    comment = selectors.by_reference(reference)
    if comment is None:
        raise Http404
    now = timezone.now()
    subject = selectors.subject_of(comment.hub_thread, now)
    verified = selectors.has_verified_address(request.user)
    readable = user_can_read(request.user, comment, subject, address_verified=verified)
    if comment.erased_at is not None or not (
        readable or user_can_moderate(request.user) or is_granted(request, comment, now)
    ):
        raise Http404
    file = selectors.attachment(comment, file_id)
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[FileKind(file.kind)])
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    if comment.is_published:
        # Asked again each time: it may be taken down.
        response["Cache-Control"] = "private, no-cache"
        return response
    return keep_private(response)
