"""What others show on the page of a project. A feature registers its part in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.core.registries import Registry
from participatory_budget.models.delivery import Delivery


@dataclass(frozen=True)
class ProjectPart:
    """`context`: file, path of the page, moment → what the template needs, the same for every reader; None: nothing."""

    template: str
    context: Callable[[Delivery, str, datetime], Mapping[str, Any] | None]
    styles: Sequence[str] = ()  # stylesheets that the page loads with it


project_parts: Registry[ProjectPart] = Registry("parts of project pages")
