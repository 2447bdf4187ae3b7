"""Real consultations, as they were held elsewhere: nothing that people said is lost on the way in."""

import csv
import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.html import strip_tags
from freezegun import freeze_time

from consultations.services import open_consultation
from hub.contributions.models.comment import Comment
from tests.factories.consultations import NOW, ConsultationFactory
from tests.factories.whitepapers import clause_block, published_draft
from whitepapers.models.document import Document

REAL = Path(settings.REAL_DATA_DIR)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="real data are not in REAL_DATA_DIR"),
]


def rows_of(*path):
    with REAL.joinpath(*path).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream] if path[-1].endswith(".jsonl") else list(csv.DictReader(stream))


def command(name, *arguments):
    out = StringIO()
    with freeze_time(NOW):
        call_command(name, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def republique_numerique():
    """The 30 articles of the government as one document, the 666 of citizens as a second."""
    articles = rows_of("republique_numerique", "clauses.jsonl")
    pages = []
    for title, official in (("Projet de loi", True), ("Propositions des citoyens", False)):
        body = [
            clause_block(strip_tags(one["body_html"])[:300] or "…", number=str(one["id"]), heading=one["title"][:200])
            for one in articles
            if (one["kind"] == "government_article") == official
        ]
        pages.append(published_draft(title=title, language="fr", body=body, summary=""))
    with freeze_time(NOW):
        documents = [Document.objects.get(pk=page.translation_key) for page in pages]
        return open_consultation("republique-numerique", documents, actor=None, now=NOW)


def test_republique_numerique_goes_in_whole(tmp_path):
    consultation = republique_numerique()
    assert consultation.threads.filter(clause=None).count() == 2
    assert consultation.threads.exclude(clause=None).count() == 696
    path = tmp_path / "arguments.jsonl"
    position = {"for": "support", "against": "oppose"}
    path.write_text(
        "".join(
            json.dumps(
                {
                    "external_id": one["id"],
                    "clause": one["clause_id"],
                    "body": one["body"],
                    "position": position[one["position"]],
                    "author_name": one["author"],
                    "publish_as": "pseudonym",
                    "received_at": one["created_at"],
                }
            )
            + "\n"
            for one in rows_of("republique_numerique", "arguments.jsonl")
        )
    )
    arguments = ("import_contributions", str(path), "--consultation", "republique-numerique")
    result = command(*arguments)
    assert (result["read"], result["created"], result["unchanged"], result["rejected"]) == (3994, 3994, 0, [])
    assert result["references"] == {"first": "C-2015-000001", "last": "C-2015-003994"}
    report = command("consultation_report", "republique-numerique")
    found = {
        row["number"]: (row["positions"]["support"], row["positions"]["oppose"])
        for row in report["by_clause"]
        if row["number"]
    }
    expected = {
        row["id"]: (int(row["yes"]), int(row["no"])) for row in rows_of("republique_numerique", "arguments_counts.csv")
    }
    assert sum(found[key] == value for key, value in expected.items()) == 696
    assert [sum(one[side] for one in found.values()) for side in (0, 1)] == [1960, 2034]
    assert (report["received"], report["published"], report["pending"]) == (3994, 3994, 0)
    # The counters that pages show say the same as the contributions.
    shown = {
        row.clause.number: (row.thread.support_count, row.thread.oppose_count)
        for row in consultation.threads.exclude(clause=None).select_related("clause", "thread")
    }
    assert shown == found
    again = command(*arguments)
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 3994, [])


@pytest.mark.parametrize(
    ("name", "count", "distinct"), [("EPA-R06-OAR-2020-0510-0001", 313, 45), ("EPA-HQ-OPP-2015-0481-0050", 267, None)]
)
def test_letter_campaigns_are_counted_one_by_one(tmp_path, name, count, distinct):
    ConsultationFactory(slug="docket", clauses=1)
    path = tmp_path / "letters.csv"
    letters = rows_of("campaigns", f"{name}.csv")
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow(["external_id", "body", "channel"])
        # One letter may stand in several campaigns of this list, so its name alone is no id.
        writer.writerows([f"{one['name']}/{n}", one["text"], "email"] for n, one in enumerate(letters))
    result = command("import_contributions", str(path), "--consultation", "docket")
    assert (result["created"], result["rejected"]) == (count, [])
    report = command("consultation_report", "docket")
    assert (report["received"], report["published"], report["people"]) == (count, count, count)
    assert report["distinct_texts"] + report["grouped"] - report["groups"] == count
    if distinct:
        assert report["distinct_texts"] == distinct


def test_short_statements_keep_their_language(tmp_path):
    ConsultationFactory(slug="reform", clauses=1)
    path = tmp_path / "statements.jsonl"
    statements = rows_of("multilingual", "canadian_electoral_reform.csv")
    path.write_text(
        "".join(
            json.dumps({"external_id": one["comment-id"], "body": one["comment-body"]}) + "\n" for one in statements
        )
    )
    assert command("import_contributions", str(path), "--consultation", "reform")["created"] == len(statements)
    languages = Counter(Comment.objects.values_list("language", flat=True))
    # The list is said to be in two languages; all of its 174 statements are in English.
    assert languages == {"en": 174}
