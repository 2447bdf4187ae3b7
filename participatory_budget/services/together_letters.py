"""Which letters co-authors and merges are a reason for. Payloads hold ids; the words are made when one goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.accounts.selectors import language_for_address
from hub.notifications.services import enqueue
from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.proposal import Proposal

COAUTHOR_ASKED = "proposal_coauthor_asked"
MERGE_ASKED = "proposal_merge_asked"
MERGE_ENDED = "proposal_merge_ended"
MERGED = "proposal_merged"


def ask_coauthor(invitation: CoAuthor, *, now: datetime) -> None:
    enqueue(
        COAUTHOR_ASKED,
        to=invitation.email,
        # Only the owner of the mailbox learns from it that there is an account with this language.
        language=language_for_address(invitation.email) or invitation.proposal.author_language,
        payload={"coauthor": invitation.pk},
        dedupe_key=f"coauthor:{invitation.pk}",
        now=now,
    )


def ask_side(merge: Merge, side: str, people: Iterable[User], *, now: datetime) -> None:
    """A question that needs their answer also goes to people who want no news."""
    for person in people:
        enqueue(
            MERGE_ASKED,
            to=person.email,
            language=person.language,
            payload={"merge": merge.pk, "side": side},
            dedupe_key=f"merge-asked:{merge.pk}:{side}:{person.pk}",
            now=now,
        )


def tell_ended(merge: Merge, people: Iterable[User], *, now: datetime) -> None:
    _tell(MERGE_ENDED, merge, people, now)


def tell_merged(merge: Merge, people: Iterable[User], *, now: datetime) -> None:
    _tell(MERGED, merge, people, now)


def everybody(people: Mapping[UUID, list[User]], *proposals: Proposal) -> list[User]:
    """Each person once, however many sides they stand on."""
    return list({person.pk: person for one in proposals for person in people[one.pk]}.values())


def _tell(kind: str, merge: Merge, people: Iterable[User], now: datetime) -> None:
    for person in people:
        if person.notification_choice == NotificationChoice.NONE:
            continue
        enqueue(
            kind,
            to=person.email,
            language=person.language,
            payload={"merge": merge.pk},
            dedupe_key=f"{kind}:{merge.pk}:{person.pk}",
            now=now,
        )
