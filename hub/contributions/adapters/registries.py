"""What this app tells the platform's registries: personal data, the account page. Queues: queues.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.contributions import selectors, services
from hub.contributions.enums import PublishAs
from hub.contributions.models.comment import Comment
from hub.contributions.reports import is_counted
from hub.core.registries import PersonalField

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SHOWN_ON_ACCOUNT_PAGE = 100


class ContributionsPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        task = _("Public task")
        kept = _("Until you erase it; without an account, for as long as the process is documented")
        return [
            PersonalField(
                field="contributions.Comment.comment",
                label=_("What you write"),
                purpose=_("To take it into account and to answer it"),
                lawful_basis=task,
                retention=kept,
            ),
            PersonalField(
                field="contributions.Comment.author_name",
                label=_("Name or pseudonym beside your text"),
                purpose=_("To publish it as you chose"),
                lawful_basis=_("Consent"),
                retention=kept,
            ),
            PersonalField(
                field="contributions.Comment.may_be_quoted",
                label=_("Whether your words may be quoted in a report"),
                purpose=_("To quote nobody who did not say so"),
                lawful_basis=_("Consent"),
                retention=_("Until you take it back, withdraw your text or erase it"),
            ),
            PersonalField(
                field="contributions.Comment.user_email",
                label=_("E-mail address of people who write without an account"),
                purpose=_("To confirm that the address is theirs and to send the answer"),
                lawful_basis=task,
                retention=kept,
            ),
            PersonalField(
                field="contributions.Comment.register_number",
                label=_("Register number of an organisation, and whom it represents"),
                purpose=_("To show who speaks for whom"),
                lawful_basis=_("Consent"),
                retention=kept,
            ),
            PersonalField(
                field="contributions.Revision.body",
                label=_("What a comment said before you changed it"),
                purpose=_("To let everybody see what was changed, and when"),
                lawful_basis=task,
                retention=kept,
            ),
            PersonalField(
                field="contributions.Attachment.content",
                label=_("Files that you attach"),
                purpose=_("To take them into account with your text"),
                lawful_basis=task,
                retention=kept,
            ),
            PersonalField(
                field="contributions.Reaction.kind",
                label=_("Whether you agree or disagree with what others wrote"),
                purpose=_("To count each person once; only the sum is public"),
                lawful_basis=_("Consent"),
                retention=_("Until you take it back or erase your account"),
            ),
            PersonalField(
                field="contributions.Flag.note",
                label=_("What you tell moderators about a comment"),
                purpose=_("To decide whether it stays public"),
                lawful_basis=task,
                retention=_("Without your name once your account is erased"),
            ),
            PersonalField(
                field="contributions.ImpactCode.author_key",
                label=_("That somebody asked for a code to see what came from your address; a key, not the address"),
                purpose=_("To let nobody but you see it"),
                lawful_basis=task,
                retention=_("One day"),
            ),
            PersonalField(
                field="contributions.PendingSubmission.draft",
                label=_("Text and address that were not confirmed"),
                purpose=_("To keep your text until you confirm it"),
                lawful_basis=task,
                retention=_("Seven days after the confirmation link ended"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return {
            "contributions": [_exported(comment) for comment in selectors.contributions_by_person(user)],
            "reactions": [
                {"reference": each.comment.reference, "kind": each.kind, "given_at": each.given_at.isoformat()}
                for each in selectors.reactions_by(user)
            ],
            "reports": [
                {
                    "reference": each.comment.reference,
                    "reason_code": each.reason_code,
                    "note": each.note,
                    "raised_at": each.raised_at.isoformat(),
                }
                for each in selectors.flags_by(user)
            ],
            "unconfirmed": [
                {"submitted_at": row.submitted_at.isoformat(), "email": row.email, "draft": row.draft}
                for row in selectors.submissions_of(user)
            ],
        }

    def erase(self, user: User, *, now: datetime) -> None:
        services.erase_author(user, now=now)


def _exported(comment: Comment) -> dict[str, Any]:
    return {
        "reference": comment.reference,
        "state": comment.state,
        "reason_code": comment.reason_code,
        "body": comment.body,
        "suggested_text": comment.suggested_text,
        "quote": comment.quote,
        "position": comment.position,
        "register_number": comment.register_number,
        "represents": comment.represents,
        "earlier_texts": [
            {"body": each.body, "suggested_text": each.suggested_text, "written_at": each.written_at.isoformat()}
            for each in comment.revisions.all()
        ],
        "files": [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in comment.attachments.all()],
        "publish_as": comment.publish_as,
        "may_be_quoted": comment.may_be_quoted,
        "author_name": comment.author_name,
        "author_kind": comment.author_kind,
        "organisation": comment.organisation,
        "email": comment.user_email,
        "channel": comment.channel,
        "language": comment.language,
        "received_at": comment.received_at.isoformat(),
        "published_at": comment.published_at.isoformat() if comment.published_at else None,
    }


def own_contributions(user: User) -> Mapping[str, Any]:
    """For the account page: the latest, with what became of each."""
    comments = list(selectors.contributions_of(user)[:SHOWN_ON_ACCOUNT_PAGE])
    subjects = selectors.subjects_of([comment.hub_thread for comment in comments], timezone.now())
    answers = {pk: became.answers for pk, became in selectors.what_became_of(comments).items()}
    return {
        "rows": [
            {
                "comment": comment,
                "subject": subjects.get(comment.hub_thread_id),
                # The answer that fits best; what was taken down or back is not answered.
                "outcome": next(iter(answers[comment.pk]), None) if is_counted(comment) else None,
                "confidential": comment.publish_as == PublishAs.CONFIDENTIAL,
            }
            for comment in comments
        ],
        "unconfirmed": [row for row in selectors.submissions_of(user) if row.expires_at > timezone.now()],
    }


def purge(now: datetime) -> None:
    services.purge_unconfirmed(now)
    services.purge_impact_codes(now)
