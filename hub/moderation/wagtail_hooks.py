"""The queue in the editor's menu, for moderators only; what waits on everybody's front page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.moderation import selectors
from hub.moderation.permissions import user_can_moderate
from hub.moderation.views.desk import DeskPanel
from hub.moderation.views.queue import queue


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("moderation/", queue, name="moderation_queue")]


class ModerationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_moderate(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := selectors.waiting_count():
            component.label = _("Moderation (%(count)s)") % {"count": number_format(waiting)}
        return component


@hooks.register("register_admin_menu_item")
def moderation_menu_item() -> MenuItem:
    return ModerationMenuItem(
        gettext_lazy("Moderation"), reverse("moderation_queue"), name="moderation", icon_name="check", order=250
    )


@hooks.register("construct_homepage_panels")
def desk_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(DeskPanel())
