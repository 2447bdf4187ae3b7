"""Envelopes and rule cards. After the vote has begun they can be read only."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.forms.budget_money import EnvelopeForm, RuleCardForm, parent_choices
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.permissions.budgets import user_can_edit_money_and_rules
from participatory_budget.phases import phases_of
from participatory_budget.reports.rule_text import rule_text
from participatory_budget.selectors.counts import rule_card_of
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.services.editing.envelopes import delete_envelope, envelope_facts, save_envelope
from participatory_budget.services.editing.rule_cards import card_facts, draft_card, new_card
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.editing.shared import actor, budget_to_edit, desk_url, language, saved, show_form

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def envelope(request: HttpRequest, pk: UUID, envelope_id: UUID | None = None) -> HttpResponse:
    """A new envelope, or one that is there."""
    budget, now = budget_to_edit(request, pk), timezone.now()
    known = get_object_or_404(Envelope, pk=envelope_id, budget=budget) if envelope_id else None
    initial = None
    if known is not None:
        facts = envelope_facts(known)
        outline = json.dumps(known.outline) if known.outline else ""
        initial = {**EnvelopeForm.initial_of(facts, budget.currency, outline), "seen": fingerprint(facts)}
    choices = parent_choices(known, envelope_tree(budget, language()))
    form = EnvelopeForm(budget.currency, choices, request.POST or None, request.FILES or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: save_envelope(
                budget, known, form.facts(), seen=form.cleaned_data["seen"], actor=actor(request), now=now
            ),
            lambda: fingerprint(envelope_facts(Envelope.objects.get(pk=known.pk))) if known else "",
        )
    ):
        messages.success(request, _("Saved."))
        return redirect(desk_url(budget, "money"))
    return show_form(
        request,
        form,
        _("Change an envelope") if known else _("New envelope"),
        desk_url(budget, "money"),
        budget,
        is_frozen=_is_frozen(request, budget),
        delete_url=reverse("budget_envelope_delete", args=[budget.pk, known.pk]) if known else "",
    )


@require_POST
def remove_envelope(request: HttpRequest, pk: UUID, envelope_id: UUID) -> HttpResponse:
    budget, now = budget_to_edit(request, pk), timezone.now()
    row = get_object_or_404(Envelope.objects.select_related("budget"), pk=envelope_id, budget=budget)
    try:
        delete_envelope(row, actor=actor(request), now=now)
    except BudgetError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Deleted."))
    return redirect(desk_url(budget, "money"))


@require_http_methods(FORM_METHODS)
def rule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next version: first it is shown in words, then it can be kept. What is kept is what was shown."""
    budget, now = budget_to_edit(request, pk), timezone.now()
    newest = rule_card_of(budget)
    standing = str(newest.version if newest else 0)
    form = RuleCardForm(request.POST or None, initial={**RuleCardForm.initial_of(newest), "seen": standing})
    preview: RuleCard | None = None
    if request.method == "POST" and form.is_valid():
        try:
            draft = draft_card(budget, form.facts(), (newest.version if newest else 0) + 1, now)
        except BudgetError as error:
            form.refuse(error.where, error.message)
        else:
            preview = draft
            shown = fingerprint(card_facts(draft))
            seen = form.cleaned_data["seen"]
            if request.POST.get("keep") == shown and saved(
                form,
                lambda: new_card(
                    budget,
                    form.facts(),
                    seen_version=int(seen) if seen.isdecimal() else 0,
                    actor=actor(request),
                    now=now,
                ),
                str,
            ):
                messages.success(request, _("The rule card has a new version."))
                return redirect(desk_url(budget, "rule"))
            if form.errors:
                form.see_again(standing)
    return show_form(
        request,
        form,
        _("Rule card"),
        desk_url(budget, "rule"),
        budget,
        template="participatory_budget/admin/rule.html",
        is_frozen=_is_frozen(request, budget),
        preview=rule_text(preview, groups=False) if preview else None,
        keep=fingerprint(card_facts(preview)) if preview else "",
    )


def _is_frozen(request: HttpRequest, budget: Budget) -> bool:
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    return not user_can_edit_money_and_rules(actor(request), phases, timezone.now())
