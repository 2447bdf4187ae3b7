#!/usr/bin/env python3
"""What the tracker of promises costs as projects come in: 20, 200 and 1,000, each with a page in three languages.

    .venv/bin/python benchmarks/tracker.py [--quick] [--json]

The first project is opened as staff would, the others are copies of its rows. Everything happens in a throw-away
database; figures are ratios within one run, next to the number of queries, which does not grow. `--quick` stops at 200.
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
from uuid import uuid4

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

    first = _first(open_budget("implementation"))
    made = 1
    rows = []
    for size in sizes:
        _fill(first, made, size)
        made = size
        rows += [_page(name, path, size) for name, path in PAGES.items()]
    return rows


def _titles(number: int) -> dict[str, str]:
    return {"en": f"A shaded square {number}", "fr": f"Une place {number}", "ar": f"ساحة {number}"}


def _first(budget: Any) -> Any:
    from django.utils import timezone

    from hub.promises.services.telling import tell
    from tests.factories.deliveries import a_project

    delivery = a_project(
        budget,
        titles=_titles(0),
        slug="square-0",
        envelope=budget.envelopes.get(slug="north"),
        department=budget.departments.get(),
        due_on=timezone.localdate() - timedelta(days=200),
        place=(Decimal("36.1"), Decimal("10.1")),
    )
    delivery.promise.refresh_from_db()
    tell(delivery.promise, "promise.late", "promise.late:0", now=timezone.now())
    return delivery


def _fill(first: Any, made: int, size: int) -> None:
    from django.db import transaction
    from wagtail.models import Page

    from hub.contributions.models.thread import Thread
    from hub.notifications.models.news import News, NewsSubject
    from hub.promises.models.promise import Promise
    from participatory_budget.models.delivery import Delivery
    from participatory_budget.models.pages import ProjectPage

    numbers, keys = range(made, size), [uuid4() for _number in range(made, size)]
    promises, pages, owned = [], [], []
    for number, key in zip(numbers, keys, strict=True):
        due_on = first.promise.due_on + timedelta(days=number % 400)
        values = {"titles": _titles(number), "year": 2023 + number % 4, "due_on": due_on, "first_due_on": due_on}
        place = first.promise.latitude + Decimal(number) / 10_000
        promises.append(_copy(first.promise, pk=uuid4(), key=str(key), latitude=place, **values))
        group = uuid4()
        for page in first.pages.select_related("locale"):
            title = _titles(number)[page.locale.language_code]
            names = {"slug": f"square-{number}", "title": title, "draft_title": title, "translation_key": group}
            # The places after the one of the first: a step of the tree is written in 36 digits.
            path = page.path[: -Page.steplen] + Page._get_path("", 1, Page._str2int(page.path[-4:]) + number)
            names |= {"path": path, "url_path": page.url_path.replace("square-0", names["slug"])}
            pages.append(_copy(page.page_ptr, pk=None, **names))
            owned.append((page, key))
    with transaction.atomic():
        threads = Thread.objects.bulk_create(_copy(first.thread, pk=None) for _number in numbers)
        Promise.objects.bulk_create(promises)
        parts = zip(keys, promises, threads, strict=True)
        Delivery.objects.bulk_create(
            _copy(first, pk=key, promise_id=promise.pk, thread_id=thread.pk) for key, promise, thread in parts
        )
        made_pages = Page.objects.bulk_create(pages)
        for parent in {page.get_parent() for page in first.pages.all()}:
            Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(numbers))
        rows = [
            _copy(page, pk=made.pk, page_ptr_id=made.pk, delivery_id=key)
            for made, (page, key) in zip(made_pages, owned, strict=True)
        ]
        # Their own table only: `bulk_create` refuses what lies in two.
        for start in range(0, len(rows), 100):
            ProjectPage.objects.all()._insert(
                rows[start : start + 100], fields=ProjectPage._meta.local_concrete_fields, using="default"
            )
        late = News.objects.get(dedupe_key="promise.late:0")
        about = list(late.subjects.all())
        news = News.objects.bulk_create(
            _copy(late, pk=uuid4(), dedupe_key=f"late:{one.pk}", payload={"promise": str(one.pk)}) for one in promises
        )
        NewsSubject.objects.bulk_create(_copy(one, pk=None, news_id=row.pk) for row in news for one in about)


def _copy(row: Any, **values: Any) -> Any:
    names = {one.attname for one in row._meta.concrete_fields}
    found = {name: getattr(row, name) for name in names} | {row._meta.pk.attname: values.pop("pk")} | values
    return type(row)(**found)


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
