"""`/healthz`: the process answers. `/readyz`: what it stands on answers too; 503 names the part that does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse

from hub.core.health import failing_parts, warnings


def healthz(request: HttpRequest) -> HttpResponse:
    return _uncached(JsonResponse({"status": "ok"}))


def readyz(request: HttpRequest) -> HttpResponse:
    failing = failing_parts()
    return _uncached(
        JsonResponse(
            {
                "status": "unavailable" if failing else "ok",
                "failing": failing,
                # Nothing more is asked of a database that does not answer.
                "warnings": {} if failing else warnings(),
            },
            status=503 if failing else 200,
        )
    )


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


HEALTH_VIEWS: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": healthz, "/readyz": readyz}
