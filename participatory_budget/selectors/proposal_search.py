"""What the search finds: the words of public proposals."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hub.contributions.engine.references import tidy_reference
from hub.core.engine.folding import excerpt, query_terms
from hub.core.registries import SearchHit
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.proposal_addresses import proposal_urls
from participatory_budget.selectors.proposals import words_in


class ProposalSearch:
    """Registered with `hub.core.registries.search_sources`; in whatever language a proposal was written."""

    def find(self, query: str, language: str, *, limit: int) -> Sequence[SearchHit]:
        terms = query_terms(query)
        if not terms and tidy_reference(query) is None:
            return []
        rows = list(Proposal.objects.published().filter(words_in(query)).order_by("-published_at", "pk")[:limit])
        urls = proposal_urls(rows, language)
        return [
            SearchHit(
                kind="proposal",
                kind_label=_("Proposals"),
                title=row.title,
                url=urls[row.pk],
                excerpt=excerpt(f"{row.description} {row.benefit}", terms),
                language=row.language,
                date=row.published_at,
            )
            for row in rows
            if row.pk in urls
        ]
