#!/usr/bin/env python3
"""What the tracker of promises costs as projects come in: 20, 200 and 1,000, each with a page in three languages.

    .venv/bin/python benchmarks/tracker.py [--quick] [--json]

Files and pages are put in as publishing leaves them, without revisions. Everything happens in a throw-away database;
figures are ratios within one run, next to the number of queries, which does not grow. `--quick` stops at 200.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (20, 200, 1_000)
QUICK = (20, 200)
TIMES = 5
PAGES = {
    "list": "/en/promises/",
    "search": "/en/promises/?q=square+7&late=1",
    "feed": "/en/promises/feed.atom",
    "csv": "/open-data/promises/all/promises.csv",
}


def measure(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    import logging
    import warnings

    import django

    import tests.settings  # noqa: F401 chooses a data folder of its own, which goes when this ends

    warnings.simplefilter("ignore")
    django.setup()
    logging.disable(logging.INFO)
    from django.test.utils import setup_test_environment

    from benchmarks.throw_away import use_throw_away_database

    setup_test_environment()
    use_throw_away_database()
    from tests.factories.proposals import open_budget

    budget = open_budget("implementation")
    made = 0
    rows = []
    for size in sizes:
        _fill(budget, made, size)
        made = size
        rows += [_page(name, path, size) for name, path in PAGES.items()]
    return rows


def _fill(budget: Any, made: int, size: int) -> None:
    from hub.promises.models.promise import Promise
    from hub.promises.services.telling import tell
    from participatory_budget.models.pages import BudgetPage, ProjectPage
    from participatory_budget.services.delivering.opening import NewDelivery, open_delivery
    from tests.factories.proposals import NOW

    parents = list(BudgetPage.objects.filter(budget=budget).select_related("locale").order_by("pk"))
    envelope, office = budget.envelopes.get(slug="north"), budget.departments.get()
    for number in range(made, size):
        told = NewDelivery(
            titles={"en": f"A shaded square {number}", "fr": f"Une place {number}", "ar": f"ساحة {number}"},
            envelope=envelope,
            department=office,
            due_on=NOW.date() + timedelta(days=number % 400 - 200),
            cost=3_000_000,
            place=(Decimal("36.1") + Decimal(number) / 10_000, Decimal("10.1")),
        )
        delivery = open_delivery(budget, told, actor=None, now=NOW)
        Promise.objects.filter(pk=delivery.promise_id).update(published_at=NOW, year=2023 + number % 4)
        key = None
        for parent in parents:
            text = told.titles[parent.locale.language_code]
            page = ProjectPage(delivery=delivery, slug=f"square-{number}", title=text, locale=parent.locale)
            page.translation_key = key or page.translation_key
            key = page.translation_key
            parent.add_child(instance=page)
        delivery.promise.refresh_from_db()
        tell(delivery.promise, "promise.late", f"promise.late:{delivery.promise_id}", now=NOW)


def _page(name: str, path: str, size: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    _read(client, path)
    with CaptureQueriesContext(connection) as queries:
        _read(client, path)
    asked = len(queries)  # before the next request clears the log
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        _read(client, path)
        seconds.append(time.perf_counter() - began)
    return {"page": name, "promises": size, "seconds": statistics.median(seconds), "queries": asked}


def _read(client: Any, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200, path  # noqa: S101
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert body  # noqa: S101


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    rows = measure(QUICK if options.quick else SIZES)
    smallest = {row["page"]: row["seconds"] for row in reversed(rows)}
    for row in rows:
        row["ratio"] = round(row["seconds"] / smallest[row["page"]], 2)
    if options.json:
        print(json.dumps({"benchmark": "tracker", "rows": rows}))
        return
    print(f"{'page':<10}{'promises':>10}{'ms':>10}{'ratio':>8}{'queries':>9}")
    for row in sorted(rows, key=lambda one: list(PAGES).index(one["page"])):
        print(
            f"{row['page']:<10}{row['promises']:>10,}{1000 * row['seconds']:>10.1f}{row['ratio']:>8}{row['queries']:>9}"
        )


if __name__ == "__main__":
    main()
