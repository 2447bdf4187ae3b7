"""Two proposals, people who support them, and the question whether they become one."""

from __future__ import annotations

from hub.accounts.models.user import User
from participatory_budget.enums import PhaseKind
from participatory_budget.models.authorship import Merge
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.services.merging import ask_to_merge
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.proposals import NOW, open_budget, proposal

ARABIC = "الفكرة نفسها للساحة نفسها، ونحن جيران."


def officer(**fields: object) -> User:
    return UserFactory(**{"email": "olga@example.org", "pseudonym": "Olga", "budget_officer": True, **fields})


def ask(source: Proposal, target: Proposal, actor: User, reason: str = "The same square.", **fields: object) -> Merge:
    return ask_to_merge(source, target, **{"reason": reason, "language": "en", "actor": actor, "now": NOW, **fields})


def support(one: Proposal, *people: User) -> None:
    for person in people:
        ProposalSupport.objects.create(proposal=one, user=person, given_at=NOW)
    Proposal.objects.filter(pk=one.pk).update(support_count=one.supports.count())


def two(phase: str = PhaseKind.PROPOSALS, **fields: object) -> tuple[Proposal, Proposal]:
    budget = open_budget(phase, **fields)
    return proposal(budget, author=alice(), title="Shade"), proposal(budget, author=dan(), title="Trees")


def decide(one: Proposal) -> None:
    evaluation = Evaluation.objects.create(proposal=one, opened_at=NOW)
    Verdict.objects.create(
        evaluation=evaluation, number=1, verdict="not_feasible", reason="No.", reason_language="en", decided_at=NOW
    )
