"""What the search finds in consultations: the reasons of published answers. Pages are found by Wagtail's own index."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from consultations.enums import Decision
from consultations.models.outcome import OutcomeReason
from consultations.selectors.outcomes import outcomes_for
from hub.core.engine.folding import excerpt, query_terms
from hub.core.registries import SearchHit


class AnswerSearch:
    """Registered with `hub.core.registries.search_sources`."""

    def find(self, query: str, language: str, *, limit: int) -> Sequence[SearchHit]:
        """Answers that count now and whose report anybody may read, with all the words in this language."""
        terms = query_terms(query)
        if not terms:
            return []
        # An answer to a theme or to chosen contributions is found in its report.
        reasons = OutcomeReason.objects.filter(
            language=language, outcome__published_at__isnull=False, outcome__clause_thread__isnull=False
        )
        for term in terms:
            reasons = reasons.filter(folded__contains=term)
        rows = list(
            reasons.select_related("outcome__clause_thread__clause", "outcome__clause_thread__document").order_by(
                "-outcome__published_at", "pk"
            )[:limit]
        )
        public = outcomes_for([row.outcome.clause_thread for row in rows if row.outcome.clause_thread])
        hits = []
        for row in rows:
            outcome, thread = row.outcome, row.outcome.clause_thread
            answer = public.get(thread.thread_id) if thread else None
            # An answer that was replaced by a later one, or whose report is not public, is not found.
            if thread is None or answer is None or not answer.url or answer.reason != row.text:
                continue
            clause = thread.clause
            label = str(Decision(outcome.decision).label)
            title = label
            if clause is not None and clause.number:
                title = _("Clause %(number)s: %(decision)s") % {"number": clause.number, "decision": label}
            hits.append(
                SearchHit(
                    kind="answer",
                    kind_label=_("Answers"),
                    title=title,
                    url=answer.url,
                    excerpt=excerpt(row.text, terms),
                    language=row.language,
                    date=outcome.published_at,
                )
            )
        return hits
