#!/usr/bin/env python3
"""What machine help costs as contributions grow: groups of 400, 4,000 and 40,000 texts, themes of 400 and 4,000.

    .venv/bin/python benchmarks/machine_help.py [--json]

No database and no network. Three kinds of texts are grouped: a *mixed* consultation (a third copies of twenty letters,
a third letters with additions, a third people's own words), one *letter* that everybody adds to, and texts that are
all *different*. Figures are ratios within one run. Each step has a process of its own, so its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
STEPS = {
    "group mixed": (400, 4_000, 40_000),
    "group letter": (400, 4_000, 40_000),
    "group different": (400, 4_000, 40_000),
    "themes": (400, 4_000),
    "look like": (400, 4_000),
}


class Writer:
    """Words as frequent as a language's: the n-th word comes n times less often than the first."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311 the same texts in every run
        syllables = [start + end for start in "bdfgklmnprst" for end in ("a", "e", "i", "o", "u", "an", "er", "il")]
        vocabulary = sorted({"".join(self.luck.choices(syllables, k=3)) for _ in range(20_000)})
        self.luck.shuffle(vocabulary)
        self.vocabulary = vocabulary
        self.weights = [1.0]
        for n in range(2, len(vocabulary) + 1):
            self.weights.append(self.weights[-1] + 1 / n)
        self.letters = [self.words(90) for _ in range(20)]

    def words(self, count: int) -> str:
        return " ".join(self.luck.choices(self.vocabulary, cum_weights=self.weights, k=count))

    def text(self, kind: str) -> str:
        chance = self.luck.random()
        if kind == "letter":
            return f"{self.letters[0]} {self.words(self.luck.randint(1, 60))}"
        if kind == "mixed" and chance < 0.33:
            return self.luck.choice(self.letters)
        if kind == "mixed" and chance < 0.67:
            return f"{self.luck.choice(self.letters)} {self.words(self.luck.randint(5, 60))}"
        return self.words(self.luck.randint(10, 100))


def measure(step: str, size: int) -> dict[str, object]:
    """In a process of its own: texts are made first, then the clock runs."""
    from consultations.engine.grouping import group_texts
    from consultations.engine.theming import Doc, look_like, suggest_themes

    writer = Writer(11)
    if step.startswith("group"):
        kind = step.split()[1]
        group_texts((n, writer.text(kind)) for n in range(50))  # loads the libraries
        rows = [(n, writer.text(kind)) for n in range(size)]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        result = group_texts(rows)
        found = f"{len(result.groups)} groups, {result.grouped} in them"
    else:
        # Texts of thirty subjects: half the words of each are of a hundred that are the subject's own.
        subjects = [writer.luck.sample(writer.vocabulary, 100) for _ in range(30)]
        docs = [
            Doc(n, f"{writer.words(20)} {' '.join(writer.luck.choices(subjects[n % 30], k=20))}", "")
            for n in range(size)
        ]
        labelled = {subject: range(subject, min(size, 300), 30) for subject in range(30)}
        suggest_themes(docs[:60])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        if step == "themes":
            themes = suggest_themes(docs)
            found = f"{len(themes)} themes, {sum(len(one.members) for one in themes)} in them"
        else:
            pairs = [(theme, doc) for theme, ids in look_like(labelled, docs).items() for doc, _ in ids]
            found = f"{len(pairs)} named, {sum(doc % 30 == theme for theme, doc in pairs)} rightly"
    seconds = time.perf_counter() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"step": step, "texts": size, "seconds": seconds, "memory": grown * 1024, "found": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--one", nargs=2, metavar=("STEP", "SIZE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one[0], int(arguments.one[1]))))
        return
    rows: list[dict[str, object]] = []
    for step, sizes in STEPS.items():
        for size in sizes:
            command = [sys.executable, __file__, "--one", step, str(size)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 this very file
            row = json.loads(done.stdout)
            first = next((one for one in rows if one["step"] == step), row)
            row["time_ratio"] = round(row["seconds"] / float(first["seconds"]), 1)
            rows.append(row)
    if arguments.json:
        print(json.dumps({"benchmark": "machine_help", "rows": rows}))
        return
    print(f"{'step':<17}{'texts':>8}{'time':>9}{'ratio':>9}{'memory':>10}  found")
    for row in rows:
        print(
            f"{row['step']:<17}{row['texts']:>8}{float(row['seconds']):>8.2f}s{row['time_ratio']:>8}x"  # type: ignore[arg-type]
            f"{int(row['memory']) / 1024 / 1024:>8.0f}MB  {row['found']}"  # type: ignore[call-overload]
        )


if __name__ == "__main__":
    main()
