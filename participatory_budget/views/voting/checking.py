"""A last look at what is about to be cast. The nonce is made for this form and kept nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect

from participatory_budget.engine.commitments import new_nonce
from participatory_budget.engine.filling import form_value
from participatory_budget.engine.limits import Problem, problems
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.voting.words import problem_words, state_words
from participatory_budget.selectors.ballots import Door
from participatory_budget.views.voting.filling import view_of
from participatory_budget.views.voting.here import Here, door_page


def check(here: Here, envelope: Envelope) -> HttpResponse:
    door = here.voter.door(envelope, here.now)
    if door is not Door.OPEN:
        return door_page(here, envelope, door)
    if here.request.method == "POST":
        return redirect(here.url(envelope, "check"))
    return check_page(here, envelope)


def check_page(
    here: Here, envelope: Envelope, refused: Sequence[Problem] = (), *, status: int = 200, was_incomplete: bool = False
) -> HttpResponse:
    """`refused`: why what was sent could not be cast. The page shows what is saved."""
    part = here.part(envelope)
    basket = here.voter.baskets.get(envelope.pk)
    view = view_of(here, envelope, part, basket)
    found = problems(view.values, part, here.document["rule_card"])
    accepted = here.voter.acceptances.get(envelope.pk)
    closes_at = here.voter.vote.ends_at if here.voter.vote else here.now
    words = problem_words(found or refused, part, here.budget.currency)
    context = {
        "envelope": envelope,
        "address": here.url(envelope),
        "view": view,
        "problems": words,
        "was_refused": bool(refused),
        "was_incomplete": was_incomplete,
        "accepted": accepted,
        "state": state_words(basket, accepted, closes_at, here.now),
        "values": [form_value(code, number) for code, number in view.values],
        "nonce": "" if found else new_nonce(),
    }
    return here.render("check.html", context, status)
