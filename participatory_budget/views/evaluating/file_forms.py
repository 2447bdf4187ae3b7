"""The forms that stand on the page of one file: those of the steps that are possible now."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from participatory_budget.forms.evaluating import (
    AppealDecisionForm,
    AssignForm,
    CostsForm,
    CriteriaForm,
    DecideForm,
    OfferForm,
    RecordAnswerForm,
    StepForm,
)
from participatory_budget.reports.evaluation_file import EvaluationFile


def forms_of(file: EvaluationFile, language: str, *, step: str, data: QueryDict | None) -> dict[str, StepForm]:
    """By step; `data` reaches only the one that was sent.

    A step that was possible a moment ago still has its form when it was sent: the service says what happened meanwhile,
    and nothing that was typed is lost.
    """
    dossier, proposal = file.dossier, file.proposal
    forms: dict[str, StepForm] = {}

    def add(kind: type[StepForm], possible: bool, **kwargs: Any) -> None:
        if possible or kind.step == step:
            forms[kind.step] = kind(data if kind.step == step else None, **kwargs)

    add(
        AssignForm,
        file.can_work,
        departments=file.departments,
        officers=file.officers,
        language=language,
        is_appealed=dossier.open_appeal is not None,
        initial=AssignForm.initial_of(dossier.evaluation),
    )
    add(
        CriteriaForm,
        file.can_write and bool(file.criteria),
        criteria=file.criteria,
        language=language,
        initial=CriteriaForm.initial_of(dossier),
    )
    add(CostsForm, file.can_write, unit=file.unit, initial=CostsForm.initial_of(dossier, file.unit))
    add(OfferForm, file.can_offer, initial=OfferForm.initial_of(proposal))
    add(RecordAnswerForm, file.can_record_answer)
    add(DecideForm, file.can_decide, initial={"after": dossier.latest.number if dossier.latest else 0})
    add(AppealDecisionForm, file.can_decide_appeal)
    return forms
