"""What pages of projects plug into the platform; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.core.registries import FollowSubject
from participatory_budget.selectors.deliveries import followed_projects


class FollowableProjects:
    label = _("Project")
    promises: Sequence[Any] = (
        _("work on it begins, or it is finished."),
        _("it will be later than promised, with the reason."),
        _("it is given up, with the decision."),
        _("the city writes news about it."),
    )

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return followed_projects(keys)
