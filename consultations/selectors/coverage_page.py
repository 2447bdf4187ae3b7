"""The answers beyond clauses, and what waits for a second person: for the page that shows what is covered."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from consultations.enums import Decision, OutcomeState, ThemeState
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.selectors.answer_page import theme_name_in
from consultations.selectors.outcomes import latest_of_each
from consultations.selectors.selections import sizes_of, title_in


@dataclass(frozen=True)
class Line:
    """One thing that has an answer or could have one."""

    kind: str  # clause, theme, selection
    pk: UUID | int
    title: str
    language: str
    contributions: int | None
    decision_label: str
    state: str
    state_label: str
    is_public: bool


def themes_and_choices(consultation: Consultation, counts: dict[UUID, int], language: str) -> list[Line]:
    """Themes with contributions, then chosen sets, each with where its answer stands; ten queries at most."""
    answers: dict[UUID | None, Outcome] = {}
    for outcome in latest_of_each(consultation):
        answers[outcome.theme_id or outcome.selection_id] = outcome
    lines = []
    themes = Theme.objects.filter(consultation=consultation, state=ThemeState.ACTIVE).prefetch_related("names")
    for theme in themes.order_by("order", "created_at"):
        name, _description, code = theme_name_in(theme, language)
        lines.append(_line("theme", theme.pk, name, code, counts.get(theme.pk, 0), answers.get(theme.pk)))
    selections = list(Selection.objects.filter(consultation=consultation).prefetch_related("titles"))
    sizes = sizes_of(one.pk for one in selections)
    for selection in selections:
        title, code = title_in(selection, language)
        answer = answers.get(selection.pk)
        lines.append(_line("selection", selection.pk, title, code, sizes.get(selection.pk, 0), answer))
    return lines


def _line(kind: str, pk: UUID, title: str, language: str, contributions: int, answer: Outcome | None) -> Line:
    return Line(
        kind=kind,
        pk=pk,
        title=title,
        language=language,
        contributions=contributions,
        decision_label=str(Decision(answer.decision).label) if answer else "",
        state=answer.state if answer else "",
        state_label=str(OutcomeState(answer.state).label) if answer else "",
        is_public=answer is not None and answer.published_at is not None,
    )


@dataclass(frozen=True)
class WaitingAnswer:
    """An answer that a second person has to look at."""

    pk: int
    kind: str
    subject: UUID | int
    consultation: UUID
    decision_label: str
    state: str
    state_label: str


def answers_on_their_way(consultation: Consultation) -> list[WaitingAnswer]:
    """Not public and not approved, those that were proposed first."""
    found = []
    for outcome in latest_of_each(consultation):
        if outcome.published_at is not None or outcome.state == OutcomeState.APPROVED:
            continue
        kind = "clause" if outcome.clause_thread_id else "theme" if outcome.theme_id else "selection"
        found.append(
            WaitingAnswer(
                pk=outcome.pk,
                kind=kind,
                subject=outcome.clause_thread_id or outcome.theme_id or outcome.selection_id or 0,
                consultation=consultation.pk,
                decision_label=str(Decision(outcome.decision).label),
                state=outcome.state,
                state_label=str(OutcomeState(outcome.state).label),
            )
        )
    return sorted(found, key=lambda one: (one.state != OutcomeState.PROPOSED, one.pk))
