"""Budgets that were voted on before the hub was there, from the files in which they were published."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from hub.accounts.models.user import User
from hub.demo.content import last_budget as said
from hub.demo.content.projects.last_year import CARRIED_OUT, OPENED_DAY
from hub.demo.content.projects.shapes import ProjectContent
from hub.demo.content.projects.three_years_ago import THREE_YEARS_AGO
from hub.demo.content.projects.two_years_ago import TWO_YEARS_AGO
from hub.demo.content.shapes import Tri
from hub.demo.services.calendar import Calendar, Stage, clock_stopped_at
from hub.demo.services.pages import LANGUAGES
from hub.demo.services.projects import CURRENCY, ProjectsOf
from participatory_budget.publishing import publish_budget_pages
from participatory_budget.services.importing import import_election

OLDER = (THREE_YEARS_AGO, TWO_YEARS_AGO)
# The day on which the vote ended. A file is brought in the day before the files of its winners are opened.
LAST_YEAR_HELD = -201


@dataclass(frozen=True)
class _Vote:
    slug: str
    title: Tri
    summary: Tri
    money: int
    projects: tuple[tuple[str, int, str, str, str], ...]
    ballots: tuple[tuple[int, str], ...]


def first_day() -> int:
    """The first day on which anything is told in the city."""
    return min(one.opened_day for one in OLDER) - 2


def hold_older_budgets(stage: Stage, accounts: dict[str, User], *, until: int) -> list[ProjectsOf]:
    """Both older votes, and what became of their projects before the day on which the hub's own story begins."""
    held = []
    for past in OLDER:
        for_all = _Vote(past.slug, past.title, past.summary, past.money, past.projects, past.ballots)
        # What became of the first ones comes before the next vote.
        stage.play(until=stage.calendar.at(past.opened_day - 1, "10:00"))
        held.append(_hold(for_all, past.year_day, past.opened_day, past.carried_out, stage, accounts))
        held[-1].plan(since=past.opened_day, until=until)
    return held


def hold_last_year(stage: Stage, accounts: dict[str, User]) -> ProjectsOf:
    """What was decided before, with every ballot: it can be counted again at once."""
    vote = _Vote(said.SLUG, said.TITLE, said.SUMMARY, said.MONEY, said.PROJECTS, said.BALLOTS)
    return _hold(vote, LAST_YEAR_HELD, OPENED_DAY, CARRIED_OUT, stage, accounts)


def _hold(
    vote: _Vote,
    held_day: int,
    opened_day: int,
    carried_out: tuple[ProjectContent, ...],
    stage: Stage,
    accounts: dict[str, User],
) -> ProjectsOf:
    calendar, officer = stage.calendar, accounts["officer@example.org"]
    moment = calendar.at(opened_day - 1, "10:00")
    with clock_stopped_at(moment):
        found = import_election(BytesIO(_file(vote, held_day, calendar)), vote.slug, actor=None, now=moment)
        budget = found.envelope.budget
        publish_budget_pages(
            budget,
            texts={
                language: {"title": vote.title.get(language), "summary": vote.summary.get(language)}
                for language in LANGUAGES
            },
            actor=officer,
        )
    projects = ProjectsOf(budget, carried_out, stage, accounts)
    opened = calendar.at(opened_day, "10:00")
    with clock_stopped_at(opened):
        projects.open_all(opened)
    return projects


def _file(vote: _Vote, held_day: int, calendar: Calendar) -> bytes:
    meta = {
        "description": "Budget participatif de Port-Zeitoun",
        "country": "Port Zeitoun",
        "unit": "Port-Zeitoun",
        "instance": str(calendar.at(held_day, "12:00").year),
        "num_projects": len(vote.projects),
        "num_votes": sum(people for people, _chosen in vote.ballots),
        "budget": vote.money,
        "vote_type": "approval",
        "rule": "equalshares/add1",
        "date_begin": calendar.at(held_day - 14, "12:00").strftime("%d.%m.%Y"),
        "date_end": calendar.at(held_day, "12:00").strftime("%d.%m.%Y"),
        "max_length": 4,
        "language": "fr",
        "currency": CURRENCY,
    }
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    lines += ["PROJECTS", "project_id;cost;category;district;name"]
    lines += [f"{code};{cost};{subject};{district};{name}" for code, cost, district, subject, name in vote.projects]
    lines += ["VOTES", "voter_id;vote"]
    ballots = [chosen for people, chosen in vote.ballots for _one in range(people)]
    lines += [f"{number};{chosen}" for number, chosen in enumerate(ballots, start=1)]
    return ("\n".join(lines) + "\n").encode()
