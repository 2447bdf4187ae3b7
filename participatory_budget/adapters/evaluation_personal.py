"""Personal data in evaluations: what authors answered and appealed, and which officer worked on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from participatory_budget.services.evaluating.forgetting import forget_words, said_by


class EvaluationPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        task, until_deleted = _("Public task"), _("Until you delete your account")
        return [
            PersonalField(
                field="participatory_budget.Appeal.text",
                label=_("What you write when you appeal against a verdict"),
                purpose=_("So that somebody else looks at it, and everybody can follow it"),
                lawful_basis=task,
                retention=until_deleted,
            ),
            PersonalField(
                field="participatory_budget.ScopeChange.answer",
                label=_("What you answer when the city asks for a change of your proposal"),
                purpose=_("So that everybody can follow why a proposal changed"),
                lawful_basis=task,
                retention=until_deleted,
            ),
            PersonalField(
                field="participatory_budget.Evaluation.assigned_to",
                label=_("Which member of staff is in charge of a proposal"),
                purpose=_("To work on it in time; never published"),
                lawful_basis=task,
                retention=_("Without the name once the member of staff deletes their account"),
            ),
            PersonalField(
                field="participatory_budget.Verdict.decided_by",
                label=_("Which member of staff gave a verdict or decided about an appeal"),
                purpose=_("So that somebody else decides about the appeal; never published"),
                lawful_basis=task,
                retention=_("Without the name once the member of staff deletes their account"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return said_by(user)

    def erase(self, user: User, *, now: datetime) -> None:
        forget_words(user)
