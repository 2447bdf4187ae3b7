"""The seeded city, once for all tests of this folder that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from freezegun import freeze_time

from hub.demo.services import seed

# A day that is not special: no change of year between the answered consultation and the open one.
SEEDED_ON = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="package")
def seeded_city(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[datetime]:
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed(SEEDED_ON)
        yield SEEDED_ON
        transaction.set_rollback(True)


@pytest.fixture
def db(seeded_city: datetime) -> None:
    """pytest-django sets a test database up only where some test asks for a fixture of this name, or has its mark.

    Without this, the folder run alone would find none.
    """


@pytest.fixture
def city(db: None, seeded_city: datetime) -> Iterator[datetime]:
    """The clock stands at the day of seeding; what a test changes is undone."""
    with freeze_time(seeded_city), transaction.atomic():
        yield seeded_city
        transaction.set_rollback(True)
