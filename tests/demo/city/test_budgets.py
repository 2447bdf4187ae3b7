"""The budgets of the demo city, as a visitor finds them."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from hub.moderation.enums import State
from participatory_budget.enums import AppealDecision, Consent, PhaseKind
from participatory_budget.models.evaluation import Appeal, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.phases import is_running, phases_of


def test_one_takes_proposals_and_one_is_decided(city: datetime, client: Client) -> None:
    for language in ("en", "fr", "ar"):
        for address in ("our-budget/proposals/", "our-budget/statistics/", "our-budget-last-year/results/"):
            assert client.get(f"/{language}/budgets/{address}").status_code == 200
    budget = Proposal.objects.first().budget
    phases = phases_of(budget.phases.all())
    assert is_running(phases, PhaseKind.PROPOSALS, city)
    assert is_running(phases, PhaseKind.SUPPORTS, city)


def test_every_step_of_a_proposal_can_be_seen(city: datetime) -> None:
    assert set(Verdict.objects.values_list("verdict", flat=True)) == {
        "feasible",
        "feasible_with_changes",
        "not_feasible",
    }
    assert Project.objects.exclude(proposal=None).count() == 2
    assert Appeal.objects.get().decision not in AppealDecision.values
    assert Proposal.objects.filter(coauthors__consent=Consent.AGREED).exists()
    merged = Proposal.objects.get(merged_into__isnull=False)
    assert merged.merged_into.support_count > 0
    assert Proposal.objects.filter(channel="meeting").exists()
    assert not Proposal.objects.exclude(state=State.PUBLISHED).exists()


def test_the_counters_are_what_people_gave(city: datetime) -> None:
    for proposal in Proposal.objects.all():
        assert proposal.support_count == ProposalSupport.objects.filter(proposal=proposal).count(), proposal.title
