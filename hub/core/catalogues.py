"""Translations without gettext's programs: collect what the code says, keep the catalogues in step, find what is wrong.

A translation lives in hub/locale/<language>/LC_MESSAGES/django.po; the .mo beside it is compiled where the hub runs.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

# Function → which of its arguments are (singular, plural), with "c" for a context; as Django's makemessages has them.
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FOLDERS = ("consultations", "home", "hub", "participatory_budget", "search", "whitepapers")
# Migrations are history; the demo city speaks its three languages itself.
LEFT_OUT = ("/migrations/", "/demo/content/", "/locale/")
COMMENT_TAGS = ["Translators:"]

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*[^{}\s]*\}")
_TAG = re.compile(r"</?[a-z][a-z0-9]*")


def languages() -> list[str]:
    """English is what the code says already."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def po_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def source_files(base: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((base / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and not any(part in path.as_posix() for part in LEFT_OUT):
                yield path


def collect(base: Path | None = None) -> Catalog:
    """Everything translatable in the code and templates below `base`."""
    base = base or settings.BASE_DIR
    template = Catalog(project="Participation Hub", charset="utf-8")
    for path in source_files(base):
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        for msgid, context, comments in _messages_of(path):
            name = path.relative_to(base).as_posix()
            template.add(msgid, locations=[(name, 1)], auto_comments=comments, context=context)
    return template


def _messages_of(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None, list[str]]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # templatize() leaves calls among blanked-out text; without indentation that text is Python enough to tokenize.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    stream = io.BytesIO(source.encode("utf-8"))
    for _line, function, arguments, comments in extract_python(stream, KEYWORDS, COMMENT_TAGS, {}):
        name = str(function)
        texts = [str(text or "") for text in (arguments if isinstance(arguments, list | tuple) else [arguments])]
        context = texts.pop(0) if name.startswith(("pgettext", "npgettext")) else None
        if not texts or not texts[0]:
            continue
        plural = name.startswith(("ngettext", "npgettext"))
        yield ((texts[0], texts[1]) if plural else texts[0]), context, list(comments or [])


def read_catalogue(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(
            locale=language,
            header_comment=f"# Participation Hub, {language}. Kept in step with the code by manage.py messages.",
            charset="utf-8",
            fuzzy=False,
            project="Participation Hub",
            version="1",
            msgid_bugs_address="the project's issue tracker",
            last_translator="the project's translators",
            language_team=language,
        )
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def update(language: str, template: Catalog, *, prune: bool = False) -> Catalog:
    """Adds what is new, keeps every translation; what the code no longer says waits at the end until pruned."""
    catalogue = read_catalogue(language)
    template.creation_date = catalogue.creation_date  # a date that changes at each run would be noise in each diff
    catalogue.update(template, no_fuzzy_matching=True)
    for key, message in list(catalogue.obsolete.items()):
        if prune or not any(forms(message.string)):
            del catalogue.obsolete[key]
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_by_file=True, include_lineno=False)
    _replace(po_path(language), buffer.getvalue())
    return catalogue


def compile_catalogue(language: str) -> bool:
    """Writes the .mo; says whether it had to."""
    compiled = _compiled(read_catalogue(language))
    path = po_path(language).with_suffix(".mo")
    if path.exists() and path.read_bytes() == compiled:
        return False
    _replace(path, compiled)
    return True


def _compiled(catalogue: Catalog) -> bytes:
    complete = Catalog(locale=catalogue.locale, charset="utf-8", fuzzy=False)
    complete.mime_headers = catalogue.mime_headers
    for message in _real(catalogue):
        # Babel would write half-translated plurals too, and people would read an empty line where English is better.
        if not message.fuzzy and all(forms(message.string)):
            complete.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, complete)
    return buffer.getvalue()


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes may do this at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)


def faults(language: str, template: Catalog) -> list[str]:
    """One line for each thing that a reader of this language would stumble over, and for each leftover."""
    catalogue = read_catalogue(language)
    found = []
    for wanted in _real(template):
        message = catalogue.get(wanted.id, wanted.context)
        where = ", ".join(sorted({name for name, _line in wanted.locations}))
        problem = "not in the catalogue (run: manage.py messages)" if message is None else _problem(catalogue, message)
        if problem:
            found.append(f"{language}: {_first(wanted)!r}: {problem} ({where})")
    known = {_key(message) for message in _real(template)}
    for message in _real(catalogue):
        if _key(message) not in known:
            found.append(f"{language}: {_first(message)!r}: no longer in the code (run: manage.py messages)")
    for message in catalogue.obsolete.values():
        found.append(f"{language}: {_first(message)!r}: obsolete (run: manage.py messages --prune)")
    path = po_path(language).with_suffix(".mo")
    if path.exists() and path.read_bytes() != _compiled(catalogue):
        found.append(f"{language}: the compiled catalogue is stale (run: manage.py messages --compile)")
    return found


def _problem(catalogue: Catalog, message: Message) -> str | None:
    if message.fuzzy:
        return "marked fuzzy"
    translations, sources = forms(message.string), forms(message.id)
    if not all(translations):
        return "a plural form is missing" if any(translations) else "not translated"
    if message.pluralizable and len(translations) != catalogue.num_plurals:
        return f"{len(translations)} plural forms, {catalogue.num_plurals} are needed"
    for form in translations:
        if wrong := _placeholder_problem(sources, form):
            return wrong
        if all(Counter(_TAG.findall(form)) != Counter(_TAG.findall(source)) for source in sources):
            return "its HTML tags differ from the original's"
        if form[:1].isspace() != sources[0][:1].isspace() or form[-1:].isspace() != sources[0][-1:].isspace():
            return "starts or ends with white space where the original does not, or the reverse"
    return None


def _placeholder_problem(sources: list[str], form: str) -> str | None:
    wanted = Counter(_PLACEHOLDER.findall(sources[-1]))
    had = Counter(_PLACEHOLDER.findall(form))
    if unknown := set(had) - set(wanted):
        return f"has {', '.join(sorted(unknown))}, which the original does not"
    missing = set(wanted) - set(had)
    # "one comment", "two comments": a plural form may leave the figure out, as some languages say it in the noun.
    if len(missing) > (1 if len(sources) > 1 else 0):
        return f"lacks {', '.join(sorted(missing))}"
    return None


def _real(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> tuple[str, str | None]:
    return _first(message), message.context


def _first(message: Message) -> str:
    return forms(message.id)[0]


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """One text, or one for each plural form; Babel has None where nothing was ever written."""
    return [text] if isinstance(text, str) else list(text or [""])
