"""Drafts of proposals: begun, saved step by step, taken over by an account, thrown away when nobody comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from hub.contributions.engine.files import LARGEST, FileRefusedError
from participatory_budget.engine.answers import is_empty, suggested_envelope, typed
from participatory_budget.engine.photos import drawn_photo
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal_draft import ProposalDraft, ProposalPhoto
from participatory_budget.permissions.proposals import proposals_are_taken
from participatory_budget.selectors.choices import offer_of
from participatory_budget.selectors.drafts import unsent_since
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.services.errors import BudgetError, NotAllowedError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

KEPT = timedelta(days=90)
EMPTY_KEPT = timedelta(days=30)


class AlreadySentError(BudgetError):
    """The draft has become a proposal meanwhile, in another window."""


def start_draft(budget: Budget, owner: User | None, *, language: str, now: datetime) -> ProposalDraft:
    if not proposals_are_taken(schedule_of(budget), now):
        raise NotAllowedError(_("Proposals are not taken at the moment."))
    return ProposalDraft.objects.create(
        budget=budget, owner=owner, language=language, started_at=now, saved_at=now, answers={}
    )


def save_step(draft: ProposalDraft, step: str, data: Mapping[str, Any], *, now: datetime) -> ProposalDraft:
    """Only the fields of this step, so that two windows never undo each other's steps. Saved also while closed."""
    with transaction.atomic():
        locked = locked_draft(draft)
        answers = {**locked.answers, **typed(step, data)}
        if step == "place" and not answers.get("envelope"):
            answers["envelope"] = suggested_envelope(answers, offer_of(locked.budget, locked.language).districts)
        locked.answers, locked.saved_at = answers, now
        locked.save(update_fields=["answers", "saved_at"])
    return locked


def put_photo(draft: ProposalDraft, data: bytes, *, now: datetime) -> None:
    """Instead of the one there was. A picture that is refused leaves it as it is."""
    if len(data) > LARGEST:
        raise BudgetError(_("This photo is larger than 5 MB. Choose a smaller one; your text is saved."), "photo")
    try:
        drawn = drawn_photo(data)
    except FileRefusedError as error:
        message = _("This file cannot be read as a photo. Choose a JPEG or PNG picture; your text is saved.")
        raise BudgetError(message, "photo") from error
    with transaction.atomic():
        locked = locked_draft(draft)
        ProposalPhoto.objects.filter(draft=locked).delete()
        ProposalPhoto.objects.create(
            draft=locked,
            kind=drawn.kind,
            alt=locked.answers.get("photo_alt", "")[:200],
            width=drawn.width,
            height=drawn.height,
            sha256=drawn.sha256,
            content=drawn.content,
        )
        locked.saved_at = now
        locked.save(update_fields=["saved_at"])


def remove_photo(draft: ProposalDraft, *, now: datetime) -> None:
    with transaction.atomic():
        locked = locked_draft(draft)
        ProposalPhoto.objects.filter(draft=locked).delete()
        locked.saved_at = now
        locked.save(update_fields=["saved_at"])


def adopt(draft: ProposalDraft, user: User) -> ProposalDraft:
    """What somebody began before they signed in is theirs from then on, on every device."""
    ProposalDraft.objects.filter(pk=draft.pk, owner=None).update(owner=user)
    draft.refresh_from_db()
    return draft


def discard(draft: ProposalDraft) -> None:
    """Thrown away by whoever wrote it; what was sent stays."""
    ProposalDraft.objects.filter(pk=draft.pk, proposal=None).delete()


def purge_drafts(now: datetime) -> None:
    """Nobody came back: after 90 days; after 30 where nothing was written and no account holds it."""
    unsent_since(now - KEPT).delete()
    forgotten = unsent_since(now - EMPTY_KEPT).filter(owner=None)
    empty = [row.pk for row in forgotten.only("pk", "answers") if is_empty(row.answers)]
    ProposalDraft.objects.filter(pk__in=empty, photo=None).delete()


def locked_draft(draft: ProposalDraft) -> ProposalDraft:
    """Inside the caller's transaction."""
    locked = ProposalDraft.objects.select_for_update(of=("self",)).select_related("budget").get(pk=draft.pk)
    if locked.proposal_id is not None:
        raise AlreadySentError(_("This proposal has been sent already."))
    return locked
