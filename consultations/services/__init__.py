"""Writes. Each takes its permission, its constraint, its audit row and its letters in one transaction."""

from consultations.services.answering import answer_clause
from consultations.services.delays import explain_delay
from consultations.services.entering import enter_contribution
from consultations.services.events import EventFacts, cancel_event, save_event
from consultations.services.opening import change_dates, open_consultation, sync_threads

__all__ = [
    "EventFacts",
    "answer_clause",
    "cancel_event",
    "change_dates",
    "enter_contribution",
    "explain_delay",
    "open_consultation",
    "save_event",
    "sync_threads",
]
