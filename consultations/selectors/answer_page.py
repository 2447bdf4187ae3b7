"""What stands beside the form of an answer: what it is about, what was said, what was answered before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from consultations.models.clause_thread import ClauseThread
from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.gap import GapStatement
from consultations.models.outcome import Outcome
from consultations.models.quotation import Quotation
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.selectors.answers import row_title
from consultations.selectors.coverage import theme_parents, with_descendants
from consultations.selectors.rounds import document_version_numbers
from consultations.selectors.selections import members_of, title_in
from consultations.selectors.subjects import texts_as_asked
from hub.contributions.models.comment import Comment


@dataclass(frozen=True)
class SubjectFacts:
    title: str
    text: str  # of the clause, or what belongs to the theme
    language: str
    comments: QuerySet[Comment]


def subject_facts(subject: ClauseThread | Theme | Selection, language: str) -> SubjectFacts:
    if isinstance(subject, ClauseThread):
        text = texts_as_asked([subject], document_version_numbers([subject.consultation_id]), language).get(subject.pk)
        return SubjectFacts(
            title=row_title(subject, text),
            text=text.text if text else "",
            language=text.language if text else "",
            comments=Comment.objects.filter(hub_thread=subject.thread_id),
        )
    if isinstance(subject, Selection):
        title, code = title_in(subject, language)
        return SubjectFacts(title, "", code, members_of(subject))
    name, description, code = theme_name_in(subject, language)
    below = with_descendants([subject.pk], theme_parents([subject.consultation]))
    members = CommentTheme.objects.filter(theme__in=below).values("comment")
    return SubjectFacts(name, description, code, Comment.objects.filter(pk__in=members))


def theme_name_in(theme: Theme, language: str) -> tuple[str, str, str]:
    """Name, what belongs to it, and the language both are in."""
    names = {row.language: row for row in theme.names.all()}
    for code in (language, "en", *sorted(names)):
        if code in names:
            return names[code].name, names[code].description, code
    return "", "", ""


def latest_answer(subject: ClauseThread | Theme | Selection) -> Outcome | None:
    rows = subject.outcomes.prefetch_related("reasons", "changes", "next_steps__texts")
    return rows.order_by("-number").first()


def gap_about(subject: ClauseThread | Consultation) -> GapStatement | None:
    if isinstance(subject, Consultation):
        found = GapStatement.objects.filter(consultation=subject, clause_thread=None)
    else:
        found = GapStatement.objects.filter(clause_thread=subject)
    return found.prefetch_related("texts").first()


def quoted_here(subject: ClauseThread | Theme | Selection) -> frozenset[int]:
    """Contributions that the report quotes below this clause or theme."""
    if isinstance(subject, Selection):
        return frozenset()
    where = {"clause_thread": subject} if isinstance(subject, ClauseThread) else {"theme": subject}
    return frozenset(Quotation.objects.filter(**where).values_list("comment", flat=True))
