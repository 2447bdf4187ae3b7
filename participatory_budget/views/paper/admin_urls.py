"""Addresses below /cms/."""

from __future__ import annotations

from django.urls import URLPattern, path

from participatory_budget.views.paper import batches, printing, sheets

_PAPER = "budgets/<uuid:pk>/paper/"

URLS: list[URLPattern] = [
    path(_PAPER, batches.batches, name="paper_batches"),
    path(f"{_PAPER}new/", batches.new_batch, name="paper_new"),
    path(f"{_PAPER}sheets/", printing.reconciliation_sheet, name="paper_reconciliation"),
    path(f"{_PAPER}ballots/<slug:envelope>/", printing.empty_ballot, name="paper_ballot"),
    path(f"{_PAPER}<int:number>/", batches.batch, name="paper_batch"),
    path(f"{_PAPER}<int:number>/type/", sheets.type_one, name="paper_type"),
    path(f"{_PAPER}<int:number>/check/", sheets.check_one, name="paper_check"),
]
