"""The bundle as a file: made once, kept under the hash of what it holds."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from participatory_budget.engine.bundle_writing import write_bundle
from participatory_budget.engine.election import ElectionError
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.bundles import BundleFacts, bundle_facts, bundle_source
from participatory_budget.services.counting import count_budget
from participatory_budget.services.voting.closing import close_election


def facts_after_close(budget: Budget, now: datetime) -> BundleFacts:
    """Closes and counts what the clock has not done yet. Raises BudgetError before the close."""
    if close_election(budget, now) is None:
        raise ElectionError("no vote was held here", budget.slug)
    try:
        return bundle_facts(budget)
    except ElectionError:
        count_budget(budget, now=now)
        return bundle_facts(budget)


@transaction.atomic
def write_to(path: Path, budget: Budget, facts: BundleFacts) -> None:
    """Replaced when it is complete; the folder must be there. Raises OSError where nothing can be written."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            write_bundle(handle, bundle_source(budget, facts))
        # The bundle is public: readable by others, unlike a temporary file.
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def kept_bundle(budget: Budget, facts: BundleFacts) -> Path:
    """For downloads. It can be made again at any time, so nobody needs to keep the folder."""
    folder = Path(settings.DATA_DIR) / "bundles"
    path = folder / f"{facts.etag}.zip"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_to(path, budget, facts)
    return path
