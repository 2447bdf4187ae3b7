"""`/cms/budgets/<uuid>/voting-rules/`: who may vote and how, until the vote begins."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.forms.roll_desk import VotingRulesForm
from participatory_budget.permissions.voting import user_can_change_voting_rules
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.selectors.voting import voting_rules_of
from participatory_budget.services.roll.rules import change_voting_rules, voting_facts_of
from participatory_budget.views.editing.shared import actor, budget_to_edit, desk_url, saved, show_form


@require_http_methods(["GET", "HEAD", "POST"])
def voting_rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, now = budget_to_edit(request, pk), timezone.now()
    rules = voting_rules_of(budget)
    facts = voting_facts_of(rules)
    # Without a row nothing was seen that could have changed.
    initial = {**VotingRulesForm.initial_of(facts), "seen": fingerprint(facts) if rules.pk else ""}
    form = VotingRulesForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: change_voting_rules(
                budget, form.facts(), seen=form.cleaned_data["seen"], actor=actor(request), now=now
            ),
            lambda: fingerprint(voting_facts_of(voting_rules_of(budget))),
        )
    ):
        messages.success(request, _("Saved."))
        return redirect(desk_url(budget, "voting"))
    return show_form(
        request,
        form,
        _("Who may vote, and how"),
        desk_url(budget, "voting"),
        budget,
        template="participatory_budget/voting/rules_form.html",
        is_frozen=not user_can_change_voting_rules(request.user, schedule_of(budget), now),
    )
