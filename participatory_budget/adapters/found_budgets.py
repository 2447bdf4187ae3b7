"""Budgets as people find them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from hub.core.engine.keys import uuids_in
from hub.core.models.topic import TopicKind
from hub.core.search import SearchDocument
from hub.core.topics import Topics, read_topics
from participatory_budget.models.budget import Budget
from participatory_budget.reports.cards import cards
from participatory_budget.selectors.found import CHUNK, budgets_to_tell, every_budget
from participatory_budget.selectors.process_pages import pages_in_languages, process_key
from whitepapers.engine.text import plain_text


class FoundBudgets:
    """The words of its page, in each language that it has one in."""

    label: Any = _("Participatory budgets")
    label_one: Any = _("Participatory budget")
    order = 16

    def keys(self) -> Iterator[str]:
        return (str(key) for key in every_budget().iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        budgets = budgets_to_tell(uuids_in(keys))
        pages = pages_in_languages(one.pk for one in budgets)
        topics = read_topics(page.translation_key for of in pages.values() for page in of.values())
        with translation.override(language):
            standing = {card.url: card.standing.label for card in cards(budgets, timezone.now(), language)}
            told = [
                _document(budget, code, pages[budget.pk], topics, standing)
                for budget in budgets
                for code in pages.get(budget.pk, ())
            ]
        return [document for document in told if document.url]


def _document(
    budget: Budget, code: str, pages: Mapping[str, Any], topics: Topics, standing: Mapping[str, str]
) -> SearchDocument:
    """`standing` by path of the page that the reader gets, whatever page is told of."""
    page = pages[code]
    under = (page.translation_key,)
    return SearchDocument(
        key=str(budget.pk),
        language=code,
        title=page.title,
        body=_words(page),
        url=page.get_url() or "",
        readers=_readers(code, pages),
        process=process_key(budget.pk),
        pages=under,
        themes=topics.of_pages(TopicKind.TOPIC, under),
        district=next(iter(topics.of_pages(TopicKind.DISTRICT, under)), None),
        date=page.first_published_at or budget.created_at,
        notes=tuple(standing[url] for one in pages.values() if (url := one.get_url() or "") in standing),
    )


def _readers(code: str, pages: Mapping[str, Any]) -> frozenset[str]:
    """Readers of a language without a page are led to the oldest one."""
    missing = {reader for reader, _name in settings.LANGUAGES if reader not in pages}
    return frozenset({code} | (missing if code == next(iter(pages)) else set()))


def _words(page: Any) -> str:
    """Without whom one can ask: nobody is found by name."""
    told = (page.summary, plain_text(page.story), plain_text(page.how_decided))
    return "\n\n".join(text.strip() for text in told if text.strip())
