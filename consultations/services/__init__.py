"""Writes. Each takes its permission, its constraint, its audit row and its letters in one transaction."""

from consultations.services.answering import Answer, Step, answer_clause, give_answer
from consultations.services.approving import approve_answer, propose_answer, send_back
from consultations.services.delays import explain_delay
from consultations.services.entering import enter_contribution
from consultations.services.events import EventFacts, cancel_event, save_event
from consultations.services.gaps import state_gap
from consultations.services.opening import change_dates, open_consultation, sync_threads
from consultations.services.quoting import quote, unquote

__all__ = [
    "Answer",
    "EventFacts",
    "Step",
    "answer_clause",
    "approve_answer",
    "cancel_event",
    "change_dates",
    "enter_contribution",
    "explain_delay",
    "give_answer",
    "open_consultation",
    "propose_answer",
    "quote",
    "save_event",
    "send_back",
    "state_gap",
    "sync_threads",
    "unquote",
]
