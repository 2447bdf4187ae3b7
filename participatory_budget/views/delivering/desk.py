"""`/cms/projects/<uuid>/`: everything about one project, and the ways to change it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.contributions.engine.files import CONTENT_TYPES
from hub.contributions.enums import FileKind
from hub.core.views.private import keep_private
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.permissions.deliveries import user_can_carry_out
from participatory_budget.reports.project_desk import project_desk
from participatory_budget.selectors.project_desk import desk_rows
from participatory_budget.services.delivering.money import taken_back
from participatory_budget.views.delivering.shared import file_on_desk
from participatory_budget.views.editing.shared import language


@require_safe
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    delivery, now = file_on_desk(request, pk), timezone.now()
    rows = desk_rows(delivery)
    context = {
        "desk": project_desk(delivery, language(), now, taken_back(rows.payments), rows),
        "budget": delivery.budget,
        "can_write": user_can_carry_out(request.user, now),
    }
    return keep_private(render(request, "participatory_budget/admin/project.html", context))


@require_safe
def photo(request: HttpRequest, pk: UUID, photo_id: UUID) -> HttpResponse:
    """As it is public, for the desk alone."""
    delivery = file_on_desk(request, pk)
    found = DeliveryPhoto.objects.filter(pk=photo_id, delivery=delivery, withdrawn_at=None).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=CONTENT_TYPES[FileKind(found.kind)])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return keep_private(response)
