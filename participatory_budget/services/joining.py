"""Two proposals become one: supports, authors and open questions go over; comments stay where they were written.

Runs inside the transaction of the answer that completed the consent, with both proposals locked by it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.contributions.enums import PublishAs
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.selectors.together import final_of, people_behind, with_verdict
from participatory_budget.services import together_letters as letters
from participatory_budget.services.coauthoring import SUBJECT, end_invitations_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.news import announce_merged
from participatory_budget.services.supporting import note_threshold

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def refuse_what_cannot_be_joined(source: Proposal, target: Proposal) -> None:
    if source.pk == target.pk:
        raise BudgetError(_("A proposal cannot become part of itself."), "other")
    if source.budget_id != target.budget_id:
        raise BudgetError(_("Both proposals have to belong to the same budget."), "other")
    if (end := final_of(target)) is not None and end.pk == source.pk:
        raise BudgetError(_("The other proposal has become part of this one already."), "other")
    for one in (source, target):
        if one.merged_into_id is not None:
            message = _("Proposal %(reference)s has become part of another one already.")
            raise BudgetError(message % {"reference": one.reference}, "other")
    if decided := with_verdict([source.pk, target.pk]):
        one = source if source.pk in decided else target
        message = _(
            "The city has decided about proposal %(reference)s already. What was decided is about its own words, "
            "so nothing can be put together with it any more."
        )
        raise BudgetError(message % {"reference": one.reference}, "other")


def join(merge: Merge, source: Proposal, target: Proposal, *, actor: User | None, now: datetime) -> None:
    refuse_what_cannot_be_joined(source, target)
    before = people_behind([source, target])
    merge.supports_shared, merge.supports_moved = _move_supports(source, target)
    _move_authors(source, target, now)
    end_invitations_of(source, now)
    source.merged_into, source.merged_at, source.support_count = target, now, 0
    source.save(update_fields=["merged_into", "merged_at", "support_count"])
    target.support_count = ProposalSupport.objects.filter(proposal=target).count()
    target.save(update_fields=["support_count"])
    # What one of the two had reached is not lost, also where the threshold was changed since.
    note_threshold(target, now=now, reached_before=source.threshold_reached_at is not None)
    merge.done_at = now
    merge.save(update_fields=["done_at", "supports_moved", "supports_shared"])
    data: dict[str, int | UUID] = {"merge": merge.pk, "target": target.pk}
    counts = {"moved": merge.supports_moved, "shared": merge.supports_shared}
    record("proposal.merged", subject=SUBJECT, subject_id=source.pk, actor=actor, data={**data, **counts}, now=now)
    announce_merged(source, now=now)
    letters.tell_merged(merge, letters.everybody(before, source, target), now=now)
    announce_merged(source, now=now)


def _move_supports(source: Proposal, target: Proposal) -> tuple[int, int]:
    """Who supported both counts once, and has one support back to give. Returns (shared, moved)."""
    of_source = ProposalSupport.objects.filter(proposal=source)
    both = ProposalSupport.objects.filter(proposal=target).values("user")
    shared, _details = of_source.filter(user__in=list(both.values_list("user", flat=True))).delete()
    moved = of_source.update(proposal=target, came_from=Coalesce(F("came_from"), Value(source.pk)))
    return shared, moved


def _move_authors(source: Proposal, target: Proposal, now: datetime) -> None:
    """Under the name that they chose there. Who stands behind the target already stays what they are."""
    behind = {person.pk for person in people_behind([target])[target.pk]}
    author = source.author
    named = [(author, source.author_name if source.publish_as != PublishAs.ANONYMOUS else "")] if author else []
    rows = CoAuthor.objects.filter(proposal=source, consent=Consent.AGREED).select_related("user")
    named += [(row.user, row.shown_name) for row in rows.order_by("answered_at", "pk") if row.user is not None]
    for person, name in named:
        if not person.is_active or person.pk in behind:
            continue
        behind.add(person.pk)
        CoAuthor.objects.create(
            proposal=target,
            user=person,
            shown_name=name,
            consent=Consent.AGREED,
            asked_at=now,
            answered_at=now,
            came_from=source,
        )
