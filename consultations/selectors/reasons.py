"""What consultations tell about a document's text: why clauses changed, and whether anybody spoke about them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import translation

from consultations.enums import CHANGING_DECISIONS
from consultations.models.clause_thread import ClauseThread
from consultations.selectors.outcomes import latest_outcomes, outcomes_for
from consultations.selectors.pages import consultation_pages, public_consultations
from consultations.selectors.rounds import document_version_numbers
from hub.contributions.models.comment import Comment
from hub.core.registries import ChangeReason
from whitepapers.selectors import document_pages, versions_that_changed


def reasons_of_changes(
    document_id: UUID, clause_ids: Sequence[UUID], version_a: int, version_b: int
) -> dict[UUID, list[ChangeReason]]:
    """An answer explains one change: the first that its clause saw after the version that people were asked about.

    Only answers that were published count, and of those only the ones that accepted something.
    """
    rows = list(
        ClauseThread.objects.filter(
            consultation__in=public_consultations(),
            document=document_id,
            clause__in=list(clause_ids),
            outcomes__published_at__isnull=False,
        )
        .select_related("clause", "document", "thread")
        .distinct()
    )
    accepted = latest_outcomes([row.pk for row in rows], published_only=True)
    rows = [row for row in rows if accepted[row.pk].decision in CHANGING_DECISIONS]
    if not rows:
        return {}
    rounds = {row.consultation_id for row in rows}
    asked = document_version_numbers(rounds)
    changed = versions_that_changed(document_id, {row.clause_id for row in rows if row.clause_id})
    language = translation.get_language() or "en"
    processes = consultation_pages(rounds, language)
    page = document_pages([document_id], language).get(document_id)
    url = (page.get_url() or "") if page else ""
    outcomes = outcomes_for(rows)
    found: dict[UUID, list[ChangeReason]] = {}
    for row in rows:
        if row.clause is None:
            continue
        outcome, about = outcomes[row.thread_id], asked.get((row.consultation_id, document_id), 0)
        version = next((number for number in changed.get(row.clause.pk, []) if number > about), None)
        if version is None or not version_a < version <= version_b:
            continue
        process = processes.get(row.consultation_id)
        found.setdefault(row.clause.pk, []).append(
            ChangeReason(
                text=outcome.reason,
                language=outcome.reason_language,
                url=outcome.url,
                version=version,
                decision=outcome.decision,
                decision_label=outcome.decision_label,
                responsible_body=outcome.responsible_body,
                contributions=row.thread.published_count,
                contributions_url=f"{url}clauses/{row.clause.eid}/" if url else "",
                process_title=process.title if process else "",
            )
        )
    return found


def has_contributions(document_id: UUID) -> bool:
    """Confidential and withheld ones count: they were received, and they are about words that must stay known."""
    return Comment.objects.filter(hub_thread__clause_thread__document=document_id).exists()
