"""A published report that promises something, with no more around it than that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from consultations.services.answering import Answer, Step, give_answer
from hub.promises.models.promise import Promise
from tests.factories.consultations import (
    NOW,
    ConsultationFactory,
    answering_moderator,
    clause_threads,
    publish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory

DUE = date(2026, 9, 1)


def promised_steps(*dues: date | None, slug: str = "squares", title: str = "Signs are put up") -> Sequence[Promise]:
    """In the order given; the first is called `title`, the others `title 2` and so on."""
    consultation = ConsultationFactory(analysis=True, slug=slug)
    CommentFactory(hub_thread=thread_of(consultation, 0))
    steps = [Step({"en": title if not number else f"{title} {number + 1}"}, due) for number, due in enumerate(dues)]
    says = Answer("accepted", {"en": "Yes."}, "Parks office", (), steps)
    give_answer(clause_threads(consultation)[0], says, actor=answering_moderator(), now=NOW)
    before = set(Promise.objects.values_list("pk", flat=True))
    publish_report(consultation)
    rows: Any = Promise.objects.exclude(pk__in=before)
    return sorted(rows, key=lambda one: int(one.key))
