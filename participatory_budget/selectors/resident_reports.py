"""What residents saw of a project. What the public may see of it is chosen here, by the state of the contribution."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from hub.accounts.models.user import User
from hub.contributions.enums import FileKind
from hub.contributions.models.attachment import Attachment
from hub.contributions.selectors import contributions_by_person
from hub.moderation.enums import State
from participatory_budget.enums import Satisfied, Seen
from participatory_budget.models.budget import Budget
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import ResidentReport, Satisfaction
from participatory_budget.selectors.deliveries import project_pages

# Under so many answers nobody learns how the few answered.
FEWEST_ANSWERS = 5
# Rows that are in memory at once.
CHUNK = 200
PICTURES = (FileKind.JPEG, FileKind.PNG)


@dataclass(frozen=True)
class SeenSums:
    """Of the reports that are public. A question may be left out, so its answers need not add up to `reports`."""

    reports: int = 0
    finished: Mapping[str, int] = field(default_factory=dict)  # by value of `Seen`; none left out
    as_promised: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SatisfactionSums:
    answers: int
    by_answer: Mapping[str, int]  # by value of `Satisfied`; none left out

    @property
    def satisfied(self) -> int:
        return self.by_answer[Satisfied.VERY] + self.by_answer[Satisfied.RATHER]


def public_reports(delivery_ids: Collection[UUID]) -> QuerySet[ResidentReport]:
    """The newest first, with their contributions and how many public replies (`replies`) each has."""
    rows = _public(delivery_ids)
    replies = Count("comment__replies", filter=Q(comment__replies__state=State.PUBLISHED))
    newest_first = rows.select_related("comment").order_by("-comment__published_at", "-comment_id")
    return newest_first.annotate(replies=replies)


def _public(delivery_ids: Collection[UUID]) -> QuerySet[ResidentReport]:
    return ResidentReport.objects.filter(delivery__in=delivery_ids, comment__state=State.PUBLISHED)


def sums_for(delivery_ids: Collection[UUID]) -> dict[UUID, SeenSums]:
    """One query, however many projects; one without public reports has sums of nothing."""
    counts = {
        f"{question}_{value}": Count("pk", filter=Q(**{question: value}))
        for question in ("finished", "as_promised")
        for value in Seen.values
    }
    rows = _public(delivery_ids).values("delivery").annotate(reports=Count("pk"), **counts)
    found = {row["delivery"]: _sums(row) for row in rows}
    return {key: found.get(key, _sums({})) for key in delivery_ids}


def sums_of(delivery: Delivery) -> SeenSums:
    return sums_for([delivery.pk])[delivery.pk]


def pictures_of(reports: Iterable[ResidentReport]) -> dict[int, list[Attachment]]:
    """By number of the contribution, without their bytes; one query."""
    found: dict[int, list[Attachment]] = {}
    rows = Attachment.objects.filter(comment__in=[one.comment_id for one in reports], kind__in=PICTURES)
    for file in rows.defer("content"):
        if file.comment_id is not None:
            found.setdefault(file.comment_id, []).append(file)
    return found


def satisfaction_with(delivery: Delivery) -> SatisfactionSums | None:
    """None while too few have answered."""
    rows = Satisfaction.objects.filter(delivery=delivery).values_list("answer").annotate(count=Count("pk"))
    counts = dict(rows.order_by())
    answers = sum(counts.values())
    if answers < FEWEST_ANSWERS:
        return None
    return SatisfactionSums(answers, {value: counts.get(value, 0) for value in Satisfied.values})


def own_satisfaction(delivery: Delivery, user: User) -> str:
    """What this person said; "" while they said nothing."""
    rows = Satisfaction.objects.filter(delivery=delivery, user=user)
    return rows.values_list("answer", flat=True).first() or ""


def reports_by(user: User) -> list[ResidentReport]:
    """Whatever became of them: a copy to take away."""
    mine = contributions_by_person(user).order_by().values("pk")
    return list(ResidentReport.objects.filter(comment__in=mine).select_related("comment").order_by("pk"))


def satisfaction_of(user: User) -> list[Satisfaction]:
    return list(Satisfaction.objects.filter(user=user).order_by("given_at", "pk"))


def open_reports(budget: Budget) -> Iterator[ResidentReport]:
    """Of projects whose page anybody may read, a chunk at a time; two queries."""
    return _open_rows(budget).order_by("comment__published_at", "pk").iterator(chunk_size=CHUNK)


def open_reports_state(budget: Budget) -> list[Any]:
    """Changes whenever one is published, changed, emptied or taken away; two queries."""
    figures = (
        _open_rows(budget)
        .order_by()
        .aggregate(
            Count("pk"),
            Max("comment__published_at"),
            Max("comment__edited_at"),
            Max("comment__decided_at"),
            Sum("pk"),
        )
    )
    return list(figures.values())


def _open_rows(budget: Budget) -> QuerySet[ResidentReport]:
    ids = list(Delivery.objects.filter(budget=budget, promise__published_at__isnull=False).values_list("pk", flat=True))
    return _public(list(project_pages(ids, ""))).select_related("comment")


def _sums(row: Mapping[str, Any]) -> SeenSums:
    return SeenSums(
        reports=row.get("reports", 0),
        finished={value: row.get(f"finished_{value}", 0) for value in Seen.values},
        as_promised={value: row.get(f"as_promised_{value}", 0) for value in Seen.values},
    )
