"""Building the city: whole or not at all, and never where it could do harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models.signals import post_save

from consultations.models.outcome import Outcome
from hub.accounts.models.user import User
from hub.demo.services import seed
from tests.demo.city.conftest import SEEDED_ON
from tests.demo.facts import facts, fingerprint
from tests.factories.accounts import UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["seed_demo", "reset_demo"])
def test_refused_where_the_demo_is_not_allowed(command: str, settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="refused"):
        call_command(command, **({"interactive": False} if command == "reset_demo" else {}))
    assert not User.objects.exists()


@pytest.mark.django_db
def test_refused_in_production_whatever_the_settings_say(settings: Any) -> None:
    settings.DEMO_ALLOWED, settings.HUB_ENV = True, "production"
    with pytest.raises(CommandError, match="refused"):
        call_command("seed_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_refused_beside_half_a_city() -> None:
    UserFactory(email="officer@example.org")
    with pytest.raises(CommandError, match="reset_demo"):
        call_command("seed_demo")
    assert User.objects.count() == 1


@pytest.fixture
def power_cut() -> Iterator[None]:
    """Comes when the first answer is written, near the end of the seed; never again after that."""
    fired = []

    def cut(**kwargs: object) -> None:
        if not fired:
            fired.append(True)
            raise KeyboardInterrupt

    post_save.connect(cut, sender=Outcome, weak=False, dispatch_uid="power cut")
    yield
    post_save.disconnect(sender=Outcome, dispatch_uid="power cut")


@pytest.mark.django_db
@pytest.mark.once  # builds the city three times
@pytest.mark.usefixtures("power_cut")
def test_a_killed_seed_leaves_nothing_and_the_same_day_gives_the_same_city() -> None:
    before = fingerprint()
    with pytest.raises(KeyboardInterrupt):
        seed(SEEDED_ON)
    assert fingerprint() == before
    cities = []
    for _ in range(2):
        with transaction.atomic():
            assert seed(SEEDED_ON)
            cities.append(facts())
            transaction.set_rollback(True)
    assert cities[0] == cities[1]
    assert len(cities[0]) > 300
