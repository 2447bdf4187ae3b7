"""Files below `ballots/files/`: what was frozen and amended, the checkpoints, and after the close the bundle."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from participatory_budget.engine.election import ElectionError
from participatory_budget.models.election import Amendment
from participatory_budget.selectors.bundles import bundle_facts
from participatory_budget.selectors.open_log import closed_of, public_checkpoints
from participatory_budget.selectors.voting import frozen_of
from participatory_budget.services.voting.bundling import kept_bundle

_JSON = "application/json; charset=utf-8"


def log_file(request: HttpRequest, page: Any, name: str) -> HttpResponseBase:
    """404 for what is not out yet."""
    frozen = frozen_of(page.budget)
    if frozen is None:
        raise Http404
    if name == "election.json":
        return _text(request, page, name, frozen.document, _JSON)
    if name == "amendments.jsonl":
        rows = Amendment.objects.filter(budget=page.budget).order_by("number").values_list("document", flat=True)
        return _text(request, page, name, "".join(f"{one}\n" for one in rows), "application/jsonl; charset=utf-8")
    if name == "checkpoints.json":
        rows_ = public_checkpoints(page.budget, frozen.sha256, with_notes=closed_of(page.budget) is not None)
        return _text(request, page, name, json.dumps(rows_, indent=1, ensure_ascii=False), _JSON)
    if name == "bundle.zip":
        return _bundle(request, page)
    raise Http404


def _bundle(request: HttpRequest, page: Any) -> HttpResponseBase:
    try:
        facts = bundle_facts(page.budget)
    except ElectionError as error:
        raise Http404 from error
    tag = f'"{facts.etag}"'
    response = get_conditional_response(request, etag=tag) or FileResponse(
        kept_bundle(page.budget, facts).open("rb"),
        as_attachment=True,
        filename=f"{page.budget.slug}-election.zip",
        content_type="application/zip",
    )
    return _headed(response, page, tag)


def _text(request: HttpRequest, page: Any, name: str, text: str, content_type: str) -> HttpResponseBase:
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{page.budget.slug}-{name}"'
    return _headed(response, page, tag)


def _headed(response: HttpResponseBase, page: Any, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    is_public = not page.get_view_restrictions().exists()
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
