"""Two or three projects side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from participatory_budget.models.envelope import Envelope
from participatory_budget.selectors.ballots import Door
from participatory_budget.views.voting.filling import view_of
from participatory_budget.views.voting.here import Here, door_page

MOST = 3


def compare(here: Here, envelope: Envelope) -> HttpResponse:
    door = here.voter.door(envelope, here.now)
    if door is not Door.OPEN:
        return door_page(here, envelope, door)
    if here.request.method == "POST":
        return redirect(here.url(envelope, "compare"))
    view = view_of(here, envelope, here.part(envelope), here.voter.baskets.get(envelope.pk))
    wanted = list(dict.fromkeys(here.request.GET.getlist("project")))
    rows = [*view.chosen, *view.rows] if view.form == "ordinal" else list(view.rows)
    found = [one for one in rows if one.project.code in wanted][:MOST]
    context = {
        "envelope": envelope,
        "address": here.url(envelope),
        "view": view,
        "rows": rows,
        "found": found,
        "wanted": wanted,
        "too_many": len(wanted) > MOST,
    }
    return here.render("compare.html", context)
