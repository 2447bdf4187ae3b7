"""Every door of the hub, asked in a fixed order, with what is made anew for each page taken out."""

from __future__ import annotations

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
from hub.core.registries import budget_views, datasets, personal_data
from participatory_budget.models.budget import Budget

# Tokens against forged requests, nonces of the content policy, salted hashes, keys and signatures.
_FRESH = re.compile(
    r"(?<=nonce-)[A-Za-z0-9+/=_-]{8,}|(?<=nonce=\")[^\"]+|(?<=csrfmiddlewaretoken\" value=\")[^\"]+|"
    r"(?<=CSRF_TOKEN\": \")[^\"]+|(?<=\"csrfToken\": \")[^\"]+|\b[0-9a-f]{40,}\b|[A-Za-z0-9+/]{60,}=*"
)
LANGUAGES = ("en", "ar")


def plain(text: str) -> str:
    return _FRESH.sub("…", text)


def public_addresses(budget: Budget) -> list[str]:
    """Of the budget and of the site."""
    rests = [
        "", "projects/", "projects/?order=price", "results/", "results/city.json", "results/city.pb", "calendar.ics",
        "statistics/", "statistics/statistics.csv", "proposals/", "proposals/?q=shade", "eligibility/", "evaluation/",
    ]  # fmt: skip
    if "ballot" in budget_views:
        rests += ["ballot/", "ballot/city/", "ballot/city/compare/"]
    if "ballots" in budget_views:
        rests += [
            "ballots/",
            "ballots/log/",
            "ballots/check/",
            "ballots/bundle/",
            "ballots/list/city/",
            "ballots/paper/",
        ]
    if "rules" in budget_views:
        rests += ["rules/"]
    found = [f"/{language}/budgets/{budget.slug}/{rest}" for language in LANGUAGES for rest in rests]
    for language in LANGUAGES:
        found += [f"/{language}/", f"/{language}/budgets/", f"/{language}/open-data/", f"/{language}/following/"]
        found += [f"/{language}/search/?query=shade", f"/{language}/open-data/dictionary/"]
        found.append(f"/{language}/open-data/budgets/{budget.slug}/")
    names = [name.split("/")[-1] for name, _dataset in datasets]
    for name in names:
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
    found = {}
    for address in addresses:
        cache.clear()
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kept = ("X-Request-ID", "Content-Security-Policy")
        head = {name: value for name, value in answer.items() if name not in kept}
        found[address] = plain(f"{answer.status_code} {head} {body.decode(errors='replace')}")
    return found


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
