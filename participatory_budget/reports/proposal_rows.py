"""A proposal as lists show it, and the words of how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hub.moderation.enums import State
from participatory_budget.enums import JourneyState, PhaseKind
from participatory_budget.models.catalogue import named
from participatory_budget.models.proposal_draft import ProposalPhoto
from participatory_budget.permissions.proposals import supports_are_taken
from participatory_budget.phases import Schedule
from participatory_budget.selectors.envelopes import NamedEnvelope
from participatory_budget.selectors.proposal_addresses import proposal_path

# The marks of the design system: state is told by a word and a shape, never by colour alone.
_TAGS = {
    JourneyState.HANDED_IN: "open",
    JourneyState.GATHERING: "announced",
    JourneyState.SUPPORTED: "open",
    JourneyState.EVALUATION: "pending",
    JourneyState.FEASIBLE: "accepted",
    JourneyState.NOT_FEASIBLE: "not_accepted",
    JourneyState.BALLOT: "open",
    JourneyState.MERGED: "out_of_scope",
}


@dataclass(frozen=True)
class Photo:
    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class ProposalRow:
    """`supports` and `comments` are sentences; `text` is the beginning of what is proposed."""

    reference: str
    url: str
    title: str
    text: str
    language: str
    author: str
    published_at: datetime | None
    district: str
    district_language: str
    subject: str
    subject_language: str
    supports: str
    support_count: int
    comments: str
    tag: str
    label: str
    photo: Photo | None
    merged_into: str  # title of the one that it went into, where that is public
    merged_url: str


def journey_label(state: str, phases: Schedule, now: datetime) -> str:
    """Of what was not supported enough, it is said that it was not, once no support can be given any more."""
    if state == JourneyState.GATHERING and not supports_are_taken(phases, now) and _supports_are_over(phases, now):
        return _("Not enough support")
    return str(JourneyState(state).label)


def journey_tag(state: str, phases: Schedule, now: datetime) -> str:
    if state == JourneyState.GATHERING and not supports_are_taken(phases, now) and _supports_are_over(phases, now):
        return "closed"
    return _TAGS[JourneyState(state)]


def supports_words(count: int, needed: int) -> str:
    figure = number_format(count, force_grouping=True)
    # Beyond what is needed "28 of 20" would read like a mistake.
    if count < needed:
        figures = {"count": figure, "needed": number_format(needed, force_grouping=True)}
        return ngettext("%(count)s of %(needed)s support", "%(count)s of %(needed)s supports", needed) % figures
    return ngettext("%(figure)s support", "%(figure)s supports", count) % {"figure": figure}


def comments_words(count: int) -> str:
    return ngettext("%(figure)s comment", "%(figure)s comments", count) % {
        "figure": number_format(count, force_grouping=True)
    }


def author_words(name: str) -> str:
    return name or pgettext("author of a contribution", "Anonymous")


def photo_of(photo: ProposalPhoto | None, page_url: str, reference: str) -> Photo | None:
    if photo is None:
        return None
    return Photo(proposal_path(page_url, reference, "photo"), photo.alt, photo.width, photo.height)


def row_of(
    one: Any,
    *,
    page_url: str,
    needed: int,
    language: str,
    envelopes: Mapping[UUID, NamedEnvelope],
    photo: ProposalPhoto | None,
    phases: Schedule,
    now: datetime,
) -> ProposalRow:
    """`one`: a Proposal with its `journey`, its envelope, subject, thread and what it was merged into."""
    district = envelopes.get(one.envelope_id)
    subject, subject_language = named(one.category.names, language) if one.category else ("", "")
    target = one.merged_into if one.merged_into and one.merged_into.state == State.PUBLISHED else None
    return ProposalRow(
        reference=one.reference,
        url=proposal_path(page_url, one.reference),
        title=one.title,
        text=one.description,
        language=one.language,
        author=author_words(one.author_name),
        published_at=one.published_at,
        district=district.name if district else "",
        district_language=district.language if district else "",
        subject=subject,
        subject_language=subject_language,
        # What was merged has none of its own any more: they are counted there.
        supports=supports_words(one.support_count, needed) if one.merged_into_id is None else "",
        support_count=one.support_count,
        comments=comments_words(one.thread.published_count) if one.thread.published_count else "",
        tag=journey_tag(one.journey, phases, now),
        label=journey_label(one.journey, phases, now),
        photo=photo_of(photo, page_url, one.reference),
        merged_into=target.title if target else "",
        merged_url=proposal_path(page_url, target.reference) if target else "",
    )


def _supports_are_over(phases: Schedule, now: datetime) -> bool:
    wanted = [one for one in phases if one.kind is PhaseKind.SUPPORTS]
    wanted = wanted or [one for one in phases if one.kind is PhaseKind.PROPOSALS]
    return bool(wanted) and all(one.ends_at <= now for one in wanted)
