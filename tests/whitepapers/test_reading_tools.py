"""Finding, two languages, machine translation, old addresses, tables: what the reading view does for its readers."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import StringTranslation

from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, translate
from whitepapers.engine.finding import mark_html, mark_text, pattern_of

# What a browser is told does not depend on where it is kept.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def part(html: str, eid: str) -> str:
    found = re.search(rf'<section class="clause[^>]*id="{eid}".*?</section>', html, re.S)
    assert found, eid
    return found.group()


def act(**kwargs: Any) -> Any:
    body = [
        make.heading_block("École des marchés"),
        make.clause_block("<p>Une licence <b>est</b> requise &amp; payée.</p>", heading="La licence"),
        make.clause_block("<p>حق المِياه.</p>", summary="La licence, en clair."),
    ]
    return make.published_draft(body=body, slug="act", **kwargs)


@pytest.mark.parametrize(
    ("query", "html", "marked"),
    [
        ("ecole", "<p>L’École</p>", "<p>L’<mark>École</mark></p>"),
        ("l'ecole", "<p>L’École</p>", "<p><mark>L’École</mark></p>"),
        (
            "EST   requise",
            "<p>Elle <b>est</b> requise.</p>",
            "<p>Elle <b><mark>est</mark></b><mark> requise</mark>.</p>",
        ),
        ("a b", "<p>a</p><p>b</p>", "<p>a</p><p>b</p>"),
        ("المياه", "<p>حق المِياه والمياه</p>", "<p>حق ال<mark>مِياه</mark> وال<mark>مياه</mark></p>"),
        ("حق مياه", "<p>حق المِياه</p>", "<p><mark>حق المِياه</mark></p>"),
        ("رخصه", "<p>الرخصة</p>", "<p>ال<mark>رخصة</mark></p>"),
        ("a & b", "<p>a &amp; b &lt;i&gt;</p>", "<p><mark>a &amp; b</mark> &lt;i&gt;</p>"),
        ("href", '<p><a href="/x>href">y</a></p>', '<p><a href="/x>href">y</a></p>'),
        (".*", "<p>ab</p>", "<p>ab</p>"),
    ],
)
def test_words_are_found_as_people_type_them(query: str, html: str, marked: str) -> None:
    pattern = pattern_of(query)
    assert pattern
    assert mark_html(html, pattern)[0] == marked


def test_nothing_asked_is_nothing_found() -> None:
    assert pattern_of(" \x00 ") is None
    assert mark_text("<b>a</b>", pattern_of("b")) == ("&lt;<mark>b</mark>&gt;a&lt;/<mark>b</mark>&gt;", 2)  # type: ignore[arg-type]


def test_scripts_find_their_words_in_the_page(client: Client) -> None:
    page = act()
    for url in (page.url, f"{page.url}v1/"):
        article = re.search(r"<article[^>]*>", html_of(client, url))
        assert article
        for name in ("data-doc", 'data-copy-label="Copy link"', 'data-copied="Link copied"', 'data-unknown="The text'):
            assert name in article.group()


def test_the_server_marks_and_lists_what_was_looked_for(client: Client) -> None:
    page = act()
    html = html_of(client, f"{page.url}?find=LICENCE")
    assert html.count("<mark>") == 3
    assert "stands in 3 places" in html
    found = re.search(r'id="found".*?</nav>', html, re.S)
    assert found
    assert re.findall(r'href="(#[^"]+)"', found.group()) == ["#sec_1__subsec_1", "#sec_1__subsec_2"]
    assert '<meta name="robots" content="noindex">' in html
    assert 'value="LICENCE"' in html
    assert "is not in this text" in html_of(client, f"{page.url}?find=zzz")
    assert html_of(client, f"{page.url}v1/?find=ecole").count("<mark>") == 1
    assert "<mark>" not in html_of(client, f"{page.url}?find=%20")


def test_what_was_typed_is_shown_and_never_run(client: Client) -> None:
    html = html_of(client, f"{act().url}?find=%3Cscript%3Ealert(1)%3C/script%3E&beside=%22%3E%3Cb")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_old_addresses_lead_to_what_the_clause_was(client: Client) -> None:
    page = make.published_draft(
        body=[make.clause_block("Stays."), make.clause_block("Goes.", heading="Old")], slug="act"
    )
    make.publish(make.set_body(page, make.body_of(page)[:1]))
    html = html_of(client, page.url)
    row = re.search(r'<li id="sec_2">.*?</li>', html, re.S)
    assert row
    assert f'{page.url}clauses/sec_2/"' in row.group()
    assert "Old" in row.group()
    assert 'id="sec_2"' not in html_of(client, f"{page.url}v2/")


def test_a_split_clause_says_where_its_words_went(client: Client) -> None:
    page = make.published_draft(clauses=2, slug="act")
    blocks = make.body_of(page)
    halves = [
        make.clause_block("First.", came_from=blocks[1]["id"]),
        make.clause_block("Second.", came_from=blocks[1]["id"]),
    ]
    make.publish(make.set_body(page, [blocks[0], *halves]))
    gone = html_of(client, f"{page.url}clauses/sec_2/")
    assert "Its words went on in:" in gone
    after = re.findall(r'href="(/en/documents/act/clauses/[^"/]+/)">clause', gone)
    assert len(after) == 2
    assert f'href="{page.url}clauses/sec_2/"' in html_of(client, after[0])


@pytest.fixture
def french(client: Client, django_capture_on_commit_callbacks: Any) -> tuple[Any, Any]:
    """A draft in English and its translation."""
    page = make.published_draft(
        body=[make.heading_block("Trade"), make.clause_block("A licence is needed.", heading="Licence")], slug="act"
    )
    translation = submit(page, "fr")
    translate(translation, lambda text: f"FR {text}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    return page, translation


def test_two_languages_stand_side_by_side_the_original_first(client: Client, french: tuple[Any, Any]) -> None:
    for url in ("/en/documents/act/?beside=fr", "/fr/documents/act/?beside=en", "/fr/documents/act/v1/?beside=en"):
        html = html_of(client, url)
        clause = part(html, "sec_1__subsec_1")
        assert clause.index(">A licence is needed.") < clause.index("FR A licence is needed."), url
        other = "fr" if "/en/" in url else "en"
        assert f'<div class="clause-text" lang="{other}" dir="ltr"><p>' in clause
        assert clause.count('id="sec_1__subsec_1-head"') == 1
    assert "pair-side" not in html_of(client, "/en/documents/act/?beside=ar")
    assert "pair-side" not in html_of(client, "/en/documents/act/?beside=en")
    clause = html_of(client, "/fr/documents/act/clauses/sec_1__subsec_1/?beside=en")
    assert clause.count("pair-side") == 2


def test_a_machine_translation_is_labelled_until_a_person_writes_over_it(
    client: Client, french: tuple[Any, Any], django_capture_on_commit_callbacks: Any
) -> None:
    _page, translation = french
    addresses = ("/fr/documents/act/", "/fr/documents/act/v1/", "/fr/documents/act/clauses/sec_1__subsec_1/")
    label = "Translated by a machine, not checked by a person yet."
    from django.utils.translation import override

    with override("fr"):
        from django.utils.translation import gettext

        label = gettext(label)
    assert all(label not in html_of(client, url) for url in addresses)
    rows = StringTranslation.objects.filter(locale__language_code="fr", data__contains="is needed")
    rows.update(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    for url in addresses:
        assert label in html_of(client, url), url
    assert "notice-warning" in html_of(client, addresses[0])
    assert label not in html_of(client, "/en/documents/act/")
    # The machine is corrected, not yet published: its words still stand there.
    translation_of_clause = rows.get()
    translation_of_clause.data = "Il faut une licence."
    translation_of_clause.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
    translation_of_clause.save()
    publish_translation(translation, django_capture_on_commit_callbacks)
    assert all(label not in html_of(client, url) for url in addresses)


def test_a_table_has_a_frame_that_takes_the_focus(client: Client) -> None:
    content = {
        "columns": [{"type": "text", "heading": "A & B"}],
        "rows": [{"values": ["1"]}],
        "caption": "Fees & <dues>",
    }
    table = {"type": "table", "id": "t1", "value": {"content": content, "row_headers": False}}
    page = make.published_draft(body=[make.clause_block("One."), table], slug="act")
    for url in (page.url, f"{page.url}v1/", f"{page.url}clauses/sec_1/"):
        html = html_of(client, url)
        frame = '<div class="table-wrap" role="group" tabindex="0" aria-label="Fees &amp; &lt;dues&gt;"><table>'
        assert frame in html, url


def test_ten_and_five_hundred_clauses_cost_the_same_number_of_queries(client: Client) -> None:
    counts, sizes = [], []
    for clauses in (10, 500):
        groups = [
            [make.heading_block(f"Part {n}"), *make.clause_blocks(min(25, clauses))]
            for n in range(max(1, clauses // 25))
        ]
        page = make.published_draft(body=[block for group in groups for block in group])
        for query in ("", "?find=licence"):
            client.get(page.url + query)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(page.url + query)
            counts.append(len(queries))
        sizes.append(len(response.content))
    assert len(set(counts)) == 1, counts
    assert sizes[1] / 500 < 3_000, "bytes of HTML a clause"
