"""How much one account, address or mailbox may send. Counts only, in the cache, for an hour at most."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from hub.contributions.engine.confirmation import address_key, author_key
from hub.contributions.enums import Refusal

if TYPE_CHECKING:
    from hub.accounts.models.user import User

HOUR = 3600
REPORTS_PER_ADDRESS_PER_HOUR = 20
IMPACT_CODES_PER_ADDRESS_PER_HOUR = 20
IMPACT_CODES_PER_MAILBOX_PER_HOUR = 5


# A whole school may sit behind one address: who is signed in, or whose device solved a puzzle, is not stopped so soon.
PATIENCE = 5
INVITATIONS_PER_PERSON_PER_HOUR = 20
INVITATIONS_PER_MAILBOX_PER_HOUR = 3
PROOFS_PER_PERSON_PER_HOUR = 10
PROOFS_PER_ADDRESS_PER_HOUR = 60


def limit_reached(
    *, user: User | None, email: str, address: str, now: datetime, puzzle_solved: bool = False
) -> Refusal | None:
    """Counts this attempt. A school or a library shares one address, so an address may send more than a person."""
    hour = int(now.timestamp()) // HOUR
    known = puzzle_solved or (user is not None and user.is_authenticated)
    network = settings.CONTRIBUTIONS_PER_ADDRESS_PER_HOUR
    wanted = [("address", address_key(address, hour), network * PATIENCE if known else network)]
    if user is not None and user.is_authenticated:
        wanted.append(("account", str(user.pk), settings.CONTRIBUTIONS_PER_PERSON_PER_HOUR))
    elif email:
        # Nobody shall be able to fill a stranger's mailbox with our codes.
        wanted.append(("mailbox", author_key(email), settings.CONTRIBUTIONS_PER_PERSON_PER_HOUR))
    # All are counted, even when the first one refuses.
    answers = [_take(f"contributions:{kind}:{hour}:{key}", most) for kind, key, most in wanted]
    if all(answers):
        return None
    return Refusal.PUZZLE_MISSING if all(answers[1:]) and not known else Refusal.TOO_MANY


def allow_code_entry(*, address: str, now: datetime) -> bool:
    """Beside the five tries of each code: guessing at many submissions from one address ends here."""
    hour = int(now.timestamp()) // HOUR
    return _take(f"contributions:code:{hour}:{address_key(address, hour)}", settings.CODE_ENTRIES_PER_ADDRESS_PER_HOUR)


def allow_impact_code(*, email: str, address: str, now: datetime) -> Refusal | None:
    """Counted alike for every mailbox, known or not; a stranger's is not filled, and none is told from another."""
    hour = int(now.timestamp()) // HOUR
    of_address = _take(f"contributions:impact:{hour}:{address_key(address, hour)}", IMPACT_CODES_PER_ADDRESS_PER_HOUR)
    of_mailbox = _take(f"contributions:impact:{hour}:{author_key(email)}", IMPACT_CODES_PER_MAILBOX_PER_HOUR)
    return None if of_address and of_mailbox else Refusal.TOO_MANY_ASKED


def allow_report(*, address: str, now: datetime) -> bool:
    hour = int(now.timestamp()) // HOUR
    return _take(f"contributions:report:{hour}:{address_key(address, hour)}", REPORTS_PER_ADDRESS_PER_HOUR)


def allow_invitation(*, user: User, email: str, now: datetime) -> bool:
    """Letters that one person has us send to others; a stranger's mailbox is not filled by several people either."""
    hour = int(now.timestamp()) // HOUR
    of_person = _take(f"contributions:invite:{hour}:{user.pk}", INVITATIONS_PER_PERSON_PER_HOUR)
    of_mailbox = _take(f"contributions:invite:{hour}:{author_key(email)}", INVITATIONS_PER_MAILBOX_PER_HOUR)
    return of_person and of_mailbox


def allow_proof(*, user: User, address: str, now: datetime) -> bool:
    """Numbers and codes that show a right to vote: a family shares one address, guessing takes many."""
    hour = int(now.timestamp()) // HOUR
    of_person = _take(f"contributions:proof:{hour}:{user.pk}", PROOFS_PER_PERSON_PER_HOUR)
    of_address = _take(f"contributions:proof:{hour}:{address_key(address, hour)}", PROOFS_PER_ADDRESS_PER_HOUR)
    return of_person and of_address


def allow_search(*, address: str, now: datetime) -> bool:
    """Each question reads all that was ever published; a program that asks without end would slow everybody down."""
    hour = int(now.timestamp()) // HOUR
    return _take(f"search:{hour}:{address_key(address, hour)}", settings.SEARCHES_PER_ADDRESS_PER_HOUR)


def _take(key: str, most: int) -> bool:
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, timeout=HOUR)
        return True
