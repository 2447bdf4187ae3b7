from __future__ import annotations

import pytest

from hub.core import registries
from hub.core.registries import AlreadyRegisteredError, Registry


def test_registering_twice_raises_and_keeps_the_first():
    registry: Registry[str] = Registry("panels")
    registry.register("clause", "first")
    with pytest.raises(AlreadyRegisteredError, match="panels: 'clause'"):
        registry.register("clause", "second")
    assert registry.get("clause") == "first"
    assert list(registry) == [("clause", "first")]


def test_asking_for_what_nobody_registered_names_it():
    with pytest.raises(LookupError, match="nothing is registered as 'ballot'"):
        Registry("panels").get("ballot")


def test_every_registry_of_the_platform_has_a_purpose_of_its_own():
    found = [value for value in vars(registries).values() if isinstance(value, Registry)]
    assert len({registry.purpose for registry in found}) == len(found) >= 9


def test_the_features_have_registered():
    """A hub without these would start, and quietly show no threads, no search, no queue."""
    assert "clause" in registries.thread_subjects
    assert "comment" in registries.clause_views
    for registry in (
        registries.document_panels,
        registries.moderation_queues,
        registries.personal_data,
        registries.due_jobs,
        registries.health_checks,
        registries.account_sections,
    ):
        assert list(registry), registry.purpose
