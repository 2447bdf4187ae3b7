"""Shared fixtures. What must be decided before Django reads its settings stands in tests/settings.py."""

import os
from collections.abc import Iterator

import freezegun
import hypothesis
import pytest

from tests.database import (  # noqa: F401 fixtures and a hook for all
    django_db_setup,
    migrated_hub,
    pytest_runtest_setup,
    rows_of_migrations,
)
from tests.template import django_db_createdb, django_db_keepdb, hub_file, template  # noqa: F401

# Playwright's synchronous driver runs an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# The libraries that time tests, not the clock that tests stop: without this `--durations` tells of centuries.
freezegun.configure(extend_ignore_list=["_pytest.timing", "_pytest.runner", "xdist"])

# A busy machine draws slowly, and no test asserts a time.
hypothesis.settings.register_profile(
    "hub",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.load_profile("hub")

# Set by .ci/run for its second database only; `script/test` alone always runs everything.
ON_SECOND_DATABASE = os.environ.get("HUB_TESTS_ON_SECOND_DATABASE") == "1"
ONCE = ("once", "slow")


def pytest_report_header() -> str | None:
    if not ON_SECOND_DATABASE:
        return None
    return "second database: tests that ask none, or are marked `once` or `slow`, ran on the first one and are left out"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not ON_SECOND_DATABASE:
        return
    left_out = {item for item in items if not _asks(item) or any(item.get_closest_marker(name) for name in ONCE)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _asks(item: pytest.Item) -> bool:
    """Without the mark or one of these fixtures pytest-django lets no test reach the database; journeys have a hub."""
    return bool(item.get_closest_marker("django_db")) or bool(
        {"db", "transactional_db", "live_server", "django_db_setup", "hub"} & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """A fresh clone has no .mo files: they are made where the hub runs."""
    from hub.core import catalogues

    for language in catalogues.languages():
        catalogues.compile_catalogue(language)


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Rate limits live in the cache and the active language in the thread; no test inherits another's.

    Wagtail's list of where a page is used is kept by a task after each save; no test asks it, and it takes its time.
    """
    from django.conf import settings
    from django.core.cache import cache
    from django.utils import translation
    from wagtail.signal_handlers import disable_reference_index_auto_update

    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    with disable_reference_index_auto_update():
        yield
    translation.deactivate()
