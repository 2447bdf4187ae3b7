"""What the page of one proposal shows, the same for every reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hub.contributions.enums import Channel
from hub.moderation.enums import State
from participatory_budget.engine.stored_results import from_json
from participatory_budget.enums import JourneyState, PhaseKind
from participatory_budget.models.catalogue import named
from participatory_budget.models.project import Project
from participatory_budget.permissions.proposals import gathers_support, supports_are_taken
from participatory_budget.phases import Schedule, vote_ahead
from participatory_budget.reports.journey import JourneyStep, journey_of
from participatory_budget.reports.map_data import MapPoint, points_map
from participatory_budget.reports.money import money
from participatory_budget.reports.project_rows import Became, anchor_of
from participatory_budget.reports.projects.became import became_of
from participatory_budget.reports.proposal_rows import (
    Photo,
    author_words,
    journey_label,
    journey_tag,
    photo_of,
    supports_words,
)
from participatory_budget.selectors.counts import counts_of, rule_card_of
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.proposal_addresses import proposal_path
from participatory_budget.selectors.proposals import photos_of


@dataclass(frozen=True)
class ProposalView:
    proposal: Any
    url: str
    author: str
    channel: str  # empty for what its author typed in here
    source: str
    district: str
    district_language: str
    subject: str
    subject_language: str
    cost_guess: str
    tag: str
    label: str
    steps: Sequence[JourneyStep]
    photo: Photo | None
    map: str
    point_words: str  # latitude and longitude, where no place is told in words
    supports: str
    supports_open: bool
    supports_ended: str  # why none are taken for this one, while others still get them
    supports_from: datetime | None  # where they will be taken later
    merged_into: Any | None
    merged_url: str
    project_url: str
    won: bool | None
    became: Became | None  # once it is carried out


def proposal_view(proposal: Any, page_url: str, language: str, phases: Schedule, now: datetime) -> ProposalView:
    budget = proposal.budget
    tree = envelope_tree(budget, language)
    district = next((one for one in tree if one.envelope.pk == proposal.envelope_id), None)
    subject, subject_language = named(proposal.category.names, language) if proposal.category else ("", "")
    project = Project.objects.select_related("envelope").filter(proposal=proposal).first()
    won = _won(project, phases, now) if project else None
    target = proposal.merged_into
    target = target if target is not None and target.state == State.PUBLISHED else None
    is_standing = proposal.merged_into_id is None
    is_taking = supports_are_taken(phases, now) and is_standing
    ended = _supports_ended(proposal) if is_taking else ""
    is_web = proposal.channel == Channel.WEB
    url = proposal_path(page_url, proposal.reference)
    points = []
    if proposal.latitude is not None and proposal.longitude is not None:
        points.append(MapPoint(float(proposal.latitude), float(proposal.longitude), proposal.title, url))
    return ProposalView(
        proposal=proposal,
        url=url,
        author=author_words(proposal.author_name),
        channel="" if is_web else str(Channel(proposal.channel).label),
        source=proposal.source,
        district=district.name if district else "",
        district_language=district.language if district else "",
        subject=subject,
        subject_language=subject_language,
        cost_guess=money(proposal.cost_guess, budget.currency) if proposal.cost_guess is not None else "",
        tag=journey_tag(proposal.journey, phases, now),
        label=journey_label(proposal.journey, phases, now),
        steps=journey_of(proposal, phases, now, won),
        photo=photo_of(photos_of([proposal.pk]).get(proposal.pk), page_url, proposal.reference),
        map=points_map(budget, tree, points, _("Map of the place")),
        point_words="" if proposal.place else ", ".join(f"{one.lat:.5f}, {one.lng:.5f}" for one in points),
        supports=supports_words(proposal.support_count, budget.supports_needed) if is_standing else "",
        supports_open=is_taking and not ended,
        supports_ended=ended,
        supports_from=_supports_from(phases, now),
        merged_into=target,
        merged_url=proposal_path(page_url, target.reference) if target else "",
        project_url=_project_url(project, page_url) if project else "",
        won=won,
        became=became_of(project, language, now) if project and won else None,
    )


def _supports_ended(proposal: Any) -> str:
    if gathers_support(proposal):
        return ""
    if proposal.journey == JourneyState.BALLOT:
        return _("It is on the ballot, so it needs no more supports. Those that were given stay counted.")
    return _("The city found that it cannot be done, so no more supports are taken. Those that were given stay.")


def _supports_from(phases: Schedule, now: datetime) -> datetime | None:
    starts = (one.starts_at for one in phases if one.kind is PhaseKind.SUPPORTS)
    return next((start for start in starts if start > now), None)


def _project_url(project: Project, page_url: str) -> str:
    """The list is long: the words of the title leave this one."""
    return f"{page_url}projects/?{urlencode({'q': project.title})}#{anchor_of(project)}"


def _won(project: Project, phases: Schedule, now: datetime) -> bool | None:
    """None until the result is out: before that nothing about votes is told."""
    if vote_ahead(phases, now):
        return None
    budget = project.envelope.budget
    count = counts_of(budget, rule_card_of(budget)).get(project.envelope_id)
    return project.code in from_json(count.result).selected if count else None
