"""Reads. Other apps import from here."""

from consultations.selectors.lists import ConsultationCard, closing_soon, decided_lately, open_now

__all__ = ["ConsultationCard", "closing_soon", "decided_lately", "open_now"]
