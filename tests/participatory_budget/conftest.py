"""Real elections, read in the format in which cities publish them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from participatory_budget.engine import pabulib
from participatory_budget.engine.election import Election

PABULIB = Path(settings.REAL_DATA_DIR) / "pabulib"


@pytest.fixture
def real_election() -> Callable[[str], Election]:
    """Reads a real file by name; skips where the folder is not beside the project."""

    def read(name: str) -> Election:
        if not (PABULIB / name).exists():
            pytest.skip(f"no real election here: {PABULIB / name}")
        with (PABULIB / name).open("rb") as stream:
            return pabulib.election_of(pabulib.read(stream))

    return read
