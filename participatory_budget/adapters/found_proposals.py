"""Proposals as people find them: the words of what everybody may read, and never the name of who wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from hub.core.engine.keys import uuids_in
from hub.core.models.topic import TopicKind
from hub.core.search import Heading, SearchDocument
from hub.core.topics import Topics, read_topics
from hub.promises.services.words import filter_key
from participatory_budget.enums import EnvelopeKind
from participatory_budget.phases import Schedule
from participatory_budget.reports.proposal_rows import journey_label, supports_words
from participatory_budget.selectors.found import CHUNK, every_proposal, proposals_to_tell
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.process_pages import process_key, unless_active
from participatory_budget.selectors.proposal_addresses import proposal_path
from participatory_budget.selectors.thread_subjects import schedules_of

# Envelopes of these kinds say where; a theme or a reserved share is no place.
_PLACES = (EnvelopeKind.CITY, EnvelopeKind.DISTRICT)


class FoundProposals:
    """In the one language that each was written in, for readers of all of them."""

    label: Any = _("Proposals")
    label_one: Any = _("Proposal")
    order = 26

    def keys(self) -> Iterator[str]:
        return (str(key) for key in every_proposal().iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        proposals, now = proposals_to_tell(uuids_in(keys)), timezone.now()
        budgets = {one.budget_id for one in proposals}
        pages, phases, topics = budget_pages(budgets, language), schedules_of(budgets), read_topics()
        with translation.override(language):
            told = (
                _document(one, pages[one.budget_id], phases[one.budget_id], topics, now)
                for one in proposals
                if one.budget_id in pages
            )
            return [document for document in told if document.url]


def _document(one: Any, page: Page, phases: Schedule, topics: Topics, now: datetime) -> SearchDocument:
    theme = _heading(topics, TopicKind.TOPIC, one.category.names) if one.category else None
    is_place = one.envelope.kind in _PLACES
    names = {name.language: name.name for name in one.envelope.names.all()} if is_place else {}
    return SearchDocument(
        key=str(one.pk),
        language=one.language,
        title=one.title,
        body=_words(one),
        url=proposal_path(page.get_url() or "", one.reference),
        readers=frozenset(code for code, _name in settings.LANGUAGES),
        part_of=page.title,
        part_of_language=unless_active(page.locale.language_code),
        process=process_key(one.budget_id),
        pages=(page.translation_key,),
        themes=(theme,) if theme else (),
        district=_heading(topics, TopicKind.DISTRICT, names),
        date=one.published_at,
        notes=_notes(one, phases, now),
    )


def _words(one: Any) -> str:
    """The reference stands below, so that whoever has it finds the proposal."""
    said = [text.strip() for text in (one.description, one.benefit, one.place) if text.strip()]
    return "\n\n".join([*said, one.reference])


def _notes(one: Any, phases: Schedule, now: datetime) -> tuple[str, ...]:
    """As the list of proposals says them to everybody at any time; what was merged is counted elsewhere."""
    needed = one.budget.supports_needed
    counted = one.merged_into_id is None and (needed or one.support_count)
    supports = [supports_words(one.support_count, needed)] if counted else []
    return (journey_label(one.journey, phases, now), *supports)


def _heading(topics: Topics, kind: TopicKind, names: dict[str, str]) -> Heading | None:
    """Under the key that promises have, too: the project that it becomes is found beside it."""
    return topics.heading(kind, filter_key(names), names)
