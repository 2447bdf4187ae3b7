"""What the database itself refuses, whoever writes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hub.moderation.enums import State
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import Merge
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.proposal import Proposal, ProposalSupport
from tests.factories.accounts import alice
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db


def test_a_person_supports_a_proposal_once() -> None:
    one, person = proposal(open_budget("supports")), alice()
    ProposalSupport.objects.create(proposal=one, user=person, given_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalSupport.objects.create(proposal=one, user=person, given_at=NOW)


def test_a_proposal_is_hidden_only_with_a_reason() -> None:
    one = proposal(open_budget())
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=one.pk).update(state=State.WITHHELD)


def test_nothing_is_merged_without_both_sides() -> None:
    budget = open_budget()
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(
            source=proposal(budget),
            target=proposal(budget),
            reason="The same square",
            reason_language="en",
            asked_at=NOW,
            source_consent=Consent.AGREED,
            source_answered_at=NOW,
            done_at=NOW,
        )


def test_what_passes_has_a_price_and_a_reason() -> None:
    evaluation = Evaluation.objects.create(proposal=proposal(open_budget("evaluation")), opened_at=NOW)
    given = {"evaluation": evaluation, "number": 1, "reason_language": "en", "decided_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(verdict="feasible", reason="The land is ours.", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(verdict="not_feasible", reason="", **given)


def test_a_verdict_is_never_rewritten() -> None:
    evaluation = Evaluation.objects.create(proposal=proposal(open_budget("evaluation")), opened_at=NOW)
    verdict = Verdict.objects.create(
        evaluation=evaluation,
        number=1,
        verdict="not_feasible",
        reason="The square belongs to the port.",
        reason_language="en",
        decided_at=NOW,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.filter(pk=verdict.pk).update(reason="Something else")
    verdict.refresh_from_db()
    assert verdict.reason == "The square belongs to the port."
