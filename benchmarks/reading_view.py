#!/usr/bin/env python3
"""What the reading view costs as a document grows: time, queries and bytes at 10, 100 and 500 clauses.

    .venv/bin/python benchmarks/reading_view.py [--json]

Everything happens in a throw-away database. Figures are ratios within one run: a slow machine gives the same ratios.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (10, 100, 500)
ROUNDS = 7
VIEWS = {"text": "", "find": "?find=licence", "clause": "clauses/sec_1__subsec_1/", "version": "v1/"}


def measure() -> list[dict[str, object]]:
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

    from benchmarks.throw_away import use_throw_away_database
    from tests.factories import whitepapers as make

    setup_test_environment()
    use_throw_away_database()
    rows: list[dict[str, object]] = []
    for size in SIZES:
        body = []
        for start in range(0, size, 10):
            body += [make.heading_block(f"Part {start // 10 + 1}"), *make.clause_blocks(10)]
        began = time.perf_counter()
        page = make.published_draft(body=body)
        published = time.perf_counter() - began
        client = Client()
        for view, suffix in VIEWS.items():
            client.get(page.url + suffix)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(page.url + suffix)
                asked = len(queries)  # before the next request clears the log
            if response.status_code != 200:
                raise SystemExit(f"{page.url}{suffix} answered {response.status_code}")
            times = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                client.get(page.url + suffix)
                times.append(time.perf_counter() - began)
            rows.append(
                {
                    "view": view,
                    "clauses": size,
                    "seconds": statistics.median(times),
                    "queries": asked,
                    "bytes": len(response.content),
                    "sent": len(gzip.compress(response.content, 6)),
                    "publishing": published,
                }
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    as_json = parser.parse_args().json
    rows = measure()
    smallest = {row["view"]: row for row in rows if row["clauses"] == SIZES[0]}
    for row in rows:
        row["time_ratio"] = round(float(row["seconds"]) / float(smallest[row["view"]]["seconds"]), 2)  # type: ignore[arg-type]
    if as_json:
        print(json.dumps({"benchmark": "reading_view", "rows": rows}))
        return
    print(f"{'view':<9}{'clauses':>8}{'queries':>9}{'time':>9}{'ratio':>8}{'HTML':>10}{'gzip':>9}")
    for row in rows:
        print(
            f"{row['view']:<9}{row['clauses']:>8}{row['queries']:>9}{float(row['seconds']) * 1000:>7.0f}ms"  # type: ignore[arg-type]
            f"{row['time_ratio']:>7}x{int(row['bytes']) / 1024:>8.0f}KB{int(row['sent']) / 1024:>7.0f}KB"  # type: ignore[call-overload]
        )


if __name__ == "__main__":
    main()
