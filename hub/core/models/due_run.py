from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DueRun(models.Model):
    """That a due job ran in a slot of time. The constraint is what makes it run at most once among several workers."""

    job = models.CharField(_("job"), max_length=100)
    slot = models.DateTimeField(_("start of the slot"))
    ran_at = models.DateTimeField(_("ran at"))

    class Meta:
        verbose_name = _("due run")
        verbose_name_plural = _("due runs")
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="core_duerun_once_per_slot")]
        indexes = [models.Index(fields=["ran_at"], name="core_duerun_ran_at")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%dT%H:%M}"
