"""Filling in a ballot. Every button is a POST; with a script the same POST answers with the part that changed."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from participatory_budget.engine.filling import LARGEST, Act, known
from participatory_budget.engine.frozen import Document
from participatory_budget.models.basket import Basket
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.voting.ballot import ORDERS, BallotView, ballot_view
from participatory_budget.reports.voting.words import misfit_words, state_words
from participatory_budget.selectors.ballots import Door, stamp_of
from participatory_budget.selectors.projects import LONGEST_WORD
from participatory_budget.services.voting.filling import Filled, Press, fill
from participatory_budget.views.voting.here import TEMPLATES, Here, door_page

NUMBER = "number:"
_DIGITS = 20  # more than any form sends, and few enough to be read as a number
_ACTS = {one.value: one for one in Act}


def fill_in(here: Here, envelope: Envelope) -> HttpResponse:
    door = here.voter.door(envelope, here.now)
    if door is not Door.OPEN or here.user is None:
        return _shut(here, envelope, door)
    part = here.part(envelope)
    if here.request.method != "POST":
        basket = here.voter.baskets.get(envelope.pk)
        notice = _stale() if "changed" in here.request.GET else ""
        return _answer(here, envelope, part, basket, notice)
    press = press_in(here.request.POST)
    filled = fill(here.user, envelope, press, part, here.document["rule_card"], now=here.now)
    notice = _notice(here, filled)
    if here.request.POST.get("act") == "check" and not filled.is_bad_number:
        return redirect(here.url(envelope, "check"))
    basket = filled.basket if filled.basket is not None and filled.basket.choices else None
    if is_by_script(here) or filled.misfit is not None or filled.is_bad_number:
        return _answer(here, envelope, part, basket, notice)
    return redirect(_back(here, envelope, part, press, filled))


def press_in(data: QueryDict) -> Press:
    """What the form says; whatever else it may hold saves only the numbers."""
    name, _colon, code = data.get("act", "").partition(":")
    act = _ACTS.get(name, Act.SAVE)
    numbers: dict[str, int] | None = {}
    for key in data:
        if numbers is not None and key.startswith(NUMBER):
            value = str(data[key]).strip() or "0"
            if value.isdecimal() and len(value) <= _DIGITS and int(value) <= LARGEST:
                numbers[key.removeprefix(NUMBER)] = int(value)
            else:
                numbers = None
    return Press(act, code, numbers, data.get("seen", ""))


def is_by_script(here: Here) -> bool:
    return "application/json" in here.request.headers.get("Accept", "")


def view_of(
    here: Here, envelope: Envelope, part: Document, basket: Basket | None, order: str = "", word: str = ""
) -> BallotView:
    entry = here.voter.entry
    return ballot_view(
        envelope,
        here.document,
        part,
        known(basket.choices, part) if basket is not None else [],
        # The same for one person on every device, and nothing that anybody else could work out.
        seed=f"{entry.pk if entry is not None else ''}|{envelope.pk}",
        order=order,
        word=word,
        language=here.language,
    )


def _answer(here: Here, envelope: Envelope, part: Document, basket: Basket | None, notice: str) -> HttpResponse:
    view = view_of(here, envelope, part, basket, _order(here), _word(here))
    closes_at = here.voter.vote.ends_at if here.voter.vote else here.now
    state = state_words(basket, here.voter.acceptances.get(envelope.pk), closes_at, here.now)
    context = {
        "envelope": envelope,
        "address": here.url(envelope),
        "view": view,
        "state": state,
        "stamp": stamp_of(basket),
        "notice": notice,
        "takes_district": envelope.kind == "district" and here.voter.entry and here.voter.entry.district_id is None,
    }
    if is_by_script(here):
        whole = here.page.get_context(here.request) | {"base": here.base, "vote": here.voter.vote, **context}
        html = render_to_string(f"{TEMPLATES}_ballot.html", whole, here.request)
        said = " ".join(filter(None, (notice, view.meter.text + ".", state.strong, state.text)))
        return JsonResponse({"html": html, "said": said, "stamp": context["stamp"]})
    return here.render("ballot.html", context, 422 if notice and here.request.method == "POST" else 200)


def _shut(here: Here, envelope: Envelope, door: Door) -> HttpResponse:
    if is_by_script(here):
        return JsonResponse({"gone": here.url(envelope)}, status=409)
    is_late = here.request.method == "POST"
    return door_page(here, envelope, door, (409 if door in (Door.OVER, Door.BEFORE) else 403) if is_late else 200)


def _notice(here: Here, filled: Filled) -> str:
    found = [_stale()] if filled.was_stale else []
    if filled.misfit is not None:
        found.append(_("Not added: %(reason)s.") % {"reason": misfit_words(filled.misfit, here.budget.currency)})
    if filled.is_bad_number:
        found.append(_("Not saved: one of the numbers is not a whole number."))
    return " ".join(found)


def _stale() -> str:
    return _("This ballot was changed in another window. The page shows what is saved now.")


def _order(here: Here) -> str:
    wanted = here.request.GET.get("order", "") or here.request.POST.get("order", "")
    return wanted if wanted in ORDERS else ""


def _word(here: Here) -> str:
    return (here.request.GET.get("q", "") or here.request.POST.get("q", "")).strip()[:LONGEST_WORD]


def _back(here: Here, envelope: Envelope, part: Document, press: Press, filled: Filled) -> str:
    """To the project that was pressed."""
    wanted = {"order": _order(here), "q": _word(here), "changed": "1" if filled.was_stale else ""}
    query = {name: value for name, value in wanted.items() if value}
    codes = [one["id"] for one in part["projects"]]
    anchor = f"#project-{codes.index(press.code) + 1}" if press.code in codes else ""
    return f"{here.url(envelope)}{'?' + urlencode(query) if query else ''}{anchor}"
