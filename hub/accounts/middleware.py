"""Keeps staff without a second factor out of the editor, and signed-in people's pages out of shared caches."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

GUARDED = ("/cms/",)
_OPEN = ("/cms/login/", "/cms/logout/", "/cms/password_reset/")


class PrivatePagesMiddleware:
    """What a signed-in person is shown names them: no cache hands it to others. A view that says more is left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # What was made without asking who reads it is the same for all, and asking now would make it vary by cookie.
        asked = getattr(request.session, "accessed", False)
        if asked and not response.has_header("Cache-Control") and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-cache"
        return response


class StaffSecondFactorMiddleware:
    """Stands after the message middleware: it says why it sends people elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            messages.warning(
                request, _("Staff accounts need a second sign-in step. Set it up here; then the editor opens.")
            )
            query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()} if request.method == "GET" else {})
            address = reverse("mfa_activate_totp")
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
        return self.get_response(request)

    @staticmethod
    def _must_set_up(request: HttpRequest) -> bool:
        if not settings.STAFF_SECOND_FACTOR_REQUIRED:
            return False
        if not request.path.startswith(GUARDED) or request.path.startswith(_OPEN):
            return False
        # Whoever is not signed in is led to the sign-in, where a second factor that exists is asked for.
        return request.user.is_authenticated and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
