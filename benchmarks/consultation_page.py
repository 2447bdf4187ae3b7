#!/usr/bin/env python3
"""What the pages of a consultation cost as comments come in: 10, 1,000 and 100,000 on one document.

    .venv/bin/python benchmarks/consultation_page.py [--quick] [--json]

The comments go in through the import, whose speed is printed as well. Everything happens in a throw-away database.
Figures are ratios within one run: a slow machine gives the same ratios. `--quick` stops at 10,000.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (10, 1_000, 100_000)
QUICK = (10, 1_000, 10_000)
CLAUSES = 20
ROUNDS = 5


def measure(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    import logging
    import warnings

    import django

    import tests.settings  # noqa: F401 chooses a data folder of its own, which goes when this ends

    warnings.simplefilter("ignore")
    django.setup()
    logging.disable(logging.INFO)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment
    from django.urls import reverse
    from django.utils import timezone

    from benchmarks.throw_away import use_throw_away_database

    setup_test_environment()
    use_throw_away_database()
    from consultations.phases import Dates
    from consultations.publishing import publish_consultation_pages
    from consultations.services import open_consultation
    from consultations.services.importing import import_contributions
    from tests.factories.accounts import UserFactory
    from tests.factories.whitepapers import published_draft
    from whitepapers.models.document import Document

    now = timezone.now()
    page = published_draft(clauses=CLAUSES)
    documents = [Document.objects.get(pk=page.translation_key)]
    opened = Dates(opens_at=now - timedelta(weeks=6), closes_at=now + timedelta(weeks=6))
    consultation = open_consultation("benchmark", documents, dates=opened, actor=None, now=now)
    publish_consultation_pages(consultation, documents, actor=None)
    reader, officer = Client(), Client()
    officer.force_login(UserFactory(editor=True))
    views = {
        "document": (reader, page.url),
        "clause": (reader, f"{page.url}clauses/{documents[0].clauses.order_by('order')[0].eid}/"),
        "consultation": (reader, consultation.pages.get().url),
        "figures": (officer, reverse("consultation_dashboard", args=[consultation.pk])),
        "answers": (officer, reverse("consultation_answers", args=[consultation.pk])),
    }
    rows: list[dict[str, Any]] = []
    there = 0
    for size in sizes:
        began = time.perf_counter()
        result = import_contributions(consultation, _file(there, size, now), now=timezone.now())
        taken = time.perf_counter() - began
        if result.created != size - there:
            raise SystemExit(f"{result.created} of {size - there} were imported: {result.rejected[:3]}")
        per_second = round((size - there) / taken)
        there = size
        for name, (client, url) in views.items():
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(url)
                asked = len(queries)  # before the next request clears the log
            if response.status_code != 200:
                raise SystemExit(f"{url} answered {response.status_code}")
            times = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                client.get(url)
                times.append(time.perf_counter() - began)
            rows.append(
                {
                    "view": name,
                    "comments": size,
                    "seconds": statistics.median(times),
                    "queries": asked,
                    "bytes": len(response.content),
                    "imported_per_second": per_second,
                }
            )
    return rows


def _file(first: int, last: int, now: Any) -> io.BytesIO:
    positions, channels = ("support", "oppose", "support_with_changes", "question"), ("web", "letter", "email")
    lines = [
        json.dumps(
            {
                "external_id": number,
                "clause": number % CLAUSES + 1,
                "body": f"Comment {number}: the market closes too early, and the benches are gone.",
                "position": positions[number % 4],
                "channel": channels[number % 3],
                "received_at": (now - timedelta(minutes=number % 60_000)).isoformat(),
            }
        )
        for number in range(first, last)
    ]
    return io.BytesIO("\n".join(lines).encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    rows = measure(QUICK if options.quick else SIZES)
    smallest = {row["view"]: row["seconds"] for row in reversed(rows)}
    for row in rows:
        row["ratio"] = round(row["seconds"] / smallest[row["view"]], 2)
    if options.json:
        print(json.dumps({"benchmark": "consultation_page", "rows": rows}))
        return
    print(f"{'view':<14}{'comments':>10}{'ms':>9}{'ratio':>8}{'queries':>9}{'bytes':>10}{'imported/s':>12}")
    for row in sorted(rows, key=lambda one: list(smallest).index(one["view"])):
        print(
            f"{row['view']:<14}{row['comments']:>10,}{1000 * row['seconds']:>9.1f}{row['ratio']:>8.2f}"
            f"{row['queries']:>9}{row['bytes']:>10,}{row['imported_per_second']:>12,}"
        )


if __name__ == "__main__":
    main()
