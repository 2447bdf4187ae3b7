"""Voter tags, commitments, leaves and receipts of ballots (docs/ballot-box.md). Pure; standard library only."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from participatory_budget.engine.canonical import canonical, digest

TAG_DOMAIN = "hub-voter-tag/1"
BALLOT_DOMAIN = b"hub-ballot/1\n"
LEAF_DOMAIN = b"hub-ballot-leaf/1\n"
HEX64 = re.compile(r"[0-9a-f]{64}")

# What one ballot says: project codes with their points (1 where people only choose), or codes in order with 1, 2, …
Choices = Sequence[tuple[str, int]]


def new_nonce() -> str:
    """32 random bytes in hex: without it nobody can find a ballot by trying all choices."""
    return secrets.token_hex(32)


def voter_tag(voter_key: str, entry: str, envelope: str) -> str:
    """HMAC-SHA-256 of the roll's entry and the envelope (text of their UUIDs): one person, one tag in each envelope."""
    message = f"{TAG_DOMAIN}\n{entry}|{envelope}".encode()
    return hmac.new(bytes.fromhex(voter_key), message, hashlib.sha256).hexdigest()


def written(choices: Choices) -> list[list[str | int]]:
    """As JSON. Sorted by code, unless the numbers are places, which sort themselves."""
    return [[code, number] for code, number in sorted(choices)]


def commitment(*, election: str, envelope: str, tag: str, choices: Choices, nonce: str) -> str:
    """`election` is the hash of the frozen election, `envelope` the slug of the envelope in it."""
    record = {"choices": written(choices), "election": election, "envelope": envelope, "nonce": nonce, "tag": tag}
    return digest(BALLOT_DOMAIN, record)


def leaf_bytes(*, commitment: str, envelope: str, tag: str) -> bytes:
    """What stands in the log. It says nothing about the choice."""
    return LEAF_DOMAIN + canonical({"commitment": commitment, "envelope": envelope, "tag": tag})


@dataclass(frozen=True)
class Receipt:
    """Finds one ballot in the log and shows what it says. Shown once, kept by nobody but its owner."""

    commitment: str
    nonce: str

    def text(self) -> str:
        """In groups of eight, as people copy it from paper: 16 groups, the commitment first."""
        both = self.commitment + self.nonce
        return " ".join(both[start : start + 8] for start in range(0, len(both), 8))


def receipt_from(text: str) -> Receipt | None:
    """What somebody typed or pasted; white space, line breaks, dashes and capitals do not matter."""
    found = re.sub(r"[\s\-\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{128}", found):
        return None
    return Receipt(found[:64], found[64:])
