"""Searches whose new results somebody wants to be told of: kept, looked at by the clock, forgotten.

One row is one question, however many people asked it; who follows it stands in `hub.notifications` as for all else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from hub.accounts.models.user import User
from hub.notifications import services as notifications
from hub.notifications.enums import Rhythm
from hub.notifications.models.follow import Follow
from search.engine.addresses import lasting, wish_at
from search.engine.wish import SearchWish
from search.enums import Sort
from search.models.entry import SearchEntry
from search.models.saved import SavedSearch
from search.reports.saved import LINKS_IN_A_LETTER, SEARCH, is_recent
from search.selectors.asking import narrowed_of, question_of
from search.selectors.database import DatabaseEngine
from search.selectors.told import told

NEWS = "search.found"
# What is being written when the clock looks is committed by then, and found at the next look.
SETTLED_AFTER = timedelta(minutes=2)
# Somebody who saves a search follows it in the same moment; this is for whoever looks in between.
KEPT_WITHOUT_FOLLOWERS = timedelta(hours=1)
LOOKED_AT_IN_ONE = 200
LONGEST_ADDRESS = 2000  # bytes: a question in Arabic takes six for each letter


class CannotBeSavedError(Exception):
    """Nothing was asked."""


class TooLongError(CannotBeSavedError):
    """More was asked than is kept."""


@transaction.atomic
def save(user: User, wish: SearchWish, language: str, *, now: datetime, rhythm: Rhythm) -> SavedSearch:
    """Twice is once. Raises what following raises, and then keeps nothing."""
    address = address_of(wish)
    row = _row(address, language, now)
    notifications.follow(user, SEARCH, str(row.pk), now=now, rhythm=rhythm)
    return row


def _row(address: str, language: str, now: datetime) -> SavedSearch:
    """Locked, so that nobody forgets it before it is followed."""
    made = {"looked_at": now, "created_at": now}
    row, is_new = SavedSearch.objects.get_or_create(address=address, language=language, defaults=made)
    if is_new or SavedSearch.objects.select_for_update().filter(pk=row.pk).first():
        return row
    return SavedSearch.objects.get_or_create(address=address, language=language, defaults=made)[0]


def address_of(wish: SearchWish) -> str:
    address = lasting(wish).canonical()
    if wish.is_empty or (wish.query and question_of(wish.query).is_empty):
        raise CannotBeSavedError
    if len(address) > LONGEST_ADDRESS:
        raise TooLongError
    return address


@dataclass(frozen=True)
class Looked:
    """At how many searches, and how many had something new."""

    searches: int
    with_news: int


def tell_new_results(now: datetime) -> Looked:
    """For the clock. Each search is told in a transaction of its own: a worker that dies leaves whole searches."""
    until = now - SETTLED_AFTER
    followed = _followed()
    waiting = [row for row in SavedSearch.objects.filter(looked_at__lt=until).order_by("pk") if str(row.pk) in followed]
    newest = SearchEntry.objects.filter(first_seen_at__lte=until).aggregate(newest=Max("first_seen_at"))["newest"]
    news = 0
    for row in waiting:
        found = [] if newest is None or newest <= row.looked_at else _new_in(row, until, now)
        news += _tell(row, found, until, now)
    return Looked(len(waiting), news)


def _followed() -> set[str]:
    return set(Follow.objects.filter(subject_kind=SEARCH).order_by().values_list("subject_key", flat=True).distinct())


def _new_in(row: SavedSearch, until: datetime, now: datetime) -> Sequence[int]:
    """Entries, newest first. Old papers that an import or a rebuilt index brings are new to us, not to anybody else."""
    wish = wish_at(row.address)
    recent = is_recent(row.looked_at)
    narrowed = narrowed_of(wish, reader=row.language, now=now)
    narrowed = replace(
        narrowed,
        first_seen_after=row.looked_at,
        since=max(recent, narrowed.since) if narrowed.since else recent,
    )
    # The database knows what is new at once; a node may be some minutes behind.
    answer = DatabaseEngine().ask(question_of(wish.query), narrowed, sort=Sort.NEWEST, start=0, stop=LOOKED_AT_IN_ONE)
    settled = set(SearchEntry.objects.filter(pk__in=answer.ids, first_seen_at__lte=until).values_list("pk", flat=True))
    return [pk for pk in answer.ids if pk in settled]


def _tell(row: SavedSearch, entries: Sequence[int], until: datetime, now: datetime) -> bool:
    public = [one.entry_id for one in told(entries[: 2 * LINKS_IN_A_LETTER], language=row.language).found]
    with transaction.atomic():
        # Whoever moves the mark tells: two workers, or one that was killed and taken up again, tell once.
        moved = SavedSearch.objects.filter(pk=row.pk, looked_at=row.looked_at).update(looked_at=until)
        if not moved or not public:
            return False
        notifications.announce(
            NEWS,
            payload={"saved": str(row.pk), "entries": public[:LINKS_IN_A_LETTER], "total": len(entries)},
            dedupe_key=f"{NEWS}:{row.pk.hex}:{int(row.looked_at.timestamp())}",
            now=now,
            happened_at=until,
        )
    return True


@transaction.atomic
def forget_unfollowed(now: datetime) -> int:
    """For the clock: words that nobody wants to be told of any more are no business of ours."""
    old = SavedSearch.objects.filter(created_at__lt=now - KEPT_WITHOUT_FOLLOWERS)
    rows = list(old.select_for_update().values_list("pk", flat=True))
    followed = _followed()
    left = [pk for pk in rows if str(pk) not in followed]
    SavedSearch.objects.filter(pk__in=left).delete()
    return len(left)


@transaction.atomic
def forget_searches_of(user: User) -> int:
    """For erasure: those that nobody else follows, before or after the follows themselves are gone."""
    rows = list(SavedSearch.objects.select_for_update().values_list("pk", flat=True))
    others = Follow.objects.filter(subject_kind=SEARCH).exclude(user=user)
    followed = set(others.order_by().values_list("subject_key", flat=True).distinct())
    left = [pk for pk in rows if str(pk) not in followed]
    SavedSearch.objects.filter(pk__in=left).delete()
    return len(left)
