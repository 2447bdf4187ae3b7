"""Projects that are carried out, as people find them. What is on the ballot is found as the proposal that it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hub.core.engine.keys import uuids_in
from hub.core.models.topic import TopicKind
from hub.core.search import Heading, SearchDocument
from hub.core.topics import Topics, read_topics
from hub.promises.models.promise import Promise
from hub.promises.selectors.found import news_of, status_label
from participatory_budget.models.delivery import Delivery
from participatory_budget.selectors.deliveries import project_pages_in_languages, title_language
from participatory_budget.selectors.found import CHUNK, every_project, projects_to_tell
from participatory_budget.selectors.process_pages import pages_in_languages, process_key, unless_active
from whitepapers.engine.text import plain_text


class FoundProjects:
    """One in each language in which it has words of its own; a page without any shows those of another one."""

    label: Any = _("Projects")
    label_one: Any = _("Project")
    order = 24

    def keys(self) -> Iterator[str]:
        return (str(key) for key in every_project().iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        deliveries = projects_to_tell(uuids_in(keys))
        pages = project_pages_in_languages(one.pk for one in deliveries)
        parents = pages_in_languages({one.budget_id for one in deliveries})
        told = _Told(
            pages,
            parents,
            news_of(one.promise_id for one in deliveries),
            read_topics(page.translation_key for of in (*pages.values(), *parents.values()) for page in of.values()),
            language,
        )
        with translation.override(language):
            return [document for one in deliveries for document in told.documents(one)]


@dataclass(frozen=True)
class _Told:
    """What was read at once for all of them."""

    pages: Mapping[UUID, Mapping[str, Any]]
    parents: Mapping[UUID, Mapping[str, Any]]
    news: Mapping[UUID, Sequence[Mapping[str, str]]]
    topics: Topics
    language: str

    def documents(self, one: Delivery) -> Iterator[SearchDocument]:
        pages = {code: page for code, page in self.pages.get(one.pk, {}).items() if page.get_url()}
        # By language of a page: the language of the words that it shows.
        shown = {code: title_language(one.promise.titles, page.title, code) for code, page in pages.items()}
        for code in dict.fromkeys(shown.values()):
            source = pages[code] if shown.get(code) == code else _first(pages, shown, code)
            yield self._document(one, code, source, pages, shown)

    def _document(
        self, one: Delivery, code: str, source: Any, pages: Mapping[str, Any], shown: Mapping[str, str]
    ) -> SearchDocument:
        promise = one.promise
        of_budget = self.parents.get(one.budget_id, {})
        parent = of_budget.get(self.language) or next(iter(of_budget.values()), None)
        # Its own page is all that it takes to read it; what editors put its budget under, it stands under, too.
        under = tuple(page.translation_key for page in (source, parent) if page)
        here = self.language if shown.get(self.language) == code else ""
        return SearchDocument(
            key=str(one.pk),
            language=code,
            title=source.title,
            body=_words(one, source, code, self.news.get(promise.pk, ())),
            url=(pages[here] if here else source).get_url() or "",
            readers=_readers(code, shown),
            part_of=parent.title if parent else "",
            part_of_language=unless_active(parent.locale.language_code) if parent else "",
            process=process_key(one.budget_id),
            pages=(source.translation_key,),
            themes=self._themes(promise, under),
            district=self._district(promise, under),
            responsible=Heading(promise.body_key, promise.body_names) if promise.body_key else None,
            date=promise.news_at,
            notes=(status_label(promise),),
        )

    def _themes(self, promise: Promise, pages: Sequence[UUID]) -> tuple[Heading, ...]:
        """Its own, then those that editors put it or its budget under."""
        own = self.topics.heading(TopicKind.TOPIC, promise.theme_key, promise.theme_names)
        others = self.topics.of_pages(TopicKind.TOPIC, pages)
        return (own, *(one for one in others if one.key != own.key)) if own else others

    def _district(self, promise: Promise, pages: Sequence[UUID]) -> Heading | None:
        own = self.topics.heading(TopicKind.DISTRICT, promise.district_key, promise.district_names)
        return own or next(iter(self.topics.of_pages(TopicKind.DISTRICT, pages)), None)


def _first(pages: Mapping[str, Any], shown: Mapping[str, str], code: str) -> Any:
    """The oldest page that shows these words."""
    return next(page for own, page in pages.items() if shown[own] == code)


def _readers(code: str, shown: Mapping[str, str]) -> frozenset[str]:
    """Those whose page shows these words; who has no page is led to the oldest one."""
    readers = {reader for reader, words in shown.items() if words == code}
    if code == next(iter(shown.values())):
        readers |= {reader for reader, _name in settings.LANGUAGES if reader not in shown}
    return frozenset(readers)


def _words(one: Delivery, page: Any, code: str, news: Sequence[Mapping[str, str]]) -> str:
    told = (page.summary, plain_text(page.story), one.places.get(code, ""), *(texts.get(code, "") for texts in news))
    return "\n\n".join(text.strip() for text in told if text.strip())
