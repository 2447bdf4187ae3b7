"""What the fields of one record of progress mean: values in, a row or the first fault out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from hub.core.engine.dates import is_plausible
from hub.promises.enums import PromiseState
from hub.promises.services.errors import PromiseError

PLAIN = ("promise", "external_id", "date", "state", "due", "spent", "document_url")
IN_LANGUAGES = ("reason", "title", "text", "decided_by")
NEEDED = ("promise", "external_id")
LONGEST_ID = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Progress:
    """One record. `on` is the day on which it happened; empty texts are left out."""

    promise: str
    external_id: str
    on: date
    state: str
    due_on: date | None
    spent: str
    document_url: str
    reasons: Mapping[str, str]
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    decided_by: Mapping[str, str]
    digest: str  # of all that it says: the same record gives the same one

    @property
    def known_as(self) -> str:
        """Its number, as the audit log may hold it."""
        return hashlib.sha256(self.external_id.encode()).hexdigest()[:40]


def field_names() -> list[str]:
    codes = [code for code, _name in settings.LANGUAGES]
    return [*PLAIN, *(f"{name}_{code}" for name in IN_LANGUAGES for code in codes)]


def parse(values: Mapping[str, object], today: date) -> Progress:
    """Raises PromiseError with the field at fault."""
    given = {name: _text(name, values.get(name)) for name in field_names()}
    for name in NEEDED:
        if not given[name]:
            raise PromiseError(_("This is missing."), name)
    if len(given["external_id"]) > LONGEST_ID or _CONTROL.search(given["external_id"]):
        raise PromiseError(
            _("A number has %(count)s characters at most, on one line.") % {"count": LONGEST_ID}, "external_id"
        )
    state = given["state"].lower()
    if state and state not in PromiseState.values:
        said = {"value": _short(state), "values": ", ".join(PromiseState.values)}
        raise PromiseError(_("“%(value)s” is none of %(values)s.") % said, "state")
    on = _day("date", given["date"]) or today
    if on > today:
        raise PromiseError(_("This day lies in the future."), "date")
    texts = {name: _by_language(name, given) for name in IN_LANGUAGES}
    canonical = json.dumps({name: value for name, value in given.items() if value}, sort_keys=True, ensure_ascii=False)
    return Progress(
        promise=given["promise"],
        external_id=given["external_id"],
        on=on,
        state=state,
        due_on=_day("due", given["due"]),
        spent=given["spent"],
        document_url=given["document_url"],
        reasons=texts["reason"],
        titles=texts["title"],
        texts=texts["text"],
        decided_by=texts["decided_by"],
        digest=hashlib.sha256(canonical.encode()).hexdigest()[:40],
    )


def _by_language(name: str, given: Mapping[str, str]) -> dict[str, str]:
    found = {code: given[f"{name}_{code}"] for code, _name in settings.LANGUAGES}
    return {code: text for code, text in found.items() if text}


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PromiseError(_("This has to be a text."), name)
    if _SURROGATE.search(str(value)):
        raise PromiseError(_("This is not UTF-8: save the file again as UTF-8."), name)
    return str(value).strip()


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        # In whatever digits: an Arabic spreadsheet writes ٢٠٢٦-٠٣-٠١.
        day = date.fromisoformat("".join(str(int(char)) if char.isdecimal() else char for char in text))
    except ValueError:
        day = None
    if day is None or not is_plausible(day):
        raise PromiseError(_("“%(value)s” is not a day such as 2026-03-01.") % {"value": _short(text)}, name)
    return day


def _short(text: str, length: int = 60) -> str:
    """A value from the file, for a message."""
    flat = _CONTROL.sub(" ", text)
    return flat if len(flat) <= length else flat[: length - 1] + "…"
