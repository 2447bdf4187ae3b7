"""Asking people to stand behind a proposal, and what they answer.

The author learns nothing about an address but what its owner answers. The address goes with the answer, and after
thirty days without one; whoever leaves or says no leaves an empty row behind.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hub.audit.services import Decision, record, record_many
from hub.contributions.services.limits import allow_invitation
from hub.moderation.enums import State
from participatory_budget.engine.invitations import HOLDS, ends_at, read_invitation_key
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import OPEN_CONSENTS, CoAuthor
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import takes_part, user_can_invite
from participatory_budget.permissions.together import can_be_answered
from participatory_budget.phases import phases_of
from participatory_budget.services import together_letters as letters
from participatory_budget.services.errors import BudgetError, NotAllowedError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

MOST_COAUTHORS = 10
SUBJECT = "participatory_budget.proposal"


def invite(proposal: Proposal, email: str, *, actor: User, now: datetime) -> CoAuthor:
    """Says the same for every address, known to us or not. Asked twice, the first question stands."""
    address = email.strip().lower()
    if not user_can_invite(actor, proposal, phases_of(BudgetPhase.objects.filter(budget=proposal.budget_id)), now):
        raise NotAllowedError(_("Only its author can invite people, and only until the vote begins."))
    if EmailAddress.objects.filter(user=actor, email__iexact=address).exists() or actor.email == address:
        raise BudgetError(_("This is your own address. You are its author already."), "email")
    with transaction.atomic():
        locked = _lock(proposal)
        asked = CoAuthor.objects.filter(proposal=locked, email=address, consent=Consent.ASKED).first()
        if asked is not None:
            return asked
        if places_left(locked) <= 0:
            raise BudgetError(_("Ten people are asked or have agreed already. Take back a question first."), "email")
        if not allow_invitation(user=actor, email=address, now=now):
            raise BudgetError(_("That is a lot for one hour. Please wait a while and ask again."), "email")
        row = CoAuthor.objects.create(proposal=locked, email=address, asked_at=now)
        _record("proposal.coauthor_asked", row, actor, now)
        letters.ask_coauthor(row, now=now)
    return row


def places_left(proposal: Proposal) -> int:
    """Authors who came with a merged proposal take nobody's place."""
    rows = CoAuthor.objects.filter(proposal=proposal, came_from=None, consent__in=OPEN_CONSENTS)
    return MOST_COAUTHORS - rows.count()


def invitation_of(key: str, now: datetime) -> CoAuthor | None:
    """The question behind a link, while it can be answered; None for whatever else, without saying which."""
    read = read_invitation_key(key)
    if read is None:
        return None
    row = (
        CoAuthor.objects.filter(pk=read[0], proposal=read[1], consent=Consent.ASKED)
        .select_related("proposal__budget", "proposal__author")
        .first()
    )
    if row is None or now >= ends_at(row.asked_at):
        return None
    phases = phases_of(BudgetPhase.objects.filter(budget=row.proposal.budget_id))
    return row if can_be_answered(row.proposal, phases, now) else None


def is_invited(user: User, invitation: CoAuthor) -> bool:
    """Their own mailbox, and they have shown that it is."""
    if not takes_part(user) or not invitation.email:
        return False
    return EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists()


def agree(key: str, *, user: User, show_name: bool, now: datetime) -> CoAuthor:
    """A second click finds what the first one did; so does somebody who stands behind it already."""
    with transaction.atomic():
        row = _locked_invitation(key, now)
        if row is None:
            if (known := _agreed_by(key, user)) is not None:
                return known
            raise BudgetError(_("This question is not open any more."))
        if not is_invited(user, row):
            raise NotAllowedError(_("This question was sent to another address than yours."))
        standing = CoAuthor.objects.filter(proposal=row.proposal, user=user).first()
        if standing is not None or row.proposal.author_id == user.pk:
            _end(row, Consent.TAKEN_BACK, now)
            _record("proposal.coauthor_ended", row, user, now)
            return standing or row
        row.user, row.shown_name = user, user.public_name if show_name else ""
        row.consent, row.answered_at, row.email = Consent.AGREED, now, ""
        row.save(update_fields=["user", "shown_name", "consent", "answered_at", "email"])
        _record("proposal.coauthor_agreed", row, user, now)
    return row


def decline(key: str, *, now: datetime) -> None:
    """Needs no account: whoever has the link reads the mailbox. Declining twice is declining once."""
    with transaction.atomic():
        row = _locked_invitation(key, now)
        if row is None:
            read = read_invitation_key(key)
            if read and CoAuthor.objects.filter(pk=read[0], proposal=read[1], consent=Consent.REFUSED).exists():
                return
            raise BudgetError(_("This question is not open any more."))
        _end(row, Consent.REFUSED, now)
        _record("proposal.coauthor_declined", row, None, now)


def take_back(proposal: Proposal, invitation: int, *, actor: User, now: datetime) -> None:
    """While nobody has answered. Who has agreed is a co-author and leaves by their own will only."""
    with transaction.atomic():
        locked = _lock(proposal)
        if locked.author_id != actor.pk:
            raise NotAllowedError(_("Only its author can take back a question."))
        row = CoAuthor.objects.filter(pk=invitation, proposal=locked).first()
        if row is None or row.consent == Consent.AGREED:
            raise BudgetError(_("This question was answered meanwhile."))
        if row.consent == Consent.ASKED:
            _end(row, Consent.TAKEN_BACK, now)
            _record("proposal.coauthor_taken_back", row, actor, now)


def leave(proposal: Proposal, *, actor: User, now: datetime) -> None:
    """At any time: nobody stands behind something against their will."""
    with transaction.atomic():
        row = CoAuthor.objects.filter(proposal=_lock(proposal), user=actor, consent=Consent.AGREED).first()
        if row is not None:
            _end(row, Consent.TAKEN_BACK, now)
            _record("proposal.coauthor_left", row, actor, now)


def end_old_invitations(now: datetime) -> int:
    """Nobody answered in thirty days, or nothing is left to answer: the address goes. For the clock."""
    over = Q(asked_at__lte=now - HOLDS) | Q(proposal__state=State.WITHDRAWN) | Q(proposal__merged_into__isnull=False)
    with transaction.atomic():
        rows = list(CoAuthor.objects.select_for_update(of=("self",)).filter(over, consent=Consent.ASKED).order_by("pk"))
        return end_for_good(rows, now)


def end_invitations_of(proposal: Proposal, now: datetime) -> int:
    """Inside the transaction of the merge: what people were asked to stand behind is no proposal of its own now."""
    return end_for_good(list(CoAuthor.objects.filter(proposal=proposal, consent=Consent.ASKED).order_by("pk")), now)


def end_for_good(rows: list[CoAuthor], now: datetime) -> int:
    """Inside a transaction: without address, name and person. Returns how many."""
    for row in rows:
        _end(row, Consent.TAKEN_BACK, now)
    record_many(
        (Decision("proposal.coauthor_ended", SUBJECT, row.proposal_id, data={"coauthor": row.pk}) for row in rows),
        actor=None,
        now=now,
    )
    return len(rows)


def _end(row: CoAuthor, consent: Consent, now: datetime) -> None:
    row.consent, row.answered_at = consent, now
    row.email, row.shown_name, row.user = "", "", None
    row.save(update_fields=["consent", "answered_at", "email", "shown_name", "user"])


def _lock(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _locked_invitation(key: str, now: datetime) -> CoAuthor | None:
    """The proposal first, as everywhere, so that two transactions never wait for each other."""
    read = read_invitation_key(key)
    row = CoAuthor.objects.filter(pk=read[0], proposal=read[1]).select_related("proposal").first() if read else None
    if row is None:
        return None
    _lock(row.proposal)
    return invitation_of(key, now)


def _agreed_by(key: str, user: User) -> CoAuthor | None:
    read = read_invitation_key(key)
    return CoAuthor.objects.filter(pk=read[0], user=user, consent=Consent.AGREED).first() if read else None


def _record(action: str, row: CoAuthor, actor: User | None, now: datetime) -> None:
    record(action, subject=SUBJECT, subject_id=row.proposal_id, actor=actor, data={"coauthor": row.pk}, now=now)
