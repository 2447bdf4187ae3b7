"""For Django's model discovery only: import `consultations.models.<noun>` elsewhere."""

from consultations.models.analysis import AnalysisRun, GroupMember, SuggestedMember, TextGroup, ThemeSuggestion
from consultations.models.clause_thread import ClauseThread
from consultations.models.coding import Coding, CommentTheme, Reading, SavedFilter, StaffNote
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.delay import DelayExplanation, DelayText
from consultations.models.event import Event, EventText
from consultations.models.frozen_report import FrozenReport
from consultations.models.gap import GapStatement, GapText
from consultations.models.outcome import (
    NextStep,
    NextStepText,
    Outcome,
    OutcomeChange,
    OutcomeReason,
    OutcomeRevision,
)
from consultations.models.pages import ConsultationIndexPage, ConsultationPage, OutcomeReportPage, ReportIndexPage
from consultations.models.quotation import Quotation
from consultations.models.selection import Selection, SelectionMember, SelectionTitle
from consultations.models.theme import Theme, ThemeChange, ThemeName

__all__ = [
    "AnalysisRun",
    "ClauseThread",
    "Coding",
    "CommentTheme",
    "Consultation",
    "ConsultationDocument",
    "ConsultationIndexPage",
    "ConsultationPage",
    "DelayExplanation",
    "DelayText",
    "Event",
    "EventText",
    "FrozenReport",
    "GapStatement",
    "GapText",
    "GroupMember",
    "NextStep",
    "NextStepText",
    "Outcome",
    "OutcomeChange",
    "OutcomeReason",
    "OutcomeReportPage",
    "OutcomeRevision",
    "Quotation",
    "Reading",
    "ReportIndexPage",
    "SavedFilter",
    "Selection",
    "SelectionMember",
    "SelectionTitle",
    "StaffNote",
    "SuggestedMember",
    "TextGroup",
    "Theme",
    "ThemeChange",
    "ThemeName",
    "ThemeSuggestion",
]
