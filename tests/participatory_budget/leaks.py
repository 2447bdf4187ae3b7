"""Every door of the hub, asked in a fixed order, with what is made anew for each page taken out."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from hub.accounts.models.user import User
from hub.core.registries import datasets, personal_data
from participatory_budget.models.budget import Budget

# Tokens against forged requests, nonces of the content policy, salted hashes, keys and signatures.
_FRESH = re.compile(
    r"(?<=nonce-)[A-Za-z0-9+/=_-]{8,}|(?<=nonce=\")[^\"]+|(?<=csrfmiddlewaretoken\" value=\")[^\"]+|"
    r"(?<=CSRF_TOKEN\": \")[^\"]+|(?<=\"csrfToken\": \")[^\"]+|\b[0-9a-f]{40,}\b|[A-Za-z0-9+/]{60,}=*"
)
_OF_THE_BUDGET = (
    "", "projects/", "projects/?order=price", "results/", "results/city.json", "results/city.pb", "calendar.ics",
    "statistics/", "statistics/statistics.csv", "proposals/", "proposals/?q=shade", "eligibility/", "evaluation/",
    "ballot/", "ballot/city/", "ballot/city/compare/", "rules/",
    *(f"ballots/{rest}" for rest in (
        "", "how/", "receipt/", "paper/", "list/", "list/?envelope=city", "list/?envelope=city&start=0",
        "files/election.json", "files/amendments.jsonl", "files/checkpoints.json", "files/bundle.zip",
    )),
)  # fmt: skip
# The same views and words in another language: what shows most is asked once more.
_IN_ARABIC = ("", "results/", "statistics/", "ballot/city/", "ballots/", "rules/")


def plain(text: str) -> str:
    return _FRESH.sub("…", text)


def personal_addresses(budget: Budget) -> list[str]:
    """Where somebody who is signed in may see more than others."""
    return [f"/en/budgets/{budget.slug}/{rest}" for rest in _OF_THE_BUDGET] + ["/en/", "/en/following/"]


def public_addresses(budget: Budget) -> list[str]:
    """Of the budget and of the site."""
    found = [*personal_addresses(budget), *(f"/ar/budgets/{budget.slug}/{rest}" for rest in _IN_ARABIC)]
    found += ["/en/budgets/", "/en/search/?query=shade", "/en/open-data/", "/en/open-data/dictionary/"]
    found.append(f"/en/open-data/budgets/{budget.slug}/")
    for name in (name.split("/")[-1] for name, _dataset in datasets):
        found += [f"/open-data/budgets/{budget.slug}/{name}.{ending}" for ending in ("csv", "jsonld")]
        found += [f"/open-data/budgets/{budget.slug}/{name}.csv-metadata.json"]
    found += ["/", "/robots.txt", "/sitemap.xml", "/open-data/audit/heads.json", "/healthz", "/readyz"]
    return found


def staff_addresses(budget: Budget) -> list[str]:
    """Behind the counter."""
    named = [
        "budget_edit", "budget_roll", "budget_voting_rules", "budget_roll_desk", "budget_roll_codes", "vote_desk",
        "paper_batches", "amendments", "budget_evaluation", "budget_merges", "budget_facts", "budget_dates",
    ]  # fmt: skip
    found = [reverse(name, args=[budget.pk]) for name in named]
    found += [reverse("paper_batch", args=[budget.pk, 1]), reverse("paper_ballot", args=[budget.pk, "city"])]
    found += ["/cms/", "/cms/budgets/", "/cms/reports/site-history/", "/cms/moderation/", "/cms/pages/"]
    return found


def pages(client: Client, addresses: list[str]) -> dict[str, str]:
    # A cookie outlives what a test undoes: what the last round's refusals said would stand on the first page of this.
    client.cookies.pop("messages", None)
    found = {}
    for address in addresses:
        cache.clear()
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        head = {
            name: value for name, value in answer.items() if name not in ("X-Request-ID", "Content-Security-Policy")
        }
        if head.get("ETag", "").removeprefix("W/").strip('"') in _hashes(body):
            head["ETag"] = "of what is shown"
        found[address] = plain(f"{answer.status_code} {head} {body.decode(errors='replace')}")
    return found


def _hashes(body: bytes) -> set[str]:
    """A tag that is made of the body alone tells no more than the body, which is compared; any other is looked at."""
    return {hashlib.md5(body, usedforsecurity=False).hexdigest(), hashlib.sha256(body).hexdigest()}


def commands(budget: Budget, folder: Path) -> Iterator[tuple[str, str]]:
    """What the command line tells; refusals too."""
    for number, (name, arguments) in enumerate(
        [
            ("count", [budget.slug, "--json"]),
            ("export_pabulib", [budget.slug, "--out", str(folder / "votes.pb"), "--json"]),
            ("export_election", [budget.slug, "--out", str(folder / "bundle.zip"), "--json"]),
            ("export_audit", ["--out", str(folder / "audit.jsonl"), "--json"]),
        ]
    ):
        out = io.StringIO()
        try:
            call_command(name, *arguments, stdout=out, stderr=out)
        except (CommandError, SystemExit) as error:
            out.write(str(error))
        yield f"{number} {name}", plain(out.getvalue().replace(str(folder), "FOLDER"))
    for file in sorted(folder.iterdir()):
        text = file.read_text(errors="replace")
        yield file.name, plain(text)


def data_of(user: User) -> str:
    """What a person gets when they ask for what is known about them."""
    found: dict[str, Any] = {name: source.export(user) for name, source in personal_data}
    return json.dumps(found, sort_keys=True, default=str)
