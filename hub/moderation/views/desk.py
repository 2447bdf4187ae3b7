"""What waits, at the top of the editor's front page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from hub.moderation import selectors


class DeskPanel(Component):
    name = "desk"
    template_name = "moderation/desk.html"
    order = 50  # above Wagtail's own panels

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"items": selectors.desk(parent_context["request"].user, timezone.now())}
