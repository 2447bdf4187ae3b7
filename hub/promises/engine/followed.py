"""One public promise as lists, maps and figures see it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from hub.promises.enums import OPEN_STATES, PromiseState, PromiseStatus


@dataclass(frozen=True)
class Followed:
    """`status` is of today. Names by language; money in the smallest parts of `currency`."""

    uuid: UUID
    kind: str
    key: str
    year: int
    titles: Mapping[str, str]
    folded: str
    body_key: str
    body_names: Mapping[str, str]
    district_key: str
    district_names: Mapping[str, str]
    theme_key: str
    theme_names: Mapping[str, str]
    latitude: Decimal | None
    longitude: Decimal | None
    state: str
    status: PromiseStatus
    promised_on: date
    first_due_on: date | None
    due_on: date | None
    started_on: date | None
    kept_on: date | None
    currency: str
    first_cost: int | None
    cost_planned: int | None
    cost_spent: int | None
    news_at: datetime
    url: str

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_behind(self) -> bool:
        """Late today, kept later than promised first, or put off to a later day."""
        if self.first_due_on is None or self.state == PromiseState.CANCELLED:
            return False
        day = self.kept_on or self.due_on or self.first_due_on
        return self.status == PromiseStatus.LATE or day > self.first_due_on
