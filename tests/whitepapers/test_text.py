"""Cleaning, plain text and fingerprints."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from whitepapers.engine.text import clean_html, fingerprint, normalise, plain_text, reading_minutes, word_count


def test_scripts_styles_handlers_and_strange_links_are_gone() -> None:
    html = (
        '<p onclick="x()" style="color:red" class="a">Text<script>alert(1)</script> '
        '<a href="javascript:x()" target="_blank">link</a><img src=x onerror=x()></p><style>p{}</style>'
    )
    assert clean_html(html) == "<p>Text <a>link</a></p>"


def test_ordinary_links_and_lists_stay() -> None:
    html = '<ul><li>one</li></ul><p><a href="/en/documents/">x</a> <b>b</b> <sup>2</sup></p>'
    assert clean_html(html) == html


def test_plain_text_has_one_line_per_paragraph_or_item() -> None:
    assert plain_text("<p>One &amp; two<br>three</p><ul><li>four</li><li><p>five</p></li></ul>") == (
        "One & two\nthree\nfour\nfive"
    )


def test_the_fingerprint_is_sha256_of_the_normalised_text() -> None:
    assert fingerprint("  A\u00a0licence\n\nis  given. ") == hashlib.sha256(b"A licence is given.").hexdigest()


def test_the_fingerprint_ignores_invisible_marks_and_composition_but_not_case() -> None:
    assert fingerprint("cafe\u0301 soft\u00adhyphen\u200b") == fingerprint("café softhyphen")
    assert fingerprint("Act") != fingerprint("act")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_html(f"<p>{text}</p>")
    assert clean_html(once) == once
    assert "\x00" not in once


def test_reading_time_is_at_least_a_minute() -> None:
    assert reading_minutes(0, "en") == 1
    assert reading_minutes(3000, "en") == 15
    assert reading_minutes(3000, "ar") == 20
    assert word_count("Une place, l’été: 12 m²") == 6
