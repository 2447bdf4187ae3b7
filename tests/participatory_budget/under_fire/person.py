"""One person with a browser, who sends the same form again until the hub says that it has the ballot."""

from __future__ import annotations

import http.client
import re
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

CHOICES = ("city-1", "city-2", "city-3")
GIVES_UP_AFTER = 150
MOST_FAULTS = 60
PATH = "/en/budgets/budget-2026/ballot/city/cast/"


@dataclass(frozen=True)
class Acknowledged:
    commitment: str
    choices: tuple[str, ...]


@dataclass
class Person:
    session: str
    ports: list[int]
    number: int
    ballots: list[Acknowledged] = field(default_factory=list)
    resent: int = 0
    faults: int = 0  # pages that say so, one after the other

    def cast(self) -> None:
        """Sent until it is acknowledged; every third ballot once more after that, as an impatient person would."""
        choices = tuple(one for one in CHOICES if secrets.randbelow(2)) or CHOICES[:1]
        nonce = secrets.token_hex(32)
        deadline = time.monotonic() + GIVES_UP_AFTER
        attempt = self.number
        while time.monotonic() < deadline:
            attempt += 1
            commitment = self._send(self.ports[attempt % len(self.ports)], choices, nonce)
            if commitment:
                break
            self.resent += 1
            time.sleep(0.2)
        else:
            raise AssertionError("nobody acknowledged the ballot")
        if len(self.ballots) % 3 == self.number % 3:
            again = self._send(self.ports[attempt % len(self.ports)], choices, nonce)
            assert again in ("", commitment)
        self.ballots.append(Acknowledged(commitment, choices))

    def _send(self, port: int, choices: tuple[str, ...], nonce: str) -> str:
        """The commitment on the receipt; nothing when the hub did not answer, or not with a receipt."""
        token = "a" * 32
        form = [("csrfmiddlewaretoken", token), ("nonce", nonce), *(("choice", f"1:{code}") for code in choices)]
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("POST", PATH, body=urlencode(form), headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()
        if answer.status != 200:
            # Its database is gone for a moment. Anything else would be a refusal, and nobody is to be refused.
            self.faults += 1
            assert answer.status >= 500, (answer.status, text[:2000])
            assert self.faults < MOST_FAULTS, text[:2000]
            return ""
        self.faults = 0
        groups = re.findall(r"<span>([0-9a-f]{8})</span>", text)
        assert len(groups) == 16, text[:2000]
        found = "".join(groups)
        assert found[64:] == nonce
        return found[:64]
