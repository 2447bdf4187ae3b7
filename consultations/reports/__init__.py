"""Counts: records in, frozen dataclasses out. No writes, no HTTP."""

from consultations.reports.figures import ClauseFigures, ConsultationFigures, consultation_figures

__all__ = ["ClauseFigures", "ConsultationFigures", "consultation_figures"]
