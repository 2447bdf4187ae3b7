"""For Django's model discovery only: import `consultations.models.<noun>` elsewhere."""

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.delay import DelayExplanation, DelayText
from consultations.models.event import Event, EventText
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome, OutcomeReason
from consultations.models.pages import ConsultationIndexPage, ConsultationPage, OutcomeReportPage, ReportIndexPage

__all__ = [
    "ClauseThread",
    "Consultation",
    "ConsultationDocument",
    "ConsultationIndexPage",
    "ConsultationPage",
    "DelayExplanation",
    "DelayText",
    "Event",
    "EventText",
    "FrozenReport",
    "Outcome",
    "OutcomeReason",
    "OutcomeReportPage",
    "ReportIndexPage",
]
