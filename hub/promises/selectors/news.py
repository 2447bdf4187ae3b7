"""What became of promises lately, as everybody may read it: for the feed of the tracker and for the front page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hub.notifications.models.news import News
from hub.promises.engine.followed import Followed
from hub.promises.engine.tracker_wish import TrackerWish
from hub.promises.models.promise import Cancellation, Postponement
from hub.promises.selectors.tracker import followed

# Whether promises are kept, and not that somebody wrote about one.
OUTCOMES = ("promise.late", "promise.kept", "promise.postponed", "promise.cancelled")
# News that are looked through for those that are public and wished for.
_LOOKED_AT = 300


@dataclass(frozen=True)
class PromiseNews:
    uuid: UUID
    kind: str  # one of OUTCOMES
    happened_at: datetime
    promise: Followed
    reasons: Mapping[str, str]  # of a delay or of a decision, by language


def latest_news(wish: TrackerWish, today: date, language: str, *, limit: int) -> list[PromiseNews]:
    """The newest first; a constant number of queries."""
    rows = list(News.objects.filter(kind__in=OUTCOMES).order_by("-created_at", "pk")[:_LOOKED_AT])
    ids = {row.payload["promise"] for row in rows}
    public = {str(one.uuid): one for one in wish.found(followed(today, language, pk__in=ids))} if ids else {}
    shown = [row for row in rows if row.payload["promise"] in public][:limit]
    reasons = _reasons({public[row.payload["promise"]].uuid for row in shown})
    return [
        PromiseNews(
            uuid=row.pk,
            kind=row.kind,
            happened_at=row.created_at,
            promise=public[row.payload["promise"]],
            reasons=reasons.get((row.kind, row.payload["promise"], row.created_at), {}),
        )
        for row in shown
    ]


def _reasons(promise_ids: Iterable[UUID]) -> dict[tuple[str, str, datetime], Mapping[str, str]]:
    """A reason is written in the same moment as its news."""
    ids = list(promise_ids)
    delays = Postponement.objects.filter(promise__in=ids).values_list("promise_id", "made_at", "reasons")
    decisions = Cancellation.objects.filter(promise__in=ids).values_list("promise_id", "made_at", "reasons")
    return {
        (kind, str(key), moment): said
        for kind, rows in (("promise.postponed", delays), ("promise.cancelled", decisions))
        for key, moment, said in rows
    }
