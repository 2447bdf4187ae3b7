"""A project as lists and results show it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from participatory_budget.models.project import Project
from participatory_budget.reports.money import money


@dataclass(frozen=True)
class ProjectRow:
    """`score`, `won` and `why` only where the result is out; `place` is when it won, counted from one."""

    code: str
    title: str
    language: str
    description: str
    cost: str
    district: str
    category: str
    anchor: str
    envelope_id: UUID
    score: str = ""
    score_figure: str = ""
    won: bool | None = None
    place: int | None = None
    why: str = ""


def anchor_of(project: Project) -> str:
    """The same on each page. Codes of files may hold anything, so it is the place on the ballot."""
    return f"{project.envelope.slug}-{project.order}"


def plain_row(project: Project, currency: str) -> ProjectRow:
    return ProjectRow(
        code=project.code,
        title=project.title,
        language=project.title_language,
        description=project.description,
        cost=money(project.cost, currency),
        district=project.district,
        category=project.category,
        anchor=anchor_of(project),
        envelope_id=project.envelope_id,
    )
