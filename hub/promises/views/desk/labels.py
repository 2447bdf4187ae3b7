"""What can be done with a promise, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.promises.engine.actions import Action

LABELS: Mapping[Action, Any] = {
    Action.UPDATE: _("Write news"),
    Action.START: _("Say that it has begun"),
    Action.KEEP: _("Say that it is done"),
    Action.POSTPONE: _("Postpone it, with a reason"),
    Action.DAY: _("Set the day"),
    Action.CANCEL: _("Give it up by a decision"),
    Action.REOPEN: _("Take it up again"),
    Action.OWNER: _("Say who looks after it"),
}
