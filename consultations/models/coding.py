"""Who said that a contribution belongs to a theme: people and machines, each for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import Judgement
from consultations.models.theme import Theme


class Coding(models.Model):
    """One judgement of one reader (or of the machine, `reader` null) about one contribution and one theme.

    A machine's row only suggests and is never changed by people: their own row is the answer to it.
    """

    comment = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # "machine/1", or empty for a person. It stays when the person's account is gone.
    machine = models.CharField(max_length=40, blank=True)
    judgement = models.CharField(max_length=10, choices=Judgement.choices)
    score = models.PositiveSmallIntegerField(null=True, blank=True)  # the machine's, in thousandths
    # A person who settles a difference between two readers has the last word.
    settles = models.BooleanField(default=False)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        ordering = ["comment", "theme", "given_at", "pk"]
        indexes = [models.Index(fields=["theme", "machine"], name="coding_by_theme")]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "theme", "reader"], condition=Q(reader__isnull=False), name="coding_once_per_reader"
            ),
            models.UniqueConstraint(
                fields=["comment", "theme"], condition=~Q(machine=""), name="coding_once_for_the_machine"
            ),
            models.CheckConstraint(condition=Q(judgement__in=Judgement.values), name="coding_judgement_known"),
            models.CheckConstraint(
                condition=Q(machine="", score=None) | (~Q(machine="") & Q(reader=None, settles=False)),
                name="coding_machine_has_no_reader",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1000), name="coding_score_in_thousandths"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.theme_id} ({self.judgement})"


class CommentTheme(models.Model):
    """What stands: the themes that people gave a contribution, merged ones resolved.

    Follows from `Coding`; written by `services.coding` only, and made anew by it at any time.
    """

    comment = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="comments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "theme"], name="comment_theme_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.theme_id}"


class Reading(models.Model):
    """Who has read a contribution, and when its themes were settled by this reader, if they were."""

    comment = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField()
    coded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["comment", "read_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reader"], condition=Q(reader__isnull=False), name="reading_once_per_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reader_id}"


class StaffNote(models.Model):
    """What staff write to each other about a contribution. Never public, never exported with open data."""

    comment = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="staff_notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("staff note")
        verbose_name_plural = _("staff notes")
        ordering = ["comment", "written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="staff_note_not_empty")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.author_id}"


class SavedFilter(models.Model):
    """A view of the contributions that somebody wants to come back to; `query` is the part behind the "?"."""

    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.CASCADE, related_name="saved_filters"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["consultation", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "owner", "name"], name="saved_filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
