"""What people do with what the machine suggests: take a heap as a theme, refuse it, ask for more like a theme.

The machine's rows say "belongs", with its version and how alike. They stand beside what people say, never over it: a
contribution that somebody has judged for the theme gets none, and no row that exists is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.engine import theming
from consultations.enums import Judgement, SuggestionState, ThemeState
from consultations.models.analysis import ThemeSuggestion
from consultations.models.coding import Coding, CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.selectors.coded import family_of, theme_roots
from consultations.selectors.machine_texts import texts_for_machines
from consultations.services.analysing import as_code, require_analyst
from consultations.services.coding import lock_consultation, usable_theme
from consultations.services.errors import ConsultationError
from consultations.services.theme_names import Names
from consultations.services.theming import create_theme
from hub.audit.services import record
from hub.contributions.models.comment import Comment
from hub.moderation.enums import State

if TYPE_CHECKING:
    from hub.accounts.models.user import User

_BATCH = 500


@transaction.atomic
def take_suggestion(
    suggestion: ThemeSuggestion,
    *,
    names: Names | None = None,
    parent: Theme | None = None,
    into: Theme | None = None,
    actor: User,
    now: datetime,
) -> Theme:
    """As a new theme with these names, or into one that there is. Its members wait for people. Taken twice is once."""
    locked = lock_consultation(suggestion.run.consultation, actor, now)
    current = _still_there(suggestion)
    if current.state == SuggestionState.TAKEN and current.theme is not None:
        return current.theme
    if current.state == SuggestionState.REFUSED:
        raise ConsultationError(_("This suggestion was refused meanwhile. Load the page again."), "suggestion")
    if into is not None:
        theme = usable_theme(locked, into.pk)
    else:
        theme = create_theme(locked, names=names or {}, parent=parent, actor=actor, now=now)
    members = current.members.order_by("comment").values_list("comment", "score")
    count = _suggest(locked, theme, members.iterator(chunk_size=2000), now)
    _decide(current, SuggestionState.TAKEN, theme, count, actor, now)
    return theme


@transaction.atomic
def refuse_suggestion(suggestion: ThemeSuggestion, *, actor: User, now: datetime) -> None:
    """It is kept, so that the same heap is not put before people again."""
    lock_consultation(suggestion.run.consultation, actor, now)
    current = _still_there(suggestion)
    if current.state == SuggestionState.TAKEN:
        raise ConsultationError(_("This suggestion was taken meanwhile. Load the page again."), "suggestion")
    if current.state == SuggestionState.OPEN:
        _decide(current, SuggestionState.REFUSED, None, 0, actor, now)


def find_alike(theme: Theme, *, actor: User, now: datetime) -> int:
    """How many contributions without a theme look like this one, that the machine had not named before."""
    consultation = theme.consultation
    require_analyst(consultation, actor, now)
    current = usable_theme(consultation, theme.pk)
    order, labelled = _labelled(consultation)
    place = order.index(current.pk)
    if len(labelled[place]) < theming.LEAST_LABELLED:
        raise ConsultationError(
            _("Give the theme to %(count)s different contributions first: the machine learns from them.")
            % {"count": theming.LEAST_LABELLED},
            "theme",
        )
    docs = [theming.Doc(*row) for row in texts_for_machines(consultation)]
    alike = theming.look_like(labelled, docs)[place]
    with transaction.atomic():
        locked = lock_consultation(consultation, actor, now)
        current = usable_theme(locked, theme.pk)
        count = _suggest(locked, current, alike, now)
        if count:
            data: dict[str, str | int | bool | UUID | None] = {
                "consultation": locked.pk,
                "version": as_code(theming.VERSION),
                "count": count,
            }
            record(
                "analysis.found_alike",
                subject="consultations.theme",
                subject_id=current.pk,
                actor=actor,
                data=data,
                now=now,
            )
    return count


def _labelled(consultation: Consultation) -> tuple[list[UUID], dict[int, list[int]]]:
    """What people gave each theme in use, by its place in the list; the engine knows themes by numbers."""
    themes = Theme.objects.filter(consultation=consultation, state=ThemeState.ACTIVE)
    order = list(themes.order_by("created_at", "pk").values_list("pk", flat=True))
    places = {pk: place for place, pk in enumerate(order)}
    labelled: dict[int, list[int]] = {place: [] for place in places.values()}
    rows = CommentTheme.objects.filter(theme__in=order, comment__state=State.PUBLISHED).order_by("comment", "theme")
    for theme, comment in rows.values_list("theme", "comment"):
        labelled[places[theme]].append(comment)
    return order, labelled


def _suggest(consultation: Consultation, theme: Theme, members: Iterable[tuple[int, int]], now: datetime) -> int:
    """For services that hold the lock. Who is public and about whom nothing has been said for this theme."""
    family, count = family_of(theme.pk, theme_roots(consultation)), 0
    for batch in _batches(members):
        keys = [comment for comment, _score in batch]
        said = set(Coding.objects.filter(comment__in=keys, theme__in=family).values_list("comment", flat=True))
        public = Comment.objects.filter(pk__in=keys, state=State.PUBLISHED).order_by()
        free = set(public.values_list("pk", flat=True)) - said
        rows = [
            Coding(
                comment_id=comment,
                theme=theme,
                machine=theming.VERSION,
                judgement=Judgement.BELONGS,
                score=max(0, min(1000, score)),
                given_at=now,
            )
            for comment, score in batch
            if comment in free
        ]
        Coding.objects.bulk_create(rows)
        count += len(rows)
    return count


def _still_there(suggestion: ThemeSuggestion) -> ThemeSuggestion:
    """A new run removes what nobody had decided about."""
    current = ThemeSuggestion.objects.select_related("theme").filter(pk=suggestion.pk).first()
    if current is None:
        raise ConsultationError(_("The machine has run again meanwhile. Load the page again."), "suggestion")
    return current


def _decide(
    suggestion: ThemeSuggestion,
    state: SuggestionState,
    theme: Theme | None,
    count: int,
    actor: User,
    now: datetime,
) -> None:
    suggestion.state, suggestion.theme = state, theme
    suggestion.decided_at, suggestion.decided_by = now, actor
    suggestion.save(update_fields=["state", "theme", "decided_at", "decided_by"])
    data = {"run": suggestion.run_id, "theme": theme.pk if theme else None, "count": count}
    record(
        f"analysis.suggestion_{state.value}",
        subject="consultations.suggestion",
        subject_id=suggestion.pk,
        actor=actor,
        data=data,
        now=now,
    )


def _batches(rows: Iterable[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
