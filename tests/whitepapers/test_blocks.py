"""What belongs to a clause without an identity of its own: tables, figures, footnotes, further text."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, sync, translate
from whitepapers.engine.attached import _joined, footnote_html, table_html
from whitepapers.engine.text import clean_html, plain_text
from whitepapers.models.clause import Clause
from whitepapers.selectors import clauses_of, latest_version, parts_of


def block(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid4()), "value": value}


def table(headings: list[str], *rows: list[str], caption: str = "", row_headers: bool = False) -> dict[str, Any]:
    content = {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in rows],
        "caption": caption,
    }
    return block("table", content=content, row_headers=row_headers)


def picture(title: str = "plan.png", colour: str = "red") -> Any:
    file = BytesIO()
    Pillow.new("RGB", (40, 30), colour).save(file, "PNG")
    return get_image_model().objects.create(title=title, file=ImageFile(BytesIO(file.getvalue()), name=title))


def figure(image: Any, alt: str = "A plan", caption: str = "The square", *, decorative: bool = False) -> dict[str, Any]:
    return block("figure", image=image.pk, alt_text=alt, is_decorative=decorative, caption=caption)


def test_a_table_names_its_columns_and_rows() -> None:
    assert table_html(["Place", "Fee"], [["Market", "1 & 2"]], caption="Fees", row_headers=True) == (
        '<table><caption>Fees</caption><thead><tr><th scope="col">Place</th><th scope="col">Fee</th></tr></thead>'
        '<tbody><tr><th scope="row">Market</th><td>1 &amp; 2</td></tr></tbody></table>'
    )


def test_cells_are_joined_with_the_one_before_and_the_one_above() -> None:
    html = table_html(["A", "←", "B"], [["1", "2", "3"], ["↑", "x", "←"]])
    assert '<th scope="colgroup" colspan="2">A</th>' in html
    assert '<td rowspan="2">1</td>' in html
    assert '<tr><td colspan="2">x</td></tr>' in html


@settings(deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from("ab←→↑"), min_size=width, max_size=width), min_size=1, max_size=5
        )
    )
)
def test_every_place_of_a_table_belongs_to_exactly_one_cell(rows: list[list[str]]) -> None:
    taken: list[tuple[int, int]] = []
    for at, line in enumerate(_joined(rows)):
        for column, cell in enumerate(line):
            if cell is not None:
                taken += [(at + down, column + over) for down in range(cell.rows) for over in range(cell.columns)]
    assert sorted(taken) == [(at, column) for at in range(len(rows)) for column in range(len(rows[0]))]


def test_a_footnote_carries_its_mark_once() -> None:
    assert footnote_html("2", "<p>One.</p><p>Two.</p>") == (
        "<p><small><sup>2</sup> One.</small></p><p><small>Two.</small></p>"
    )


def test_what_is_built_survives_cleaning_and_pictures_of_others_do_not() -> None:
    html = table_html(["a", "←"], [["b", "c"]], caption="d", row_headers=True)
    assert clean_html(html) == html
    assert clean_html('<img src="https://example.org/x.png" alt="x">') == ""
    assert clean_html('<img src="//example.org/x.png" onerror="x()" alt="">') == ""


def test_the_plain_text_of_a_table_has_one_line_for_each_cell() -> None:
    assert plain_text(table_html(["A", "B"], [["1", "2"]], caption="C")) == "C\nA\nB\n1\n2"


@pytest.mark.django_db
def test_attached_blocks_belong_to_the_part_above_them() -> None:
    body = [
        make.heading_block("Trade"),
        block("continuation", text="<p>Introduction.</p>"),
        make.clause_block("One."),
        table(["Fee"], ["120"]),
        block("continuation", text="<p>After the table.</p>"),
        block("footnote", mark="", text="<p>A source.</p>"),
        block("footnote", mark="*", text="<p>Another.</p>"),
        make.clause_block("Two."),
        block("footnote", mark="", text="<p>Counted anew.</p>"),
        make.note_block("Why."),
        block("continuation", text="<p>Because.</p>"),
    ]
    page = make.published_draft(body=body)
    parts = parts_of(page.body, "en")
    assert [(part.kind, part.number) for part in parts] == [
        ("heading", "1"),
        ("clause", "1.1"),
        ("clause", "1.2"),
        ("note", ""),
    ]
    assert [part.text for part in parts] == [
        "Introduction.",
        "One.\nFee\n120\nAfter the table.\n1 A source.\n* Another.",
        "Two.\n1 Counted anew.",
        "Why.\nBecause.",
    ]
    assert Clause.objects.count() == 4
    assert clauses_of(latest_version(page.translation_key), "en")[0].html == parts[1].html


@pytest.mark.django_db
def test_what_stands_before_all_parts_belongs_to_the_first_and_alone_it_is_no_part() -> None:
    page = make.draft_page(body=[block("continuation", text="<p>First.</p>"), make.clause_block("One.")])
    assert [part.text for part in parts_of(page.body, "en")] == ["First.\nOne."]
    alone = make.draft_page(body=[block("continuation", text="<p>First.</p>")])
    assert parts_of(alone.body, "en") == []


@pytest.mark.django_db
def test_a_picture_has_its_description_and_a_decorative_one_an_empty_one() -> None:
    image = picture()
    page = make.draft_page(
        body=[make.clause_block("One."), figure(image), figure(image, "ignored", "", decorative=True)]
    )
    html = parts_of(page.body, "en")[0].html
    url = image.get_rendition("max-1200x1600").url
    assert url.startswith("/media/images/")
    assert html == (
        f'<p>One.</p><figure><img src="{url}" alt="A plan" width="40" height="30" loading="lazy">'
        "<figcaption>The square</figcaption></figure>"
        f'<figure><img src="{url}" alt="" width="40" height="30" loading="lazy"></figure>'
    )


@pytest.mark.django_db
def test_a_picture_whose_image_is_gone_leaves_its_caption() -> None:
    image = picture()
    page = make.draft_page(body=[make.clause_block("One."), figure(image)])
    image.delete()
    page = type(page).objects.get(pk=page.pk)
    assert parts_of(page.body, "en")[0].html == "<p>One.</p><figure><figcaption>The square</figcaption></figure>"


@pytest.mark.django_db
def test_a_published_version_keeps_its_picture_when_the_image_is_gone() -> None:
    image = picture(colour="green")
    page = make.published_draft(body=[make.clause_block("One."), figure(image)])
    html = clauses_of(latest_version(page.translation_key), "en")[0].html
    kept = re.search(r'src="/media/(images/figures/[0-9a-f]{40}\.png)"', html).group(1)
    make.publish(page)
    assert latest_version(page.translation_key).number == 1
    image.get_rendition("max-1200x1600").file.delete(save=False)
    image.delete()
    assert default_storage.exists(kept)


@pytest.mark.django_db
def test_pictures_and_links_cost_the_same_whatever_their_number(django_assert_num_queries: Any) -> None:
    documents = [get_document_model().objects.create(title=f"d{n}", file=f"documents/d{n}.pdf") for n in range(6)]

    def page(count: int) -> Any:
        body: list[dict[str, Any]] = []
        for n in range(count):
            link = f'<p><a linktype="document" id="{documents[n].pk}">File</a></p>'
            body += [make.clause_block(link), figure(picture(f"p{n}.png")), table(["a"], ["b"])]
        made = make.draft_page(body=body)
        parts_of(made.body, "en")
        return type(made).objects.get(pk=made.pk)

    for one in (page(1), page(6)):
        from django.core.cache import cache

        cache.clear()
        # Images, their renditions, linked documents.
        with django_assert_num_queries(3):
            parts = parts_of(one.body, "en")
    assert parts[5].html.startswith('<p><a href="/documents-files/')


@pytest.mark.django_db
def test_translators_get_cells_captions_descriptions_and_footnotes_but_no_figures(
    django_capture_on_commit_callbacks: Any,
) -> None:
    body = [
        make.clause_block("One."),
        table(["Place", "Fee"], ["Market\nhall", "120"], ["↑", "Fee"], caption="Fees"),
        figure(picture()),
        block("footnote", mark="a", text="<p>A source.</p>"),
    ]
    page = make.published_draft(body=body)
    translation = submit(page, "fr")
    translate(translation, lambda words: f"FR {words}")
    strings = {
        segment.string.data
        for segment in translation.source.stringsegment_set.select_related("string")
        if segment.context.path.startswith("body.")
    }
    assert strings == {
        *["One.", "Place", "Fee", "Market<br/>hall", "Fees", "A plan", "The square", "A source."],
    }
    french = publish_translation(translation, django_capture_on_commit_callbacks)
    html = parts_of(french.body, "fr")[0].html
    for words in ["FR One.", "FR Place", "<td>FR Fee</td>", "<caption>FR Fees</caption>", 'alt="FR A plan"']:
        assert words in html
    assert '<td rowspan="2">FR Market<br>hall</td>' in html
    assert "<td>120</td>" in html
    assert "<sup>a</sup> FR A source." in html


@pytest.mark.django_db
def test_a_row_added_above_keeps_the_translations_of_the_others(django_capture_on_commit_callbacks: Any) -> None:
    page = make.published_draft(body=[make.clause_block("One."), table(["Place"], ["Market"])])
    translation = submit(page, "fr")
    translate(translation, lambda words: f"FR {words}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    blocks = make.body_of(page)
    blocks[1]["value"]["content"]["rows"].insert(0, {"values": ["Street"]})
    page = make.publish(make.set_body(page, blocks))
    sync(submit(page, "fr"))
    french = publish_translation(submit(page, "fr"), django_capture_on_commit_callbacks)
    assert parts_of(french.body, "fr")[0].text == "FR One.\nFR Place\nStreet\nFR Market"
