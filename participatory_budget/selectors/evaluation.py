"""The file of one proposal, read as a whole, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.audit.models.entry import ActorOpening, AuditEntry
from participatory_budget.enums import PASSING_VERDICTS, AppealDecision, Consent
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Criterion, Department
from participatory_budget.models.evaluation import Appeal, CriterionFinding, Evaluation, ScopeChange, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Schedule, phases_of

LONGEST_HISTORY = 100


@dataclass(frozen=True)
class Dossier:
    """What the city wrote down about a proposal, oldest first; all empty before anybody began."""

    evaluation: Evaluation | None = None
    findings: dict[int, CriterionFinding] = field(default_factory=dict)  # by criterion
    verdicts: tuple[Verdict, ...] = ()
    changes: tuple[ScopeChange, ...] = ()

    @property
    def latest(self) -> Verdict | None:
        return self.verdicts[-1] if self.verdicts else None

    @property
    def passes(self) -> bool:
        return self.latest is not None and self.latest.verdict in PASSING_VERDICTS

    @property
    def open_change(self) -> ScopeChange | None:
        return next((one for one in self.changes if one.consent == Consent.ASKED), None)

    @property
    def agreed_change(self) -> ScopeChange | None:
        """The last one that the author agreed to."""
        return next((one for one in reversed(self.changes) if one.consent == Consent.AGREED), None)

    @property
    def open_appeal(self) -> Appeal | None:
        appeal = appeal_of(self.latest) if self.latest else None
        return appeal if appeal and not appeal.decision else None

    @property
    def changed_since_verdict(self) -> bool:
        agreed, latest = self.agreed_change, self.latest
        return bool(agreed and latest and agreed.answered_at and agreed.answered_at > latest.decided_at)

    @property
    def appeal_granted(self) -> bool:
        appeal = appeal_of(self.latest) if self.latest else None
        return bool(appeal and appeal.decision == AppealDecision.GRANTED)

    @property
    def is_undecided(self) -> bool:
        """Nothing stands that binds: no verdict yet, or an appeal or a change has opened the question again."""
        return self.latest is None or self.appeal_granted or self.changed_since_verdict

    @property
    def findings_seen(self) -> str:
        """Names this set of answers, so that two officers notice each other."""
        latest = max((one.found_at for one in self.findings.values()), default=None)
        return f"{len(self.findings)}:{latest.isoformat() if latest else ''}"

    @property
    def costs_seen(self) -> str:
        moment = self.evaluation.costed_at if self.evaluation else None
        return moment.isoformat() if moment else ""


def appeal_of(verdict: Verdict) -> Appeal | None:
    """From `select_related`: no query."""
    appeal: Appeal | None = getattr(verdict, "appeal", None)
    return appeal


def dossier_of(proposal: Proposal) -> Dossier:
    """Four queries at most."""
    evaluation = (
        Evaluation.objects.filter(proposal=proposal).select_related("department", "assigned_to").first()
        if proposal.pk
        else None
    )
    if evaluation is None:
        return Dossier()
    return Dossier(
        evaluation=evaluation,
        findings={
            one.criterion_id: one
            for one in CriterionFinding.objects.filter(evaluation=evaluation).select_related("criterion")
        },
        verdicts=tuple(Verdict.objects.filter(evaluation=evaluation).select_related("appeal").order_by("number")),
        changes=tuple(ScopeChange.objects.filter(evaluation=evaluation).order_by("offered_at", "pk")),
    )


def criteria_of(budget_id: UUID) -> list[Criterion]:
    return list(Criterion.objects.filter(budget=budget_id).order_by("order", "slug"))


def departments_of(budget: Budget) -> list[Department]:
    return list(Department.objects.filter(budget=budget).order_by("order", "slug"))


def schedule_of(budget_id: UUID) -> Schedule:
    return phases_of(BudgetPhase.objects.filter(budget=budget_id))


def authors_with_account(proposal: Proposal) -> list[User]:
    """The author and the co-authors who agreed, as far as their accounts stand; two queries."""
    agreed = CoAuthor.objects.filter(proposal=proposal, consent=Consent.AGREED, user__isnull=False)
    wanted = Q(pk__in=agreed.values("user"))
    if proposal.author_id is not None:
        wanted |= Q(pk=proposal.author_id)
    return list(User.objects.filter(wanted, is_active=True).order_by("pk"))


def other_officers(user: User) -> bool:
    """Is there somebody else who may decide about an appeal?"""
    return officers().exclude(pk=user.pk).exists()


def officers() -> QuerySet[User]:
    """Accounts that may work on budgets."""
    roles = [Role.BUDGET_OFFICER.value, Role.ADMINISTRATOR.value]
    return (
        User.objects.filter(Q(groups__name__in=roles) | Q(is_superuser=True), is_active=True).distinct().order_by("pk")
    )


def has_enough_support(proposal: Proposal, budget: Budget) -> bool:
    """Once reached it stays reached, whoever takes a support back."""
    return proposal.threshold_reached_at is not None or proposal.support_count >= budget.supports_needed


@dataclass(frozen=True)
class HistoryLine:
    """A step that was recorded, with who took it; for staff."""

    action: str
    code: str
    recorded_at: datetime
    actor: str


def history_of(evaluation: Evaluation | None) -> list[HistoryLine]:
    """From the audit record, newest first; three queries."""
    if evaluation is None:
        return []
    entries = list(
        AuditEntry.objects.filter(subject="participatory_budget.evaluation", subject_id=str(evaluation.pk)).order_by(
            "-sequence"
        )[:LONGEST_HISTORY]
    )
    openings = dict(ActorOpening.objects.filter(entry__in=entries).values_list("entry", "actor_id"))
    people = {one.pk: one.public_name for one in User.objects.filter(pk__in=set(openings.values()))}
    return [
        HistoryLine(one.action, one.reason_code, one.recorded_at, people.get(openings.get(one.pk, 0), ""))
        for one in entries
    ]
