"""What the search finds in documents: the clauses of what is published now."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from wagtail.models import Page

from hub.core.engine.folding import excerpt, query_terms
from hub.core.registries import SearchHit
from whitepapers.enums import COMMENTABLE_KINDS
from whitepapers.models.clause import ClauseText
from whitepapers.models.document import Document, DocumentVersion


class ClauseSearch:
    """Registered with `hub.core.registries.search_sources`."""

    def find(self, query: str, language: str, *, limit: int) -> Sequence[SearchHit]:
        """Clauses with all the words, in this language, of documents whose page is live and open to all."""
        terms = query_terms(query)
        if not terms:
            return []
        pages = {
            page.translation_key: page
            for page in Page.objects.live()
            .public()
            .filter(locale__language_code=language, translation_key__in=Document.objects.values("pk"))
            .select_related("locale")
        }
        newest = DocumentVersion.objects.filter(document=OuterRef("version__document")).order_by("-number")
        texts = ClauseText.objects.filter(
            language=language,
            clause__kind__in=COMMENTABLE_KINDS,
            clause__retired_at=None,
            version_id=Subquery(newest.values("pk")[:1]),
            version__document__in=list(pages),
        )
        for term in terms:
            texts = texts.filter(folded__contains=term)
        found = texts.select_related("clause", "version").order_by("-version__published_at", "order", "pk")[:limit]
        return [self._hit(text, pages[text.version.document_id], terms) for text in found]

    def _hit(self, text: ClauseText, page: Page, terms: list[str]) -> SearchHit:
        if text.heading:
            title = _("%(number)s %(heading)s · %(document)s") % {
                "number": text.number,
                "heading": text.heading,
                "document": page.title,
            }
        else:
            title = _("Clause %(number)s · %(document)s") % {"number": text.number, "document": page.title}
        return SearchHit(
            kind="clause",
            kind_label=_("Clauses"),
            title=title,
            url=f"{page.url}#{text.clause.eid}",
            excerpt=excerpt(text.text or text.heading, terms),
            language=text.language,
            date=text.version.published_at,
        )
