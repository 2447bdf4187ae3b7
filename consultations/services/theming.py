"""The tree of themes: created, renamed, moved, merged, split, retired. Nothing of it is lost.

Each change writes one line of history, with the names, the place and the state from before, and one audit row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations.enums import ThemeEvent, ThemeState
from consultations.models.coding import Coding
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.models.theme import Theme, ThemeChange
from consultations.selectors.coded import family_of, theme_roots
from consultations.services.coding import codable_keys, derive_theme, give, lock_consultation, usable_theme
from consultations.services.errors import ConsultationError
from consultations.services.theme_names import Names, cleaned, names_of, namesake, taken, write_names
from hub.audit.services import record
from hub.contributions.models.comment import Comment

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def create_theme(
    consultation: Consultation,
    *,
    names: Names,
    parent: Theme | None = None,
    actor: User,
    now: datetime,
    split_from: Theme | None = None,
) -> Theme:
    """The same names at the same place are the theme that exists: a double click makes one."""
    locked = lock_consultation(consultation, actor, now)
    called = cleaned(names)
    above = usable_theme(locked, parent.pk) if parent else None
    twin = namesake(locked, above, called)
    if twin is not None:
        if names_of(twin) == called and twin.split_from_id == (split_from.pk if split_from else None):
            return twin
        raise taken(twin, called)
    last = Theme.objects.filter(consultation=locked, parent=above).aggregate(last=Max("order"))["last"]
    theme = Theme.objects.create(
        consultation=locked,
        parent=above,
        split_from=split_from,
        order=0 if last is None else last + 1,
        created_at=now,
        created_by=actor,
    )
    write_names(theme, called)
    _note(theme, ThemeEvent.CREATED, actor, now, before={}, other=split_from)
    return theme


@transaction.atomic
def rename_theme(theme: Theme, *, names: Names, actor: User, now: datetime) -> Theme:
    """In all languages at once: what is left out has no name any more."""
    locked = lock_consultation(theme.consultation, actor, now)
    current = usable_theme(locked, theme.pk, needs_use=False)
    called = cleaned(names)
    if names_of(current) == called:
        return current
    twin = namesake(locked, current.parent, called, apart_from=current)
    if twin is not None:
        raise taken(twin, called)
    before = _as_it_is(current)
    current.names.all().delete()
    write_names(current, called)
    _note(current, ThemeEvent.RENAMED, actor, now, before=before)
    return current


@transaction.atomic
def move_theme(theme: Theme, *, parent: Theme | None, actor: User, now: datetime) -> Theme:
    """Below another theme, with all that stands below it; or to the top."""
    locked = lock_consultation(theme.consultation, actor, now)
    current = usable_theme(locked, theme.pk, needs_use=False)
    above = usable_theme(locked, parent.pk) if parent else None
    if current.parent_id == (above.pk if above else None):
        return current
    if above is not None and current.pk in _line_up(above):
        raise ConsultationError(_("A theme cannot stand below itself."), "parent")
    twin = namesake(locked, above, names_of(current), apart_from=current)
    if twin is not None:
        raise taken(twin, names_of(current), "parent")
    before = _as_it_is(current)
    current.parent = above
    current.save(update_fields=["parent"])
    _note(current, ThemeEvent.MOVED, actor, now, before=before)
    return current


@transaction.atomic
def merge_themes(theme: Theme, *, into: Theme, actor: User, now: datetime) -> Theme:
    """What was coded stays coded with the old theme, and counts for the other; what stood below moves there.

    Returns the theme that it went into. Merged already into that one: nothing happens.
    """
    locked = lock_consultation(theme.consultation, actor, now)
    known = Theme.objects.filter(pk=theme.pk, consultation=locked).first()
    if known is not None and known.state == ThemeState.MERGED and known.merged_into_id == into.pk:
        return Theme.objects.get(pk=into.pk)
    current = usable_theme(locked, theme.pk, needs_use=False)
    target = usable_theme(locked, into.pk)
    if current.pk == target.pk:
        raise ConsultationError(_("A theme cannot be merged into itself."), "into")
    if Outcome.objects.filter(theme=current, published_at__isnull=False).exists():
        raise ConsultationError(
            _("A published answer speaks of this theme, so it stays. Merge the other theme into this one instead."),
            "into",
        )
    if current.pk in _line_up(target):
        _put_below(target, current.parent, actor, now)
    for child in current.children.exclude(pk=target.pk):
        _put_below(child, target, actor, now)
    before = _as_it_is(current)
    current.state, current.merged_into = ThemeState.MERGED, target
    current.save(update_fields=["state", "merged_into"])
    _note(current, ThemeEvent.MERGED, actor, now, before=before, other=target)
    derive_theme(locked, target)
    return target


@transaction.atomic
def split_theme(
    theme: Theme,
    *,
    names: Names,
    comments: Iterable[Comment],
    actor: User,
    now: datetime,
    parent: Theme | None = None,
    leaves_old: bool = False,
) -> Theme:
    """A theme of its own for some of the contributions; `leaves_old` takes them out of the theme that they came from.

    Taking them out is a decision about the tree, so it settles what others had said about the old theme.
    """
    locked = lock_consultation(theme.consultation, actor, now)
    current = usable_theme(locked, theme.pk, needs_use=False)
    keys = codable_keys(locked, list(dict.fromkeys(comment.pk for comment in comments)))
    if not keys:
        raise ConsultationError(_("Choose at least one contribution."), "comments")
    before, known = _as_it_is(current), set(current.parts.values_list("pk", flat=True))
    part = create_theme(locked, names=names, parent=parent, actor=actor, now=now, split_from=current)
    if part.pk not in known:
        _note(current, ThemeEvent.SPLIT, actor, now, before=before, other=part)
    give(locked, keys, part, belongs=True, actor=actor, now=now)
    if leaves_old:
        family = family_of(current.pk, theme_roots(locked))
        said_by_others = (
            Coding.objects.filter(theme__in=family, machine="").exclude(reader=actor).values("comment").distinct()
        )
        contested = set(said_by_others.filter(comment__in=keys).values_list("comment", flat=True))
        for settles in (True, False):
            some = [key for key in keys if (key in contested) is settles]
            give(locked, some, current, belongs=False, actor=actor, now=now, settles=settles)
    return part


@transaction.atomic
def gather_theme(
    consultation: Consultation,
    *,
    names: Names,
    comments: Iterable[Comment],
    actor: User,
    now: datetime,
    parent: Theme | None = None,
) -> Theme:
    """A new theme and the contributions that made somebody think of it."""
    locked = lock_consultation(consultation, actor, now)
    keys = codable_keys(locked, list(dict.fromkeys(comment.pk for comment in comments)))
    theme = create_theme(locked, names=names, parent=parent, actor=actor, now=now)
    give(locked, keys, theme, belongs=True, actor=actor, now=now)
    return theme


@transaction.atomic
def retire_theme(theme: Theme, *, actor: User, now: datetime) -> Theme:
    """Nothing new is coded with it; what was coded stays, and counts."""
    locked = lock_consultation(theme.consultation, actor, now)
    current = usable_theme(locked, theme.pk, needs_use=False)
    if current.state == ThemeState.RETIRED:
        return current
    if current.children.filter(state=ThemeState.ACTIVE).exists():
        raise ConsultationError(_("Themes in use stand below it. Move them or take them out of use first."), "state")
    return _set_state(current, ThemeState.RETIRED, ThemeEvent.RETIRED, actor, now)


@transaction.atomic
def revive_theme(theme: Theme, *, actor: User, now: datetime) -> Theme:
    """Where the theme above it is not in use any more, it comes back at the top."""
    locked = lock_consultation(theme.consultation, actor, now)
    current = usable_theme(locked, theme.pk, needs_use=False)
    if current.state == ThemeState.ACTIVE:
        return current
    above = current.parent if current.parent and current.parent.state == ThemeState.ACTIVE else None
    twin = namesake(locked, above, names_of(current), apart_from=current)
    if twin is not None:
        raise taken(twin, names_of(current), "state")
    if current.parent != above:
        _put_below(current, above, actor, now)
    return _set_state(current, ThemeState.ACTIVE, ThemeEvent.REVIVED, actor, now)


def _set_state(theme: Theme, state: ThemeState, event: ThemeEvent, actor: User, now: datetime) -> Theme:
    before = _as_it_is(theme)
    theme.state = state
    theme.save(update_fields=["state"])
    _note(theme, event, actor, now, before=before)
    return theme


def _put_below(theme: Theme, parent: Theme | None, actor: User, now: datetime) -> None:
    before = _as_it_is(theme)
    theme.parent = parent
    theme.save(update_fields=["parent"])
    _note(theme, ThemeEvent.MOVED, actor, now, before=before)


def _line_up(theme: Theme) -> set[Any]:
    """The theme and all above it."""
    parents = dict(Theme.objects.filter(consultation=theme.consultation_id).values_list("uuid", "parent"))
    line, current = {theme.pk}, parents.get(theme.pk)
    while current is not None and current not in line:
        line.add(current)
        current = parents.get(current)
    return line


def _as_it_is(theme: Theme) -> dict[str, Any]:
    names = {code: {"name": name, "description": text} for code, (name, text) in names_of(theme).items()}
    return {
        "names": names,
        "parent": str(theme.parent_id) if theme.parent_id else None,
        "state": str(theme.state),
    }


def _note(
    theme: Theme, event: ThemeEvent, actor: User, now: datetime, *, before: dict[str, Any], other: Theme | None = None
) -> None:
    ThemeChange.objects.create(theme=theme, event=event, other=other, before=before, made_at=now, made_by=actor)
    data = {"consultation": theme.consultation_id, "parent": theme.parent_id, "other": other.pk if other else None}
    record(f"theme.{event.value}", subject="consultations.theme", subject_id=theme.pk, actor=actor, data=data, now=now)
