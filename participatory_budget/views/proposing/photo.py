"""The photo of a draft, for whoever writes it and for nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from hub.contributions.engine.files import CONTENT_TYPES
from hub.contributions.enums import FileKind
from participatory_budget.selectors.drafts import photo_parts
from participatory_budget.views.proposing.holding import held_draft


def draft_photo(request: HttpRequest, page: Any, draft_id: UUID) -> HttpResponse:
    parts = photo_parts(held_draft(request, page.budget, draft_id))
    if parts is None:
        raise Http404
    kind, content = parts
    response = HttpResponse(content, content_type=CONTENT_TYPES[FileKind(kind)])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
