"""Closed lists of promises. The values are part of open data and of addresses: they keep their meaning."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PromiseState(models.TextChoices):
    """What a person decided. Whether a promise is late, the clock says: see `engine.status`."""

    PLANNED = "planned", pgettext_lazy("state of a promise", "Planned")
    STARTED = "started", pgettext_lazy("state of a promise", "Under way")
    KEPT = "kept", pgettext_lazy("state of a promise", "Kept")
    CANCELLED = "cancelled", pgettext_lazy("state of a promise", "Given up by a decision")


OPEN_STATES = frozenset({PromiseState.PLANNED, PromiseState.STARTED})

TRANSITIONS = {
    PromiseState.PLANNED: frozenset({PromiseState.STARTED, PromiseState.KEPT, PromiseState.CANCELLED}),
    PromiseState.STARTED: frozenset({PromiseState.KEPT, PromiseState.CANCELLED}),
    # Taken up again in public: what was said to be finished is not, or a decision was taken back.
    PromiseState.KEPT: frozenset({PromiseState.STARTED}),
    PromiseState.CANCELLED: frozenset({PromiseState.STARTED}),
}


class PromiseStatus(models.TextChoices):
    """What everybody sees: the state and the clock together."""

    PLANNED = "planned", pgettext_lazy("status of a promise", "Planned")
    STARTED = "started", pgettext_lazy("status of a promise", "Under way")
    LATE = "late", pgettext_lazy("status of a promise", "Late")
    POSTPONED = "postponed", pgettext_lazy("status of a promise", "Put off, with a reason")
    KEPT = "kept", pgettext_lazy("status of a promise", "Kept in time")
    KEPT_LATE = "kept_late", pgettext_lazy("status of a promise", "Kept, later than promised")
    CANCELLED = "cancelled", pgettext_lazy("status of a promise", "Given up by a decision")


class UpdateSource(models.TextChoices):
    """Where a piece of news comes from."""

    STAFF = "staff", pgettext_lazy("source of an update", "Written by staff")
    IMPORT = "import", pgettext_lazy("source of an update", "From another system")
