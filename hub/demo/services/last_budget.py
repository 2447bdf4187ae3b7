"""Last year's budget of the city, from the file in which it was published."""

from __future__ import annotations

from io import BytesIO

from hub.accounts.models.user import User
from hub.demo.content import last_budget as said
from hub.demo.services.calendar import Calendar, clock_stopped_at
from hub.demo.services.pages import LANGUAGES
from participatory_budget.publishing import publish_budget_pages
from participatory_budget.services.importing import import_election

CURRENCY = "TND"


def hold_last_year(calendar: Calendar, accounts: dict[str, User]) -> None:
    """What was decided before, with every ballot: it can be counted again at once."""
    officer = accounts["officer@example.org"]
    moment = calendar.at(-84, "10:00")
    with clock_stopped_at(moment):
        found = import_election(BytesIO(_file(calendar)), said.SLUG, actor=None, now=moment)
        publish_budget_pages(
            found.envelope.budget,
            texts={
                language: {"title": said.TITLE.get(language), "summary": said.SUMMARY.get(language)}
                for language in LANGUAGES
            },
            actor=officer,
        )


def _file(calendar: Calendar) -> bytes:
    meta = {
        "description": "Budget participatif de Port-Zeitoun",
        "country": "Port Zeitoun",
        "unit": "Port-Zeitoun",
        "instance": str(calendar.at(-200, "12:00").year),
        "num_projects": len(said.PROJECTS),
        "num_votes": sum(people for people, _chosen in said.BALLOTS),
        "budget": said.MONEY,
        "vote_type": "approval",
        "rule": "equalshares/add1",
        "date_begin": calendar.at(-215, "12:00").strftime("%d.%m.%Y"),
        "date_end": calendar.at(-201, "12:00").strftime("%d.%m.%Y"),
        "max_length": 4,
        "language": "fr",
        "currency": CURRENCY,
    }
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    lines += ["PROJECTS", "project_id;cost;category;district;name"]
    lines += [f"{code};{cost};{subject};{district};{name}" for code, cost, district, subject, name in said.PROJECTS]
    lines += ["VOTES", "voter_id;vote"]
    ballots = [chosen for people, chosen in said.BALLOTS for _one in range(people)]
    lines += [f"{number};{chosen}" for number, chosen in enumerate(ballots, start=1)]
    return ("\n".join(lines) + "\n").encode()
