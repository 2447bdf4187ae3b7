"""A small puzzle for the sender's device, asked only where many texts come from one network. No third party takes part.

Solving one takes a phone some seconds; sending ten thousand texts takes a machine a day. Each is good for one text.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

import altcha
from django.core.cache import cache
from django.utils.crypto import salted_hmac

MOST = 120_000
MINUTES = 30


def new_puzzle(now: datetime) -> str:
    """As JSON, for `puzzle.js`."""
    options = altcha.ChallengeOptions(
        hmac_key=_key(), max_number=MOST, salt_length=16, expires=now + timedelta(minutes=MINUTES)
    )
    return json.dumps(altcha.create_challenge(options).to_dict())


def is_solved(payload: str) -> bool:
    """Ours, in time, right, and never used before."""
    if not payload or len(payload) > 2000:
        return False
    try:
        right, _reason = altcha.verify_solution(payload, _key(), check_expires=True)
    except (ValueError, TypeError, KeyError, UnicodeError):
        return False
    if not right:
        return False
    # The signature names the puzzle; one solution can be spelt in several ways.
    signature = str(json.loads(base64.b64decode(payload))["signature"])
    return bool(cache.add(f"contributions:puzzle:{signature[:128]}", 1, timeout=(MINUTES + 5) * 60))


def _key() -> str:
    return salted_hmac("hub.contributions.puzzle", "key", algorithm="sha256").hexdigest()
