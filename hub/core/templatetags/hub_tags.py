"""Tags and filters that every template has without `{% load %}`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from hub.core import charts
from hub.core.icons import MIRRORED, PATHS
from hub.core.language_links import LanguageLink, language_links

register = template.Library()

LONGEST_COUNTED = 10_000  # characters; a counter for a limit that nobody reaches is noise

# --- icons ---------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An inline icon; decoration unless `label` gives it a name of its own."""
    classes = "icon icon-mirrored" if name in MIRRORED else "icon"
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" width="20" height="20" {} focusable="false"><path d="{}"/></svg>',
        classes,
        role,
        PATHS[name],
    )


# --- languages ---------------------------------------------------------------


@register.filter
def language_dir(code: str | None) -> str:
    """`rtl` or `ltr`, for the `dir` attribute."""
    return "rtl" if (code or "").split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


@register.simple_tag
def lang_attrs(code: str | None) -> SafeString:
    """`lang` and `dir` of text that is not in the page's language; nothing when it is."""
    if not code or code == (get_language() or settings.LANGUAGE_CODE):
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, language_dir(code))


@register.simple_tag
def lang_of(code: str | None) -> SafeString:
    """Only `lang`: for elements that have a `dir` of their own already (`dir="auto"` on people's text)."""
    if not code or code == (get_language() or settings.LANGUAGE_CODE):
        return SafeString("")
    return format_html(' lang="{}"', code)


@register.filter
def language_name(code: str) -> str:
    """The language's name in the reader's language: "French"."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def dots_stay(title: str) -> str:
    """A line of a balanced heading may end with a middle dot and never begins with one."""
    return title.replace(" ·", "\u00a0·")


@register.filter
def language_in_words(code: str) -> str:
    """Inside a sentence: "aussi en arabe"; French alone writes languages small there."""
    name = language_name(code)
    return name.lower() if (get_language() or settings.LANGUAGE_CODE).startswith("fr") else name


@register.simple_tag(takes_context=True)
def page_languages(context: Context) -> list[LanguageLink]:
    """The language switch of this page; `page_translations` in the context overrides what the request says."""
    request = context.get("request")
    if request is None:
        return []
    return language_links(request, context.get("page_translations"))


# --- figures and dates ---------------------------------------------------------------


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """A figure with the thousands of the reader's language; an em dash for none."""
    return "—" if value is None else number_format(value, force_grouping=True)


@register.filter
def percent(value: int | float, total: int | float = 1) -> str:
    """`{{ part|percent:whole }}` → "88 %", rounded to a whole."""
    share = 100 * value / total if total else 0
    return _("%(share)s %%") % {"share": number_format(round(share))}


@register.filter
def bare(value: object) -> str:
    """A year, an identifier: digits as they are, never grouped."""
    return str(value)


@register.simple_tag
def figure_value(value: object) -> str:
    """A big numeral: numbers get the reader's thousands, texts ("88 %") stay as they are."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return number(value) if is_number else str(value)  # type: ignore[arg-type]


def _moment(value: datetime | date | None, format_name: str) -> SafeString:
    if value is None:
        return SafeString("")
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), date_format(local, format_name))


@register.filter
def local_datetime(value: datetime | None) -> SafeString:
    """`<time>` with day and hour in the reader's language: "15 December 2026, 23:59"."""
    return _moment(value, "DATETIME_FORMAT")


@register.filter
def local_date(value: datetime | date | None) -> SafeString:
    return _moment(value, "DATE_FORMAT")


@register.filter
def local_time(value: datetime | None) -> SafeString:
    return _moment(value, "TIME_FORMAT")


@register.simple_tag(takes_context=True)
def time_left(context: Context, until: datetime | None) -> str:
    """ "23 days left", "5 hours left"; nothing once it is over. `now` in the context overrides the clock."""
    if until is None:
        return ""
    left = until - (context.get("now") or timezone.now())
    if left <= timedelta(0):
        return ""
    if left >= timedelta(days=2):
        return ngettext("%(count)s day left", "%(count)s days left", left.days) % {"count": number(left.days)}
    if left >= timedelta(hours=1):
        hours = left // timedelta(hours=1)
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    minutes = ceil(left / timedelta(minutes=1))
    return ngettext("%(count)s minute left", "%(count)s minutes left", minutes) % {"count": minutes}


# --- charts ---------------------------------------------------------------


@register.simple_tag
def position_segments(positions: Mapping[str, int]) -> list[charts.Segment]:
    """Parts of a split bar, see `components/split_bar.html`."""
    return charts.split_segments(positions)


@register.simple_tag
def chart_rows(rows: Any, width: int = 100) -> list[dict[str, Any]]:
    """Rows of a bar chart, see `components/bar_chart.html`."""
    return charts.bar_rows(rows, width)


@register.simple_tag
def multiples(series: Any) -> list[dict[str, Any]]:
    """Small charts to one scale, see `components/small_multiples.html`."""
    return charts.multiples(series)


@register.simple_tag
def toc_bars(entries: Any) -> list[dict[str, Any]]:
    """Contents with activity bars, see `components/toc.html`."""
    return charts.toc_bars(entries or ())


@register.filter
def position_label(kind: str) -> str:
    """ "Supports with changes" for `changes`."""
    return charts.position_name(kind)


# --- forms ---------------------------------------------------------------


@register.filter
def widget_type(field: BoundField) -> str:
    """`text`, `email`, `textarea`, `select`, `radioselect`, `checkbox`, `checkboxselectmultiple`, `clearablefile` …"""
    return str(field.widget_type)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Several controls under one question: a `<fieldset>` with a `<legend>`."""
    return bool(field.use_fieldset)


@register.simple_tag
def text_limit(field: BoundField, limit: int | str | None = None) -> int | None:
    """The most characters of a text field, for its counter; none where people hardly ever reach it."""
    most = int(limit) if limit else getattr(field.field, "max_length", None)
    return most if most and most <= LONGEST_COUNTED else None


@register.filter
def focus_id(field: BoundField) -> str:
    """Where a link of the error summary leads: the control, or the first of a group."""
    if field.use_fieldset:
        return next((str(option.id_for_label) for option in field), str(field.auto_id))
    return str(field.id_for_label)


# --- addresses ---------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: Any) -> str:
    """The query of this page with some keys changed (`None` removes one): `<a href="{% query_string page=3 %}">`."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str) -> str:
    """The query of this page without one filter, from its first page on; never empty, so that it is a link."""
    return query_string(context, **{name: None, "page": None})


@register.simple_tag(takes_context=True)
def current_section(context: Context, url: str) -> SafeString:
    """`aria-current` for a link to this page or to the section that it stands in."""
    path = getattr(context.get("request"), "path", "")
    if path == url:
        return SafeString(' aria-current="page"')
    return SafeString(' aria-current="true"' if path.startswith(url) else "")


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """Numbers of a pagination: the ends, the neighbours, `None` for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]
