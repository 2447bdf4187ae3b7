"""Something happened that followers are told. Holds ids and how far the telling got; never words, never names."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class News(models.Model):
    """One row an event, written in the transaction of the event itself; kept, because links in mails name it.

    Followers are written to in the order of their account numbers: those up to `last_user` have their row in the
    outbox, the others not yet. Both are set in one transaction, so that a worker may die anywhere.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=160, unique=True)
    created_at = models.DateTimeField()
    last_user = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["created_at"], condition=Q(finished_at=None), name="news_unfinished")]
        constraints = [
            models.CheckConstraint(name="news_finished_names_nobody", condition=Q(finished_at=None) | Q(last_user=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class NewsSubject(models.Model):
    """What a piece of news was about when it was announced: feeds and digests find it by that."""

    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    created_at = models.DateTimeField()  # when it was announced: one index answers "the newest about this"

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "-created_at"], name="news_subject_newest")]
        constraints = [models.UniqueConstraint(fields=["news", "kind", "key"], name="news_subject_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
