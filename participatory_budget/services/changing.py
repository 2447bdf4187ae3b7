"""An author changes the words of a proposal while proposals are taken, or takes it back. Public texts stay readable.

A change is public at once, also where proposals are read first: the earlier text stands beside it, and a moderator can
withhold the whole. To keep an old text public until the new one was read would leave two texts that both count.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.moderation.engine.transitions import require
from hub.moderation.enums import ReasonCode, State
from participatory_budget.engine.answers import WORDS
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalRevision
from participatory_budget.permissions.proposals import user_can_change, user_can_withdraw
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.selectors.together import with_verdict
from participatory_budget.services.checking import complaints_about_words
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.proposing import IncompleteError
from participatory_budget.services.receiving import language_of, searched
from participatory_budget.services.reporting import settle_reports

if TYPE_CHECKING:
    from hub.accounts.models.user import User


class UnchangedError(BudgetError):
    """The same words again; no revision is made of them."""


def change(proposal: Proposal, words: Mapping[str, str], *, actor: User, now: datetime) -> Proposal:
    """`words`: title, description and benefit. Place and money stay: another place is another proposal."""
    with transaction.atomic():
        locked = locked_proposal(proposal)
        # What the city decided about is these words: from then on only a change that it asks for is possible.
        if not user_can_change(actor, locked, schedule_of(locked.budget), now) or with_verdict([locked.pk]):
            raise NotAllowedError(_("This proposal can no longer be changed. Your text is still here to copy."))
        if found := complaints_about_words(words):
            raise IncompleteError(found)
        new = {name: words.get(name, "").strip() for name in WORDS}
        new["title"] = " ".join(new["title"].split())
        if all(getattr(locked, name) == text for name, text in new.items()):
            raise UnchangedError(_("Nothing was changed."))
        revision = _keep_texts(locked, new, now)
        for name, text in new.items():
            setattr(locked, name, text)
        locked.language, locked.edited_at = revision.language, now
        locked.search_text = searched(**new, place=locked.place)
        locked.save(update_fields=[*new, "language", "edited_at", "search_text"])
        record(
            "proposal.changed",
            subject="proposal",
            subject_id=locked.reference,
            actor=actor,
            data={"revision": revision.number},
            now=now,
        )
    return locked


def withdraw(proposal: Proposal, *, actor: User, now: datetime) -> Proposal:
    """Counted as withdrawn, shown no more. What stands on the ballot already is no longer its author's alone."""
    with transaction.atomic():
        locked = locked_proposal(proposal)
        if not user_can_withdraw(actor, locked, schedule_of(locked.budget), now):
            raise NotAllowedError(_("This proposal can no longer be withdrawn."))
        if Project.objects.filter(proposal=locked).exists():
            raise NotAllowedError(_("This proposal is on the ballot already. Write to us if it must not stay there."))
        if Proposal.objects.filter(merged_into=locked).exists():
            raise NotAllowedError(_("Other proposals were merged into this one, so it is no longer yours alone."))
        require(locked.state, State.WITHDRAWN)
        locked.state, locked.reason_code = State.WITHDRAWN, ReasonCode.WITHDRAWN
        locked.save(update_fields=["state", "reason_code"])
        settle_reports(locked, now)
        record(
            "proposal.withdrawn",
            subject="proposal",
            subject_id=locked.reference,
            actor=actor,
            reason_code=ReasonCode.WITHDRAWN.value,
            now=now,
        )
    return locked


def locked_proposal(proposal: Proposal) -> Proposal:
    """Inside the caller's transaction."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("budget").get(pk=proposal.pk)


def _keep_texts(proposal: Proposal, new: Mapping[str, str], now: datetime) -> ProposalRevision:
    """The first text becomes a row at the first change; what was public once is marked for good."""
    is_public = proposal.state == State.PUBLISHED
    last = proposal.revisions.order_by("-number").first()
    if last is None:
        last = ProposalRevision.objects.create(
            proposal=proposal,
            number=1,
            title=proposal.title,
            description=proposal.description,
            benefit=proposal.benefit,
            language=proposal.language,
            written_at=proposal.received_at,
            was_public=is_public,
        )
    elif is_public and not last.was_public:
        # Written while a moderator had not read it yet, and published since.
        last.was_public = True
        last.save(update_fields=["was_public"])
    return ProposalRevision.objects.create(
        proposal=proposal,
        number=last.number + 1,
        **new,
        language=language_of(new["title"], new["description"], proposal.language),
        written_at=now,
        was_public=is_public,
    )
