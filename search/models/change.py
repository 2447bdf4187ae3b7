"""The outbox of the index: what was changed and is still to be told, first to the entries, then to the search node."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchChange(models.Model):
    """Something about this key was written. In the transaction of the writer, so that neither is without the other."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("change for the search")
        verbose_name_plural = _("changes for the search")
        indexes = [
            models.Index(fields=["not_before", "id"], name="search_change_due"),
            models.Index(fields=["kind", "key"], name="search_change_of"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


# How `last_error` of a `NodeUpdate` begins when the node was not there to take or refuse it.
UNREACHED = "unreached: "
# What waits for longer is missed by readers: the node was away, or no worker sends. Then the database answers.
LAGS_AFTER = timedelta(seconds=30)


class NodeUpdate(models.Model):
    """An entry that the search node does not know in its present form; only where SEARCH_URL names a node.

    `entry` is the number of a `SearchEntry` that may be gone by now: then it is to be deleted there too. `version`
    grows with each change: what was sent settles only what it was.
    """

    entry = models.BigIntegerField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("update for the search node")
        verbose_name_plural = _("updates for the search node")
        indexes = [models.Index(fields=["not_before", "entry"], name="node_update_due")]

    def __str__(self) -> str:
        return str(self.entry)
