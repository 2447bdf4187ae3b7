"""What keeps a draft from being sent, whoever asks: the page that shows it and the service that sends it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from hub.accounts.forms.entrance import validate_public_name
from participatory_budget.engine.answers import NAMED, Choices, problems, problems_of_words
from participatory_budget.reports.proposal_problems import Complaint, complaint


def complaints(answers: Mapping[str, str], choices: Choices) -> list[Complaint]:
    """In the order of the steps, in the active language."""
    found = [complaint(one, choices) for one in problems(answers, choices)]
    name = answers.get("author_name", "").strip()
    if name and answers.get("publish_as") in NAMED:
        try:
            validate_public_name(name)
        except ValidationError as error:
            message: str | Promise = error.messages[0]
            found.append(Complaint("author_name", str(message)))
    return found


def complaints_about_words(words: Mapping[str, str]) -> list[Complaint]:
    """When an author changes title and texts only."""
    nothing_to_choose = Choices(envelopes=frozenset())
    return [complaint(one, nothing_to_choose) for one in problems_of_words(words)]
