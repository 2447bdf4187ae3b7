"""The tags that every template has."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from hub.core import charts
from hub.core.language_links import language_links

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def rendered(source: str, language: str = "en", **context: object) -> str:
    with override(language):
        return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(("language", "text"), [("en", "1,348"), ("fr", "1\u202f348"), ("ar", "1\u202f348")])
def test_figures_have_the_thousands_of_the_language(language: str, text: str) -> None:
    assert rendered("{{ 1348|number }}", language) == text
    assert rendered("{{ 2026|bare }}", language) == "2026"


def test_moments_are_told_in_the_city_s_time() -> None:
    late = datetime(2026, 12, 15, 22, 59, tzinfo=UTC)
    assert rendered("{{ at|local_datetime }}", at=late) == (
        '<time datetime="2026-12-15T23:59:00+01:00">15 December 2026, 23:59</time>'
    )
    assert "15 décembre 2026 à 23:59" in rendered("{{ at|local_datetime }}", "fr", at=late)
    assert rendered("{{ at|local_date }}", at=None) == ""


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=23, hours=5), "23 days left"),
        (timedelta(days=2), "2 days left"),
        (timedelta(hours=47), "47 hours left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(seconds=61), "2 minutes left"),
        (timedelta(seconds=1), "1 minute left"),
        (timedelta(0), ""),
        (timedelta(seconds=-1), ""),
    ],
)
def test_time_left(left: timedelta, text: str) -> None:
    assert rendered("{% time_left until %}", until=NOW + left, now=NOW) == text


def test_language_is_marked_only_where_it_differs() -> None:
    assert rendered('<p{% lang_attrs "en" %}>') == "<p>"
    assert rendered('<p{% lang_attrs "ar" %}>') == '<p lang="ar" dir="rtl">'
    assert rendered('<p{% lang_attrs "fr" %}>', "ar") == '<p lang="fr" dir="ltr">'


def test_split_bar_fills_the_whole_and_leaves_out_what_is_empty() -> None:
    segments = charts.split_segments({"support": 1, "changes": 0, "oppose": 2})
    assert [segment.kind for segment in segments] == ["support", "oppose"]
    assert segments[-1].svg_end == "100"
    assert charts.split_segments({"support": 0}) == []


def test_coordinates_have_a_point_in_every_language() -> None:
    html = rendered('{% include "components/split_bar.html" %}', "fr", positions={"support": 1, "oppose": 2})
    assert 'x1="33.333"' in html


def test_a_name_in_a_chart_is_escaped() -> None:
    rows = [{"label": "<script>alert(1)</script>", "value": 3}]
    html = rendered('{% include "components/bar_chart.html" %}', title="t", label_head="l", value_head="v", rows=rows)
    assert "<script>" not in html


def test_links_to_other_languages_keep_the_page() -> None:
    request = RequestFactory().get("/en/documents/act/", {"page": "2"})
    with override("en"):
        assert [link.url for link in language_links(request)] == [
            "/en/documents/act/",
            "/fr/documents/act/",
            "/ar/documents/act/",
        ]
        request.language_urls = {"en": "/en/documents/act/", "fr": "/fr/documents/arrete/"}  # type: ignore[attr-defined]
        by_code = {link.code: link for link in language_links(request)}
    assert by_code["fr"].url == "/fr/documents/arrete/"
    assert by_code["ar"].url == "/ar/"
    assert not by_code["ar"].is_translation


def test_pagination_keeps_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/en/search/", {"q": "التجارة", "page": "2"})
    page = Paginator(range(100), 10).get_page(2)
    html = rendered('{% include "components/pagination.html" %}', page_obj=page, request=request)
    assert "page=3" in html
    assert html.count("q=%D8%A7%D9%84%D8%AA%D8%AC%D8%A7%D8%B1%D8%A9") == html.count("<a ")


class CommentForm(forms.Form):
    position = forms.ChoiceField(choices=[("support", "Yes"), ("oppose", "No")], widget=forms.RadioSelect)
    body = forms.CharField(max_length=3000, help_text="Say why.", widget=forms.Textarea)


def test_errors_are_tied_to_their_fields() -> None:
    html = rendered('{% include "components/form.html" %}', form=CommentForm({}))
    assert 'href="#id_position_0"' in html
    assert 'href="#id_body"' in html
    assert 'aria-describedby="id_body_helptext id_body_error"' in html
    assert 'id="id_body_error"' in html
    assert 'id="id_body_helptext"' in html
    assert 'data-limit="3000"' in html


def test_what_is_said_above_a_page_is_no_list() -> None:
    """A list that is also a status is no list any more, and its items would belong to nothing."""
    html = rendered('{% include "components/messages.html" %}', messages=[Message(SUCCESS, "Kept.")])
    assert 'role="status"' in html
    assert '<p class="notice notice-success">Kept.</p>' in html
    assert "<li" not in html
