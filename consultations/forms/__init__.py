"""Forms of staff: they parse and explain; the services decide."""

from consultations.forms.editing import (
    AnswerForm,
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
    "LetterForm",
    "NewConsultationForm",
    "OutcomeReportPageForm",
    "ReadinessPanel",
    "ThemeForm",
    "TogetherForm",
    "WarningsPanel",
]
