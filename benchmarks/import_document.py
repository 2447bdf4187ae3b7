#!/usr/bin/env python3
"""What an import costs as the file grows: time, queries and the process's peak memory at 50, 500 and 2,000 clauses.

    .venv/bin/python benchmarks/import_document.py [--json]

Three steps: a new document is imported and published, the same bytes come again, and a rewritten text comes as a new
version (a tenth of the clauses new, a third of the words of another third changed, all renumbered).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (50, 500, 2_000)


def act(size: int, luck: random.Random) -> list[str]:
    """Provisions of about forty words, with words that repeat as a law's do."""
    starts, ends = ("ba", "ce", "di", "fo", "gu", "ha", "ji", "ko"), ("rent", "lise", "mora", "tine", "vold", "pex")
    words = [start + end for start in starts for end in ends]
    common = ["the", "of", "and", "a", "to", "in", "be", "shall", "by", "district", "licence", "person"]
    return [" ".join(luck.choice(common if luck.random() < 0.5 else words) for _ in range(40)) for _ in range(size)]


def as_xml(provisions: list[str]) -> bytes:
    sections = [
        f'<section eId="sec_{n}"><num>{n}</num><content><p>{text}</p></content></section>'
        for n, text in enumerate(provisions, start=1)
    ]
    chapters = [
        f'<chapter eId="chp_{n}"><num>Chapter {n}</num>{"".join(sections[start : start + 25])}</chapter>'
        for n, start in enumerate(range(0, len(sections), 25), start=1)
    ]
    namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
    return f'<akomaNtoso xmlns="{namespace}"><act><body>{"".join(chapters)}</body></act></akomaNtoso>'.encode()


def rewritten(provisions: list[str], luck: random.Random) -> list[str]:
    result = []
    for text in provisions:
        chance = luck.random()
        if chance < 0.1:
            result.append(act(1, luck)[0])
        result.append(" ".join("amended" if chance > 0.67 and luck.random() < 0.33 else word for word in text.split()))
    return result


def measure() -> list[dict[str, object]]:
    import logging
    import warnings

    import django

    import tests.settings  # noqa: F401 chooses a data folder of its own, which goes when this ends

    warnings.simplefilter("ignore")
    django.setup()
    logging.disable(logging.INFO)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment
    from django.utils import timezone

    from benchmarks.throw_away import use_throw_away_database
    from whitepapers.publishing import Source, import_document

    setup_test_environment()
    use_throw_away_database()
    rows: list[dict[str, object]] = []
    luck = random.Random(11)  # noqa: S311 the same act in every run
    for size in (10, *SIZES):  # the first one warms up and is not shown
        first = act(size, luck)
        files = {"new": as_xml(first), "same bytes": as_xml(first), "new version": as_xml(rewritten(first, luck))}
        for step, content in files.items():
            names = {"update": f"act-{size}"} if step == "new version" else {"slug": f"act-{size}"}
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                import_document(Source(content), publishes=True, accepts_mapping=True, now=timezone.now(), **names)
                asked = len(queries)
            seconds = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            rows.append({"step": step, "clauses": size, "seconds": seconds, "queries": asked, "memory": peak})
    return [row for row in rows if row["clauses"] != 10]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    as_json = parser.parse_args().json
    rows = measure()
    smallest = {row["step"]: row for row in rows if row["clauses"] == SIZES[0]}
    for row in rows:
        row["time_ratio"] = round(float(row["seconds"]) / float(smallest[row["step"]]["seconds"]), 1)  # type: ignore[arg-type]
    if as_json:
        print(json.dumps({"benchmark": "import_document", "rows": rows}))
        return
    print(f"{'step':<13}{'clauses':>8}{'queries':>9}{'time':>9}{'ratio':>9}{'peak':>10}")
    for row in sorted(rows, key=lambda row: list(smallest).index(row["step"])):
        print(
            f"{row['step']:<13}{row['clauses']:>8}{row['queries']:>9}{float(row['seconds']):>8.1f}s"  # type: ignore[arg-type]
            f"{row['time_ratio']:>8}x{int(row['memory']) / 1024 / 1024:>8.0f}MB"  # type: ignore[call-overload]
        )


if __name__ == "__main__":
    main()
