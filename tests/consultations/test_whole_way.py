"""A real consultation from its files to a published report. Its answers are written here and illustrative."""

import csv
import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from freezegun import freeze_time

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.publishing import publish_report_page
from consultations.reports.readiness import ReportNotReadyError
from consultations.services import answer_clause
from tests.consultations.test_import_real import REAL, as_akoma_ntoso, command, rows_of
from tests.factories.consultations import NOW, answering_moderator

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="real data are not in REAL_DATA_DIR"),
]
LATER = NOW + timedelta(weeks=13)
DECISIONS = ("accepted", "accepted_in_part", "not_accepted", "already_covered", "out_of_scope", "noted")


def test_republique_numerique_from_import_to_a_published_report(tmp_path):
    articles = [one for one in rows_of("republique_numerique", "clauses.jsonl") if one["kind"] == "government_article"]
    text = tmp_path / "projet.xml"
    text.write_text(as_akoma_ntoso("Projet de loi pour une République numérique", articles), encoding="utf-8")
    command("import_document", str(text), "--slug", "projet", "--language", "fr", "--publish")
    command("create_consultation", "--document", "projet", "--slug", "rn")
    ids = {one["id"] for one in articles}
    arguments = [one for one in rows_of("republique_numerique", "arguments.jsonl") if one["clause_id"] in ids]
    path = tmp_path / "arguments.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["external_id", "clause", "body", "position", "received_at", "language"])
        for one in arguments:
            side = "support" if one["position"] == "for" else "oppose"
            row = [one["id"], f"art_{one['clause_id']}", one["body"], side, one["created_at"], "fr"]
            writer.writerow(row)
    created = command("import_contributions", str(path), "--consultation", "rn")
    assert (created["created"], created["rejected"]) == (len(arguments), [])

    consultation = Consultation.objects.get(slug="rn")
    rows = list(ClauseThread.objects.filter(consultation=consultation, clause__isnull=False).select_related("clause"))
    assert len(rows) == 30
    moderator = answering_moderator()
    with freeze_time(LATER):
        for number, row in enumerate(rows[:-1]):
            answer_clause(
                row,
                decision=DECISIONS[number % len(DECISIONS)],
                reasons={"fr": f"Réponse illustrative à l’article {row.clause.number}, écrite par un test."},
                actor=moderator,
                now=LATER,
            )
        texts = {"fr": {"title": "Ce que vous avez dit, ce que nous en faisons"}}
        with translation.override("fr"), pytest.raises(ReportNotReadyError) as refusal:
            publish_report_page(consultation, texts=texts, actor=None)
        assert [blocker.clause_thread_id for blocker in refusal.value.readiness.blocking] == [rows[-1].pk]
        assert rows[-1].clause.number in str(refusal.value), "the clause is named"
        answer_clause(rows[-1], decision="noted", reasons={"fr": "Illustratif."}, actor=moderator, now=LATER)
        page = publish_report_page(consultation, texts=texts, actor=None)
        html = Client().get(page.url).content.decode()

    # The command, independent SQL, the frozen record and the page say the same.
    figures = command("consultation_report", "rn", now=LATER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.state, c.reason_code, c.position, count(*) FROM contributions_comment c"
            " JOIN consultations_clausethread t ON t.thread_id = c.hub_thread_id GROUP BY 1, 2, 3"
        )
        cells = cursor.fetchall()
    states = Counter()
    for state, _reason, _position, count in cells:
        states[state] += count
    assert figures["received"] == sum(states.values()) == len(arguments)
    assert figures["published"] == states["published"]
    assert sum(figures["withheld"].values()) == states["withheld"] + states["withdrawn"]
    assert figures["pending"] == states["pending"]
    assert figures["received"] == figures["published"] + sum(figures["withheld"].values()) + figures["pending"]
    assert (figures["unanswered"], figures["publishable"]) == (0, True)
    by_position = {position: count for state, _reason, position, count in cells if state == "published"}
    assert sum(row["positions"]["support"] for row in figures["by_clause"]) == by_position["support"]
    assert sum(row["positions"]["oppose"] for row in figures["by_clause"]) == by_position["oppose"]
    frozen = json.loads(FrozenReport.objects.get(consultation=consultation).content)
    assert frozen["figures"]["received"] == figures["received"]
    assert sum(1 for row in frozen["answers"] if row["clause"]) == 30
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"<[^>]+>", " ", html))
    received = f"{len(arguments):,}".replace(",", " ")
    assert f"{received} = " in plain or received in plain
    assert all(f'id="clause-{row.clause_id}"' in html for row in rows), "30 of 30 articles stand in the report"
    assert plain.count("Réponse illustrative") >= 29
