"""Titles that begin as somebody types, for the list under the box; without JavaScript the page of results has them."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.contributions.views.compose import client_address
from hub.core.templatetags.hub_tags import number
from search.engine.wish import wish_of
from search.selectors.suggesting import suggest as suggested
from search.services.limits import allow_suggestions

AT_LEAST = 2  # letters
AT_MOST = 8


@require_safe
def suggest(request: HttpRequest) -> HttpResponseBase:
    """`{"said": "3 suggestions", "suggestions": [{"title", "url", "kind", "language"}]}`; `said` is read aloud."""
    now = timezone.now()
    query = wish_of({"q": request.GET.getlist("q")}).query
    reader = get_language() or settings.LANGUAGE_CODE
    if not allow_suggestions(address=client_address(request), now=now):
        return _answer({"said": "", "suggestions": []}, status=429, headers={"Retry-After": "600"})
    found = suggested(query, reader=reader, now=now, limit=AT_MOST) if len(query) >= AT_LEAST else []
    said = _("No suggestions")
    if found:
        said = ngettext("%(figure)s suggestion", "%(figure)s suggestions", len(found)) % {"figure": number(len(found))}
    rows = [
        {
            "title": one.title,
            "url": one.url,
            "kind": str(one.kind_label),
            "language": "" if one.language == reader else one.language,
        }
        for one in found
    ]
    response = _answer({"said": said, "suggestions": rows})
    tag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    answer = get_conditional_response(request, etag=tag) or response
    answer["ETag"] = tag
    # Caches ask each time, which the ETag makes cheap: what was taken down must not live on in one.
    answer["Cache-Control"] = "public, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answer(data: object, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False)
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status, headers=headers)
