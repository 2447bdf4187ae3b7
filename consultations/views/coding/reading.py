"""The list of contributions, each with the clause that it is about and its themes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.models.consultation import Consultation
from consultations.selectors.answers import row_title
from consultations.selectors.coding import contributions_to_read, items_of, saved_filters
from consultations.selectors.pages import consultation_pages
from consultations.selectors.reading_filters import (
    DIFFER,
    NO_THEME,
    SECOND,
    UNREAD_BY_ANYBODY,
    UNREAD_BY_ME,
    ReadingFilters,
)
from consultations.selectors.rounds import document_version_numbers, threads_in_order
from consultations.selectors.subjects import texts_as_asked
from consultations.selectors.themes import ThemeTree, theme_tree
from consultations.views.coding.asked import language, workspace
from hub.contributions.enums import AuthorKind, Channel, Position


@require_safe
def reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    consultation, reader, _now = workspace(request, pk)
    filters = ReadingFilters.of(request.GET.dict())
    tree = theme_tree(consultation, language())
    page = contributions_to_read(consultation, filters, request.GET.get("page") or 1, reader=reader, tree=tree)
    comments = list(page.object_list)
    items = items_of(consultation, comments, reader=reader, tree=tree)
    rows = threads_in_order(consultation)
    texts = texts_as_asked(rows, document_version_numbers([consultation.pk]), language())
    clauses: dict[UUID, dict[str, Any]] = {
        row.thread_id: {"row": row, "title": row_title(row, texts.get(row.pk)), "text": texts.get(row.pk)}
        for row in rows
    }
    clause = next((one for one in clauses.values() if one["row"].pk == filters.clause), None)
    context = {
        "consultation": consultation,
        "process": consultation_pages([consultation.pk], language()).get(consultation.pk),
        "page": page,
        "rows": [{"item": item, "clause": clauses.get(item.comment.hub_thread_id)} for item in items],
        "tree": tree,
        "theme_options": theme_options(tree),
        "filters": filters,
        "wanted": filters.as_dict(),
        "query": filters.query(page.number),
        "clause": clause,
        "theme": tree.node(filters.theme),
        "quick": quick_filters(filters),
        "selects": selects(filters, [(str(one["row"].pk), one["title"]) for one in clauses.values()], tree),
        "saved": saved_filters(consultation, reader),
        "keys": keys_listed(),
        "now_query": filters.query(),
    }
    return render(request, "consultations/admin/reading.html", context)


def theme_options(tree: ThemeTree) -> SafeString:
    """Drawn once for the fifty lists on a page."""
    return format_html_join("", '<option value="{}">{}</option>', ((node.uuid, node.full_name) for node in tree.active))


def quick_filters(filters: ReadingFilters) -> list[dict[str, Any]]:
    """One press each; the clause and the words that were asked for stay."""
    kept = {name: value for name, value in filters.as_dict().items() if name in ("clause", "words")}
    choices: list[tuple[str, dict[str, str]]] = [
        (pgettext("contributions to read", "All"), {}),
        (_("Not read by me"), {"unread": UNREAD_BY_ME}),
        (_("Read by nobody"), {"unread": UNREAD_BY_ANYBODY}),
        (_("Without a theme"), {"theme": NO_THEME}),
        (_("Without any answer"), {"unanswered": "1"}),
        (_("With another wording"), {"wording": "1"}),
        (_("Waiting for a second reader"), {"readers": SECOND}),
        (_("Readers differ"), {"readers": DIFFER}),
    ]
    current = filters.as_dict()
    return [
        {
            "label": label,
            "query": ReadingFilters.of({**kept, **wanted}).query(),
            "current": current == {**kept, **wanted},
        }
        for label, wanted in choices
    ]


def selects(filters: ReadingFilters, clauses: list[tuple[str, str]], tree: ThemeTree) -> list[dict[str, Any]]:
    languages = [(code, get_language_info(code)["name_translated"]) for code, _name in settings.LANGUAGES]
    themes = [(str(node.uuid), node.full_name) for node in tree.active]
    wanted = filters.as_dict()
    found: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("clause", _("Clause"), clauses),
        ("theme", _("Theme"), [(NO_THEME, _("Without a theme")), *themes]),
        ("unread", _("Read or not"), [(UNREAD_BY_ME, _("Not read by me")), (UNREAD_BY_ANYBODY, _("Read by nobody"))]),
        ("readers", _("Readers"), [(SECOND, _("Waiting for a second reader")), (DIFFER, _("Readers differ"))]),
        ("position", _("Position"), _plain(Position.choices)),
        ("channel", _("Came by"), _plain(Channel.choices)),
        ("language", _("Language"), languages),
        ("author", _("Author"), _plain(AuthorKind.choices)),
        ("wording", _("Other wording"), [("1", _("With another wording"))]),
        ("unanswered", _("Answer"), [("1", _("Without any answer"))]),
        ("suggested", _("Suggested by the machine, not decided"), themes),
    ]
    return [
        {"name": name, "label": label, "choices": choices, "chosen": wanted.get(name, "")}
        for name, label, choices in found
    ]


def keys_listed() -> list[tuple[str, str]]:
    return [
        ("j", _("Next contribution")),
        ("k", _("Contribution before")),
        ("x", _("Choose it, or no longer")),
        ("b", _("To the buttons for all that are ticked")),
        ("r", _("Read, or not read")),
        ("1 – 9", _("Give one of the most used themes, or take it away")),
        ("t", _("Look for a theme")),
        ("f", _("Finish coding it")),
        ("/", _("Search the texts")),
        ("?", _("This list")),
    ]


def _plain(choices: Any) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in choices]


def title_of(consultation: Consultation) -> str:
    page = consultation_pages([consultation.pk], language()).get(consultation.pk)
    return str(page.title) if page else consultation.slug
