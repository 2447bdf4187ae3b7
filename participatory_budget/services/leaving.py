"""A person leaves: the words of their proposals go, their supports and drafts too; references, dates and figures stay.

What others stand behind, or what is on the ballot, is no longer one person's: there the words stay and the name goes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from hub.audit.services import record
from hub.contributions.enums import PublishAs
from hub.moderation.enums import ReasonCode, State
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.evaluation import ScopeChange
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.models.proposal_draft import ProposalDraft, ProposalPhoto
from participatory_budget.services.reporting import forget_notes_about, forget_reporter

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def lock_proposals_of(user: User) -> list[Proposal]:
    """Theirs, and those that they support or stand behind or were asked to; two erasures never wait in a circle."""
    asked = CoAuthor.objects.filter(Q(user=user) | Q(email__iexact=user.email))
    ids = {
        *Proposal.objects.filter(author=user).values_list("pk", flat=True),
        *ProposalSupport.objects.filter(user=user).values_list("proposal", flat=True),
        *asked.values_list("proposal", flat=True),
    }
    return list(Proposal.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def erase_proposals(user: User, *, now: datetime) -> int:
    """Inside the caller's transaction. Returns how many proposals lost their words."""
    with transaction.atomic():
        locked = lock_proposals_of(user)
        _take_back_supports(user)
        CoAuthor.objects.filter(Q(user=user) | Q(email__iexact=user.email)).delete()
        ProposalDraft.objects.filter(owner=user).delete()
        forget_reporter(user)
        mine = [one for one in locked if one.author_id == user.pk]
        shared = _shared({one.pk for one in mine})
        emptied = 0
        for proposal in mine:
            if proposal.pk in shared:
                _take_name_off(proposal)
            else:
                _empty(proposal, now)
                emptied += 1
        if mine:
            # One entry with a figure: a row for each would show in the published log which ones came from one person.
            record(
                "proposals.erased",
                subject="proposals",
                subject_id="erasure",
                actor=None,
                data={"count": len(mine)},
                now=now,
            )
    return emptied


def _shared(ids: set[UUID]) -> set[UUID]:
    rows = Proposal.objects.filter(pk__in=ids).filter(
        Q(merged_into__isnull=False)
        | Exists(Proposal.objects.filter(merged_into=OuterRef("pk")))
        | Exists(Project.objects.filter(proposal=OuterRef("pk")))
    )
    return set(rows.values_list("pk", flat=True))


def _take_back_supports(user: User) -> None:
    supported = ProposalSupport.objects.filter(user=user).values_list("proposal", flat=True)
    Proposal.objects.filter(pk__in=list(supported), support_count__gt=0).update(support_count=F("support_count") - 1)
    ProposalSupport.objects.filter(user=user).delete()


def _take_name_off(proposal: Proposal) -> None:
    proposal.author, proposal.author_name, proposal.publish_as = None, "", PublishAs.ANONYMOUS
    proposal.save(update_fields=["author", "author_name", "publish_as"])


def _empty(proposal: Proposal, now: datetime) -> None:
    # What a moderator withheld keeps its reason, so that the figures by reason stay as they were published.
    if proposal.state != State.WITHHELD:
        proposal.state, proposal.reason_code = State.WITHDRAWN, ReasonCode.WITHDRAWN
    proposal.title = proposal.description = proposal.benefit = proposal.place = proposal.search_text = ""
    proposal.latitude = proposal.longitude = proposal.cost_guess = None
    proposal.author, proposal.author_name, proposal.publish_as = None, "", PublishAs.ANONYMOUS
    proposal.submission_key, proposal.erased_at = None, now
    proposal.save()
    # The dates of the changes stay; their words do not, nor what the city made of them.
    ScopeChange.objects.filter(evaluation__proposal=proposal).update(title="", description="")
    proposal.revisions.update(title="", description="", benefit="")
    ProposalPhoto.objects.filter(proposal=proposal).delete()
    CoAuthor.objects.filter(proposal=proposal).delete()
    forget_notes_about(proposal, now)
