"""The facts of a report are kept beside the contribution that was just received."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hub.contributions.enums import Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.services.errors import RefusedError
from participatory_budget.engine.places import degrees
from participatory_budget.enums import Seen
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import ResidentReport

LONGEST_PLACE = 200


def keep_facts(comment: Comment, facts: Mapping[str, Any]) -> None:
    """Inside the transaction in which the contribution is received, under the lock on its thread."""
    delivery = Delivery.objects.get(thread=comment.hub_thread_id)
    place = " ".join(str(facts.get("place") or "").split())
    if len(place) > LONGEST_PLACE:
        raise RefusedError(Refusal.TOO_LONG)
    latitude = degrees(str(facts.get("latitude") or ""), 90)
    longitude = degrees(str(facts.get("longitude") or ""), 180)
    whole = latitude is not None and longitude is not None
    ResidentReport.objects.create(
        comment=comment,
        delivery=delivery,
        finished=_answer(facts, "finished"),
        as_promised=_answer(facts, "as_promised"),
        place=place,
        latitude=Decimal(f"{latitude:.6f}") if whole else None,
        longitude=Decimal(f"{longitude:.6f}") if whole else None,
    )


def _answer(facts: Mapping[str, Any], name: str) -> str:
    said = str(facts.get(name) or "")
    if said not in ("", *Seen.values):
        raise RefusedError(Refusal.UNKNOWN_CHOICE)
    return said
