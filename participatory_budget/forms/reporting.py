"""The form with which a reader reports a proposal to the moderators."""

from __future__ import annotations

from django import forms

from hub.contributions.forms.report import ReportForm


class ProposalReportForm(ReportForm):
    # Drawn by lot for each form that is shown, so that a double click is one report.
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
