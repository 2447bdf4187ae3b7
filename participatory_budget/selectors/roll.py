"""Reads of the roll: an entry by what a person typed, and figures of its size. Nothing of what people did."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Max, Prefetch, QuerySet
from django.utils import timezone

from hub.accounts.models.user import User
from participatory_budget.engine.identities import code_hash, identity_hash
from participatory_budget.enums import EligibilityWay, EnvelopeKind, PhaseKind
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import ElectionKey
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.roll import Acceptance, RollEntry, VotingCode


def entry_by_identity(budget: Budget, text: str) -> RollEntry | None:
    """None as well where no key was made yet, and after it was destroyed."""
    key = _roll_key(budget)
    found = identity_hash(key, text) if key else ""
    return RollEntry.objects.filter(budget=budget, identity=found).first() if found else None


def entry_by_code(budget: Budget, text: str) -> RollEntry | None:
    """Whether an account used the code or not. Raises engine.identities.MistypedCodeError."""
    key = _roll_key(budget)
    found = code_hash(key or "00", text)
    if not key:
        return None
    code = VotingCode.objects.filter(code_hash=found, entry__budget=budget).select_related("entry").first()
    return code.entry if code else None


def _roll_key(budget: Budget) -> str:
    return ElectionKey.objects.filter(budget=budget).values_list("roll_key", flat=True).first() or ""


def districts_of(budget: Budget) -> list[Envelope]:
    """In their order; a person votes in one of them."""
    return list(Envelope.objects.filter(budget=budget, kind=EnvelopeKind.DISTRICT).order_by("order", "slug"))


def last_day_of_vote(budget: Budget) -> date | None:
    """By this day one has to be old enough."""
    ends = BudgetPhase.objects.filter(budget=budget, kind=PhaseKind.VOTING).aggregate(last=Max("ends_at"))["last"]
    return timezone.localdate(ends - timedelta(microseconds=1)) if ends else None


def waiting_for_letters(budget: Budget) -> QuerySet[RollEntry]:
    """People of the register's newest file who have neither an account here nor a code."""
    return RollEntry.objects.filter(
        budget=budget, way=EligibilityWay.REGISTER, account=None, line__isnull=False, code=None
    )


def roll_entries_of(user: User) -> QuerySet[RollEntry]:
    """Of every budget, with where a ballot was accepted."""
    accepted = Prefetch("acceptances", Acceptance.objects.select_related("envelope").order_by("envelope__slug"))
    rows = RollEntry.objects.filter(account=user).select_related("budget", "district").prefetch_related(accepted)
    return rows.order_by("budget__slug")


def baskets_of(user: User) -> QuerySet[Basket]:
    return Basket.objects.filter(account=user).select_related("envelope__budget").order_by("pk")


def people_by_way(budget: Budget) -> dict[str, int]:
    rows = RollEntry.objects.filter(budget=budget).order_by().values_list("way").annotate(Count("pk"))
    return dict(rows)


def people_by_district(budget: Budget) -> dict[str | None, int]:
    """By the slug of the district; None for those who have none yet."""
    rows = RollEntry.objects.filter(budget=budget).order_by().values_list("district__slug").annotate(Count("pk"))
    return dict(rows)


def codes_by_batch(budget: Budget) -> list[tuple[int, int]]:
    """Codes that were made and not taken back; newest pile first."""
    rows = VotingCode.objects.filter(entry__budget=budget).order_by("-batch").values_list("batch").annotate(Count("pk"))
    return list(rows)
