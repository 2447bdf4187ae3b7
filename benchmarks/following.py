#!/usr/bin/env python3
"""What telling followers costs as they come to be many: at once, and in letters of a day, for 1,000 to 100,000 people.

    .venv/bin/python benchmarks/following.py [--quick] [--json]

Everybody follows one text, of which a new version is published. Measured are the publishing itself, the letters at
once and the letters of a day up to the outbox, and the memory that writing them takes at its peak. No mail is sent.
Everything happens in a throw-away database; figures are ratios within one run. `--quick` stops at 10,000.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (1_000, 10_000, 100_000)
QUICK = (100, 1_000, 10_000)
SEVEN = datetime(2026, 4, 15, 6, tzinfo=UTC)  # in Tunis
ROWS_AT_ONCE = 5_000


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
    return [row for size in sizes for rhythm in ("at_once", "daily") for row in _told(size, rhythm)]


def _told(size: int, rhythm: str) -> list[dict[str, Any]]:
    from freezegun import freeze_time

    from hub.notifications import services
    from hub.notifications.models.digest import Digest
    from hub.notifications.models.news import News
    from hub.notifications.models.outbox import Outbox
    from tests.factories.whitepapers import published_draft
    from tests.notifications.crowds import new_version

    services.call_on_news(lambda news: None)  # the telling is measured by itself
    for model in (Outbox, News, Digest):
        model.objects.all().delete()
    with freeze_time(SEVEN - timedelta(days=100)):
        page = published_draft(clauses=2)
    _follow(str(page.translation_key), size, rhythm)
    with freeze_time(SEVEN - timedelta(hours=20)):
        publishing = _measured(lambda: new_version(page))
    if rhythm == "at_once":
        news = News.objects.get()
        telling = _measured(lambda: services.spread(news.pk, now=SEVEN))
    else:
        services.open_rounds(SEVEN + timedelta(minutes=5))
        daily = Digest.objects.get(rhythm="daily")
        telling = _measured(lambda: services.write_round(daily.pk, now=SEVEN + timedelta(minutes=5)))
    found = Outbox.objects.values("to").distinct().count()
    if found != size:
        raise SystemExit(f"{size} people were to be told, {found} are")
    return [
        {"step": f"{name}, {rhythm}", "followers": size, **figures}
        for name, figures in (("publish", publishing), ("tell", telling))
    ]


def _follow(key: str, size: int, rhythm: str) -> None:
    from hub.accounts.models.user import User
    from hub.notifications.models.follow import Follow

    User.objects.filter(email__startswith="follower").delete()
    for start in range(0, size, ROWS_AT_ONCE):
        numbers = range(start, min(size, start + ROWS_AT_ONCE))
        people = User.objects.bulk_create(User(email=f"follower{n}@example.org") for n in numbers)
        Follow.objects.bulk_create(
            Follow(
                user=one,
                subject_kind="document",
                subject_key=key,
                rhythm=rhythm,
                created_at=SEVEN - timedelta(days=90),
            )
            for one in people
        )


def _measured(step: Callable[[], object]) -> dict[str, Any]:
    """Seconds, and the most memory that Python held meanwhile."""
    tracemalloc.start()
    begun = time.perf_counter()
    step()
    seconds = time.perf_counter() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"seconds": round(seconds, 3), "peak_kilobytes": round(peak / 1024)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="stop at 10,000")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = measure(QUICK if asked.quick else SIZES)
    smallest = {row["step"]: row["seconds"] for row in reversed(rows)}
    for row in rows:
        row["ratio"] = round(row["seconds"] / smallest[row["step"]], 1) if smallest[row["step"]] else None
    if asked.json:
        print(json.dumps({"rows": rows}))
        return
    print(f"{'step':<18}{'followers':>11}{'seconds':>10}{'ratio':>8}{'peak kB':>10}")
    for row in rows:
        print(
            f"{row['step']:<18}{row['followers']:>11,}{row['seconds']:>10.2f}{row['ratio']:>8}"
            f"{row['peak_kilobytes']:>10,}"
        )


if __name__ == "__main__":
    main()
