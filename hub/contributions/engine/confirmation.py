"""The six digits and the link of a confirmation mail.

Neither is stored. The code is derived from a random salt of the row with the server's key, so a copy of the database
alone does not tell it, and the mail can be made again by a retry without the code waiting in the outbox.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from ipaddress import IPv6Address, IPv6Network, ip_address
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

_CODE_PURPOSE = "hub.contributions.confirmation.code"
_LINK_PURPOSE = "hub.contributions.confirmation.link"
_PERSON_PURPOSE = "hub.contributions.author"


def code_for(submission: UUID, salt: str, number: int) -> str:
    """A new `number` or `salt` makes a new code."""
    digest = salted_hmac(_CODE_PURPOSE, f"{submission}:{salt}:{number}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest, 'big') % 1_000_000:06d}"


def code_matches(typed: str, expected: str) -> bool:
    """People paste blanks and dashes, and Arabic keyboards type ٠١٢٣ or ۰۱۲۳."""
    digits = "".join(str(int(char)) for char in typed if char.isdecimal())
    return constant_time_compare(digits, expected)


def link_token(submission: UUID) -> str:
    return signing.Signer(salt=_LINK_PURPOSE).sign(submission.hex)


def read_link_token(token: str) -> UUID | None:
    """None for everything that we did not sign. How long it holds is the row's business."""
    try:
        return UUID(hex=signing.Signer(salt=_LINK_PURPOSE).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def author_key(email: str) -> str:
    """The same for one address in any case; tells nothing to someone without the server's key."""
    address = email.strip().lower()
    return salted_hmac(_PERSON_PURPOSE, address, algorithm="sha256").hexdigest() if address else ""


def submission_key(form_key: str, thread: UUID, author: str) -> str:
    """Bound to the author: somebody else's form key finds nothing."""
    return hashlib.sha256(f"{form_key}|{thread}|{author.strip().lower()}".encode()).hexdigest()


def address_key(address: str, hour: int) -> str:
    """For counting only: changes every hour, so that no address can be followed or looked up later."""
    return hmac.new(_hour_key(hour), _line_of(address).encode(), hashlib.sha256).hexdigest()[:32]


def _line_of(address: str) -> str:
    """One line has one IPv4 address, but 2^64 IPv6 addresses to choose from: those count as one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, 64), strict=False).network_address)


def _hour_key(hour: int) -> bytes:
    return salted_hmac("hub.contributions.address", str(hour), algorithm="sha256").digest()


FORM_KEY = re.compile(r"[0-9a-f]{32}")
