"""What others see of me, my language and what the hub may write to me about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import UpdateView

from hub.accounts.forms.profile import ProfileForm
from hub.accounts.models.user import User
from hub.accounts.services.profile import update_profile
from hub.accounts.views.people import signed_in


@method_decorator(never_cache, name="dispatch")
class ProfileView(LoginRequiredMixin, UpdateView[User, ProfileForm]):
    """There is no id in the address: a person can only ever edit their own."""

    form_class = ProfileForm
    template_name = "account/profile.html"

    def get_object(self, queryset: Any = None) -> User:
        # A second object: the masthead must not show what failed to validate.
        return User.objects.get(pk=signed_in(self.request).pk)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        user = update_profile(self.get_object(), **form.cleaned_data)
        with translation.override(user.language):
            messages.success(self.request, _("Your profile is saved."))
            return HttpResponseRedirect(reverse("account_overview"))
