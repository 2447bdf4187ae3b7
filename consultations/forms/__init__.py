"""Forms of staff: they parse and explain; the services decide."""

from consultations.forms.answering import AnswerForm, GapForm, SendBackForm, clause_choices
from consultations.forms.editing import (
    DatesForm,
    NewConsultationForm,
    OutcomeReportPageForm,
    ReadinessPanel,
    WarningsPanel,
)
from consultations.forms.officer import DelayForm, EventForm, LetterForm
from consultations.forms.themes import ThemeForm, TogetherForm

__all__ = [
    "AnswerForm",
    "DatesForm",
    "DelayForm",
    "EventForm",
    "GapForm",
    "LetterForm",
    "NewConsultationForm",
    "OutcomeReportPageForm",
    "ReadinessPanel",
    "SendBackForm",
    "ThemeForm",
    "TogetherForm",
    "WarningsPanel",
    "clause_choices",
]
