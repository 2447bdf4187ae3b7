"""Deleting one's account: what goes and what stays, a fresh proof, the end."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hub.accounts.forms.profile import EraseByCodeForm, EraseByPasswordForm
from hub.accounts.selectors import personal_data_register
from hub.accounts.services.erasure import LastAdministratorError, code_matches, erase_account, is_alive, send_code
from hub.accounts.views.people import signed_in

_STATE = "account_erasure"


@method_decorator(never_cache, name="dispatch")
class EraseAccountView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "account/erase.html", {"register": personal_data_register(), "account": request.user})

    def post(self, request: HttpRequest) -> HttpResponse:
        if not ratelimit.consume(request, action="request_login_code", key=f"erase:{request.user.pk}"):
            return ratelimit.respond_429(request)
        request.session[_STATE] = send_code(signed_in(request), now=timezone.now())
        return HttpResponseRedirect(reverse("account_erase_confirm"))


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("password", "code"), name="dispatch")
class EraseConfirmView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not self._by_password and not is_alive(request.session.get(_STATE), now=timezone.now()):
            return HttpResponseRedirect(reverse("account_erase"))
        return self._page(self._form_class())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form_class(request.POST)
        if not form.is_valid() or not self._proves(form):
            if self._by_password or is_alive(request.session.get(_STATE), now=timezone.now()):
                return self._page(form)
            request.session.pop(_STATE, None)
            messages.error(request, _("This code does not work any more. Ask for a new one."))
            return HttpResponseRedirect(reverse("account_erase"))
        try:
            erase_account(signed_in(request), actor=signed_in(request), now=timezone.now())
        except LastAdministratorError:
            messages.error(
                request, _("You are the only administrator. Give this role to somebody else before you leave.")
            )
            return HttpResponseRedirect(reverse("account_overview"))
        logout(request)
        return HttpResponseRedirect(reverse("account_erased"))

    @property
    def _by_password(self) -> bool:
        return self.request.GET.get("with") == "password" and signed_in(self.request).has_usable_password()

    @property
    def _form_class(self) -> type[forms.Form]:
        return EraseByPasswordForm if self._by_password else EraseByCodeForm

    def _proves(self, form: forms.Form) -> bool:
        if self._by_password:
            if not ratelimit.consume(self.request, action="reauthenticate", user=self.request.user):
                form.add_error("password", _("That was too many tries. Wait a minute and try again."))
                return False
            if signed_in(self.request).check_password(form.cleaned_data["password"]):
                return True
            form.add_error("password", _("This password is not right."))
            return False
        state = self.request.session.get(_STATE)
        matches = code_matches(signed_in(self.request), state, form.cleaned_data["code"], now=timezone.now())
        self.request.session.modified = True
        if not matches:
            form.add_error("code", _("This code is not right. Check the newest message we sent you."))
        return matches

    def _page(self, form: forms.Form) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "account": self.request.user,
            "by_password": self._by_password,
            "can_use_password": signed_in(self.request).has_usable_password(),
        }
        return render(self.request, "account/erase_confirm.html", context)


@never_cache
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "account/erased.html")
