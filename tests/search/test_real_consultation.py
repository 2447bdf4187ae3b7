"""A real consultation of 696 articles and 3,994 arguments, asked in French: what was said is found in whatever form."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hub.core.engine.folding import fold_letters
from search.engine.wish import wish_of
from search.selectors.asking import ask
from search.services.applying import apply_due
from search.services.checking import check
from tests.consultations.test_import_real import as_akoma_ntoso, command, rows_of

REAL = Path(settings.REAL_DATA_DIR)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="real data are not in REAL_DATA_DIR"),
]


def imported(folder: Path) -> None:
    articles = rows_of("republique_numerique", "clauses.jsonl")
    for slug, official in (("projet", True), ("propositions", False)):
        chosen = [one for one in articles if (one["kind"] == "government_article") == official]
        path = folder / f"{slug}.xml"
        path.write_text(as_akoma_ntoso(slug, chosen), encoding="utf-8")
        command("import_document", str(path), "--slug", slug, "--language", "fr", "--publish")
    command("create_consultation", "--document", "projet", "--document", "propositions", "--slug", "rn")
    path = folder / "arguments.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["external_id", "clause", "body", "language", "received_at"])
        writer.writerows(
            [one["id"], f"art_{one['clause_id']}", one["body"], "fr", one["created_at"]]
            for one in rows_of("republique_numerique", "arguments.jsonl")
        )
    command("import_contributions", str(path), "--consultation", "rn")


def found(query: str, **narrowed: list[str]) -> int:
    wish = wish_of({"q": [query], **narrowed})
    return ask(wish, reader="fr", now=timezone.now()).answer.total


def test_each_form_of_a_word_finds_all_of_them(tmp_path: Path, client: Client) -> None:
    imported(tmp_path)
    while apply_due(timezone.now()).more:
        pass
    assert found("", kind=["comment"]) == 3994
    assert found("", kind=["clause"]) == 696
    bodies = [fold_letters(one["body"]) for one in rows_of("republique_numerique", "arguments.jsonl")]
    for forms in (("logiciel", "logiciels"), ("donnée", "données"), ("citoyen", "citoyens")):
        pattern = re.compile(rf"\b(?:{'|'.join(fold_letters(form) for form in forms)})\b")
        said = sum(1 for body in bodies if pattern.search(body))
        totals = {found(form, kind=["comment"]) for form in forms}
        # A stem may bring in more ("citoyenne"), never less.
        assert len(totals) == 1
        assert totals.pop() >= said > 50, forms
    assert found("l'État", kind=["comment"]) == found("état", kind=["comment"])
    html = client.get("/fr/search/", {"q": "logiciels libres", "kind": "clause"}).content.decode()
    assert re.search(r"<mark>[Ll]ogiciels?</mark>", html)
    assert re.search(r'href="/fr/documents/(?:projet|propositions)/#', html)
    # What is missing are pages that migrations made; the consultation is whole.
    report = check(repair=False, now=timezone.now())
    assert (report.outdated, report.not_public) == (0, 0)
    assert (report.checked["clause"], report.checked["comment"]) == (696, 3994)
