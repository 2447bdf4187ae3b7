"""Shape of the tree: sizes, names, what no file may hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, python_files, run, templates

pytestmark = pytest.mark.once

LONGEST_FILE = 400


def test_no_file_is_longer_than_four_hundred_lines():
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in python_files()}
    # People download it by itself and read it from top to bottom.
    lengths.pop(Path("script/verify_bundle.py"))
    assert not {str(path): lines for path, lines in lengths.items() if lines > LONGEST_FILE}


def test_no_file_is_named_for_nothing_in_particular():
    vague = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert not [str(path.relative_to(ROOT)) for path in python_files() if path.stem in vague]


def test_records_do_not_import_pages():
    """Inside `models/`: a page points at its record, never the reverse."""
    wrong = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("models/*.py")
        if path.name not in ("__init__.py", "pages.py") and re.search(r"models\.pages import", path.read_text())
        if path.parent.parent.name != "core"
    ]
    wrong = [path for path in wrong if "from hub.core.models.pages" not in (ROOT / path).read_text()]
    assert not wrong


def test_models_are_imported_by_their_noun():
    """`from app.models import X` would make every model import every other through `__init__`."""
    wrong = []
    for path in python_files():
        if path.name == "__init__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and re.fullmatch(
                rf"({'|'.join(PACKAGES)})(\.\w+)?\.models|({'|'.join(PACKAGES)})\.models", node.module or ""
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong


def test_templates_hold_no_inline_styles_scripts_or_handlers():
    """The strict CSP would silently drop them in every browser."""
    wrong = []
    for path in templates():
        if "wagtailadmin" in path.parts or "/admin/" in path.as_posix():
            continue
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
        for pattern in (
            r"<[^>]*\sstyle=",
            r"<[^>]*\son[a-z]+=[\"']",
            r"<script(?![^>]*\bsrc=)(?![^>]*json)",
            r"<style",
        ):
            if re.search(pattern, text):
                wrong.append(f"{path.relative_to(ROOT)}: {pattern}")
    assert not wrong, "\n".join(wrong)


def test_no_element_says_its_direction_twice():
    """A browser takes the first `dir` and drops the second: beside `dir="auto"` stands `{% lang_of %}`."""
    wrong = []
    for path in templates():
        text = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        for tag in re.findall(r"<[a-zA-Z](?:\{%.*?%\}|\{\{.*?\}\}|[^<>])*>", text, flags=re.DOTALL):
            if len(re.findall(r"\sdir=|\{% lang_attrs ", tag)) > 1:
                wrong.append(f"{path.relative_to(ROOT)}: {tag[:100]}")
    assert not wrong, "\n".join(wrong)


def test_nothing_committed_names_a_machine():
    """Paths of the machine on which it was written are of use to nobody else."""
    listed = run("git", "grep", "-nIP", r"(^|[^\w.])/(root|home/[a-z]+|Users/[A-Za-z]+|work)/", "--", ".", ":!*.lock")
    lines = [line for line in listed.stdout.splitlines() if not line.startswith("tests/architecture/test_files.py")]
    assert not lines, "\n".join(lines)


def test_the_arabic_side_is_a_mirror_and_not_a_patch():
    """Logical properties only: a `left` would stay left in a text that runs the other way.

    What others wrote (static/vendor) draws maps, and a map has its west on the left in every language.
    """
    wrong = []
    for path in sorted((ROOT / "static").rglob("*.css")):
        if "vendor" in path.parts:
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for line in re.findall(
            r"[^;{}]*\b(?:margin|padding|border)-(?:left|right)\b[^;{}]*|(?:^|[{;])\s*(?:left|right)\s*:[^;}]*|float:\s*(?:left|right)|text-align:\s*(?:left|right)",
            text,
        ):
            wrong.append(f"{path.relative_to(ROOT)}: {line.strip()}")
    assert not wrong, "\n".join(wrong)
