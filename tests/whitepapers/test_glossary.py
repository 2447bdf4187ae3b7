"""Words that a document explains."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, translate
from whitepapers.engine.glossary import Term, marked_terms
from whitepapers.engine.text import clean_html, plain_text
from whitepapers.selectors import parts_of
from whitepapers.selectors.glossary import glossary_of


def term(word: str, *forms: str, definition: str = "What it means.") -> Term:
    return Term(block_id=word, anchor=f"term-{word[:1]}", term=word, forms=forms, definition=definition)


def marked(html: str, *terms: Term) -> list[str]:
    return re.findall(r'<a class="term"[^>]*>(.*?)</a>', marked_terms(html, terms))


def term_block(word: str, definition: str = "What it means.", forms: str = "") -> dict[str, Any]:
    return {"type": "term", "id": str(uuid4()), "value": {"term": word, "forms": forms, "definition": definition}}


def test_the_first_use_in_a_clause_is_marked_and_no_other() -> None:
    assert marked_terms("<p>A Stall and a stall.</p>", [term("stall")]) == (
        '<p>A <a class="term" href="#term-s" aria-describedby="term-s-text">Stall</a> and a stall.</p>'
    )


def test_whole_words_and_given_forms_only() -> None:
    assert marked("<p>install stalls</p>", term("stall")) == []
    assert marked("<p>install stalls</p>", term("stall", "stalls")) == ["stalls"]


def test_the_longest_term_wins() -> None:
    assert marked("<p>market stall, market</p>", term("market"), term("market  stall")) == ["market stall", "market"]


def test_letters_that_stand_for_words_are_not_the_word_they_spell() -> None:
    assert marked("<p>it runs on IT</p>", term("IT")) == ["IT"]


def test_an_arabic_noun_is_found_behind_what_is_written_in_one_with_it() -> None:
    assert marked("<p>يمنح الترخيص.</p>", term("ترخيص")) == ["الترخيص"]
    assert marked("<p>وللترخيص شروط</p>", term("ترخيص")) == ["وللترخيص"]
    assert marked("<p>مترخيص</p>", term("ترخيص")) == []


def test_links_headers_and_tags_are_left_alone() -> None:
    table = "<table><caption>stall</caption><tbody><tr><td>stall</td></tr></tbody></table>"
    html = f'<p><a href="/stall/">stall</a></p>{table}'
    assert marked_terms(html, [term("stall")]).count('class="term"') == 1
    assert marked('<figure><img src="/x" alt="a > stall" width="1"></figure>', term("stall")) == []


def test_a_term_with_special_characters_is_found_as_it_stands_in_html() -> None:
    assert marked("<p>R&amp;D costs</p>", term("R&D")) == ["R&amp;D"]


def test_on_a_page_without_the_glossary_the_link_leads_to_it() -> None:
    html = marked_terms("<p>stall</p>", [term("stall")], glossary_url="/en/documents/act/")
    assert html == '<p><a class="term" href="/en/documents/act/#term-s">stall</a></p>'


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6).filter(str.strip), max_size=4))
def test_marking_never_changes_the_words(text: str, words: list[str]) -> None:
    html = clean_html(f"<p>{text}</p><table><tbody><tr><td>{text}</td></tr></tbody></table>")
    assert plain_text(marked_terms(html, [term(word) for word in words])) == plain_text(html)


@pytest.mark.django_db
def test_terms_come_in_order_and_without_a_query(django_assert_num_queries: Any) -> None:
    page = make.draft_page(
        glossary=[term_block("stall", forms="stalls ، pitches"), term_block("licence"), term_block("x", "")]
    )
    with django_assert_num_queries(0):
        terms = glossary_of(page)
    assert [(one.anchor, one.term, one.forms) for one in terms] == [
        ("term-1", "stall", ("stalls", "pitches")),
        ("term-2", "licence", ()),
    ]


@pytest.mark.django_db
def test_terms_are_translated_and_never_frozen(django_capture_on_commit_callbacks: Any) -> None:
    page = make.published_draft(body=[make.clause_block("A stall.")], glossary=[term_block("stall")])
    translation = submit(page, "fr")
    translate(translation, lambda words: {"stall": "étal", "A stall.": "Un étal."}.get(words, f"FR {words}"))
    french = publish_translation(translation, django_capture_on_commit_callbacks)
    terms = glossary_of(french)
    assert [(one.term, one.definition) for one in terms] == [("étal", "FR What it means.")]
    html = parts_of(french.body, "fr")[0].html
    assert html == "<p>Un étal.</p>"
    assert 'href="#term-1"' in marked_terms(html, terms)


def test_the_section_names_each_word_once_and_can_be_linked_to() -> None:
    html = render_to_string("whitepapers/_glossary.html", {"terms": [term("stall")]})
    assert 'id="term-s"' in html
    assert '<dd id="term-s-text">What it means.</dd>' in html
    assert render_to_string("whitepapers/_glossary.html", {"terms": []}).strip() == ""
