"""A city that publishes, edits and takes down without a pause, and says what nobody may find from when on.

Each thing has a word of its own for each of its versions, which no other text has: "zz0007v003".
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

DOCUMENTS = 2
COMMENTS = 6  # on each document, when all begins
PAGES = 8


@dataclass
class Thing:
    number: int
    row: Any = None
    version: int = 0

    @property
    def word(self) -> str:
        return f"zz{self.number:04}v{self.version:03}"


@dataclass
class City:
    """`say(mark, word, hidden)`: "+" before something may be found, "-" when it was taken down; `hidden` when the index
    had it, so that not even a count may tell of it.
    """

    chance: random.Random
    say: Callable[[str, str, bool], None]
    number: int = 0  # of the thing that was made last
    threads: list[Any] = field(default_factory=list)
    clauses: list[Thing] = field(default_factory=list)  # the first of each document that is public
    clauses_away: list[Thing] = field(default_factory=list)
    comments: list[Thing] = field(default_factory=list)
    pages: list[Thing] = field(default_factory=list)
    pages_away: list[Thing] = field(default_factory=list)

    def open(self) -> None:
        from tests.factories.consultations import ConsultationFactory, thread_of
        from tests.factories.whitepapers import clause_block, published_draft

        for number in range(DOCUMENTS):
            new = self._new()
            texts = [clause_block(f"Harbour {new.word}"), clause_block("There are cranes.")]
            new.row = published_draft(body=texts, title=f"Act number {number}")
            self.clauses.append(new)
            consultation = ConsultationFactory(document_page=new.row, slug=f"act-{self.number}-{number}")
            self.threads.append(thread_of(consultation))
        for _comment in range(DOCUMENTS * COMMENTS):
            self.comment()
        for _page in range(PAGES):
            self.page()

    def act(self) -> None:
        """One thing that happens in a city; one transaction, as a request of the hub's."""
        acts = [self.comment] * 4 + [self.edit] * 4 + [self.withhold] * 2 + [self.page] * 3 + [self.page_edited] * 4
        acts += [self.page_taken_down] * 3 + [self.page_back] * 2
        acts += [self.document_edited, self.document_taken_down, self.document_back, self.document_back]
        self.chance.choice(acts)()

    def found(self) -> list[Thing]:
        """What is public now."""
        return [*self.pages, *self.comments, *self.clauses]

    def comment(self) -> None:
        from tests.factories.consultations import NOW
        from tests.factories.contributions import CommentFactory

        new, thread = self._new(), self.chance.choice(self.threads)
        with transaction.atomic():
            new.row = CommentFactory(hub_thread=thread, body=f"Harbour {new.word}", received_at=NOW)
        self.comments.append(new)

    def edit(self) -> None:
        from hub.contributions import services
        from tests.factories.consultations import NOW

        if one := self._any(self.comments):
            before, hidden = self._next(one)
            with transaction.atomic():
                services.edit(
                    one.row,
                    body=f"Harbour {one.word}",
                    suggested_text="",
                    position=one.row.position,
                    actor=None,
                    granted=True,
                    now=NOW,
                )
            self.say("-", before, hidden)

    def withhold(self) -> None:
        from hub.contributions import services
        from hub.moderation.enums import ReasonCode
        from tests.factories.consultations import NOW, answering_moderator

        if one := self._any(self.comments):
            hidden = self._is_in_index(one)
            with transaction.atomic():
                services.withhold(one.row, actor=answering_moderator(), reason_code=ReasonCode.INSULT, now=NOW)
            self.comments.remove(one)
            self.say("-", one.word, hidden)

    def page(self) -> None:
        from tests.search import index_tools

        new = self._new()
        with transaction.atomic():
            new.row = index_tools.page(f"Harbour {new.word}")
        self.pages.append(new)

    def page_edited(self) -> None:
        from tests.search import index_tools

        if one := self._any(self.pages):
            before, hidden = self._next(one)
            with transaction.atomic():
                row = index_tools.again(one.row)
                row.title = f"Harbour {one.word}"
                index_tools.published(row)
            self.say("-", before, hidden)

    def page_taken_down(self) -> None:
        from tests.search import index_tools

        if one := self._any(self.pages):
            hidden = self._is_in_index(one)
            with transaction.atomic():
                index_tools.again(one.row).unpublish()
            self.pages.remove(one)
            self.pages_away.append(one)
            self.say("-", one.word, hidden)

    def page_back(self) -> None:
        from tests.search import index_tools

        if one := self._any(self.pages_away):
            self.say("+", one.word, False)
            with transaction.atomic():
                index_tools.published(index_tools.again(one.row))
            self.pages_away.remove(one)
            self.pages.append(one)

    def document_edited(self) -> None:
        from tests.factories.whitepapers import body_of, clause_block, publish, set_body

        if one := self._any(self.clauses):
            before, hidden = self._next(one)
            with transaction.atomic():
                page = self._fresh(one)
                blocks = body_of(page)
                blocks[0] = clause_block(f"Harbour {one.word}", id=blocks[0]["id"])
                publish(set_body(page, blocks))
            self.say("-", before, hidden)

    def document_taken_down(self) -> None:
        """What people said on it keeps its own pages, so it is hidden and told again."""
        if one := self._any(self.clauses):
            hidden = self._is_in_index(one)
            with transaction.atomic():
                self._fresh(one).unpublish()
            self.clauses.remove(one)
            self.clauses_away.append(one)
            self.say("-", one.word, hidden)

    def document_back(self) -> None:
        from tests.factories.whitepapers import publish

        if one := self._any(self.clauses_away):
            self.say("+", one.word, False)
            with transaction.atomic():
                publish(self._fresh(one))
            self.clauses_away.remove(one)
            self.clauses.append(one)

    def _fresh(self, one: Thing) -> Any:
        return type(one.row).objects.get(pk=one.row.pk)

    def _new(self) -> Thing:
        self.number += 1
        new = Thing(self.number)
        self.say("+", new.word, False)
        return new

    def _any(self, things: list[Thing]) -> Thing | None:
        return self.chance.choice(things) if things else None

    def _next(self, one: Thing) -> tuple[str, bool]:
        """The word that goes, and whether the index has it; the next one may be found from now on."""
        before, hidden = one.word, self._is_in_index(one)
        one.version += 1
        self.say("+", one.word, False)
        return before, hidden

    def _is_in_index(self, one: Thing) -> bool:
        from search.models.entry import SearchEntry

        has_word = Q(title__contains=one.word) | Q(body__contains=one.word)
        return SearchEntry.objects.filter(has_word, stale_since=None).exists()
