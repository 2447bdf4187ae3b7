"""From the HTML of a clause to its plain text, its normal form and its fingerprint."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from html.parser import HTMLParser

import nh3

WORD_TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "sub", "sup", "ul"}
TABLE_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
# What blocks beside the text become (engine/attached.py); nobody can write it into a clause.
ALLOWED_TAGS = WORD_TAGS | TABLE_TAGS | {"figure", "figcaption", "img", "small"}
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "img": {"src", "alt", "width", "height", "loading"},
}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}
BLOCK_TAGS = {
    *["br", "caption", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table"],
    *["td", "th", "tr", "ul"],
}

# Marks that are invisible and carry no meaning of their own: soft hyphen, zero-width space, word joiner, byte order
# mark. Zero-width (non-)joiners stay: they change Arabic-script words.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# As nh3 writes it: an image without an address.
_NO_PICTURE = re.compile(r'<img(?: (?!src=)[a-z]+="[^"]*")*>')
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
# Slow, careful reading of a text one may answer to; Arabic script packs more into a word.
WORDS_PER_MINUTE = {"en": 200, "fr": 200, "ar": 150}


def clean_words(html: str) -> str:
    """What people may write into a clause; the rest loses its tags, scripts and styles their content too."""
    return nh3.clean(
        html, tags=WORD_TAGS, attributes={"a": {"href"}}, url_schemes=ALLOWED_SCHEMES, link_rel=None
    ).strip()


def clean_html(html: str) -> str:
    """The same with the tables, figures and footnotes of a clause. Pictures come from this site or not at all."""
    cleaned = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_only_own_pictures,
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )
    return _NO_PICTURE.sub("", cleaned).strip()


def _only_own_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if value.startswith("/") and not value.startswith(("//", "/\\")) else None
    return value


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(_SPACE.sub(" ", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK_TAGS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.pieces.append("\n")


def plain_text(html: str) -> str:
    """Words only, one line per paragraph or list item."""
    parser = _PlainText()
    parser.feed(html)
    parser.close()
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def normalise(text: str) -> str:
    """The form two texts are compared in: composed letters, single spaces, nothing invisible. Case counts."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()


def fingerprint(text: str) -> str:
    """SHA-256 of the normalised plain text, in hexadecimal."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


def reading_minutes(words: int, language: str) -> int:
    """Whole minutes, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE.get(language, 200)))
