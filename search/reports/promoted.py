"""What editors recommend for a question: on top of the results, and marked as theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from search.engine.question import Question
from search.engine.wording import question_of
from search.reports.meanings import asks_the_same
from search.selectors.synonyms import synonyms

SHOWN_AT_MOST = 5


@dataclass(frozen=True)
class Pick:
    """`leads_elsewhere`: to another site. `language` of title and text, "" where nobody said it."""

    title: str
    url: str
    text: str
    language: str
    leads_elsewhere: bool = False


def picks_for(asked: Question, reader: str) -> Sequence[Pick]:
    """Those whose question asks the same: whatever the endings and spellings, synonyms being one.

    Pages are shown in the reader's language, where they are public, or not at all. Nothing of what a visitor typed is
    kept: Wagtail's own way would write each question into a table.
    """
    promoted = SearchPromotion.objects.values_list("query_id", "query__query_string").distinct().order_by()
    by_question = dict(promoted)
    if not by_question:
        return []
    known = synonyms()
    same = [pk for pk, text in by_question.items() if asks_the_same(asked, question_of(text, known))]
    if not same:
        return []
    promotions = list(
        SearchPromotion.objects.filter(query__in=same).select_related("page__locale").order_by("query", "sort_order")
    )
    pages = _pages([one.page.translation_key for one in promotions if one.page], reader)
    picks: dict[str, Pick] = {}
    for one in promotions:
        pick = _pick(one, pages, reader)
        if pick is not None:
            picks.setdefault(pick.url, pick)
    return list(picks.values())[:SHOWN_AT_MOST]


def _pick(promotion: SearchPromotion, pages: dict[object, Page], reader: str) -> Pick | None:
    if promotion.page is None:
        if not promotion.external_link_url.startswith(("https://", "http://")):
            return None
        title = promotion.external_link_text or promotion.external_link_url
        return Pick(title, promotion.external_link_url, promotion.description, "", leads_elsewhere=True)
    page = pages.get(promotion.page.translation_key)
    url = page.url if page is not None else None
    if page is None or not url:
        return None
    # The editor wrote the words for the page that was chosen; its translations say their own.
    own = promotion.page.locale.language_code == reader and promotion.description
    return Pick(page.title, url, own or getattr(page, "summary", "") or page.search_description, reader)


def _pages(keys: Sequence[object], reader: str) -> dict[object, Page]:
    if not keys:
        return {}
    found = Page.objects.live().public().filter(translation_key__in=keys, locale__language_code=reader, depth__gt=1)
    return {page.translation_key: page for page in found.select_related("locale").specific()}
