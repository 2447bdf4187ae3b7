"""Real consultations, as they were held elsewhere: nothing that people said is lost on the way in."""

import csv
import json
from collections import Counter
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.html import escape, strip_tags
from freezegun import freeze_time

from consultations.models.clause_thread import ClauseThread
from hub.contributions.models.comment import Comment
from tests.factories.consultations import NOW, ConsultationFactory

REAL = Path(settings.REAL_DATA_DIR)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="real data are not in REAL_DATA_DIR"),
]


def rows_of(*path):
    with REAL.joinpath(*path).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream] if path[-1].endswith(".jsonl") else list(csv.DictReader(stream))


def command(name, *arguments, now=NOW):
    out = StringIO()
    with freeze_time(now):
        call_command(name, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def as_akoma_ntoso(title, articles):
    """As a legal editor would write it: one article element each, the old id as eId."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">',
        '<bill name="bill"><meta><identification source="#s"><FRBRWork><FRBRthis value="/akn/fr/bill/2015/1/!main"/>',
        '<FRBRuri value="/akn/fr/bill/2015/1"/><FRBRdate date="2015-09-26" name=""/><FRBRauthor href="#g"/>',
        '<FRBRcountry value="fr"/></FRBRWork><FRBRExpression><FRBRthis value="/akn/fr/bill/2015/1/fra/!main"/>',
        '<FRBRuri value="/akn/fr/bill/2015/1/fra"/><FRBRdate date="2015-09-26" name=""/><FRBRauthor href="#g"/>',
        '<FRBRlanguage language="fra"/></FRBRExpression><FRBRManifestation><FRBRthis value="/akn/x.xml"/>',
        '<FRBRuri value="/akn/x"/><FRBRdate date="2015-09-26" name=""/><FRBRauthor href="#g"/></FRBRManifestation>',
        f"</identification></meta><preface><p><docTitle>{escape(title)}</docTitle></p></preface><body>",
    ]
    for one in articles:
        text = escape(strip_tags(unescape(one["body_html"])).strip() or "…")
        out.append(
            f'<article eId="art_{one["id"]}"><num>{one["id"]}</num><heading>{escape(one["title"][:300])}</heading>'
            f"<content><p>{text}</p></content></article>"
        )
    return "".join([*out, "</body></bill></akomaNtoso>"])


def test_republique_numerique_goes_in_whole_by_commands_alone(tmp_path):
    """Import both texts (30 articles of the government, 666 of citizens), consult, import the arguments, report."""
    articles = rows_of("republique_numerique", "clauses.jsonl")
    for slug, official in (("projet", True), ("propositions", False)):
        chosen = [one for one in articles if (one["kind"] == "government_article") == official]
        path = tmp_path / f"{slug}.xml"
        path.write_text(as_akoma_ntoso(slug, chosen), encoding="utf-8")
        result = command("import_document", str(path), "--slug", slug, "--language", "fr", "--publish")
        assert len(result["clauses"]) == len(chosen) == (30 if official else 666)
    created = command("create_consultation", "--document", "projet", "--document", "propositions", "--slug", "rn")
    assert [one["page"] for one in created["documents"]] == ["projet", "propositions"]
    path = tmp_path / "arguments.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["external_id", "clause", "body", "position", "received_at"])
        writer.writerows(
            [
                one["id"],
                f"art_{one['clause_id']}",
                one["body"],
                "support" if one["position"] == "for" else "oppose",
                one["created_at"],
            ]
            for one in rows_of("republique_numerique", "arguments.jsonl")
        )
    arguments = ("import_contributions", str(path), "--consultation", "rn")
    result = command(*arguments)
    assert (result["read"], result["created"], result["unchanged"], result["rejected"]) == (3994, 3994, 0, [])
    year = timezone.localtime().year
    assert result["references"] == {"first": f"C-{year}-000001", "last": f"C-{year}-003994"}
    report = command("consultation_report", "rn")
    found = {
        row["number"]: (row["positions"]["support"], row["positions"]["oppose"])
        for row in report["by_clause"]
        if row["number"]
    }
    expected = {
        row["id"]: (int(row["yes"]), int(row["no"])) for row in rows_of("republique_numerique", "arguments_counts.csv")
    }
    assert sum(found[key] == value for key, value in expected.items()) == len(found) == 696
    assert [sum(one[side] for one in found.values()) for side in (0, 1)] == [1960, 2034]
    assert (report["received"], report["published"], report["pending"]) == (3994, 3994, 0)
    # The counters that pages show say the same as the contributions.
    rows = ClauseThread.objects.exclude(clause=None).select_related("clause", "thread")
    assert found == {row.clause.number: (row.thread.support_count, row.thread.oppose_count) for row in rows}
    again = command(*arguments)
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 3994, [])


@pytest.mark.parametrize(
    ("name", "count", "distinct", "groups"),
    [("EPA-R06-OAR-2020-0510-0001", 313, 45, (7, 310)), ("EPA-HQ-OPP-2015-0481-0050", 267, None, None)],
)
def test_letter_campaigns_are_counted_one_by_one(tmp_path, name, count, distinct, groups):
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
    # What stands in no group is a text of its own; each group holds one text or more, and no more than it has members.
    inside = report["distinct_texts"] - (count - report["grouped"])
    assert report["groups"] <= inside <= report["grouped"] <= count
    assert (report["groups"], report["grouped"]) == groups if groups else report["groups"] > 0
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
