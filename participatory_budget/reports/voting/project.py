"""A project on a ballot: title and price as they hold now, place, subject and text as its page tells them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from hub.moderation.enums import PUBLIC_STATES
from participatory_budget.engine.frozen import Document
from participatory_budget.models.project import Project
from participatory_budget.reports.money import money
from participatory_budget.reports.project_rows import Labels, Word, anchor_of
from participatory_budget.selectors.envelopes import NamedEnvelope


@dataclass(frozen=True)
class BallotProject:
    """`anchor` is its id on the page; `path` stands below the page of the budget."""

    code: str
    anchor: str
    title: str
    language: str
    cost: int
    price: str
    place: Word
    category: Word
    description: str
    path: str
    can_be_asked: bool  # its page takes questions
    is_withdrawn: bool
    running: str = ""  # what it costs in each year afterwards, where the city said so


def ballot_projects(
    part: Document, projects: Iterable[Project], currency: str, tree: Sequence[NamedEnvelope], language: str
) -> list[BallotProject]:
    """In the order of the document. What somebody took out of public sight is not told here either."""
    by_code = {one.code: one for one in projects}
    labels = Labels.of(tree, language)
    return [
        _project(fact, number, by_code.get(fact["id"]), currency, labels)
        for number, fact in enumerate(part["projects"], start=1)
    ]


def _project(fact: Document, number: int, record: Project | None, currency: str, labels: Labels) -> BallotProject:
    proposal = record.proposal if record is not None else None
    is_public = proposal is not None and proposal.state in PUBLIC_STATES
    nothing = Word("", "", "")
    place, category, path, text, running = nothing, nothing, "", "", None
    if record is not None:
        category = labels.category(record)
        place = Word("", record.district, record.title_language)
        path = f"projects/?{urlencode({'q': record.code})}#{anchor_of(record)}"
        text = record.description
    if record is not None and proposal is not None:
        place = Word("", proposal.place if is_public else "", proposal.language)
        path = f"proposals/{proposal.reference}/" if is_public else ""
        text = (record.description or proposal.description) if is_public else ""
        evaluation = getattr(proposal, "evaluation", None) if is_public else None
        running = evaluation.running_cost if evaluation is not None else None
    return BallotProject(
        code=fact["id"],
        anchor=f"project-{number}",
        title=fact["title"] if proposal is None or is_public else fact["id"],
        language=fact["language"],
        cost=fact["cost"],
        price=money(fact["cost"], currency),
        place=place,
        category=category,
        description=text,
        path=path,
        can_be_asked=is_public,
        is_withdrawn=bool(fact.get("withdrawn")),
        running=money(running, currency) if running is not None else "",
    )
