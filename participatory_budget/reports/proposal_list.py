"""The public list of proposals: a page of rows, the filters with their figures, and all places for the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hub.core.engine.narrowing import Choice
from participatory_budget.enums import JourneyState, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, named
from participatory_budget.permissions.proposals import supports_are_taken
from participatory_budget.phases import is_running, phases_of
from participatory_budget.reports.map_data import MapPoint, points_map
from participatory_budget.reports.proposal_rows import ProposalRow, journey_label, row_of
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.proposal_addresses import proposal_path
from participatory_budget.selectors.proposals import (
    FoundProposal,
    ProposalWish,
    counts_in,
    found_proposals,
    photos_of,
    proposals_to_show,
)

PER_PAGE = 20


@dataclass(frozen=True)
class ProposalList:
    wish: ProposalWish
    rows: Sequence[ProposalRow]
    page: Page[Any]
    found: int
    total: int
    merged: int
    districts: Sequence[Choice]
    subjects: Sequence[Choice]
    states: Sequence[Choice]
    map: str  # JSON of all that was found and has a place; empty where nothing has
    can_propose: bool
    can_support: bool
    # What the filters stand for, as what can be followed; empty where nothing is chosen.
    district_key: str = ""
    subject_key: str = ""


def proposal_list(
    budget: Budget, page_url: str, language: str, query: Mapping[str, str], now: datetime
) -> ProposalList:
    """Eight queries, however many proposals."""
    wish = ProposalWish.read(query)
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    tree = envelope_tree(budget, language)
    counts = counts_in(budget)
    found = found_proposals(budget, wish, localdate(now))
    page = Paginator(found, PER_PAGE).get_page(query.get("page"))
    keys = [one.pk for one in page.object_list]
    photos = photos_of(keys)
    envelopes = {one.envelope.pk: one for one in tree}
    rows = [
        row_of(
            one,
            page_url=page_url,
            needed=budget.supports_needed,
            language=language,
            envelopes=envelopes,
            photo=photos.get(one.pk),
            phases=phases,
            now=now,
        )
        for one in proposals_to_show(budget, keys)
    ]
    categories = list(Category.objects.filter(budget=budget))
    merged = counts.by_state.get(JourneyState.MERGED, 0)
    return ProposalList(
        wish=wish,
        rows=rows,
        page=page,
        found=len(found),
        total=counts.total,
        merged=merged,
        districts=[
            Choice(
                one.envelope.slug,
                one.name,
                one.language,
                counts.by_district.get(one.envelope.pk, 0),
                one.envelope.slug == wish.district,
            )
            for one in tree
        ],
        subjects=[
            Choice(one.slug, *named(one.names, language), counts.by_subject.get(one.pk, 0), one.slug == wish.subject)
            for one in categories
        ],
        district_key=next((str(one.envelope.pk) for one in tree if one.envelope.slug == wish.district), ""),
        subject_key=next((str(one.pk) for one in categories if one.slug == wish.subject), ""),
        states=[
            Choice(state.value, journey_label(state, phases, now), "", counts.by_state[state], state == wish.state)
            for state in JourneyState
            if state.value in counts.by_state
        ],
        map=points_map(
            budget,
            tree,
            [_point(one, page_url) for one in found if one.latitude is not None and one.longitude is not None],
            _("Map of the proposals found"),
        ),
        can_propose=is_running(phases, PhaseKind.PROPOSALS, now),
        can_support=supports_are_taken(phases, now),
    )


def _point(one: FoundProposal, page_url: str) -> MapPoint:
    url = proposal_path(page_url, one.reference)
    return MapPoint(float(one.latitude or 0), float(one.longitude or 0), one.title, url)
