"""What the moderator read, put under a theme, quoted and answered there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.services import Answer, Step, give_answer, quote
from consultations.services.coding import judge
from consultations.services.reading import finish_coding
from consultations.services.theming import create_theme
from hub.accounts.models.user import User
from hub.contributions.models.comment import Comment
from hub.demo.content.shapes import ThemeAnswer, ThemeContent, Tri
from hub.demo.services.calendar import Calendar
from hub.demo.services.pages import LANGUAGES

CODED_ON, QUOTED_ON = 5, 40  # days after the close


def read_and_code(
    themes: Sequence[ThemeContent],
    consultation: Consultation,
    comments: Mapping[str, Comment],
    *,
    user: User,
    calendar: Calendar,
    closes_day: int,
) -> dict[str, Theme]:
    """By the key of their content; in the order of time, as the record has it."""
    made: dict[str, Theme] = {}
    for position, content in enumerate(themes):
        now = calendar.at(closes_day + CODED_ON, f"{9 + position:02d}:20")
        theme = create_theme(
            consultation,
            names={code: (content.name.get(code), content.description.get(code)) for code in LANGUAGES},
            parent=made[content.parent] if content.parent else None,
            actor=user,
            now=now,
        )
        made[content.key] = theme
        judge([comments[key] for key in content.contributions], theme, belongs=True, actor=user, now=now)
    read = Comment.objects.filter(pk__in=[comment.pk for comment in comments.values()])
    finish_coding(consultation, read, actor=user, now=calendar.at(closes_day + CODED_ON, "16:00"))
    for content in themes:
        for key in content.quoted:
            comment = Comment.objects.get(pk=comments[key].pk)
            quote(comment, made[content.key], actor=user, now=calendar.at(closes_day + QUOTED_ON, "10:00"))
    return made


def answer_themes(
    themes: Sequence[ThemeContent], made: Mapping[str, Theme], *, user: User, calendar: Calendar, closes_day: int
) -> None:
    for content in themes:
        if content.answer is not None:
            now = calendar.at(closes_day + content.answer.day, "15:00")
            give_answer(made[content.key], _answer(content.answer, calendar, closes_day), actor=user, now=now)


def _answer(content: ThemeAnswer, calendar: Calendar, closes_day: int) -> Answer:
    return Answer(
        decision=content.decision,
        reasons=_texts(content.reason),
        responsible_body=content.body.get("en"),
        steps=[Step(_texts(step.text), calendar.at(closes_day + step.day, "12:00").date()) for step in content.steps],
    )


def _texts(text: Tri) -> dict[str, str]:
    return {code: text.get(code) for code in LANGUAGES}
