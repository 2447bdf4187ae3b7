"""Casting. The answer to the POST is the receipt itself: it is shown once, and stands in no address and no session.

The same form sent again is the same ballot and gets the same receipt, also when the vote has closed meanwhile.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from participatory_budget.engine.commitments import Receipt
from participatory_budget.engine.filling import choice_in
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.voting.home import next_ballot
from participatory_budget.selectors.ballots import Door, voter_of
from participatory_budget.selectors.envelopes import envelope_name
from participatory_budget.selectors.voting import was_replaced
from participatory_budget.services.errors import NotAllowedError
from participatory_budget.services.voting.casting import BallotError, cast
from participatory_budget.views.voting.checking import check_page
from participatory_budget.views.voting.here import Here, door_page


def cast_ballot(here: Here, envelope: Envelope) -> HttpResponse:
    if here.request.method != "POST":
        return redirect(here.url(envelope))
    if here.user is None:
        return door_page(here, envelope, here.voter.door(envelope, here.now), 403)
    read = [choice_in(value) for value in here.request.POST.getlist("choice")]
    choices = [one for one in read if one is not None]
    try:
        if len(choices) < len(read):
            raise NotAllowedError("the form is not one of ours")
        receipt = cast(here.user, envelope, choices, here.request.POST.get("nonce", ""), now=here.now)
    except BallotError as error:
        return check_page(here, envelope, error.problems, status=422)
    except NotAllowedError:
        door = here.voter.door(envelope, here.now)
        if door is not Door.OPEN:
            return door_page(here, envelope, door, 409 if door in (Door.OVER, Door.BEFORE) else 403)
        return check_page(here, envelope, status=400, was_incomplete=True)
    return _receipt_page(here, envelope, receipt)


def _receipt_page(here: Here, envelope: Envelope, receipt: Receipt) -> HttpResponse:
    after = Here(here.request, here.page, here.now, voter_of(here.user, here.budget))
    home = after.home()
    context = {
        "receipt": receipt.text().split(),
        "envelope": envelope,
        "name": envelope_name(envelope, here.language),
        "next": next_ballot(home) if after.voter.is_open(here.now) else None,
        "is_open": after.voter.is_open(here.now),
        # An old form that was sent once more, from a second window or by going back.
        "was_replaced": was_replaced(here.budget, receipt.commitment),
    }
    return after.render("receipt.html", context)
