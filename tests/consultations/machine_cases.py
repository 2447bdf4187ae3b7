"""Letters, subjects and addresses, for the tests of machine help before people."""

from __future__ import annotations

from django.urls import reverse

from tests.consultations.texts_for_machines import ADDITION, LETTER, comments_on
from tests.factories.consultations import (
    thread_of,
)
from tests.factories.contributions import CommentFactory


def said(consultation, *bodies, **fields):
    thread = thread_of(consultation)
    return [CommentFactory(hub_thread=thread, body=body, **fields) for body in bodies]


def letters(consultation):
    """Three copies, one with a story, and two texts that stand alone."""
    return said(consultation, LETTER, LETTER.upper(), f"  {LETTER}", f"{LETTER} {ADDITION}", "I agree.", "I do not.")


def subjects(consultation, count=8):
    """Three subjects, by subject."""
    return [said(consultation, *comments_on("en", number, count)) for number in range(3)]


def address(consultation, name, *more):
    return reverse(name, args=[consultation.pk, *more])
