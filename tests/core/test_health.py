from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from hub.core import health
from hub.core.registries import health_checks, health_warnings

pytestmark = pytest.mark.django_db


def test_a_hub_that_is_well_is_ready(client: Client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "failing": {}, "warnings": {}})
    assert response["Cache-Control"] == "no-store"


def test_probes_need_no_host_name_and_are_not_sent_to_https(client: Client, settings):
    settings.ALLOWED_HOSTS = ["participation.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/healthz", "/readyz"):
        response = client.get(address, headers={"host": "10.0.0.7:8000"})
        assert response.status_code == 200
        assert not response.cookies


def test_the_parts_that_contracts_name_are_asked():
    assert {"database", "migrations", "search", "tasks"} <= {name for name, _check in health_checks}


@pytest.mark.parametrize("fault", [ConnectionError("10.0.0.3 refused"), TimeoutError("x"), DatabaseError("password=x")])
def test_the_failing_part_is_named_and_its_secrets_are_not(client: Client, monkeypatch, fault: Exception):
    def search() -> str | None:
        raise fault

    monkeypatch.setitem(health_checks._items, "search", search)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert list(response.json()["failing"]) == ["search"]
    assert str(fault) not in response.content.decode()


def test_a_migration_that_waits_is_told(client: Client, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    health._migrations_seen_complete.clear()
    MigrationRecorder.Migration.objects.filter(app="core").latest("pk").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["failing"]["migrations"] == "1 migrations are not applied"


def test_a_process_without_database_lives_and_is_not_ready(client: Client, monkeypatch):
    """One answer for the whole: nothing else is asked, each question would wait for its own timeout."""

    def gone() -> str | None:
        raise DatabaseError("connection refused")

    monkeypatch.setitem(health_checks._items, "database", gone)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["failing"] == {"database": "the database does not answer"}


def test_a_search_node_that_is_down_fails_readiness(client: Client, settings):
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "wagtail.search.backends.database"},
        "node": {
            "BACKEND": "wagtail.search.backends.elasticsearch8",
            "URLS": ["http://127.0.0.1:9"],
            "TIMEOUT": 1,
            "OPTIONS": {"max_retries": 0},
        },
    }
    response = client.get("/readyz")
    assert response.status_code == 503
    assert list(response.json()["failing"]) == ["search"]


@pytest.mark.django_db
def test_mail_that_waits_is_told_without_taking_the_hub_out(client, monkeypatch):
    monkeypatch.setitem(health_warnings._items, "outbox", lambda: "7 messages wait")
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["warnings"] == {"outbox": "7 messages wait"}
