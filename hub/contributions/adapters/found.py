"""Contributions as people find them: the words of what everybody may read, and never the name of who wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hub.contributions import selectors
from hub.contributions.engine.found import COMMENT, QUESTION
from hub.contributions.enums import Position
from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.contributions.reports import position_kind
from hub.core.charts import position_name
from hub.core.registries import ThreadSubject
from hub.core.search import SearchDocument, SearchTrigger

CHUNK = 2000


class FoundContributions:
    """Comments, or questions: what says "I have a question" is found as one.

    One's own words are there in one language, so readers of all languages get them. The title is what they are about,
    told in their language. The reference stands below them, so that whoever has it finds them.
    """

    def __init__(self, kind: str, label: Any, label_one: Any, order: int) -> None:
        self.kind, self.label, self.label_one, self.order = kind, label, label_one, order

    def keys(self) -> Iterator[str]:
        rows = self._public().order_by("pk").values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        """One query, and what their subjects ask in each language that they are written in."""
        rows = self._public().filter(pk__in=_numbers(keys)).select_related("hub_thread").defer("search_text")
        comments, now = list(rows.order_by("pk")), timezone.now()
        told = {language: _subjects(comments, language, now)}
        for code in sorted({_told_in(comment) for comment in comments} - {language}):
            told[code] = _subjects([comment for comment in comments if _told_in(comment) == code], code, now)
        found = []
        with translation.override(language):
            for comment in comments:
                here = told[language].get(comment.hub_thread_id)
                own = told[_told_in(comment)].get(comment.hub_thread_id)
                if here is not None and own is not None and here.url:
                    found.append(_document(comment, here, own))
        return found

    def _public(self) -> CommentQuerySet:
        published = Comment.objects.published()
        if self.kind == QUESTION:
            return published.filter(position=Position.QUESTION)
        return published.exclude(position=Position.QUESTION)


KINDS = {
    COMMENT: FoundContributions(COMMENT, _("Comments"), _("Comment"), 42),
    QUESTION: FoundContributions(QUESTION, pgettext_lazy("kinds of contributions", "Questions"), _("Question"), 40),
}


def _document(comment: Comment, here: ThreadSubject, own: ThreadSubject) -> SearchDocument:
    """`here`: what it is about in the reader's language, `own` in the language that it is written in."""
    title_language = own.title_language or _told_in(comment)
    # A process without a public page is called by its slug, which is nobody's to read.
    in_process = bool(here.process_url)
    return SearchDocument(
        key=str(comment.pk),
        language=comment.language,
        title=own.title,
        body=_words(comment),
        url=comment.get_absolute_url(),
        readers=frozenset(code for code, _name in settings.LANGUAGES),
        part_of=here.process_title if in_process else "",
        part_of_language=here.process_language if in_process else "",
        title_language="" if title_language == comment.language else title_language,
        process=here.process_key,
        pages=here.page_keys,
        date=comment.published_at,
        notes=_notes(comment),
    )


def _words(comment: Comment) -> str:
    said = [text.strip() for text in (comment.body, comment.suggested_text) if text.strip()]
    return "\n\n".join([*said, comment.reference])


def _notes(comment: Comment) -> tuple[str, ...]:
    position = [str(position_name(position_kind(comment)))] if comment.position else []
    return (*position, comment.reference)


def _told_in(comment: Comment) -> str:
    """A language that the hub speaks: what was imported may be in another one."""
    spoken = {code for code, _name in settings.LANGUAGES}
    return comment.language if comment.language in spoken else settings.LANGUAGE_CODE


def _subjects(comments: Sequence[Comment], language: str, now: datetime) -> Mapping[UUID, ThreadSubject]:
    with translation.override(language):
        return selectors.subjects_of([comment.hub_thread for comment in comments], now)


def _numbers(keys: Iterable[str]) -> list[int]:
    """Those that are one, as we write them."""
    found = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 20]
    return [number for number in found if number <= selectors.MAX_KEY]


def _both(comment: Comment) -> list[tuple[str, str]]:
    """An edit may make a question of a comment: then it is told as one, and no more as the other."""
    return [(kind, str(comment.pk)) for kind in KINDS]


# What is written past `save()` says so itself: `services.bulk`. Threads and their pages are the index's own.
TRIGGERS = {
    "contributions.comments": SearchTrigger(
        Comment,
        _both,
        silent=frozenset(
            {
                "agree_count",
                "disagree_count",
                "flag_count",
                "decided_at",
                "decided_by",
                "may_be_quoted",
                "receipt_number",
            }
        ),
    )
}
