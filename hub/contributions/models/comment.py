"""A contribution: a django-comments-xtd comment that hangs on a Thread by a real foreign key.

`state` is the truth. `is_public` and `is_removed` follow it, set by the services only. XtdComment has an integer
`thread_id` of its own, so ours is `hub_thread`; likewise `hub_parent` beside its integer `parent_id`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django_comments_xtd.models import XtdComment

from hub.contributions.enums import AuthorKind, Channel, Position, PublishAs
from hub.contributions.models.thread import Thread
from hub.moderation.enums import ReasonCode, State


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> CommentQuerySet:
        return self.filter(state=State.PUBLISHED)

    def pending(self) -> CommentQuerySet:
        return self.filter(state=State.PENDING)

    def oldest_first(self) -> CommentQuerySet:
        return self.order_by("received_at", "pk")


class Comment(XtdComment):
    # Named by hand: the automatic reverse name would be "comment", which is the text field of the base model.
    xtdcomment_ptr = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="hub_comment"
    )
    hub_thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    hub_parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=State.choices)
    reason_code = models.CharField(max_length=20, choices=ReasonCode.choices, blank=True)
    position = models.CharField(max_length=24, choices=Position.choices, blank=True)
    suggested_text = models.TextField(blank=True)
    # Words of the clause that this is about: a W3C TextQuote (exact, prefix, suffix) and TextPosition (start, end) in
    # the clause's plain text as it stood in `document_version`, in `quote_language`. See engine/anchoring.py.
    quote = models.TextField(blank=True)
    quote_prefix = models.CharField(max_length=64, blank=True)
    quote_suffix = models.CharField(max_length=64, blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)
    quote_language = models.CharField(max_length=10, blank=True)
    search_text = models.TextField(blank=True, editable=False)  # both texts, folded (engine/folding.py)
    publish_as = models.CharField(max_length=12, choices=PublishAs.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    # Of the text, and of the letters that we write to its author.
    language = models.CharField(max_length=10)
    author_language = models.CharField(max_length=10)
    document_version = models.PositiveIntegerField(null=True, blank=True)
    # Given by the author with the form, never assumed: a report quotes nobody who did not say so.
    may_be_quoted = models.BooleanField(default=False)

    # What is shown beside the text: a name, a pseudonym, or nothing.
    author_name = models.CharField(max_length=200, blank=True)
    author_kind = models.CharField(max_length=12, choices=AuthorKind.choices, default=AuthorKind.PERSON)
    organisation = models.CharField(max_length=200, blank=True)
    register_number = models.CharField(max_length=60, blank=True)  # in a register of associations or of companies
    represents = models.CharField(max_length=300, blank=True)  # for whom the organisation speaks
    # Keyed hash of the e-mail address: counts people and finds one's own without reading addresses.
    author_key = models.CharField(max_length=64, blank=True, db_index=True)

    received_at = models.DateTimeField()  # when the person sent it, not when they confirmed their address
    published_at = models.DateTimeField(null=True, blank=True)  # when it first became public
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)  # when the text shown now was written, if it was changed

    # Changed only by hub.contributions.services, under the lock on the thread.
    agree_count = models.PositiveIntegerField(default=0)
    disagree_count = models.PositiveIntegerField(default=0)
    flag_count = models.PositiveIntegerField(default=0)  # flags that no moderator has looked at
    # Part of every signed link to this contribution; a higher number ends the links given out before.
    receipt_number = models.PositiveSmallIntegerField(default=1)

    # One per opened form and author: the second click of a double click finds the first one's comment.
    submission_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    # Contributions that came by another way keep the number they had there; importing twice changes nothing.
    external_source = models.CharField(max_length=64, blank=True)
    external_id = models.CharField(max_length=200, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("received_at", "pk")
        indexes = [
            models.Index(fields=["hub_thread", "state", "received_at"], name="comment_by_thread"),
            models.Index(fields=["state", "decided_at", "received_at"], name="comment_by_state"),
            models.Index(fields=["received_at"], condition=Q(flag_count__gt=0), name="comment_flagged"),
        ]
        constraints = [
            models.CheckConstraint(name="comment_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="comment_hidden_needs_reason",
                condition=Q(state__in=[State.PENDING, State.PUBLISHED], reason_code="")
                | Q(state=State.WITHDRAWN, reason_code=ReasonCode.WITHDRAWN)
                | (Q(state=State.WITHHELD) & ~Q(reason_code__in=["", ReasonCode.WITHDRAWN])),
            ),
            models.CheckConstraint(
                name="comment_confidential_never_public",
                condition=~Q(publish_as=PublishAs.CONFIDENTIAL)
                | (Q(state__in=[State.WITHHELD, State.WITHDRAWN]) & Q(published_at=None)),
            ),
            models.CheckConstraint(
                name="comment_confidential_never_quoted",
                condition=~Q(publish_as=PublishAs.CONFIDENTIAL) | Q(may_be_quoted=False),
            ),
            models.CheckConstraint(
                name="comment_confidential_reason_matches",
                condition=~Q(reason_code=ReasonCode.CONFIDENTIAL) | Q(publish_as=PublishAs.CONFIDENTIAL),
            ),
            models.CheckConstraint(
                name="comment_published_has_date", condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="comment_pending_is_undecided",
                condition=~Q(state=State.PENDING) | Q(published_at=None, decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="comment_erased_not_public",
                condition=Q(erased_at=None) | Q(state__in=[State.WITHHELD, State.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="comment_quote_position_whole",
                condition=Q(quote_start=None, quote_end=None) | Q(quote_start__lt=models.F("quote_end")),
            ),
            models.UniqueConstraint(
                name="comment_external_once",
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self, anchor_pattern: str = "") -> str:
        return reverse("contribution_trace", args=[self.reference])

    @property
    def body(self) -> str:
        return self.comment

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_reply(self) -> bool:
        return self.hub_parent_id is not None

    @property
    def names_its_author(self) -> bool:
        return self.publish_as not in (PublishAs.ANONYMOUS, PublishAs.CONFIDENTIAL)

    @property
    def public_name(self) -> str:
        """The name that everybody may see, in the active language when it is a word of ours."""
        if not self.names_its_author or not (self.author_name or self.organisation):
            return pgettext("author of a contribution", "Anonymous")
        if self.author_kind == AuthorKind.ORGANISATION and self.organisation:
            return self.organisation
        return self.author_name
