"""How the city looks at a proposal: who, by when, measured by what, at which price, and what it found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import PASSING_VERDICTS, AppealDecision, Consent
from participatory_budget.enums import CriterionAnswer as Answer
from participatory_budget.enums import Verdict as Finding


def costs_in_order() -> Q:
    """No price below nothing, and the low one not above the high one."""
    return (
        (Q(cost_low=None) | Q(cost_low__gte=0))
        & (Q(cost_high=None) | Q(cost_high__gte=0))
        & (Q(cost_final=None) | Q(cost_final__gte=0))
        & (Q(running_cost=None) | Q(running_cost__gte=0))
        & (Q(cost_low=None) | Q(cost_high=None) | Q(cost_low__lte=F("cost_high")))
    )


class Costs(models.Model):
    """Money in the smallest parts of the budget's currency; `running_cost` is for one year."""

    cost_low = models.BigIntegerField(_("cost, at least"), null=True, blank=True)
    cost_high = models.BigIntegerField(_("cost, at most"), null=True, blank=True)
    cost_final = models.BigIntegerField(_("final cost"), null=True, blank=True)
    running_cost = models.BigIntegerField(_("running cost in a year"), null=True, blank=True)
    costed_by = models.CharField(_("who costed it"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Evaluation(Costs):
    """The file of one proposal. What is in it is public as it happens, but for who of the staff works on it."""

    proposal = models.OneToOneField(
        "participatory_budget.Proposal", on_delete=models.PROTECT, related_name="evaluation"
    )
    department = models.ForeignKey(
        "participatory_budget.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="evaluations"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    opened_at = models.DateTimeField()
    costed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["due_on", "opened_at", "pk"]
        constraints = [models.CheckConstraint(condition=costs_in_order(), name="evaluation_costs_in_order")]

    def __str__(self) -> str:
        return str(self.proposal_id)


class CriterionFinding(models.Model):
    """What one criterion came to, with a note that everybody may read."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="findings")
    criterion = models.ForeignKey("participatory_budget.Criterion", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=16, choices=Answer.choices)
    note = models.TextField(blank=True)
    note_language = models.CharField(max_length=10, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["evaluation", "criterion__order", "criterion__slug"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="finding_once_per_criterion"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="finding_answer_known"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.answer}"


class Verdict(Costs):
    """A public decision with its reason. A later one follows an appeal or an agreed change; none is ever rewritten."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="verdicts")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=24, choices=Finding.choices)
    reason = models.TextField(_("reason"))
    reason_language = models.CharField(max_length=10)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["evaluation", "number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="verdict_number_once"),
            models.CheckConstraint(condition=Q(verdict__in=Finding.values), name="verdict_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="verdict_has_reason"),
            models.CheckConstraint(condition=costs_in_order(), name="verdict_costs_in_order"),
            models.CheckConstraint(
                # Sorted: a set has another order in each process.
                condition=~Q(verdict__in=[one.value for one in sorted(PASSING_VERDICTS)])
                | (Q(cost_final__isnull=False) & ~Q(costed_by="")),
                name="verdict_that_passes_has_a_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} #{self.number}"


class Appeal(models.Model):
    """An author who does not accept a verdict. Somebody else than who decided looks at it again, and says why."""

    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField(_("why it should be looked at again"))
    language = models.CharField(max_length=10)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    due_on = models.DateField()
    decision = models.CharField(max_length=10, choices=AppealDecision.choices, blank=True)
    reason = models.TextField(blank=True)
    reason_language = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("appeal against a verdict")
        verbose_name_plural = _("appeals against verdicts")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (Q(decision__in=AppealDecision.values, decided_at__isnull=False) & ~Q(reason="")),
                name="appeal_decided_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.verdict_id)


class ScopeChange(models.Model):
    """Other words for a proposal, offered by the city so that it can be done. Only its author can say yes."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="scope_changes")
    title = models.CharField(max_length=120)
    description = models.TextField()
    language = models.CharField(max_length=10)
    reason = models.TextField(_("why it is needed"))
    reason_language = models.CharField(max_length=10)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.ASKED)
    answer = models.TextField(_("what the author says"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change that the city asks for")
        verbose_name_plural = _("changes that the city asks for")
        ordering = ["offered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="scope_change_has_reason"),
            models.CheckConstraint(condition=Q(consent__in=Consent.values), name="scope_change_consent_known"),
            models.CheckConstraint(
                condition=Q(consent=Consent.ASKED, answered_at=None)
                | (~Q(consent=Consent.ASKED) & Q(answered_at__isnull=False)),
                name="scope_change_answered_has_date",
            ),
            models.UniqueConstraint(
                fields=["evaluation"], condition=Q(consent=Consent.ASKED), name="scope_change_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.consent}"
