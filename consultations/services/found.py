"""Tells the search what saving a record does not: pages that appeared, answers that were published in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from consultations.selectors.following import CONSULTATION
from consultations.selectors.found_answers import ANSWER
from consultations.selectors.found_reports import REPORT
from consultations.selectors.found_triggers import answer_keys, keys_about_documents, keys_of_consultations
from hub.core.search import search_changed


def tell_search_of(consultation_id: UUID, *, appeared: bool) -> None:
    """Its page was published. Where nobody could read it until now: everything in it, and the documents that stand in
    this process. What is told anew is not found in the meantime, so the rest is left alone after a mere correction.
    """
    if not appeared:
        search_changed(CONSULTATION, [str(consultation_id)])
        return
    _tell(keys_of_consultations([consultation_id]))
    tell_search_of_documents(consultation_id)


def tell_search_of_documents(consultation_id: UUID) -> None:
    """Those that this consultation asks about: it is now, or is not any more, the process that they stand in."""
    _tell(keys_about_documents([consultation_id]))


def tell_search_of_report(consultation_id: UUID) -> None:
    """A report was published: its answers, and those that they replace; the consultation says more beside it."""
    tell_search_that_report_came_or_went(consultation_id)
    search_changed(REPORT, [str(consultation_id)])
    search_changed(ANSWER, answer_keys([consultation_id]))


def tell_search_that_report_came_or_went(consultation_id: UUID) -> None:
    """What was promised is shown on the page of the consultation only as long as its report can be read."""
    search_changed(CONSULTATION, [str(consultation_id)])


def _tell(keys: Iterable[tuple[str, str]]) -> None:
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    for kind, found in by_kind.items():
        search_changed(kind, found)
