"""What the threads of a consultation are about, told in the reader's language, for many threads at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from consultations.models.clause_thread import ClauseThread
from consultations.phases import is_open, phase_at, schedule_of
from consultations.selectors.pages import consultation_pages
from consultations.selectors.rounds import document_version_numbers
from hub.core.registries import ThreadSubject
from whitepapers.models.clause import ClauseText
from whitepapers.selectors import latest_versions, standing_pages


def describe(thread_ids: Sequence[UUID], now: datetime) -> dict[UUID, ThreadSubject]:
    """Six queries, however many threads; one more where a newer version of a text is out."""
    language = translation.get_language() or "en"
    rows = list(ClauseThread.objects.filter(thread__in=thread_ids).select_related("consultation", "clause", "document"))
    if not rows:
        return {}
    versions = document_version_numbers({row.consultation_id for row in rows})
    texts = texts_as_asked(rows, versions, language)
    documents = standing_pages(list({row.document_id for row in rows}), language)
    processes = consultation_pages({row.consultation_id for row in rows}, language)
    newer = _newer_texts(rows, versions, texts)
    subjects = {row.thread_id: _subject(row, versions, texts, documents, processes, now) for row in rows}
    return {row.thread_id: replace(subjects[row.thread_id], **newer.get(row.pk, {})) for row in rows}


def _newer_texts(
    rows: Sequence[ClauseThread], versions: Mapping[tuple[UUID, UUID], int], texts: Mapping[int, ClauseText]
) -> dict[int, dict[str, Any]]:
    """What became of each clause in the newest version, where that came after the one that people were asked about."""
    latest = latest_versions({row.document_id for row in rows})
    later = {}
    for row in rows:
        newest, asked = latest.get(row.document_id), versions.get((row.consultation_id, row.document_id))
        if row.pk in texts and newest is not None and asked is not None and newest.number > asked:
            later[row.pk] = newest
    if not later:
        return {}
    found: dict[UUID, dict[str, str]] = {}
    clauses = {text.clause_id for pk, text in texts.items() if pk in later}
    known = ClauseText.objects.filter(clause__in=clauses, version__in=set(later.values()))
    for clause_id, language, text in known.values_list("clause", "language", "text"):
        found.setdefault(clause_id, {})[language] = text
    now: dict[int, dict[str, Any]] = {}
    for pk, version in later.items():
        asked_text = texts[pk]
        here = found.get(asked_text.clause_id, {})
        if here and asked_text.language not in here:
            continue  # not translated yet: nothing can be said in this language
        now[pk] = {"latest_version": version.number, "latest_text": here.get(asked_text.language, "")}
    return now


def texts_as_asked(
    rows: Sequence[ClauseThread], versions: Mapping[tuple[UUID, UUID], int], language: str
) -> dict[int, ClauseText]:
    """By clause thread: the text in the version that people were asked about, in this language or the original's.

    A clause that this version no longer has is told as the last version before it had it. One query.
    """
    by_clause: dict[UUID, list[ClauseText]] = {}
    for text in _candidates(rows, language):
        by_clause.setdefault(text.clause_id, []).append(text)
    found: dict[int, ClauseText] = {}
    for row in rows:
        limit = versions.get((row.consultation_id, row.document_id), 0)
        candidates = by_clause.get(row.clause_id, []) if row.clause_id else []
        known = [text for text in candidates if text.version.number <= limit]
        if not known:
            continue
        newest = max(text.version.number for text in known)
        of_newest = [text for text in known if text.version.number == newest]
        of_newest.sort(key=lambda text: text.language != language)
        found[row.pk] = of_newest[0]
    return found


def _candidates(rows: Iterable[ClauseThread], language: str) -> Iterable[ClauseText]:
    clauses = {row.clause_id for row in rows if row.clause_id}
    sources = {row.document.source_language for row in rows}
    return (
        ClauseText.objects.filter(Q(language=language) | Q(language__in=sources), clause__in=clauses)
        .select_related("version")
        .defer("html", "summary")
    )


def clause_title(number: str, heading: str) -> str:
    if number and heading:
        return _("Clause %(number)s · %(heading)s") % {"number": number, "heading": heading}
    if number:
        return _("Clause %(number)s") % {"number": number}
    return heading or _("Clause without a number")


def _subject(
    row: ClauseThread,
    versions: Mapping[tuple[UUID, UUID], int],
    texts: Mapping[int, ClauseText],
    documents: Mapping[UUID, Page],
    processes: Mapping[UUID, Page],
    now: datetime,
) -> ThreadSubject:
    consultation = row.consultation
    schedule = schedule_of(consultation)
    document = documents.get(row.document_id)
    process = processes.get(row.consultation_id)
    document_url = (document.get_url() or "") if document else ""
    process_url = (process.get_url() or "") if process else ""
    text = texts.get(row.pk)
    if row.clause is None:
        title = _("Whole document · %(title)s") % {"title": document.title} if document else _("Whole document")
        # A page of its own, like a clause's; the answer stands on it, too.
        url = reverse("contribution_thread", args=[row.thread_id]) if document and process else ""
    else:
        title = clause_title(text.number if text else row.clause.number, text.heading if text else "")
        url = f"{document_url}clauses/{row.clause.eid}/" if document_url else ""
    return ThreadSubject(
        title=title,
        url=url,
        text=text.text if text else "",
        text_language=text.language if text else "",
        version=versions.get((row.consultation_id, row.document_id)),
        process_title=process.title if process else consultation.slug,
        process_url=process_url,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        phase=phase_at(schedule, now).value,
        accepts_contributions=_accepts(row, process, now) and document is not None and document.live,
        premoderated=consultation.premoderated,
        about_url=document_url if row.clause is None else "",
        compare_url=f"{url}history/" if row.clause is not None and url else "",
        title_language=_language_of_title(row, text, document),
        process_language=_unless_active(process.locale.language_code) if process else "",
        process_key=f"consultation:{row.consultation_id}",
        # A clause is read on the page of its document, whatever becomes of the consultation's.
        page_keys=tuple(page.translation_key for page in (document, process if row.clause is None else None) if page),
    )


def _language_of_title(row: ClauseThread, text: ClauseText | None, document: Page | None) -> str:
    """A clause's heading, or the title of the whole document; "Clause 4.2" alone is ours."""
    if row.clause is None:
        return _unless_active(document.locale.language_code) if document else ""
    return _unless_active(text.language) if text and text.heading else ""


def _unless_active(language: str) -> str:
    return "" if language == translation.get_language() else language


def _accepts(row: ClauseThread, process: Page | None, now: datetime) -> bool:
    """Without a public page nobody can know that it is open; a clause that was taken out is not asked about."""
    retired = row.clause is not None and row.clause.retired_at is not None
    return is_open(schedule_of(row.consultation), now) and process is not None and not retired
