"""What the search is told about answers: those that count now, where the report that gives them can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.enums import Decision
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.selectors.followed_themes import newest_reports, shown_themes
from consultations.selectors.found_around import Around, Pages, report_public_pages, source_languages
from consultations.selectors.outcomes import anchor_of_outcome, consultation_of, reason_in, reasons_of
from consultations.selectors.rounds import document_version_numbers
from consultations.selectors.subjects import texts_as_asked
from hub.core.search import SearchDocument
from whitepapers.models.clause import ClauseText
from whitepapers.selectors.public_pages import languages, page_for, readers_of

ANSWER = "answer"
CHUNK = 2000
# Of the column; a database answers a larger one with an error.
_LARGEST_KEY = 2**63 - 1
_SUBJECTS = ("clause_thread__consultation", "theme__consultation", "selection__consultation")


class FoundAnswers:
    """One for each answer and language that its reason is written in."""

    label = gettext_lazy("Answers")
    label_one = gettext_lazy("Answer")
    order = 22

    def keys(self) -> Iterator[str]:
        return (str(pk) for pk in counting_answers().values_list("pk", flat=True).iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> list[SearchDocument]:
        """At most eighteen queries."""
        with translation.override(language):
            rows = counting_answers().filter(pk__in=_numbers(keys))
            answers = list(
                rows.select_related(*_SUBJECTS, "clause_thread__clause", "clause_thread__document").prefetch_related(
                    "reasons"
                )
            )
            known = _Known.read(answers)
            return [found for answer in answers for found in _told(answer, known, language)]


def counting_answers() -> QuerySet[Outcome]:
    """Published ones that no later published one has replaced."""
    same = Q()
    for subject in ("clause_thread", "theme", "selection"):
        same |= Q(**{subject: OuterRef(subject)})
    later = Outcome.objects.filter(same, published_at__isnull=False, number__gt=OuterRef("number"))
    return Outcome.objects.filter(~Exists(later), published_at__isnull=False).order_by("pk")


@dataclass(frozen=True)
class _Known:
    around: Around
    reports: Pages
    sources: Mapping[UUID, str]
    texts: Mapping[str, Mapping[int, ClauseText]]  # by language and clause thread, as people were asked
    names: Mapping[str, Mapping[str, str]]  # of themes and of chosen sets, as the newest report has them

    @classmethod
    def read(cls, answers: Sequence[Outcome]) -> _Known:
        consultations = {consultation_of(answer).pk for answer in answers}
        threads = [answer.clause_thread for answer in answers if answer.clause_thread is not None]
        versions = document_version_numbers(consultations)
        named = {consultation_of(answer).pk for answer in answers if answer.clause_thread is None}
        return cls(
            around=Around.read(consultations),
            reports=report_public_pages(consultations),
            sources=source_languages(consultations),
            texts={code: texts_as_asked(threads, versions, code) for code in languages()},
            names=_names(named),
        )


def _told(answer: Outcome, known: _Known, language: str) -> Iterator[SearchDocument]:
    consultation = consultation_of(answer)
    page = page_for(known.reports.get(consultation.pk, {}), language)
    if page is None:
        return
    reasons = {code: reasons_of(answer)[code] for code in languages() if reasons_of(answer).get(code)}
    readers = readers_of(reasons, _source_of(answer, consultation, known))
    for code, reason in reasons.items():
        with translation.override(code):
            title, title_language = _title(answer, known, code)
        yield SearchDocument(
            key=str(answer.pk),
            language=code,
            title=title,
            body=reason,
            url=f"{page.url}#{anchor_of_outcome(answer)}",
            readers=readers[code],
            title_language=title_language,
            date=answer.published_at,
            **known.around.part_of(consultation.pk, language, report=page),
            **known.around.shared(
                consultation.pk, body=answer.responsible_body or consultation.owner_body, report=page
            ),
        )


def _source_of(answer: Outcome, consultation: Consultation, known: _Known) -> str:
    thread = answer.clause_thread
    return thread.document.source_language if thread is not None else known.sources.get(consultation.pk, "")


def _title(answer: Outcome, known: _Known, language: str) -> tuple[str, str]:
    """With the language that it is in, where that is another one. In the active language otherwise."""
    about, about_language = _about(answer, known, language)
    decision = str(Decision(answer.decision).label)
    number = about if answer.clause_thread is not None and answer.clause_thread.clause_id else ""
    if number and not about_language:
        return _("Clause %(number)s: %(decision)s") % {"number": number, "decision": decision}, ""
    other = about_language if about_language != language else ""
    return _("%(about)s: %(decision)s") % {"about": about, "decision": decision}, other


def _about(answer: Outcome, known: _Known, language: str) -> tuple[str, str]:
    """What was answered, and the language it is in; "" for a number."""
    thread = answer.clause_thread
    if thread is None:
        names = known.names.get(str(answer.theme_id or answer.selection_id), {})
        name, code = reason_in(dict(names), language)
        return (name, code) if name else (_("An answer"), language)
    if thread.clause is None:
        return _("The document as a whole"), language
    text = known.texts[language].get(thread.pk)
    number = text.number if text else thread.clause.number
    if number:
        return number, ""
    if text is not None and text.heading:
        return text.heading, text.language
    return _("Clause without a number"), language


def _names(consultations: set[UUID]) -> dict[str, dict[str, str]]:
    """What was renamed since the newest report is not public yet, so the report is asked."""
    found: dict[str, dict[str, str]] = {}
    for report in newest_reports(consultations):
        content: Mapping[str, Any] = json.loads(report.content)
        for key, by_code in shown_themes(content).items():
            found[key] = {code: names[0] for code, names in by_code.items()}
        for row in content.get("answers", ()):
            if row.get("kind") == "selection":
                found[row["selection"]] = dict(row["titles"])
    return found


def _numbers(keys: Sequence[str]) -> list[int]:
    """Keys come from addresses: what is no key of ours is left out."""
    found = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 20]
    return [number for number in found if number <= _LARGEST_KEY]
