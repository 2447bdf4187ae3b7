"""The layers of DESIGN §3, on the real tree and with violations planted in a copy: a contract must be able to break."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, run, templates, tool

pytestmark = pytest.mark.once

ORDER = [
    "hub.core",
    "hub.audit",
    "hub.accounts",
    "hub.notifications|hub.opendata",
    "hub.moderation|hub.promises",
    "hub.contributions",
    "whitepapers",
    "consultations|participatory_budget",
    "home|search",
    "hub.demo",
]


def lint_imports(where: Path) -> tuple[int, str]:
    done = run(tool("lint-imports"), "--no-cache", "--config", "pyproject.toml", cwd=where)
    return done.returncode, re.sub(r"\s+", " ", done.stdout + done.stderr)


@pytest.fixture(scope="module")
def copy_of_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            root / package,
            ignore=lambda folder, names: [
                name for name in names if ("." in name and not name.endswith(".py")) or name == "__pycache__"
            ],
        )
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_the_tree_keeps_every_contract():
    code, output = lint_imports(ROOT)
    assert code == 0, output


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("hub/core/due.py", "from consultations.enums import Decision", "Between apps"),
        ("whitepapers/enums.py", "import consultations.enums", "Between apps"),
        ("hub/notifications/enums.py", "import hub.moderation.enums", "Between apps"),
        ("consultations/enums.py", "import consultations.services", "Inside an app"),
        ("hub/accounts/permissions.py", "import hub.accounts.services", "Inside an app"),
        ("consultations/utils.py", "", "Inside an app"),
        ("hub/extras.py", "", "every part of hub/ has its place"),
        ("consultations/models/pages.py", "import consultations.services", "Pages only read"),
        ("home/models/pages.py", "import whitepapers.services", "Pages only read"),
        ("whitepapers/services.py", "import whitepapers.models.pages", "What stands below pages"),
    ],
)
def test_a_planted_violation_is_caught(copy_of_tree: Path, file: str, line: str, contract: str):
    path = copy_of_tree / file
    if file == "whitepapers/services.py" and (copy_of_tree / "whitepapers/services").is_dir():
        path = copy_of_tree / "whitepapers/services/__init__.py"
    before = path.read_text() if path.exists() else None
    try:
        path.write_text(f"{before or ''}\n{line}\n")
        code, output = lint_imports(copy_of_tree)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before)
    broken = re.findall(r"([A-Z][^─-]*?) BROKEN", output)
    assert code != 0, output
    assert any(contract in name for name in broken), output


def _rank(app: str) -> int:
    return next(rank for rank, names in enumerate(ORDER) if app in names.split("|"))


def _app_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    if parts[0] != "hub":
        return parts[0]
    return "hub.core" if parts[1] == "templates" else f"hub.{parts[1]}"


def test_templates_load_tags_of_lower_apps_only():
    """`{% load x %}` is an import, too; the linter of imports does not see it."""
    owners = {
        tags.stem: _app_of(tags)
        for package in PACKAGES
        for tags in (ROOT / package).rglob("templatetags/*.py")
        if tags.stem != "__init__"
    }
    wrong = []
    for template in templates():
        for names in re.findall(r"{%\s*load\s+(?:[\w\s]+\sfrom\s+)?([\w\s]+?)\s*%}", template.read_text()):
            for name in names.split():
                if name in owners and _rank(owners[name]) > _rank(_app_of(template)):
                    wrong.append(f"{template.relative_to(ROOT)} loads {name} of {owners[name]}")
    assert not wrong, "\n".join(wrong)


def test_templates_extend_and_include_lower_apps_only():
    owners = {
        str(path.relative_to(next(parent for parent in path.parents if parent.name == "templates"))): _app_of(path)
        for path in templates()
    }
    wrong = []
    for template in templates():
        for name in re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", template.read_text()):
            if name in owners and _rank(owners[name]) > _rank(_app_of(template)):
                wrong.append(f"{template.relative_to(ROOT)} uses {name} of {owners[name]}")
    assert not wrong, "\n".join(wrong)
