"""The letters to authors, made when they go out, in the recipient's language; what has become wrong is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from hub.contributions import selectors
from hub.contributions.engine.confirmation import code_for, link_token
from hub.contributions.enums import PublishAs
from hub.contributions.models.access_code import AccessCode
from hub.contributions.models.comment import Comment
from hub.contributions.models.impact_code import ImpactCode
from hub.contributions.reports import receipt_path
from hub.contributions.services import messages
from hub.contributions.services.access import code_to_change
from hub.core.registries import ThreadSubject
from hub.moderation.enums import ReasonCode, State
from hub.notifications.engine.isolation import isolate
from hub.notifications.engine.kinds import Kind, kinds

Context = Mapping[str, Any]


def register() -> None:
    kinds.register(
        messages.CONFIRM,
        Kind(_("%(code)s is your code to confirm your comment"), "contributions/mail/confirm.txt", _confirm),
    )
    kinds.register(
        messages.RECEIPT, Kind(_("We received your comment %(reference)s"), "contributions/mail/receipt.txt", _receipt)
    )
    kinds.register(
        messages.PUBLISHED,
        Kind(_("Your comment %(reference)s is published"), "contributions/mail/published.txt", _published),
    )
    kinds.register(
        messages.ACCESS,
        Kind(_("%(code)s is your code to change your comment"), "contributions/mail/access.txt", _access),
    )
    kinds.register(
        messages.CHANGE, Kind(_("Your change of comment %(reference)s"), "contributions/mail/change.txt", _change)
    )
    kinds.register(messages.IMPACT, Kind("%(heading)s", "contributions/mail/impact.txt", _impact))
    kinds.register(
        messages.REPLIED,
        Kind(_("Somebody replied to %(reference)s"), "contributions/mail/replied.txt", _replied),
    )
    kinds.register(
        messages.WITHHELD,
        Kind(_("Your comment %(reference)s is not published"), "contributions/mail/withheld.txt", _withheld),
    )


def _confirm(payload: Context) -> Context | None:
    pending = selectors.pending_submission(payload["submission"])
    if pending is None or pending.comment is not None or pending.code_number != payload["number"]:
        return None
    # A mail that was put off by hours may still carry its link; its code may be over, and says so.
    code_ends = pending.code_sent_at + timedelta(minutes=settings.CONFIRMATION_CODE_MINUTES)
    link = _absolute(reverse("contribution_confirm", args=[pending.pk]))
    return {
        "code": code_for(pending.pk, pending.code_salt, pending.code_number),
        "code_minutes": settings.CONFIRMATION_CODE_MINUTES,
        "code_is_over": code_ends <= timezone.now(),
        "link": f"{link}?{urlencode({'token': link_token(pending.pk)})}",
        "link_hours": settings.CONFIRMATION_LINK_HOURS,
        **_about(selectors.subject_of(pending.thread, timezone.now())),
    }


def _receipt(payload: Context) -> Context | None:
    comment = _comment(payload)
    if comment is None or comment.erased_at is not None:
        return None
    # Without an account the trace opens once the text is public; until then it would lead to "not found".
    readable = comment.state == State.PUBLISHED or comment.user_id is not None
    return _for_comment(comment) | {
        "received": date_format(timezone.localtime(comment.received_at), "DATETIME_FORMAT"),
        "waiting": comment.state == State.PENDING,
        "confidential": comment.publish_as == PublishAs.CONFIDENTIAL,
        "readable": readable,
        "own_link": own_link(comment),
        "impact_link": impact_link(),
        # A confidential text is not sent through other people's mail servers once more.
        "body": "" if comment.publish_as == PublishAs.CONFIDENTIAL else comment.body,
        "suggested_text": "" if comment.publish_as == PublishAs.CONFIDENTIAL else comment.suggested_text,
    }


def _published(payload: Context) -> Context | None:
    comment = _comment(payload)
    return _for_comment(comment) if comment is not None and comment.state == State.PUBLISHED else None


def _replied(payload: Context) -> Context | None:
    """About what was replied to; nothing once one of the two is no longer public."""
    reply = _comment(payload)
    if reply is None or reply.state != State.PUBLISHED or reply.hub_parent is None:
        return None
    return _for_comment(reply.hub_parent) if reply.hub_parent.state == State.PUBLISHED else None


def _withheld(payload: Context) -> Context | None:
    comment = _comment(payload)
    if comment is None or comment.state != State.WITHHELD:
        return None
    return _for_comment(comment) | {"reason": ReasonCode(comment.reason_code).label}


def _access(payload: Context) -> Context | None:
    comment = _comment(payload)
    row = AccessCode.objects.filter(comment=comment).first() if comment is not None else None
    if comment is None or row is None or row.number != payload["number"] or row.used_at is not None:
        return None
    ends = row.sent_at + timedelta(minutes=settings.CONFIRMATION_CODE_MINUTES)
    if ends <= timezone.now():
        return None
    return _for_comment(comment) | {"code": code_to_change(row), "code_minutes": settings.CONFIRMATION_CODE_MINUTES}


def _impact(payload: Context) -> Context | None:
    """To an address from which nothing came goes a letter, too, and says so: its owner may have used another one."""
    row = ImpactCode.objects.filter(pk=payload["code"]).first()
    if row is None or row.number != payload["number"] or row.used_at is not None:
        return None
    if row.sent_at + timedelta(minutes=settings.CONFIRMATION_CODE_MINUTES) <= timezone.now():
        return None
    code = code_to_change(row) if selectors.contributions_from(row.author_key).exists() else ""
    heading = _("%(code)s is your code to see what you have sent") if code else _("Nothing has come from this address")
    return {
        "heading": str(heading) % {"code": code},
        "code": code,
        "code_minutes": settings.CONFIRMATION_CODE_MINUTES,
        "impact_link": impact_link(),
    }


def _change(payload: Context) -> Context | None:
    comment = _comment(payload)
    if comment is None or comment.erased_at is not None:
        return None
    reason = payload["reason"]
    if not reason and comment.state != State.PUBLISHED:
        return None
    return _for_comment(comment) | {"reason": ReasonCode(reason).label if reason else ""}


def own_link(comment: Comment) -> str:
    """For people without an account; who has one signs in."""
    if comment.user_id is not None:
        return ""
    return _absolute(receipt_path(comment))


def impact_link() -> str:
    """The page with all that a person sent, in the language of the letter."""
    return _absolute(reverse("account_impact"))


def _comment(payload: Context) -> Comment | None:
    return Comment.objects.select_related("hub_thread", "user").filter(pk=payload["comment"]).first()


def _for_comment(comment: Comment) -> dict[str, Any]:
    return {
        "reference": isolate(comment.reference, rtl=get_language_bidi()),
        "trace_link": _absolute(comment.get_absolute_url()),
        **_about(selectors.subject_of(comment.hub_thread, timezone.now())),
    }


def _about(subject: ThreadSubject | None) -> dict[str, Any]:
    return {
        "title": subject.title if subject is not None else "",
        "process_title": subject.process_title if subject is not None else "",
    }


def _absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.PUBLIC_URL}{path}"
