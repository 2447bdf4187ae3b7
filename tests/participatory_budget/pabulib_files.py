"""Small elections as Pabulib files, with one thing changed at a time."""

from __future__ import annotations

import io
from collections.abc import Sequence

from participatory_budget.engine.pabulib import PabulibFile, read

META = {"description": "Streets", "budget": "1000", "vote_type": "approval", "rule": "greedy", "currency": "EUR"}
PROJECTS = ["project_id;cost;name;selected", "a;600;Trees;1", "b;500;Benches;0", "c;300;Lights;1"]
VOTES = ["voter_id;vote", "1;a,b", "2;a", "3;c", "4;"]


def pabulib(
    *, projects: Sequence[str] = PROJECTS, votes: Sequence[str] = VOTES, end: str = "\n", **meta: str | None
) -> bytes:
    """META key None leaves the key out."""
    rows = [f"{key};{value}" for key, value in {**META, **meta}.items() if value is not None]
    lines = ["META", "key;value", *rows, "PROJECTS", *projects, "VOTES", *votes]
    return "".join(line + end for line in lines).encode()


def opened(content: bytes) -> PabulibFile:
    return read(io.BytesIO(content))


def line_of(content: bytes, start: str) -> str:
    """`line 17`: where the first line stands that starts like this."""
    lines = content.decode().splitlines()
    return f"line {next(number for number, line in enumerate(lines, start=1) if line.startswith(start))}"
