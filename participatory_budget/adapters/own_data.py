"""What the hub knows about a person who proposes: the register, the copy to take away, the account page, letting go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hub.core.registries import PersonalField
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalDraft
from participatory_budget.selectors.own_data import (
    authored_with_texts,
    coauthorships_of,
    drafts_to_export,
    supports_of,
)
from participatory_budget.selectors.proposal_flags import flags_by
from participatory_budget.services.leaving import erase_proposals, lock_proposals_of

if TYPE_CHECKING:
    from hub.accounts.models.user import User


class ProposalsPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        task, consent = _("Public task"), _("Consent")
        kept = _("Until you erase it; without an account, for as long as the process is documented")
        return [
            PersonalField(
                field="participatory_budget.ProposalDraft.answers",
                label=_("What you type while you write a proposal, with its photo"),
                purpose=_("To let you stop and go on later"),
                lawful_basis=task,
                retention=_("Until you send it or throw it away; 90 days after you last saved it at the latest"),
            ),
            PersonalField(
                field="participatory_budget.Proposal.description",
                label=_("What you propose, with its place and photo"),
                purpose=_("To let others read and support it, and to look at whether it can be done"),
                lawful_basis=task,
                retention=kept,
            ),
            PersonalField(
                field="participatory_budget.Proposal.author_name",
                label=_("Name or pseudonym beside your proposal"),
                purpose=_("To publish it as you chose"),
                lawful_basis=consent,
                retention=kept,
            ),
            PersonalField(
                field="participatory_budget.ProposalRevision.description",
                label=_("What a proposal said before you changed it"),
                purpose=_("To let everybody see what was changed, and when"),
                lawful_basis=task,
                retention=kept,
            ),
            PersonalField(
                field="participatory_budget.ProposalSupport.user",
                label=_("Which proposals you support"),
                purpose=_("To count each person once; only the sum is public"),
                lawful_basis=task,
                retention=_("Until you take it back or erase your account"),
            ),
            PersonalField(
                field="participatory_budget.CoAuthor.email",
                label=_("That somebody asked you to stand behind a proposal, and what you answered"),
                purpose=_("To show you as a co-author if you agree"),
                lawful_basis=consent,
                retention=_("The address until you answer; your answer until you erase your account"),
            ),
            PersonalField(
                field="participatory_budget.ProposalFlag.note",
                label=_("What you tell moderators about a proposal"),
                purpose=_("To decide whether it stays public"),
                lawful_basis=task,
                retention=_("Until a year after a moderator decided, or until you erase your account"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return {
            "proposals": [_proposal(one) for one in authored_with_texts(user)],
            "drafts_of_proposals": [_draft(one) for one in drafts_to_export(user)],
            "supports": [
                {"reference": one.proposal.reference, "given_at": one.given_at.isoformat()} for one in supports_of(user)
            ],
            "co_authorships": [
                {
                    "reference": one.proposal.reference,
                    "name": one.shown_name,
                    "consent": one.consent,
                    "asked_at": one.asked_at.isoformat(),
                    "answered_at": one.answered_at.isoformat() if one.answered_at else None,
                }
                for one in coauthorships_of(user)
            ],
            "reports_of_proposals": [
                {
                    "reference": one.proposal.reference,
                    "reason_code": one.reason_code,
                    "note": one.note,
                    "raised_at": one.raised_at.isoformat(),
                }
                for one in flags_by(user)
            ],
        }

    def lock(self, user: User) -> None:
        lock_proposals_of(user)

    def erase(self, user: User, *, now: datetime) -> None:
        erase_proposals(user, now=now)


def _draft(draft: ProposalDraft) -> dict[str, Any]:
    return {
        "budget": draft.budget.slug,
        "answers": draft.answers,
        "started_at": draft.started_at.isoformat(),
        "saved_at": draft.saved_at.isoformat(),
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "reference": proposal.reference,
        "budget": proposal.budget.slug,
        "state": proposal.state,
        "reason_code": proposal.reason_code,
        "title": proposal.title,
        "description": proposal.description,
        "benefit": proposal.benefit,
        "place": proposal.place,
        "latitude": str(proposal.latitude) if proposal.latitude is not None else None,
        "longitude": str(proposal.longitude) if proposal.longitude is not None else None,
        "cost_guess": proposal.cost_guess,
        "currency": proposal.budget.currency,
        "publish_as": proposal.publish_as,
        "author_name": proposal.author_name,
        "channel": proposal.channel,
        "language": proposal.language,
        "received_at": proposal.received_at.isoformat(),
        "published_at": proposal.published_at.isoformat() if proposal.published_at else None,
        "earlier_texts": [
            {
                "title": each.title,
                "description": each.description,
                "benefit": each.benefit,
                "written_at": each.written_at.isoformat(),
            }
            for each in proposal.revisions.all()
        ],
    }
