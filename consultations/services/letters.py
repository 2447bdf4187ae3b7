"""The letters "what became of your comments": who gets one when a report is published. Their words: reports/letters.py.

One letter to each mailbox, however many comments, accounts or spellings of an address stand behind it. All letters are
written down in the transaction of the publication, in a few statements; they go out after it, each once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice

from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.selectors.rounds import thread_ids_of
from consultations.services.news import author_letter_key
from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.contributions.services.messages import address_of, language_for, wants_news
from hub.moderation.enums import ReasonCode, State
from hub.notifications.services import Owed, enqueue_many

OUTCOME_MESSAGE = "outcome"
BATCH = 500
# All that is asked of a comment here: of 100,000 of them no word is loaded.
_NEEDED = (
    "hub_thread",
    "author_key",
    "author_language",
    "received_at",
    "user_email",
    "user__email",
    "user__language",
    "user__is_active",
    "user__notification_choice",
)


@dataclass
class _Recipient:
    """Somebody with a mailbox. What they sent, with an account and without, comes together here."""

    keys: set[str] = field(default_factory=set)
    comments: list[int] = field(default_factory=list)
    language: str = ""
    latest: datetime | None = None
    wants_none: bool = False


def tell_authors(report: FrozenReport, answered: Iterable[Comment], *, now: datetime) -> int:
    """`answered`: the contributions to which this report gives an answer, in any order, from `with_authors`.

    The first report of a consultation is also told to those whose contributions a moderator did not publish, with the
    reason. Returns how many letters were written down.
    """
    withheld = with_authors(_withheld(report.consultation)) if report.number == 1 else ()
    owed = (
        Owed(
            to=address,
            language=one.language,
            payload={"report": report.pk, "comments": one.comments},
            dedupe_key=author_letter_key(report.pk, min(one.keys)),
        )
        for address, one in _recipients(chain(answered, withheld)).items()
        if not one.wants_none
    )
    told = 0
    while batch := list(islice(owed, BATCH)):
        enqueue_many(OUTCOME_MESSAGE, batch, now=now)
        told += len(batch)
    return told


def with_authors(rows: CommentQuerySet) -> Iterator[Comment]:
    """Contributions whose authors left an address, without their words."""
    known = rows.exclude(author_key="").select_related("user").only(*_NEEDED)
    return known.order_by("received_at", "pk").iterator(chunk_size=2000)


def _recipients(comments: Iterable[Comment]) -> dict[str, _Recipient]:
    found: dict[str, _Recipient] = {}
    for comment in comments:
        address = address_of(comment).strip().lower()
        if not address:
            continue
        one = found.setdefault(address, _Recipient())
        one.keys.add(comment.author_key)
        one.comments.append(comment.pk)
        one.wants_none = one.wants_none or not wants_news(comment)
        # The language of the page that they used last.
        if one.latest is None or one.latest <= comment.received_at:
            one.language, one.latest = language_for(comment), comment.received_at
    return found


def _withheld(consultation: Consultation) -> CommentQuerySet:
    rows = Comment.objects.filter(hub_thread__in=thread_ids_of(consultation), state=State.WITHHELD)
    return rows.exclude(reason_code=ReasonCode.CONFIDENTIAL)
