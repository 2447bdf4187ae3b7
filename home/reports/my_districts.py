"""What goes on in the districts of one person. For that person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from home.engine.things import Stage, Thing, by_stage
from home.selectors.headings import HeadingLine, all_headings
from home.selectors.under import things_under
from hub.accounts.models.user import User
from hub.core.models.topic import TopicKind
from participatory_budget.selectors.headed import districts_of_person

# Who follows many finds the others in their list of what they follow.
DISTRICTS = 2
THINGS = 3


@dataclass(frozen=True)
class MyDistrict:
    heading: HeadingLine
    things: Sequence[Thing]  # what is open, coming or being worked on


def my_districts(user: User, language: str, now: datetime) -> list[MyDistrict]:
    """Nothing for who follows no district and is on no roll. As many queries for two districts as for fifty."""
    keys = districts_of_person(user)
    if not keys:
        return []
    known = all_headings(language)
    lines = [line for key in keys if (line := known.line(TopicKind.DISTRICT, key))]
    found = []
    for line in sorted(lines, key=lambda one: (one.name.casefold(), one.key))[:DISTRICTS]:
        pages = known.named.under(line.kind, line.key)
        parts = known.parts_of(line.kind, line.key)
        under = things_under(line.kind, line.key, pages, parts, language, now)
        now_first = [one for one in under.things if one.stage in (Stage.OPEN, Stage.COMING, Stage.WORKING)]
        shown = [thing for stage in by_stage(now_first, THINGS) for thing in stage.things]
        found.append(MyDistrict(line, shown[:THINGS]))
    return found
