"""News and people in numbers, for the tests of letters about many things."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hub.accounts.models.user import User
from hub.notifications import services
from hub.notifications.enums import Rhythm
from hub.notifications.models.digest import Digest
from hub.notifications.models.follow import Follow
from tests.factories.whitepapers import body_of, clause_block, publish, set_body
from whitepapers.models.clause import Clause

# A Wednesday. In Tunis, where the city of the tests is, it is one hour later than in UTC, all year.
SEVEN = datetime(2026, 4, 15, 6, tzinfo=UTC)
BEGAN = SEVEN + timedelta(minutes=5)
DAY = timedelta(days=1)


def clauses_of(page: Any) -> list[Clause]:
    return list(Clause.objects.filter(document=page.translation_key).order_by("order"))


def follow(
    user: User, kind: str, key: object, rhythm: Rhythm = Rhythm.AT_ONCE, now: datetime = SEVEN - 300 * DAY
) -> None:
    services.follow(user, kind, str(key), now=now, rhythm=rhythm)


def new_version(page: Any, text: str = "Nobody needs a licence to trade here.", index: int = 0) -> Any:
    """Saved when the clock of the test says."""
    blocks = body_of(page)
    blocks[index] = clause_block(text, id=blocks[index]["id"])
    return publish(set_body(page, blocks))


def crowd(page: Any, count: int, rhythm: Rhythm = Rhythm.DAILY) -> None:
    people = User.objects.bulk_create(User(email=f"p{n}@example.org", password="!") for n in range(count))
    Follow.objects.bulk_create(
        Follow(
            user=person,
            subject_kind="document",
            subject_key=str(page.translation_key),
            rhythm=rhythm,
            created_at=SEVEN - 300 * DAY,
        )
        for person in people
    )


def write_rounds(now: datetime, batch: int = 200) -> int:
    """What the clock and the task do, which tests that do not commit never start."""
    services.open_rounds(now)
    rounds = Digest.objects.filter(finished_at=None).values_list("pk", flat=True)
    return sum(services.write_round(pk, now=now, batch=batch) for pk in list(rounds))
