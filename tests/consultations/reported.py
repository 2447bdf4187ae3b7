"""A consultation with everything that a report can tell, and what makes its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from freezegun import freeze_time

from consultations.models.clause_thread import ClauseThread
from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.selection import Selection, SelectionMember, SelectionTitle
from consultations.models.theme import Theme, ThemeName
from consultations.services.answering import Answer, Step, give_answer
from consultations.services.gaps import state_gap
from consultations.services.quoting import quote
from hub.accounts.models.user import User
from hub.contributions.models.comment import Comment
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    ConsultationFactory,
    answer,
    answering_moderator,
    clause_threads,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft

SECRET = "Words that only the city may read: xanthoria parietina"
QUOTED = "She should be told why, and in time to appeal."
WORDS = {
    "Opening hours": "Open until nine.",
    "Dogs": "No dogs.",
    "Stalls": "Stalls need a licence.",
    "Music": "No music after ten.",
}


def make_theme(consultation: Consultation, parent: Theme | None = None, order: int = 0, **names: str) -> Theme:
    theme = Theme.objects.create(consultation=consultation, parent=parent, order=order, created_at=NOW)
    for language, name in names.items():
        ThemeName.objects.create(theme=theme, language=language, name=name)
    return theme


def put_under(theme: Theme, *comments: Comment) -> None:
    for comment in comments:
        CommentTheme.objects.create(comment=comment, theme=theme)


def choose(consultation: Consultation, title: str, *comments: Comment) -> Selection:
    chosen = Selection.objects.create(consultation=consultation, made_at=NOW)
    SelectionTitle.objects.create(selection=chosen, language="en", title=title)
    for comment in comments:
        SelectionMember.objects.create(selection=chosen, comment=comment)
    return chosen


def may_be_quoted(comment: Comment) -> Comment:
    comment.may_be_quoted = True
    comment.save(update_fields=["may_be_quoted"])
    return comment


def quoted(comment: Comment, place: ClauseThread | Theme) -> Comment:
    quote(may_be_quoted(comment), place, actor=answering_moderator(), now=NOW)
    return comment


@dataclass
class Reported:
    consultation: Consultation
    document: Any
    rows: list[ClauseThread]
    theme: Theme
    part: Theme
    chosen: Selection
    author: User
    quote: Comment
    secret: Comment


def reported(*, now: datetime = NOW) -> Reported:
    """Clause 1 has its own answer, 2 one under a theme, 3 one with chosen ones, 4 a gap said in public."""
    with freeze_time(now):
        page = published_draft(
            body=[clause_block(text, heading=heading) for heading, text in WORDS.items()], slug="act"
        )
    consultation = ConsultationFactory(analysis=True, document_page=page, slug="squares")
    rows = clause_threads(consultation)
    first, second, third, fourth = (thread_of(consultation, index) for index in range(4))
    amel = UserFactory(email="amel@example.org")
    quote_ = CommentFactory(
        hub_thread=first, body=QUOTED, author_name="Amel Trabelsi", position="oppose", user=amel, email=amel.email
    )
    CommentFactory(hub_thread=first, position="support_with_changes")
    secret = CommentFactory(hub_thread=first, body=SECRET, confidential=True)
    CommentFactory(hub_thread=first, withheld=True)
    about_dogs = CommentFactory(hub_thread=second, language="fr", body="Un chien n'est pas un vélo.")
    about_stalls = CommentFactory(hub_thread=third, channel="letter")
    CommentFactory(hub_thread=fourth)
    theme = make_theme(consultation, en="Animals", ar="الحيوانات")
    part = make_theme(consultation, theme, 1, en="Dogs off the lead")
    put_under(part, about_dogs)
    chosen = choose(consultation, "Letters of the traders", about_stalls)
    answer(consultation, 0, reasons={"en": "Open until ten in summer.", "ar": "إلى العاشرة صيفًا."})
    says = Answer(
        "accepted_in_part",
        {"en": "Dogs may come before nine."},
        "Veterinary office",
        [(rows[1].clause_id, None)],
        [Step({"en": "Signs are put up"}, date(2026, 9, 1)), Step({"en": "The council is told"})],
    )
    give_answer(theme, says, actor=answering_moderator(), now=NOW)
    no = Answer("not_accepted", {"en": "A licence is the law."}, "", (), [Step({"en": "A leaflet"}, date(2026, 6, 1))])
    give_answer(chosen, no, actor=answering_moderator(), now=NOW)
    state_gap(consultation, texts={"en": "The ministry has not said yet."}, actor=None, now=NOW, clause_thread=rows[3])
    quoted(quote_, rows[0])
    quoted(about_dogs, part)
    return Reported(consultation, page, rows, theme, part, chosen, amel, quote_, secret)
