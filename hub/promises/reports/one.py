"""All that is public about one promise: how it stands, and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hub.promises.engine.sources import promise_sources
from hub.promises.engine.status import quiet_days, status_of
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseStatus
from hub.promises.models.promise import Cancellation, Promise
from hub.promises.selectors.history import KEPT, history_of


@dataclass(frozen=True)
class Words:
    text: str
    language: str


@dataclass(frozen=True)
class Moment:
    """One line of the history. `facts` are short sentences of ours, `words` what staff wrote."""

    day: date
    kind: str
    label: str
    title: Words | None = None
    words: Words | None = None
    url: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How it stands at one moment."""

    status: str
    label: str
    quiet: int  # days without news, where that deserves to be said

    @property
    def is_late(self) -> bool:
        return self.status == PromiseStatus.LATE


@dataclass(frozen=True)
class OnePromise:
    title: Words
    standing: Standing
    body: Words
    district: Words
    theme: Words
    parent_title: str
    parent_url: str
    given_up: Moment | None
    history: list[Moment]  # newest first

    @property
    def tag(self) -> str:
        return self.standing.status

    @property
    def was_postponed(self) -> bool:
        return any(one.kind == "postponed" for one in self.history)


def standing_of(promise: Promise, now: datetime) -> Standing:
    status = status_of(
        promise.state,
        first_due_on=promise.first_due_on,
        due_on=promise.due_on,
        kept_on=promise.kept_on,
        today=timezone.localdate(now),
    )
    return Standing(status.value, str(status.label), quiet_days(promise.state, promise.news_at, now))


def one_promise(promise: Promise, language: str, now: datetime) -> OnePromise:
    """Four queries, and those of the source for its place."""
    source = promise_sources.get(promise.kind)
    parent = source.parents([promise.key], language).get(promise.key, ("", ""))
    moments = sorted(_moments(promise, language), key=lambda pair: pair[0])
    history = [one for _order, one in reversed(moments)]
    given_up = next((one for one in history if one.kind == "cancelled"), None)
    return OnePromise(
        title=_words(promise.titles, language),
        standing=standing_of(promise, now),
        body=_words(promise.body_names, language),
        district=_words(promise.district_names, language),
        theme=_words(promise.theme_names, language),
        parent_title=parent[0],
        parent_url=parent[1],
        given_up=given_up if promise.state == "cancelled" else None,
        history=history,
    )


def _moments(promise: Promise, language: str) -> Iterator[tuple[tuple[Any, ...], Moment]]:
    """With what they are sorted by: the day, then what comes first within a day."""

    def at(order: int, day: date, kind: str, label: str, **more: Any) -> tuple[tuple[Any, ...], Moment]:
        return (day, order), Moment(day, kind, label, **more)

    history = history_of(promise)
    yield at(0, promise.promised_on, "promised", pgettext("history of a promise", "Promised"))
    if promise.started_on:
        yield at(1, promise.started_on, "started", pgettext("history of a promise", "Begun"))
    for later in history.postponements:
        yield at(
            2,
            timezone.localdate(later.made_at),
            "postponed",
            pgettext("history of a promise", "Postponed"),
            words=_words(later.reasons, language),
            facts=(_from_to(later.due_before, later.due_after),),
        )
    for decision in history.cancellations:
        yield at(3, decision.decided_on, "cancelled", _("Given up by a decision"), **_decision(decision, language))
    for update in history.updates:
        title = _words(update.titles, language)
        yield at(
            5,
            timezone.localdate(update.published_at),
            "updated",
            pgettext("history of a promise", "News"),
            title=title if title.text else None,
            words=_words(update.texts, language),
        )
    for number, move in enumerate(history.moves):
        # Within a day in the order in which it was said.
        if move.action == KEPT:
            yield at(6 + number, move.on, "kept", pgettext("history of a promise", "Kept"))
        else:
            yield at(6 + number, move.on, "resumed", _("Taken up again"))


def _decision(decision: Cancellation, language: str) -> dict[str, Any]:
    body = said_in(decision.decided_by, language)[0]
    return {
        "words": _words(decision.reasons, language),
        "url": decision.document_url,
        "facts": (_("Decided by: %(body)s") % {"body": body},),
    }


def _from_to(before: date, after: date) -> str:
    return _("Promised for %(before)s, now planned for %(after)s.") % {
        "before": date_format(before, "DATE_FORMAT"),
        "after": date_format(after, "DATE_FORMAT"),
    }


def _words(texts: Mapping[str, str], language: str) -> Words:
    text, code = said_in(texts, language)
    return Words(text, "" if code == language else code)
