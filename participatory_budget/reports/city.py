"""Budgets in the city's calendar (phases, milestones of projects) and on its map (proposals)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time

from django.db.models import Q
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from hub.core.calendar import CalendarItem, DayKind
from hub.core.models.topic import TopicKind
from hub.core.places import Place
from hub.promises.engine.words import said_in
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.delivery import Milestone
from participatory_budget.selectors.deliveries import project_urls
from participatory_budget.selectors.followed_budgets import DISTRICT, SUBJECT
from participatory_budget.selectors.headed import BudgetPart, alive_proposals, budget_parts, stages_before_the_vote
from participatory_budget.selectors.pages import budget_pages, public_budgets
from participatory_budget.selectors.proposal_addresses import proposal_path

# What begins, and whether its end is a day to know.
_DAYS: Mapping[PhaseKind, tuple[DayKind, DayKind | None]] = {
    PhaseKind.PROPOSALS: (DayKind.OPENS, DayKind.CLOSES),
    PhaseKind.SUPPORTS: (DayKind.OPENS, DayKind.CLOSES),
    PhaseKind.VOTING: (DayKind.VOTE, DayKind.VOTE),
    PhaseKind.RESULTS: (DayKind.ANSWER, None),
}


def budget_days(now: datetime, since: datetime, until: datetime, language: str) -> list[CalendarItem]:
    """Begins and ends of phases; three queries."""
    asked = Q(starts_at__gte=since, starts_at__lt=until) | Q(ends_at__gte=since, ends_at__lt=until)
    rows = BudgetPhase.objects.filter(asked, kind__in=list(_DAYS), budget__in=public_budgets())
    phases = list(rows.select_related("budget"))
    pages = budget_pages({one.budget_id for one in phases}, language)
    found = [item for one in phases if one.budget_id in pages for item in _phase(one, pages[one.budget_id])]
    return [one for one in found if since <= one.starts_at < until]


def milestone_days(now: datetime, since: datetime, until: datetime, language: str) -> list[CalendarItem]:
    """Open milestones of projects with a public page; a constant number of queries."""
    rows = list(
        Milestone.objects.filter(
            planned_on__gte=localdate(since), planned_on__lt=localdate(until), done_on=None, dropped_at=None
        ).select_related("delivery__promise")
    )
    urls = project_urls({one.delivery_id for one in rows}, language)
    return [_milestone(one, urls[one.delivery_id], language) for one in rows if one.delivery_id in urls]


def proposal_places(now: datetime, language: str) -> list[Place]:
    """Of public proposals whose vote has not begun: afterwards the ballot and projects say what became of them.

    A constant number of queries.
    """
    stages = stages_before_the_vote(None, now)
    pages = budget_pages(stages, language)
    parts = {(one.follow_kind, one.follow_key): one for one in budget_parts()}
    rows = alive_proposals().filter(budget__in=list(pages), latitude__isnull=False)
    found = []
    for one in rows.defer("search_text", "description", "benefit").order_by("-published_at", "reference"):
        url = proposal_path(pages[one.budget_id].get_url() or "", one.reference)
        if not url or one.latitude is None or one.longitude is None:
            continue
        own = [parts.get((DISTRICT, str(one.envelope_id))), parts.get((SUBJECT, str(one.category_id)))]
        stage = stages[one.budget_id]
        found.append(
            Place(
                kind="proposal",
                kind_label=_("Proposal"),
                title=one.title,
                language=one.language,
                url=url,
                latitude=float(one.latitude),
                longitude=float(one.longitude),
                stage=stage,
                tag="open" if stage == "open" else "closed",
                label=_stage_label(stage),
                day=localdate(one.published_at or one.received_at),
                pages=(pages[one.budget_id].translation_key,),
                topics=_keys(own, TopicKind.TOPIC),
                districts=_keys(own, TopicKind.DISTRICT),
            )
        )
    return found


def _stage_label(stage: str) -> str:
    if stage == "open":
        return pgettext("stage of a proposal on the map", "You can support it now")
    return pgettext("stage of a proposal on the map", "Being looked at, before the vote")


def _keys(parts: Iterable[BudgetPart | None], kind: str) -> tuple[str, ...]:
    return tuple(one.key for one in parts if one is not None and one.kind == kind)


def _phase(phase: BudgetPhase, page: Page) -> Iterator[CalendarItem]:
    kind = PhaseKind(phase.kind)
    first, last = _DAYS[kind]
    begins = {
        PhaseKind.PROPOSALS: (pgettext("in the calendar", "Proposals begin"), _("Proposals begin: %(title)s")),
        PhaseKind.SUPPORTS: (
            pgettext("in the calendar", "Gathering support begins"), _("Gathering support begins: %(title)s")
        ),
        PhaseKind.VOTING: (pgettext("in the calendar", "The vote begins"), _("The vote begins: %(title)s")),
        PhaseKind.RESULTS: (pgettext("in the calendar", "The results are due"), _("The results are due: %(title)s")),
    }  # fmt: skip
    ends = {
        PhaseKind.PROPOSALS: (pgettext("in the calendar", "Proposals end"), _("Proposals end: %(title)s")),
        PhaseKind.SUPPORTS: (
            pgettext("in the calendar", "Gathering support ends"), _("Gathering support ends: %(title)s")
        ),
        PhaseKind.VOTING: (pgettext("in the calendar", "The vote ends"), _("The vote ends: %(title)s")),
    }  # fmt: skip
    yield _day(phase, page, "begins", first, phase.starts_at, begins[kind])
    if last is not None:
        yield _day(phase, page, "ends", last, phase.ends_at, ends[kind])


def _day(
    phase: BudgetPhase, page: Page, name: str, kind: DayKind, moment: datetime, words: tuple[str, str]
) -> CalendarItem:
    return CalendarItem(
        key=f"{phase.kind}-{name}.{phase.budget_id}",
        kind=kind,
        label=words[0],
        title=page.title,
        language=page.locale.language_code,
        says=words[1] % {"title": page.title},
        url=page.get_url() or "",
        starts_at=localtime(moment),
        changed_at=page.last_published_at or phase.budget.created_at,
        pages=(page.translation_key,),
    )


def _milestone(one: Milestone, url: str, language: str) -> CalendarItem:
    promise = one.delivery.promise
    title, title_language = said_in(one.titles, language)
    project, _project_language = said_in(promise.titles, language)
    return CalendarItem(
        key=f"milestone.{one.pk}",
        kind=DayKind.PROMISE,
        label=pgettext("in the calendar", "A step of a project"),
        title=title,
        language=title_language,
        says=_("%(project)s: %(step)s") % {"project": project, "step": title},
        url=url,
        starts_at=make_aware(datetime.combine(one.planned_on, time.min)),
        changed_at=promise.news_at,
        whole_day=True,
        part_of=project,
        topics=(promise.theme_key,) if promise.theme_key else (),
        districts=(promise.district_key,) if promise.district_key else (),
    )
