"""Writes. Each takes its permission, its constraint, its audit row and its letters in one transaction."""

from consultations.services.answering import answer_clause
from consultations.services.opening import change_dates, open_consultation, sync_threads

__all__ = ["answer_clause", "change_dates", "open_consultation", "sync_threads"]
