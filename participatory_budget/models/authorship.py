"""Who stands behind a proposal besides its author, and proposals that become one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import Consent

# Nobody has said no yet.
OPEN_CONSENTS = ("asked", "agreed")


class CoAuthor(models.Model):
    """Somebody who was asked to stand behind a proposal. Shown only once agreed; the address goes when answered."""

    proposal = models.ForeignKey("participatory_budget.Proposal", on_delete=models.CASCADE, related_name="coauthors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    email = models.EmailField(blank=True)
    shown_name = models.CharField(max_length=200, blank=True)
    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # The proposal whose author this was, before it was merged into this one.
    came_from = models.ForeignKey(
        "participatory_budget.Proposal", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        ordering = ["proposal", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "user"], condition=Q(user__isnull=False), name="coauthor_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["proposal", "email"], condition=~Q(email=""), name="coauthor_once_per_address"
            ),
            models.CheckConstraint(condition=Q(consent__in=Consent.values), name="coauthor_consent_known"),
            models.CheckConstraint(
                condition=Q(consent=Consent.ASKED, answered_at=None)
                | (~Q(consent=Consent.ASKED) & Q(answered_at__isnull=False, email="")),
                name="coauthor_answered_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.consent}"


class Merge(models.Model):
    """A question whether one proposal may go into another. Both sides agree first; the trace stays for good."""

    source = models.ForeignKey("participatory_budget.Proposal", on_delete=models.PROTECT, related_name="merges_away")
    target = models.ForeignKey("participatory_budget.Proposal", on_delete=models.PROTECT, related_name="merges_in")
    reason = models.TextField(_("why they belong together"))
    reason_language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.ASKED)
    source_answered_at = models.DateTimeField(null=True, blank=True)
    target_consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.ASKED)
    target_answered_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    supports_moved = models.PositiveIntegerField(default=0)
    supports_shared = models.PositiveIntegerField(default=0)  # of people who had supported both

    class Meta:
        verbose_name = _("merge of proposals")
        verbose_name_plural = _("merges of proposals")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_reason"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(source_consent=Consent.AGREED, target_consent=Consent.AGREED),
                name="merge_only_with_consent",
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(
                    done_at=None, source_consent__in=["asked", "agreed"], target_consent__in=["asked", "agreed"]
                ),
                name="merge_one_open_per_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
