"""What residents propose: a contribution with a place, a price guess, supports and a thread of its own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import Channel, PublishAs
from hub.contributions.models.thread import Thread
from hub.moderation.enums import ReasonCode, State
from participatory_budget.enums import STATE_OF_PROPOSAL
from participatory_budget.models.place import place_on_earth

# A proposal is there to be talked about, so it is never confidential.
PROPOSAL_PUBLISH_AS = (PublishAs.NAMED, PublishAs.PSEUDONYM, PublishAs.ANONYMOUS)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def published(self) -> ProposalQuerySet:
        return self.filter(state=State.PUBLISHED)

    def standing(self) -> ProposalQuerySet:
        """Public and not merged into another one."""
        return self.published().filter(merged_into=None)


class Proposal(models.Model):
    """An idea somebody sent. `state` is the truth of moderation; counters are changed by services under its lock.

    Money in the smallest parts of the budget's currency. `reference` is its citable number and part of its address.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="proposals")
    # For whom it is: the whole city, a district, a reserved share.
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="proposals")
    category = models.ForeignKey(
        "participatory_budget.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=State.choices)
    reason_code = models.CharField(max_length=20, choices=ReasonCode.choices, blank=True)

    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what is proposed"))
    benefit = models.TextField(_("whom it helps"), blank=True)
    language = models.CharField(max_length=10)
    cost_guess = models.BigIntegerField(_("cost, as its author guesses"), null=True, blank=True)
    place = models.CharField(_("place in words"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)  # title, texts and place, folded

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    publish_as = models.CharField(max_length=12, choices=PublishAs.choices)
    author_name = models.CharField(max_length=200, blank=True)  # what is shown; empty for anonymous
    author_language = models.CharField(max_length=10)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    # Where staff entered it: who did, and where it comes from ("Workshop at the library, 12 May").
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True)

    received_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    support_count = models.PositiveIntegerField(default=0)
    threshold_reached_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_proposals"
    )
    merged_at = models.DateTimeField(null=True, blank=True)
    # One per draft: the second click of a double click finds the first one's proposal.
    submission_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-received_at", "reference"]
        indexes = [
            models.Index(fields=["budget", "state", "-support_count"], name="proposal_by_support"),
            models.Index(fields=["budget", "state", "-published_at"], name="proposal_by_date"),
            models.Index(fields=["state", "received_at"], name="proposal_by_state"),
        ]
        constraints = [
            models.CheckConstraint(name="proposal_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="proposal_hidden_needs_reason",
                condition=Q(state__in=[State.PENDING, State.PUBLISHED], reason_code="")
                | Q(state=State.WITHDRAWN, reason_code=ReasonCode.WITHDRAWN)
                | (Q(state=State.WITHHELD) & ~Q(reason_code__in=["", ReasonCode.WITHDRAWN])),
            ),
            models.CheckConstraint(
                name="proposal_published_has_date", condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="proposal_never_confidential",
                condition=Q(publish_as__in=[one.value for one in PROPOSAL_PUBLISH_AS]),
            ),
            models.CheckConstraint(
                name="proposal_anonymous_has_no_name", condition=~Q(publish_as=PublishAs.ANONYMOUS) | Q(author_name="")
            ),
            models.CheckConstraint(
                name="proposal_erased_not_public",
                condition=Q(erased_at=None) | Q(state__in=[State.WITHHELD, State.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="proposal_guess_not_negative", condition=Q(cost_guess=None) | Q(cost_guess__gte=0)
            ),
            models.CheckConstraint(
                name="proposal_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("uuid"))
            ),
            models.CheckConstraint(
                name="proposal_merged_has_date",
                condition=Q(merged_into=None, merged_at=None) | Q(merged_into__isnull=False, merged_at__isnull=False),
            ),
            models.CheckConstraint(name="proposal_place_on_earth", condition=place_on_earth()),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state_label(self) -> str:
        return str(STATE_OF_PROPOSAL[self.state])


class ProposalRevision(models.Model):
    """A text that the proposal had: the first one becomes a row at the first change, then each new one."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    description = models.TextField()
    benefit = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    was_public = models.BooleanField(default=False)
    # Set where the city asked for the change and the author agreed.
    scope_change = models.OneToOneField(
        "participatory_budget.ScopeChange", null=True, blank=True, on_delete=models.SET_NULL, related_name="revision"
    )

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_revision_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} #{self.number}"


class ProposalSupport(models.Model):
    """One person, one proposal. Who supports what is shown to nobody; only sums are."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The proposal that the person supported before it was merged into this one.
    came_from = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="proposal_support_once_per_person")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.user_id}"
