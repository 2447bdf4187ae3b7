"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from hub.accounts.models.user import User
from participatory_budget.enums import EnvelopeKind, Leftover, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.imported import ImportedBallot, ImportedElection
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)


@pytest.fixture
def budget() -> Budget:
    return Budget.objects.create(slug="streets", currency="EUR", created_at=NOW)


@pytest.fixture
def envelope(budget) -> Envelope:
    return Envelope.objects.create(budget=budget, slug="city", amount=100)


def refused(make) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def card(budget, **facts) -> RuleCard:
    return RuleCard.objects.create(**{"budget": budget, "version": 1, "vote_type": "approval", "made_at": NOW, **facts})


def test_a_budget_has_one_name_and_a_currency_of_iso(budget):
    refused(lambda: Budget.objects.create(slug="streets", created_at=NOW))
    refused(lambda: Budget.objects.create(slug="", created_at=NOW))
    refused(lambda: Budget.objects.create(slug="b", currency="zł", created_at=NOW))
    refused(lambda: Budget.objects.create(slug="b", currency="eur", created_at=NOW))
    Budget.objects.create(slug="c", currency="", created_at=NOW)


def test_each_phase_stands_once_and_starts_before_it_ends(budget):
    def phase(kind, days):
        return BudgetPhase.objects.create(budget=budget, kind=kind, starts_at=NOW, ends_at=NOW + timedelta(days=days))

    phase(PhaseKind.VOTING, 1)
    refused(lambda: phase(PhaseKind.VOTING, 2))
    refused(lambda: phase(PhaseKind.RESULTS, 0))
    refused(lambda: phase("dancing", 1))


def test_an_envelope_has_a_known_kind_a_sum_and_a_place_in_the_tree(budget, envelope):
    def another(**facts):
        return Envelope.objects.create(**{"budget": budget, "slug": "north", "amount": 5, **facts})

    refused(lambda: another(slug="city"))
    refused(lambda: another(amount=-1))
    refused(lambda: another(kind="village"))
    refused(lambda: another(leftover="lottery"))
    refused(lambda: another(leftover=Leftover.PARENT))
    child = another(kind=EnvelopeKind.DISTRICT, parent=envelope, leftover=Leftover.PARENT)
    refused(lambda: Envelope.objects.filter(pk=child.pk).update(parent=child.pk))
    with pytest.raises(ProtectedError):
        envelope.delete()
    with pytest.raises(ProtectedError):
        budget.delete()


def test_an_envelope_has_one_name_a_language(envelope):
    EnvelopeName.objects.create(envelope=envelope, language="ar", name="المدينة كلها")
    refused(lambda: EnvelopeName.objects.create(envelope=envelope, language="ar", name="المدينة"))
    refused(lambda: EnvelopeName.objects.create(envelope=envelope, language="fr", name=""))


def test_a_project_has_an_id_of_its_own_a_price_and_a_place_on_earth(envelope):
    def project(**facts):
        return Project.objects.create(**{"envelope": envelope, "code": "a", "cost": 5, "title": "Trees", **facts})

    project()
    refused(project)
    refused(lambda: project(code=""))
    refused(lambda: project(code="b", title=""))
    refused(lambda: project(code="b", cost=-1))
    refused(lambda: project(code="b", latitude=91, longitude=0))
    refused(lambda: project(code="b", latitude=45))
    project(code="b", latitude="-33.5", longitude="151.25", cost=2**53 - 1)


def test_a_rule_card_is_a_numbered_version_that_never_changes(budget):
    user = UserFactory()
    kept = card(budget, made_by=user, rule="greedy")
    refused(lambda: card(budget))
    refused(lambda: card(budget, version=0))
    refused(lambda: card(budget, version=2, vote_type="lottery"))
    refused(lambda: card(budget, version=2, min_length=3, max_length=2))
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleCard.objects.filter(pk=kept.pk).update(rule="equalshares")
    # Only the name of who made it goes when the account does.
    User.objects.filter(pk=user.pk).delete()
    kept.refresh_from_db()
    assert (kept.rule, kept.made_by) == ("greedy", None)


def test_a_count_never_changes(envelope):
    facts = {"envelope": envelope, "rule": "greedy", "inputs_sha256": "a" * 64, "result_sha256": "b" * 64}
    kept = Count.objects.create(**facts, result={}, counted_at=NOW)
    refused(lambda: Count.objects.create(**facts, result={}, counted_at=NOW))
    for change in ({"result": {"selected": []}}, {"rule": "other"}, {"counted_at": NOW + timedelta(days=1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Count.objects.filter(pk=kept.pk).update(**change)


def test_an_imported_ballot_has_its_number_once(envelope):
    election = ImportedElection.objects.create(
        envelope=envelope, meta=[], project_columns=[], project_rows=[], vote_columns=[], imported_at=NOW
    )
    ImportedBallot.objects.create(election=election, number=1, cells=["1", ""])
    refused(lambda: ImportedBallot.objects.create(election=election, number=1, cells=[]))
    refused(lambda: ImportedBallot.objects.create(election=election, number=0, cells=[]))
