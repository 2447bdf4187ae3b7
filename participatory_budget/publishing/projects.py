"""Pages of projects: one for each winner of a vote, and for what staff add themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from hub.audit.services import record
from hub.promises.services import Promised, promise
from hub.promises.services.words import in_languages
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.pages import BudgetPage, ProjectPage
from participatory_budget.models.project import Project
from participatory_budget.phases import phases_of, vote_ahead
from participatory_budget.selectors.counts import counts_of, rule_card_of
from participatory_budget.selectors.deliveries import PROJECT
from participatory_budget.services.delivering.opening import NewDelivery, open_delivery
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def publish_winners(budget: Budget, *, actor: User | None, now: datetime) -> list[Delivery]:
    """A file and pages for each project that won, in the order of the result. Done again, it makes what is missing."""
    if vote_ahead(phases_of(BudgetPhase.objects.filter(budget=budget)), now):
        raise BudgetError(_("The vote is not over."))
    made = []
    for project in winners(budget):
        proposal = project.proposal
        language = project.title_language or settings.LANGUAGE_CODE
        told = NewDelivery(
            titles={language: project.title},
            project=project,
            category=proposal.category if proposal else None,
            department=_department(project),
            cost=project.cost,
            places={language: proposal.place} if proposal and proposal.place else {},
        )
        texts = {language: {"title": project.title, "summary": project.description[:600]}}
        made.append(open_project(budget, told, texts, actor=actor, now=now))
    return made


def winners(budget: Budget) -> list[Project]:
    """What the results say that hold now; a few queries, whatever their number."""
    counts = counts_of(budget, rule_card_of(budget))
    chosen = [(count.envelope_id, code) for count in counts.values() for code in count.result["selected"]]
    rows = Project.objects.filter(envelope__in=counts).select_related("envelope", "proposal__category")
    by_code = {(one.envelope_id, one.code): one for one in rows.prefetch_related("envelope__names")}
    return [by_code[pair] for pair in chosen if pair in by_code]


@transaction.atomic
def add_project(
    budget: Budget, told: NewDelivery, texts: Mapping[str, Mapping[str, Any]], *, actor: User | None, now: datetime
) -> Delivery:
    """What the city carries out besides the winners. The same title again is the same project: a double click."""
    Budget.objects.select_for_update().get(pk=budget.pk)
    titles = in_languages(told.titles, "title", longest=400)
    own = Delivery.objects.filter(budget=budget, project=None).select_related("promise")
    known = next((one for one in own if one.promise.titles == titles), None)
    return known or open_project(budget, told, texts, actor=actor, now=now)


@transaction.atomic
def open_project(
    budget: Budget,
    told: NewDelivery,
    texts: Mapping[str, Mapping[str, Any]],
    *,
    actor: User | None,
    now: datetime,
    slug: str = "",
) -> Delivery:
    """The file with a page in each language in which the budget has one; `texts` gives their fields by language.

    Where a language has no words of its own, it shows those of another one. What exists stays as it is.
    """
    delivery = open_delivery(budget, told, actor=actor, now=now)
    if ProjectPage.objects.filter(delivery=delivery).exists():
        return delivery
    parents = BudgetPage.objects.filter(budget=budget).select_related("locale").order_by("pk")
    if not parents:
        raise BudgetError(_("The budget has no page yet: publish it first."))
    fallback = next((dict(one) for one in texts.values() if one.get("title")), {})
    fallback = fallback or {"title": next(iter(told.titles.values()))}
    name = _free_slug(parents, slug or str(fallback["title"]), delivery)
    original: ProjectPage | None = None
    for parent in parents:
        fields = {
            **fallback,
            **{key: value for key, value in texts.get(parent.locale.language_code, {}).items() if value},
        }
        page = ProjectPage(delivery=delivery, slug=name, locale=parent.locale, live=False, owner=actor, **fields)
        if original is not None:
            page.translation_key = original.translation_key
        parent.add_child(instance=page)
        page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
        original = original or page
    _make_public(delivery, told, actor, now)
    record(
        "project.published",
        subject="participatory_budget.delivery",
        subject_id=delivery.pk,
        actor=actor,
        data={"budget": budget.pk, "won": told.project is not None},
        now=now,
    )
    return delivery


def _make_public(delivery: Delivery, told: NewDelivery, actor: User | None, now: datetime) -> None:
    held = delivery.promise
    promise(
        PROJECT,
        str(delivery.pk),
        Promised(
            titles=held.titles,
            year=held.year,
            promised_on=held.promised_on,
            body=held.body_names,
            district=held.district_names,
            theme=held.theme_names,
            place=(held.latitude, held.longitude) if held.latitude is not None and held.longitude is not None else None,
        ),
        public=True,
        actor=actor,
        now=now,
    )
    delivery.promise.refresh_from_db()


def _department(project: Project) -> Any:
    """The one that priced it."""
    evaluation = getattr(project.proposal, "evaluation", None) if project.proposal else None
    return evaluation.department if evaluation else None


def _free_slug(parents: Iterable[BudgetPage], title: str, delivery: Delivery) -> str:
    """Of the title; with a number behind it where another project has it."""
    wanted = slugify(title, allow_unicode=False)[:60].strip("-") or f"project-{delivery.pk.hex[:8]}"
    taken = {slug for parent in parents for slug in Page.objects.child_of(parent).values_list("slug", flat=True)}
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
