"""What themes are called, in each language; at one place of the tree no two in use have the same name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _

from consultations.enums import ThemeState
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme, ThemeName
from consultations.services.errors import ConsultationError

NAME_LENGTH, DESCRIPTION_LENGTH = 120, 500

Names: TypeAlias = Mapping[str, tuple[str, str]]  # by language: name, what belongs to it


def namesake(
    consultation: Consultation, parent: Theme | None, names: Names, *, apart_from: Theme | None = None
) -> Theme | None:
    """Another theme in use at this place that is called the same in one of the languages."""
    wanted = {(code, name.casefold()) for code, (name, _description) in names.items()}
    rows = ThemeName.objects.filter(
        theme__consultation=consultation, theme__parent=parent, theme__state=ThemeState.ACTIVE
    ).select_related("theme")
    return next(
        (
            row.theme
            for row in rows
            if (row.language, row.name.casefold()) in wanted and (apart_from is None or row.theme_id != apart_from.pk)
        ),
        None,
    )


def taken(twin: Theme, names: Names, where: str = "") -> ConsultationError:
    theirs = {code: name for code, (name, _description) in names_of(twin).items()}
    code = next(code for code, (name, _d) in names.items() if theirs.get(code, "").casefold() == name.casefold())
    return ConsultationError(
        _("Another theme at this place is called “%(name)s” already.") % {"name": theirs[code]},
        where or f"name_{code}",
    )


def cleaned(names: Names) -> dict[str, tuple[str, str]]:
    known = [code for code, _name in settings.LANGUAGES]
    found = {}
    for code in sorted(names):
        if code not in known:
            raise ConsultationError(_("The hub does not speak this language: %(code)s") % {"code": code}, "names")
        name, description = (" ".join(text.replace("\x00", "").split()) for text in names[code])
        if description and not name:
            raise ConsultationError(_("Give the theme a name in each language that you fill in."), f"name_{code}")
        if len(name) > NAME_LENGTH:
            raise ConsultationError(
                _("A name has %(limit)s characters at most.") % {"limit": NAME_LENGTH}, f"name_{code}"
            )
        if len(description) > DESCRIPTION_LENGTH:
            raise ConsultationError(
                _("This has %(limit)s characters at most.") % {"limit": DESCRIPTION_LENGTH}, f"description_{code}"
            )
        if name:
            found[code] = (name, description)
    if not found:
        raise ConsultationError(_("Give the theme a name in at least one language."), f"name_{settings.LANGUAGE_CODE}")
    return found


def names_of(theme: Theme) -> dict[str, tuple[str, str]]:
    rows = ThemeName.objects.filter(theme=theme).order_by("language")
    return {row.language: (row.name, row.description) for row in rows}


def write_names(theme: Theme, names: Names) -> None:
    ThemeName.objects.bulk_create(
        ThemeName(theme=theme, language=code, name=name, description=description)
        for code, (name, description) in names.items()
    )
