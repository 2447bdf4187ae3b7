"""The account page: what the hub knows about me, what I have done here, and a copy of it to take away."""

from __future__ import annotations

import json
from collections.abc import Iterator

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.accounts.models.user import User
from hub.accounts.permissions import is_staff_member, roles_held
from hub.accounts.selectors import personal_data_of
from hub.accounts.views.people import signed_in
from hub.core.registries import account_sections


@never_cache
@login_required
@require_safe
def account_overview(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    sections = [
        {
            "name": name,
            "label": section.label,
            "html": render_to_string(section.template, dict(section.context(user)), request),
        }
        for name, section in sorted(account_sections, key=lambda item: item[1].order)
    ]
    context = {
        "account": user,
        "sections": sections,
        "roles": [role.label for role in roles_held(user)],
        "is_staff_member": is_staff_member(user),
        "has_second_factor": is_mfa_enabled(user),
        "providers_available": settings.OIDC_ENABLED or SocialAccount.objects.filter(user=user).exists(),
    }
    return render(request, "account/overview.html", context)


@never_cache
@login_required
@require_safe
def download_data(request: HttpRequest) -> StreamingHttpResponse:
    now = timezone.now()
    response = StreamingHttpResponse(_as_json(signed_in(request), now.isoformat()), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="my-data-{now:%Y-%m-%d}.json"'
    return response


def _as_json(user: User, exported_at: str) -> Iterator[str]:
    """One app at a time, so that a long history never stands in memory whole."""
    yield json.dumps({"hub": settings.HUB_NAME, "exported_at": exported_at}, ensure_ascii=False)[:-1] + ', "data": {'
    for position, (source, records) in enumerate(personal_data_of(user)):
        separator = ", " if position else ""
        body = json.dumps(records, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        yield f"{separator}{json.dumps(source)}: {body}"
    yield "}}\n"
