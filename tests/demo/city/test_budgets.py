"""The budgets of the demo city, as a visitor finds them."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from hub.moderation.enums import State
from participatory_budget.enums import AppealDecision, Consent, PhaseKind
from participatory_budget.models.ballot_box import Ballot, Checkpoint, WaitingBallot
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import FrozenElection
from participatory_budget.models.evaluation import Appeal, Verdict
from participatory_budget.models.paper import PaperBatch
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.phases import is_running, phases_of


def test_one_takes_proposals_and_one_is_decided(city: datetime, client: Client) -> None:
    for language in ("en", "fr", "ar"):
        for address in ("our-budget/proposals/", "our-budget/statistics/", "our-budget-last-year/results/"):
            assert client.get(f"/{language}/budgets/{address}").status_code == 200
    budget = Budget.objects.get(slug="our-budget")
    phases = phases_of(budget.phases.all())
    assert is_running(phases, PhaseKind.PROPOSALS, city)
    assert is_running(phases, PhaseKind.SUPPORTS, city)


def test_every_step_of_a_proposal_can_be_seen(city: datetime) -> None:
    assert set(Verdict.objects.values_list("verdict", flat=True)) == {
        "feasible",
        "feasible_with_changes",
        "not_feasible",
    }
    assert Project.objects.filter(proposal__budget__slug="our-budget").count() == 2
    assert Appeal.objects.get().decision not in AppealDecision.values
    assert Proposal.objects.filter(coauthors__consent=Consent.AGREED).exists()
    merged = Proposal.objects.get(merged_into__isnull=False)
    assert merged.merged_into.support_count > 0
    assert Proposal.objects.filter(channel="meeting").exists()
    assert not Proposal.objects.exclude(state=State.PUBLISHED).exists()


def test_the_counters_are_what_people_gave(city: datetime) -> None:
    for proposal in Proposal.objects.all():
        assert proposal.support_count == ProposalSupport.objects.filter(proposal=proposal).count(), proposal.title


def test_one_is_being_voted_on_online_and_on_paper(city: datetime, client: Client) -> None:
    budget = Budget.objects.get(slug="street-budget")
    assert is_running(phases_of(budget.phases.all()), PhaseKind.VOTING, city)
    for language in ("en", "fr", "ar"):
        assert client.get(f"/{language}/budgets/street-budget/projects/").status_code == 200
    frozen = FrozenElection.objects.get(budget=budget)
    assert '"ballot":"knapsack"' in frozen.document
    resident = RollEntry.objects.get(account__email="resident@example.org")
    assert not Acceptance.objects.filter(entry=resident).exists()
    people = Acceptance.objects.filter(on_paper=False).values("entry").distinct().count()
    assert people == 120
    assert Ballot.objects.filter(budget=budget).count() > 100
    assert Ballot.objects.count() + WaitingBallot.objects.count() == Acceptance.objects.count()
    assert Checkpoint.objects.filter(budget=budget).count() > 5
    closed, waiting = PaperBatch.objects.order_by("number")
    assert (closed.state, waiting.state) == ("closed", "checking")
    assert closed.figures == {"valid": 4, "blank": 1, "spoiled": 1, "no_right": 1, "second": 0, "sheets": 7}
    assert waiting.typed_by.email == "officer@example.org"
    assert client.get("/en/budgets/street-budget/results/").status_code == 404
