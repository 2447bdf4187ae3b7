"""Wagtail's and Django's own ways in, out and back in, led to the one sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, ChangePasswordPanel, NameEmailSettingsPanel

EDITOR = "/cms/"


@never_cache
def to_account_login(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Keeps `next`. Who is signed in but has no business behind the counter is told so, not sent in circles."""
    target = request.GET.get(REDIRECT_FIELD_NAME) or (EDITOR if request.path.startswith(EDITOR) else "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = ""
    if request.user.is_authenticated and target.startswith(EDITOR):
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return HttpResponseRedirect(target)
    query = "?" + urlencode({REDIRECT_FIELD_NAME: target}) if target else ""
    return HttpResponseRedirect(reverse("account_login") + query)


@never_cache
def to_account_logout(request: HttpRequest) -> HttpResponse:
    """Asks first, on our own page: nobody is signed out by a link."""
    return HttpResponseRedirect(reverse("account_logout"))


@never_cache
def to_account_password_reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("account_reset_password"))


@method_decorator(require_admin_access, name="dispatch")
class EditorAccountView(AccountView):
    """Wagtail's account page without names, address and password: those live on the person's own account page."""

    def get_panels(self) -> list[Any]:
        hidden = (NameEmailSettingsPanel, ChangePasswordPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, hidden)]
