"""What a follower of one promise is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.core.registries import FollowSubject
from hub.promises.selectors.public import promise_subjects


class FollowablePromises:
    label: Any = _("Promise")
    promises: Sequence[Any] = (
        _("it begins, is finished or is given up."),
        _("its day passes, or a later one is named."),
        _("the city writes news about it."),
    )

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return promise_subjects(keys)
