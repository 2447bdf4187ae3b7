"""Promises in the editor's menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.promises.permissions import user_can_see_all_promises
from hub.promises.views.desk.admin_urls import URLS


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return URLS


class PromiseMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_see_all_promises(request.user)


@hooks.register("register_admin_menu_item")
def promise_menu_item() -> MenuItem:
    return PromiseMenuItem(
        _("Promises"), reverse("promise_list"), name="promises", icon_name="calendar-check", order=246
    )
