#!/usr/bin/env python3
"""What the search costs as documents come in: 2,000 and 20,000 of them, in three languages, on each engine there is.

    .venv/bin/python benchmarks/search.py [--quick] [--json] [--sizes 2000,20000,200000] [--engines database,node]

Words are drawn as they occur in languages: few of them often, most of them hardly ever. Everything happens in a
throw-away database, which is PostgreSQL's where DATABASE_URL names one; the search node is asked where SEARCH_URL names
one. Figures are ratios within one run, next to the seconds of this machine. `--quick` stops at 2,000.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (2_000, 20_000)
QUICK = (2_000,)
TIMES = 15
AT_ONCE = 500
NOW = datetime(2026, 6, 1, tzinfo=UTC)
KINDS = ("clause", "comment", "project", "event", "document")
# Real words, so that stems and endings are real; numbers behind them make the many that hardly ever occur.
SPOKEN = {
    "en": "water street school market tax park tree housing council budget proposal district road library waste light "
    "noise traffic bicycle permit licence clause decision project resident playground bench river bridge square",
    "fr": "eau rue école marché impôt parc arbre logement conseil budget proposition quartier route bibliothèque "
    "déchet lumière bruit circulation vélo permis licence article décision projet habitant jeu banc rivière pont place",
    "ar": "المياه الشارع المدرسة السوق الضريبة الحديقة الأشجار السكن المجلس الميزانية الاقتراح الحي الطريق المكتبة "
    "النفايات الإنارة الضجيج المرور الدراجة الرخصة المادة القرار المشروع السكان الملعب المقعد النهر الجسر الساحة",
}
FILLING = {"en": "the of in and for", "fr": "le de la et pour", "ar": "في من على و إلى"}


def written(size: int) -> Iterator[Any]:
    """Entries that are not saved; the same in each run."""
    from tests.factories.search import an_entry

    chance = random.Random(9)  # noqa: S311 no secret
    words = {language: [*spoken.split(), *_rare(language)] for language, spoken in SPOKEN.items()}
    weights = {
        language: list(itertools.accumulate(1 / rank for rank in range(1, len(several) + 1)))
        for language, several in words.items()
    }
    for number in range(size):
        language = chance.choice(("en", "fr", "ar"))

        def some(count: int, language: str = language) -> str:
            said = chance.choices(words[language], cum_weights=weights[language], k=count)
            filling = chance.choices(FILLING[language].split(), k=count)
            return " ".join(itertools.chain.from_iterable(zip(said, filling, strict=True)))

        kind = chance.choice(KINDS)
        yield an_entry(
            some(3),
            some(chance.randint(10, 60)),
            language=language,
            readers=("en", "fr", "ar") if kind in ("comment", "project") else (language,),
            kind=kind,
            key=str(UUID(int=chance.getrandbits(128))),
            process=f"consultation:{chance.randrange(40)}",
            themes=[f"theme-{chance.randrange(30)}" for _ in range(chance.randrange(3))],
            district_key=f"district-{chance.randrange(12)}",
            body_key=f"body-{chance.randrange(8)}",
            date=NOW - timedelta(hours=number % 40_000),
        )


def _rare(language: str) -> Iterator[str]:
    syllables = ("ba", "ko", "ti", "ru", "ne") if language != "ar" else ("با", "كو", "تي", "رو", "ني")
    for parts in itertools.product(syllables, repeat=6):
        yield "".join(parts)


def measure(sizes: Sequence[int], names: Sequence[str]) -> list[dict[str, Any]]:
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
    if "node" in names:
        from search.services.node import begin_if_missing

        begin_if_missing(datetime.now(UTC))
    rows: list[dict[str, Any]] = []
    begun, made = written(max(sizes)), 0
    for size in sorted(sizes):
        seconds = time.perf_counter()
        new = list(itertools.islice(begun, size - made))
        rows.append(_row("analyse", "", size, (time.perf_counter() - seconds) / len(new), len(new)))
        rows += _index(new, size, names)
        made = size
        for name in names:
            rows += _ask(name, size)
    return rows


def _row(what: str, engine: str, size: int, seconds: float, found: int) -> dict[str, Any]:
    return {"what": what, "engine": engine, "documents": size, "seconds": seconds, "found": found}


def _index(new: Sequence[Any], size: int, names: Sequence[str]) -> list[dict[str, Any]]:
    """Seconds for each document, and the size of what was written."""
    from django.db import transaction

    from search.models.entry import SearchEntry
    from search.services import database_index, vocabulary
    from tests.search.engines import INDEXED

    steps: dict[tuple[str, str], Callable[[Sequence[Any]], Any]] = {
        ("write rows", ""): SearchEntry.objects.bulk_create,
        ("index", "database"): database_index.write,
        ("learn words", ""): vocabulary.learn,
        **{("index", name): INDEXED[name] for name in names if name in INDEXED},
    }
    spent = dict.fromkeys(steps, 0.0)
    for start in range(0, len(new), AT_ONCE):
        several = new[start : start + AT_ONCE]
        for step, done in steps.items():
            began = time.perf_counter()
            with transaction.atomic():
                done(several)
            spent[step] += time.perf_counter() - began
    rows = [_row(what, engine, size, seconds / len(new), len(new)) for (what, engine), seconds in spent.items()]
    began = time.perf_counter()
    words = vocabulary.recount()
    rows.append(_row("recount words", "", size, time.perf_counter() - began, words))
    entries, full_text = _bytes()
    rows.append(_row("MB of entries", "", size, entries / 1e6, 0))
    rows.append(_row("MB of index", "database", size, full_text / 1e6, 0))
    if "node" in names:
        rows.append(_row("MB of index", "node", size, _bytes_at_node() / 1e6, 0))
    return rows


def _bytes_at_node() -> int:
    from search.engine.node_client import node_client

    index = node_client().index
    index.writer.indices.forcemerge(index=index.name, max_num_segments=1)
    return int(index.writer.indices.stats(index=index.name)["_all"]["primaries"]["store"]["size_in_bytes"])


def _bytes() -> tuple[int, int]:
    """Of the entries with their words, and of the index beside them."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            names = ("search_searchentry", "wagtailsearch_indexentry")
            return tuple(_first(cursor, "SELECT pg_total_relation_size(%s)", name) for name in names)  # type: ignore[return-value]
        cursor.execute("ANALYZE")
        page = "SELECT COALESCE(SUM(pgsize), 0) FROM dbstat WHERE name LIKE %s"
        return _first(cursor, page, "search_searchentry%"), _first(cursor, page, "%wagtailsearch_indexentry%")


def _first(cursor: Any, sql: str, *values: str) -> int:
    cursor.execute(sql, values)
    return int(cursor.fetchone()[0])


def _ask(name: str, size: int) -> list[dict[str, Any]]:
    from search.engine.analysis import typed_words
    from search.engine.question import Narrowed
    from search.engine.wording import question_of
    from search.enums import Facet, Sort
    from tests.search.engines import ENGINES

    engine = ENGINES[name]()
    reader = Narrowed(reader="en")
    first = {"start": 0, "stop": 20}

    def asks(query: str, **given: Any) -> Callable[[], int]:
        options = {"sort": Sort.RELEVANCE, **first, **given}
        narrowed = options.pop("narrowed", reader)
        return lambda: engine.ask(question_of(query), narrowed, **options).total

    several = {
        "a word": asks("libraries"),
        "a frequent word": asks("water"),
        "a rare word": asks("bakotiruneba"),
        "two words": asks("water market"),
        "four words": asks("water market school tax"),
        "a phrase": asks('"water of school"'),
        "an Arabic word": asks("مدرسة", narrowed=Narrowed(reader="ar")),
        "newest first": asks("water", sort=Sort.NEWEST),
        "narrowed": asks("water", narrowed=Narrowed(reader="en", kinds=("comment",), themes=("theme-1",))),
        "with all facets": asks("libraries", facets=tuple(Facet)),
        "frequent, all facets": asks("water", facets=tuple(Facet)),
        "everything, all facets": asks("", facets=tuple(Facet)),
        "suggestions": lambda: len(engine.suggest(typed_words("wat"), reader, limit=32)),
    }
    return [_row(what, name, size, *_timed(asked)) for what, asked in several.items()]


def _timed(asked: Callable[[], int]) -> tuple[float, int]:
    found = asked()
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        asked()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sizes", type=lambda text: tuple(int(size) for size in text.split(",")), default=SIZES)
    parser.add_argument("--engines", type=lambda text: tuple(text.split(",")), default=("database",))
    options = parser.parse_args()
    rows = measure(QUICK if options.quick else options.sizes, options.engines)
    smallest = {(row["engine"], row["what"]): row["seconds"] for row in reversed(rows)}
    for row in rows:
        row["ratio"] = round(row["seconds"] / (smallest[row["engine"], row["what"]] or 1), 2)
    if options.json:
        print(json.dumps({"benchmark": "search", "rows": rows}))
        return
    print(f"{'what':<24}{'engine':<10}{'documents':>10}{'ms':>11}{'a second':>10}{'ratio':>8}{'found':>9}")
    for row in sorted(rows, key=lambda one: (one["engine"], [*smallest].index((one["engine"], one["what"])))):
        size = row["what"].startswith("MB")
        amount = (
            f"{row['seconds']:>11.1f}{'':>10}" if size else f"{1000 * row['seconds']:>11.2f}{1 / row['seconds']:>10.0f}"
        )
        found = "" if size else f"{row['found']:,}"
        print(f"{row['what']:<24}{row['engine']:<10}{row['documents']:>10,}{amount}{row['ratio']:>8}{found:>9}")


if __name__ == "__main__":
    main()
