"""People speak: they send, they confirm, and a moderator reads. Each step at its own time, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.utils import translation

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from hub.accounts.models.user import User
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import AuthorKind, Channel, PublishAs
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services import confirm_by_code, publish, receive, submit, withhold
from hub.contributions.services.confirmation import code_of
from hub.core.registries import thread_subjects
from hub.demo.content.people import PEOPLE
from hub.demo.content.shapes import Person, Said
from hub.demo.content.themes import THEMES
from hub.demo.services.calendar import Stage, next_office_hour
from hub.demo.services.rounds import threads_by_number

CONFIRMED_AFTER = timedelta(minutes=3)
ENTERED_AFTER = timedelta(hours=2)  # a letter or a note of a meeting, typed in by the office


QUOTED = frozenset(key for theme in THEMES for key in theme.quoted)


class Voices:
    """What was said about one consultation."""

    def __init__(self, consultation: Consultation, *, opens_day: int, stage: Stage, accounts: dict[str, User]) -> None:
        self.stage = stage
        self.threads = threads_by_number(consultation)
        self.opens_day = opens_day
        self.accounts = accounts
        self.officer = accounts["officer@example.org"]
        self.moderator = accounts["moderator@example.org"]
        self.comments: dict[str, Comment] = {}

    def plan(self, said: Sequence[Said]) -> None:
        for one in said:
            self.stage.plan(self.stage.calendar.at(self.opens_day + one.day, one.at), partial(self._send, one))

    def _send(self, one: Said, moment: datetime) -> None:
        row = self.threads[one.clause]
        user = self.accounts.get(one.who) or self.accounts.get(f"{one.who}@example.org")
        person = PEOPLE.get(one.who)
        draft = self._draft(one, person, user)
        if one.channel != Channel.WEB:
            self.stage.plan(moment + ENTERED_AFTER, partial(self._enter, one, row, draft, moment))
            return
        with translation.override(draft.author_language):
            subject = thread_subjects.get(row.thread.kind).describe([row.thread_id], moment)[row.thread_id]
            sent = submit(
                row.thread,
                draft=draft,
                user=user,
                email=person.email if person and user is None else "",
                subject=subject,
                now=moment,
            )
        if isinstance(sent, PendingSubmission):
            self.stage.plan(moment + CONFIRMED_AFTER, partial(self._confirm, one, sent))
        else:
            self._received(one, sent)

    def _confirm(self, one: Said, pending: PendingSubmission, moment: datetime) -> None:
        self._received(one, confirm_by_code(pending, code_of(pending), moment))

    def _enter(self, one: Said, row: ClauseThread, draft: Draft, received: datetime, moment: datetime) -> None:
        subject = thread_subjects.get(row.thread.kind).describe([row.thread_id], received)[row.thread_id]
        comment = receive(
            row.thread,
            draft=draft,
            user=None,
            document_version=subject.version,
            premoderated=subject.premoderated,
            received_at=received,
            now=moment,
            actor=self.officer,
        )
        self._received(one, comment)

    def _received(self, one: Said, comment: Comment) -> None:
        self.comments[one.key] = comment
        if one.pending or one.publish_as == PublishAs.CONFIDENTIAL:
            return
        read_at = next_office_hour(comment.received_at, minutes=len(one.body) % 13)
        self.stage.plan(max(read_at, comment.received_at + ENTERED_AFTER), partial(self._decide, one, comment))

    def _decide(self, one: Said, comment: Comment, moment: datetime) -> None:
        if one.withheld:
            withhold(comment, actor=self.moderator, reason_code=one.withheld, now=moment)
        else:
            publish(comment, actor=self.moderator, now=moment)

    def _draft(self, one: Said, person: Person | None, user: User | None) -> Draft:
        language = person.language if person else (user.language if user else "en")
        is_organisation = bool(person and person.organisation)
        name = person.name if person else (user.pseudonym if user else "")
        return Draft(
            body=one.body,
            position=one.position,
            suggested_text=one.suggested,
            quote=one.quote,
            publish_as=one.publish_as,
            author_name=_pseudonym(name) if one.publish_as == PublishAs.PSEUDONYM else name,
            author_kind=(AuthorKind.ORGANISATION if is_organisation else AuthorKind.PERSON).value,
            organisation=name if is_organisation else "",
            channel=one.channel,
            language=one.language or language,
            author_language=language,
            may_be_quoted=one.key in QUOTED,
            parent_id=self.comments[one.reply_to].pk if one.reply_to else None,
        )


def _pseudonym(name: str) -> str:
    return "".join(f"{part[0]}." for part in name.split())
