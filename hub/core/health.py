"""What the hub stands on, asked one by one. Apps add their own checks to `registries.health_checks`."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from hub.core.registries import Registry, health_checks, health_warnings

log = structlog.get_logger("hub.health")

# Once all migrations are applied they stay so for the life of this process: asking each time would read every file.
_migrations_seen_complete: set[str] = set()


def check_database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return None


def check_migrations() -> str | None:
    name = str(connection.settings_dict["NAME"])
    if name in _migrations_seen_complete:
        return None
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return f"{len(waiting)} migrations are not applied"
    _migrations_seen_complete.add(name)
    return None


def check_cache() -> str | None:
    cache.set("health", "ok", 10)
    return None if cache.get("health") == "ok" else "the cache does not keep what it is given"


def check_search() -> str | None:
    from wagtail.search.backends import get_search_backend

    # The database is always there to be searched; a node only where SEARCH_URL names one.
    backend = get_search_backend("node" if "node" in settings.WAGTAILSEARCH_BACKENDS else "default")
    node = getattr(backend, "es", None)
    if node is not None and not node.options(request_timeout=3).ping():
        return "the search node does not answer"
    return None


def check_tasks() -> str | None:
    backend = import_string(settings.TASKS["default"]["BACKEND"])
    if backend.__module__.startswith("django_tasks_db"):
        from django_tasks_db.models import DBTaskResult

        DBTaskResult.objects.ready().exists()
    return None


BUILT_IN = {
    "database": check_database,
    "migrations": check_migrations,
    "cache": check_cache,
    "search": check_search,
    "tasks": check_tasks,
}


def register_built_in_checks() -> None:
    for name, check in BUILT_IN.items():
        health_checks.register(name, check)


def failing_parts() -> dict[str, str]:
    """Name of each part that fails → one line. Details go to the log only: the address is public."""
    return _faults(health_checks)


def warnings() -> dict[str, str]:
    """What should be looked at, though pages can be served: a load balancer must not take the hub out for it."""
    return _faults(health_warnings)


def _faults(checks: Registry[Callable[[], str | None]]) -> dict[str, str]:
    failing: dict[str, str] = {}
    for name, check in checks:
        if "database" in failing and name != "cache":
            break  # nothing else can be asked, and each would wait for its own timeout
        try:
            fault = check()
        except DatabaseError as error:
            fault = "the database does not answer"
            log.warning("health check failed", part=name, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - whatever a part throws, it is this part that is not ready
            fault = "not reachable"
            log.warning("health check failed", part=name, error=type(error).__name__)
        if fault:
            failing[name] = fault
    return failing
