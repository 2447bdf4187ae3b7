"""A consultation: dates and facts. The story is told by its ConsultationPage."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import AnswerProfile


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Filters that say in SQL what `phases.phase_at` says in Python; a test holds them equal."""

    def announced(self, now: datetime) -> ConsultationQuerySet:
        return self.filter(opens_at__gt=now)

    def open(self, now: datetime) -> ConsultationQuerySet:
        return self.filter(opens_at__lte=now, closes_at__gt=now)

    def closed(self, now: datetime) -> ConsultationQuerySet:
        return self.filter(closes_at__lte=now)

    def unanswered(self, now: datetime) -> ConsultationQuerySet:
        return self.closed(now).filter(Q(answered_at__isnull=True) | Q(answered_at__gt=now))

    def answered(self, now: datetime) -> ConsultationQuerySet:
        return self.closed(now).filter(answered_at__lte=now)


class Consultation(models.Model):
    """People may say what they think of one or more document versions, between two moments."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("short name"), max_length=120, unique=True, help_text=_("Names the consultation in addresses and commands.")
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), help_text=_("From this moment on no comment is taken."))
    answer_profile = models.CharField(
        _("date of the answer"), max_length=30, choices=AnswerProfile.choices, default=AnswerProfile.TWELVE_WEEKS
    )
    answer_due_at = models.DateTimeField(_("answer due by"))
    # Written once, when the first report is published: a decision that a person took, so it is stored.
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    follow_up_at = models.DateTimeField(_("follow-up starts"), null=True, blank=True)
    premoderated = models.BooleanField(
        _("comments are read before they are published"),
        default=False,
        help_text=_("Otherwise they are public at once and read afterwards."),
    )
    answers_approved = models.BooleanField(
        _("answers are approved by a second person"),
        default=False,
        help_text=_("No answer is published that only one person has seen."),
    )
    owner_body = models.CharField(_("responsible body"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opens_at", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="consultation_opens_before_it_closes",
                violation_error_message=_("A consultation opens before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(answer_due_at__gte=F("closes_at")),
                name="consultation_answer_due_after_close",
                violation_error_message=_("The answer is due after the close."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("closes_at")),
                name="consultation_answered_after_close",
                violation_error_message=_("A consultation is answered after the close."),
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="consultation_by_close"),
            models.Index(fields=["opens_at"], name="consultation_by_opening"),
            models.Index(fields=["answered_at"], name="consultation_by_answer"),
        ]

    def __str__(self) -> str:
        return self.slug


class ConsultationDocument(models.Model):
    """The consultation is about this document, in this version."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey("whitepapers.Document", on_delete=models.PROTECT, related_name="+")
    version_number = models.PositiveIntegerField()
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["consultation", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "document"], name="consultation_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.version_number}"
