"""Next steps of published answers as promises: where they stand, what they belong to, who may follow them.

A promise is known by its step's number. When a later answer says the same thing again, the promise goes over to the
step of that answer; see `services.promising`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import translation

from consultations.models.consultation import Consultation
from consultations.models.outcome import NextStep, Outcome
from consultations.selectors.following import CONSULTATION
from consultations.selectors.outcomes import anchor_of_outcome, consultation_of, outcome_url, outcomes_of
from consultations.selectors.pages import consultation_pages, report_pages
from hub.promises.engine.sources import Ground
from hub.promises.models.promise import Promise
from whitepapers.selectors.following import CLAUSE

NEXT_STEP = "next_step"
THEME = "theme"


def public_steps(keys: Iterable[str]) -> dict[str, NextStep]:
    """By key of their promise; only of answers that were published. One query."""
    numbers = [int(key) for key in keys if key.isdecimal()]
    rows = NextStep.objects.filter(pk__in=numbers, outcome__published_at__isnull=False).select_related(
        "outcome__clause_thread__consultation", "outcome__theme__consultation", "outcome__selection__consultation"
    )
    return {str(row.pk): row for row in rows}


def step_urls(keys: Sequence[str], language: str) -> dict[str, str]:
    """The promise's own page, as long as the report that made it can be read."""
    consultations = {key: consultation_of(step.outcome).pk for key, step in public_steps(keys).items()}
    reports = report_pages(set(consultations.values()), language) if consultations else {}
    promises = Promise.objects.filter(kind=NEXT_STEP, key__in=list(consultations)).values_list("key", "pk")
    with translation.override(language):
        return {key: reverse("promise", args=[pk]) for key, pk in promises if consultations[key] in reports}


def step_parents(keys: Sequence[str], language: str) -> dict[str, tuple[str, str]]:
    """Title of the consultation, and the place of the answer in its report."""
    steps = public_steps(keys)
    ids = {consultation_of(step.outcome).pk for step in steps.values()}
    pages, reports = consultation_pages(ids, language), report_pages(ids, language)
    found = {}
    for key, step in steps.items():
        consultation = consultation_of(step.outcome).pk
        if consultation in pages and consultation in reports:
            found[key] = (pages[consultation].title, outcome_url(step.outcome, reports[consultation]))
    return found


def step_grounds(keys: Sequence[str], language: str) -> dict[str, Ground]:
    """The consultation, and the report without which the promise cannot be read; four queries."""
    consultations = {key: consultation_of(step.outcome).pk for key, step in public_steps(keys).items()}
    reports = report_pages(set(consultations.values()), language)
    return {
        key: Ground(f"{CONSULTATION}:{one}", (reports[one].translation_key,))
        for key, one in consultations.items()
        if one in reports
    }


def step_concerns(key: str) -> Mapping[str, Collection[str]]:
    """The consultation, and what the answer was given to."""
    step = public_steps([key]).get(key)
    if step is None:
        return {}
    told: dict[str, list[str]] = {CONSULTATION: [str(consultation_of(step.outcome).pk)]}
    if step.outcome.clause_thread is not None and step.outcome.clause_thread.clause_id:
        told[CLAUSE] = [str(step.outcome.clause_thread.clause_id)]
    if step.outcome.theme_id:
        told[THEME] = [str(step.outcome.theme_id)]
    return told


def promises_by_words(consultation: Consultation) -> dict[tuple[str, str, str], Promise]:
    """By place in the report, language and words: a frozen report knows its steps by what they say. Five queries."""
    outcomes = (
        outcomes_of([consultation])
        .filter(published_at__isnull=False)
        .select_related("clause_thread", "theme", "selection")
        .prefetch_related("next_steps__texts")
        .order_by("number", "pk")
    )
    steps = [(outcome, step) for outcome in outcomes for step in outcome.next_steps.all()]
    keys = [str(step.pk) for _outcome, step in steps]
    promises = {one.key: one for one in Promise.objects.public().filter(kind=NEXT_STEP, key__in=keys)}
    return {
        (anchor_of_outcome(outcome), text.language, text.text): promises[str(step.pk)]
        for outcome, step in steps
        if str(step.pk) in promises
        for text in step.texts.all()
    }


def answers_without_promises() -> QuerySet[Outcome]:
    """Published answers with a step of which no promise is kept: from before there were promises, or said again."""
    promise = Promise.objects.filter(kind=NEXT_STEP, key=OuterRef("number_as_text"))
    missing = (
        NextStep.objects.filter(outcome=OuterRef("pk"))
        .annotate(number_as_text=Cast("pk", CharField()))
        .filter(~Exists(promise))
    )
    return Outcome.objects.filter(Exists(missing), published_at__isnull=False)


def same_subject(outcome: Outcome) -> QuerySet[Outcome]:
    """Published answers to the same thing, this one among them."""
    return Outcome.objects.filter(
        clause_thread=outcome.clause_thread_id,
        theme=outcome.theme_id,
        selection=outcome.selection_id,
        published_at__isnull=False,
    )


def steps_with_promises(steps: Iterable[NextStep]) -> dict[int, UUID]:
    keys = [str(step.pk) for step in steps]
    rows = Promise.objects.filter(kind=NEXT_STEP, key__in=keys).values_list("key", "pk")
    return {int(key): pk for key, pk in rows}
