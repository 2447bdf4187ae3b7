"""One step of proposing: shows what was typed, saves it on every button, and by script while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participatory_budget.engine.answers import STEPS
from participatory_budget.forms.proposing import step_form
from participatory_budget.models.proposal_draft import ProposalDraft
from participatory_budget.permissions.proposals import proposals_are_taken
from participatory_budget.reports.draft_view import StepLink, sections, step_links
from participatory_budget.reports.map_data import has_map, map_json
from participatory_budget.reports.proposal_problems import Complaint
from participatory_budget.reports.proposing_times import proposing_times
from participatory_budget.selectors.choices import Offer, offer_of
from participatory_budget.selectors.drafts import photo_of
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.services.checking import complaints
from participatory_budget.services.drafting import AlreadySentError, put_photo, remove_photo, save_step
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.proposing.check import check_page, sent_page
from participatory_budget.views.proposing.holding import held_draft

_TEMPLATES = "participatory_budget/proposals/new/"


@dataclass(frozen=True)
class Place:
    """Where in the form somebody stands, and the addresses around it."""

    base: str
    draft: ProposalDraft
    steps: list[StepLink]
    offer: Offer

    @property
    def current(self) -> StepLink:
        return next(one for one in self.steps if one.is_current)

    def url(self, slug: str) -> str:
        return f"{self.base}{self.draft.pk}/{slug}/"

    def beside(self, by: int) -> str:
        """The step before or after; before the first one lies the start."""
        at = self.current.number - 1 + by
        return self.base if at < 0 else self.steps[at].url


def step_page(request: HttpRequest, page: Any, draft_id: UUID, step: str) -> HttpResponse:
    if step not in STEPS and step != "sent":
        raise Http404
    now = timezone.now()
    draft = held_draft(request, page.budget, draft_id)
    base = f"{page.get_url(request)}proposals/new/"
    if draft.proposal_id is not None:
        return _after(request, page, draft, base, step)
    if step == "sent":
        raise Http404
    language = page.locale.language_code
    offer = offer_of(page.budget, language)
    found = complaints(draft.answers, offer.choices(has_photo=photo_of(draft) is not None))
    empty = {slug for slug, names in STEPS.items() if not any(draft.answers.get(name, "").strip() for name in names)}
    steps = step_links(f"{base}{draft.pk}/", step, empty | {one.step for one in found})
    place = Place(base, draft, steps, offer)
    try:
        return _answer(request, page, place, now)
    except AlreadySentError:
        # Sent from another window a moment ago.
        return _after(request, page, draft, base, step)


def _after(request: HttpRequest, page: Any, draft: ProposalDraft, base: str, step: str) -> HttpResponse:
    address = f"{base}{draft.pk}/sent/"
    if request.POST.get("action") == "autosave":
        return JsonResponse({"gone": address}, status=409)
    if step == "sent" and draft.proposal is not None:
        return sent_page(request, page, draft.proposal)
    return redirect(address)


def _answer(request: HttpRequest, page: Any, place: Place, now: datetime) -> HttpResponse:
    step, draft = place.current.slug, place.draft
    wrong: list[Complaint] = []
    action = request.POST.get("action", "next")
    if request.method == "POST":
        # Whatever comes next, what was typed is kept first.
        draft = save_step(draft, step, request.POST.dict(), now=now)
        if action == "autosave":
            return JsonResponse({"saved": _saved(now)})
        wrong = _photo(request, draft, action, now) if step == "money" else []
    if not proposals_are_taken(schedule_of(page.budget), now):
        return _closed(request, page, place, draft, now)
    if step == "check":
        return check_page(request, page, place, draft, now)
    if request.method == "POST":
        wrong += _wrong_in(step, draft, place.offer)
        if action == "photo_gone":
            return redirect(place.current.url)
        if not any(one.field == "photo" for one in wrong):
            if action == "back":
                return redirect(place.beside(-1))
            if action == "save":
                return redirect(place.base)
        if not wrong:
            return redirect(place.url("check") if request.POST.get("then") == "check" else place.beside(1))
    return _show(request, page, place, draft, wrong)


def _wrong_in(step: str, draft: ProposalDraft, offer: Offer) -> list[Complaint]:
    """What is missing may be added later; what is wrong is said while one still thinks of it; a photo's words too."""
    has_photo = step == "money" and photo_of(draft) is not None
    found = complaints(draft.answers, offer.choices(has_photo=has_photo))
    return [one for one in found if one.step == step and (one.field == "photo_alt" or not one.is_missing)]


def _photo(request: HttpRequest, draft: ProposalDraft, action: str, now: datetime) -> list[Complaint]:
    if action == "photo_gone":
        remove_photo(draft, now=now)
        return []
    file = request.FILES.get("photo")
    if not file:
        return []
    try:
        put_photo(draft, file.read(), now=now)
    except AlreadySentError:
        raise
    except BudgetError as error:
        return [Complaint("photo", error.message)]
    return []


def _show(request: HttpRequest, page: Any, place: Place, draft: ProposalDraft, wrong: list[Complaint]) -> HttpResponse:
    step = place.current.slug
    photo = photo_of(draft) if step == "money" else None
    context = page.get_context(request) | {
        "place": place,
        "draft": draft,
        "form": step_form(step, draft.answers, place.offer, wrong, has_photo=photo is not None),
        "photo": photo,
        "photo_url": place.url("photo"),
        "then": request.POST.get("then") or request.GET.get("then", ""),
    }
    if step == "place" and has_map(page.budget, place.offer.envelopes):
        label = _("Map: choose the place of your proposal")
        context["map"] = map_json(page.budget, place.offer.envelopes, pick=True, label=label)
    return render(request, f"{_TEMPLATES}step.html", context, status=422 if wrong else 200)


def _closed(request: HttpRequest, page: Any, place: Place, draft: ProposalDraft, now: datetime) -> HttpResponse:
    """The text stays and can be copied."""
    context = page.get_context(request) | {
        "place": place,
        "draft": draft,
        "sections": sections(page.budget, draft.answers, place.offer, place.steps),
        "times": proposing_times(schedule_of(page.budget), now),
    }
    return render(request, f"{_TEMPLATES}closed.html", context, status=409 if request.method == "POST" else 200)


def _saved(now: datetime) -> str:
    return _("Saved %(time)s") % {"time": date_format(timezone.localtime(now), "TIME_FORMAT")}
