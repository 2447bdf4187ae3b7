"""Texts are collected, kept and checked without gettext's programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from hub.core import catalogues

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext, gettext_lazy
title = _("Read and comment")
lazy = gettext_lazy("Lazy" " and joined")
count = ngettext("%(count)s comment", "%(count)s comments", 3)
# Translators: the month, not permission
may = pgettext("month", "May")
not_this = some.other("Nothing")
"""
TEMPLATE = """
{% load i18n %}
  {% if it's %}
<p title="{% translate "In an attribute" %}">{{ _("In a variable")|upper }}</p>
    {% translate 'With a filter'|lower as x %}
{% blocktranslate trimmed count counter=n %}
   {{ counter }} answer from
   <a href="{{ url }}">here</a>
{% plural %}
   {{ counter }} answers from
   <a href="{{ url }}">here</a>
{% endblocktranslate %}
{% comment %}Translators: said to a person{% endcomment %}
{% translate "Hello" context "greeting" %}
  {% endif %} don't
"""


@pytest.fixture
def tree(tmp_path: Path, settings) -> Path:
    (tmp_path / "hub/templates").mkdir(parents=True)
    (tmp_path / "hub/views.py").write_text(PYTHON)
    (tmp_path / "hub/templates/page.html").write_text(TEMPLATE)
    for left_out in ("hub/migrations/0001.py", "hub/demo/content/said.py"):
        (tmp_path / left_out).parent.mkdir(parents=True)
        (tmp_path / left_out).write_text('_("Not this")')
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "hub/locale"]
    return tmp_path


def texts(catalogue) -> set[tuple[str, ...]]:
    return {tuple(catalogues.forms(message.id)) for message in catalogue if message.id}


def test_every_kind_of_text_is_found_and_nothing_else(tree: Path):
    template = catalogues.collect()
    assert texts(template) == {
        ("Read and comment",),
        ("Lazy and joined",),
        ("%(count)s comment", "%(count)s comments"),
        ("May",),
        ("In an attribute",),
        ("In a variable",),
        ("With a filter",),
        ('%(counter)s answer from <a href="%(url)s">here</a>', '%(counter)s answers from <a href="%(url)s">here</a>'),
        ("Hello",),
    }
    assert template.get("May", "month").auto_comments == ["Translators: the month, not permission"]
    assert template.get("Hello", "greeting") is not None


def write(language: str, **translations: str | tuple[str, ...]) -> None:
    """Translations by the first word of the English text."""
    catalogue = catalogues.update(language, catalogues.collect())
    for message in catalogue:
        if message.id:
            word = catalogues.forms(message.id)[0].split()[0]
            if word in translations:
                message.string = translations[word]
    import io

    from babel.messages.pofile import write_po

    buffer = io.BytesIO()
    write_po(buffer, catalogue)
    catalogues._replace(catalogues.po_path(language), buffer.getvalue())


def test_translations_outlive_updates_and_texts_that_are_gone(tree: Path):
    write("fr", Read="Lire et commenter", May="Mai")
    (tree / "hub/views.py").write_text('_("A new text")')
    catalogue = catalogues.update("fr", catalogues.collect())
    assert ("A new text",) in texts(catalogue)
    assert "Read and comment" in catalogue.obsolete
    assert "Lazy and joined" not in catalogue.obsolete  # it was never translated: nothing is lost
    assert "Lire et commenter" in catalogues.po_path("fr").read_text()
    catalogues.update("fr", catalogues.collect(), prune=True)
    assert "Lire et commenter" not in catalogues.po_path("fr").read_text()


def test_an_update_without_news_changes_no_byte(tree: Path):
    write("ar", Read="اقرأ وعلّق")
    catalogues.update("ar", catalogues.collect())
    before = catalogues.po_path("ar").read_bytes()
    catalogues.update("ar", catalogues.collect())
    assert catalogues.po_path("ar").read_bytes() == before
    assert b"#: hub/views.py\n" in before  # no line numbers: they would change with every edit


def test_only_what_is_complete_is_compiled(tree: Path):
    write("ar", Read="اقرأ وعلّق", **{"%(count)s": ("صفر", "", "", "", "", "")})
    assert catalogues.compile_catalogue("ar")
    assert not catalogues.compile_catalogue("ar")
    with catalogues.po_path("ar").with_suffix(".mo").open("rb") as handle:
        compiled = read_mo(handle)
    assert compiled.get("Read and comment").string == "اقرأ وعلّق"
    assert compiled.get("%(count)s comment") is None  # English is better than an empty line
    assert compiled.num_plurals == 6


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ({"Read": ""}, "not translated"),
        ({"Read": " Lire"}, "white space"),
        ({"%(count)s": ("%(count)s commentaire", "")}, "a plural form is missing"),
        ({"%(count)s": ("%(nombre)s commentaire", "%(count)s commentaires")}, "which the original does not"),
        ({"%(counter)s": ('une <a href="x">là</a>', '%(counter)s <a href="%(url)s">là</a>')}, "lacks"),
        (
            {"%(counter)s": ('%(counter)s d\'<a href="%(url)s">ici', '%(counter)s d\'<a href="%(url)s">ici</a>')},
            "HTML tags",
        ),
        ({"%(count)s": ("un commentaire", "%(count)s commentaires")}, None),
        ({"Read": "Lire et commenter"}, None),
    ],
)
def test_what_a_reader_would_stumble_over_is_named(tree: Path, translation, fault):
    write("fr", **translation)
    word = next(iter(translation))
    found = [line for line in catalogues.faults("fr", catalogues.collect()) if f"'{word}" in line]
    if fault is None:
        assert found == []
    else:
        assert len(found) == 1
        assert fault in found[0]
        assert "hub/" in found[0]


def test_a_stale_compiled_catalogue_is_named(tree: Path):
    write("fr", Read="Lire et commenter")
    catalogues.compile_catalogue("fr")
    assert not any("stale" in line for line in catalogues.faults("fr", catalogues.collect()))
    write("fr", Read="Lire")
    assert any("stale" in line for line in catalogues.faults("fr", catalogues.collect()))


def test_fuzzy_and_forgotten_entries_are_named(tree: Path):
    write("fr", Read="Lire et commenter", May="Mai")
    path = catalogues.po_path("fr")
    path.write_text(path.read_text().replace('msgid "Read and comment"', '#, fuzzy\nmsgid "Read and comment"'))
    (tree / "hub/templates/page.html").write_text("")
    found = catalogues.faults("fr", catalogues.collect())
    assert any("marked fuzzy" in line for line in found)
    assert any("'Hello'" in line and "no longer in the code" in line for line in found)
