"""What was chosen, closed until the count: AES-256-GCM under the key of the box, bound to its commitment.

It keeps choices from whoever looks at a table, a dump or an export before the close. Whoever holds the key can open
them: the claim that we make about secrecy does not rest on this.
"""

from __future__ import annotations

import base64
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from participatory_budget.engine.canonical import canonical
from participatory_budget.engine.commitments import Choices, written

_NONCE = 12
# Short ballots and long ones look alike.
_BLOCK = 256


class SealError(ValueError):
    """It was sealed with another key, for another ballot, or changed since."""


def seal(box_key: str, *, bound_to: str, choices: Choices, nonce: str) -> str:
    """Base64 text. `bound_to` is the ballot's commitment."""
    text = canonical({"choices": written(choices), "nonce": nonce})
    padded = text + b" " * (-len(text) % _BLOCK)
    start = secrets.token_bytes(_NONCE)
    closed = AESGCM(bytes.fromhex(box_key)).encrypt(start, padded, bound_to.encode())
    return base64.b64encode(start + closed).decode()


def unseal(box_key: str, sealed: str, *, bound_to: str) -> tuple[list[tuple[str, int]], str]:
    """Choices and nonce."""
    raw = base64.b64decode(sealed)
    try:
        text = AESGCM(bytes.fromhex(box_key)).decrypt(raw[:_NONCE], raw[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError("a sealed ballot cannot be opened") from error
    found = json.loads(text)
    return [(code, number) for code, number in found["choices"]], found["nonce"]
