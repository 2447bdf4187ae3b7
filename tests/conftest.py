"""Shared fixtures. What must be decided before Django reads its settings stands in tests/settings.py."""

import os
from collections.abc import Iterator

import pytest

from tests.database import (  # noqa: F401 fixtures and a hook for all
    django_db_setup,
    migrated_hub,
    pytest_runtest_setup,
    rows_of_migrations,
)

# Playwright's synchronous driver runs an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """A fresh clone has no .mo files: they are made where the hub runs."""
    from hub.core import catalogues

    for language in catalogues.languages():
        catalogues.compile_catalogue(language)


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Rate limits live in the cache and the active language in the thread; no test inherits another's."""
    from django.conf import settings
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.deactivate()
