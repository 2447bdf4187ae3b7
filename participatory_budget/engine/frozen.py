"""The frozen election: what is voted on, by which rules, for how much money. Pure; plain JSON values in and out.

A document is a dict as `services.voting.freezing` builds it; docs/ballot-box.md lists its fields. Amendments never
change it: `in_force` says what holds after them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from participatory_budget.engine.canonical import canonical, digest

ELECTION_FORMAT = "hub-election/1"
AMENDMENT_FORMAT = "hub-amendment/1"
ELECTION_DOMAIN = b"hub-frozen-election/1\n"
AMENDMENT_DOMAIN = b"hub-amendment/1\n"
# Below so many counting ballots an envelope's ballots are not published: too easy to guess whose they are.
SMALL_ENVELOPE = 50

Document = Mapping[str, Any]


def text_of(document: Document) -> str:
    return canonical(document).decode()


def election_sha256(document: Document) -> str:
    return digest(ELECTION_DOMAIN, document)


def amendment_sha256(document: Document) -> str:
    return digest(AMENDMENT_DOMAIN, document)


def envelope_in(document: Document, envelope: str) -> Document | None:
    """By its slug."""
    return next((one for one in document["envelopes"] if one["id"] == envelope), None)


def in_force(document: Document, amendments: Iterable[Document]) -> dict[str, Any]:
    """The document after its amendments, in their order. A project that left the ballot stays, as `withdrawn`."""
    found: dict[str, Any] = copy.deepcopy(dict(document))
    for amendment in amendments:
        _apply(found, amendment["kind"], amendment["change"])
    return found


def _apply(document: dict[str, Any], kind: str, change: Document) -> None:
    if kind == "close":
        document["closes_at"] = change["to"]
    elif kind == "rule":
        document["rule_card"].update(change["to"])
    elif kind == "amount":
        _envelope(document, change)["amount"] = change["to"]
    elif kind == "price":
        _project(document, change)["cost"] = change["to"]
    elif kind == "project_withdrawn":
        _project(document, change)["withdrawn"] = True
    else:
        raise ValueError(f"an amendment of an unknown kind: {kind!r}")


def _envelope(document: dict[str, Any], change: Document) -> dict[str, Any]:
    for one in document["envelopes"]:
        if one["id"] == change["envelope"]:
            found: dict[str, Any] = one
            return found
    raise ValueError(f"an amendment of an envelope that is not there: {change['envelope']!r}")


def _project(document: dict[str, Any], change: Document) -> dict[str, Any]:
    for one in _envelope(document, change)["projects"]:
        if one["id"] == change["project"]:
            found: dict[str, Any] = one
            return found
    raise ValueError(f"an amendment of a project that is not there: {change['project']!r}")
