"""What stands in the seeded city: figures that reconcile, every state to be seen, accounts that open."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory

from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome
from consultations.phases import phase_at, schedule_of
from consultations.reports import consultation_figures
from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.accounts.permissions import roles_of
from hub.audit.models.entry import AuditEntry
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from hub.contributions.services import recount
from hub.demo.content.said import SAID
from hub.moderation.enums import State
from hub.notifications.enums import OutboxState
from hub.notifications.models.outbox import Outbox
from tests.demo.facts import fingerprint

ACCOUNTS = {
    "officer@example.org": {Role.EDITOR, Role.BUDGET_OFFICER},
    "moderator@example.org": {Role.MODERATOR},
    "citizen@example.org": set(),
    "resident@example.org": set(),
    "engineer@example.org": {Role.BUDGET_OFFICER},
}


def test_second_run_changes_nothing(city: datetime) -> None:
    before = fingerprint()
    out = StringIO()
    call_command("seed_demo", now=city + timedelta(days=3), stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert fingerprint() == before


def test_nothing_lies_in_the_future(city: datetime) -> None:
    assert not Comment.objects.filter(received_at__gt=city).exists()
    assert not AuditEntry.objects.filter(recorded_at__gt=city).exists()


def test_the_trail_is_in_the_order_of_time(city: datetime) -> None:
    moments = list(AuditEntry.objects.order_by("sequence").values_list("recorded_at", flat=True))
    roles_given = AuditEntry.objects.filter(action="role.given").count()
    assert moments[roles_given:] == sorted(moments[roles_given:])


def test_one_is_open_for_three_weeks_and_one_is_answered(city: datetime) -> None:
    phases = {one.slug: phase_at(schedule_of(one), city).value for one in Consultation.objects.all()}
    assert phases == {"public-spaces": "open", "cooler-city": "outcome"}
    assert (Consultation.objects.get(slug="public-spaces").closes_at - city).days == 23


def test_figures_reconcile(city: datetime) -> None:
    for one in Consultation.objects.all():
        figures = consultation_figures(one)
        assert figures.received == len(SAID[one.slug])
        assert figures.received == figures.published + sum(figures.withheld.values()) + figures.pending
    for thread in Thread.objects.all():
        counted = (thread.published_count, thread.pending_count, thread.suggestion_count)
        again = recount(thread)
        assert counted == (again.published_count, again.pending_count, again.suggestion_count)


def test_the_answered_one_has_no_silent_gap(city: datetime) -> None:
    report = FrozenReport.objects.get()
    assert report.consultation.slug == "cooler-city"
    assert Outcome.objects.filter(published_at__isnull=True).count() == 0
    for outcome in Outcome.objects.all():
        assert set(outcome.reasons.values_list("language", flat=True)) == {"en", "fr", "ar"}
    answered = Outcome.objects.values("clause_thread__thread")
    published = Comment.objects.filter(
        hub_thread__clause_thread__consultation=report.consultation, state=State.PUBLISHED
    )
    assert not published.exclude(hub_thread__in=answered).exists()


def test_every_state_and_channel_can_be_seen(city: datetime) -> None:
    comments = Comment.objects.filter(hub_thread__clause_thread__consultation__slug="public-spaces")
    assert set(comments.values_list("state", flat=True)) == {State.PUBLISHED, State.PENDING, State.WITHHELD}
    assert {"confidential", "insult", "private_data"} <= set(comments.values_list("reason_code", flat=True))
    assert {"web", "letter", "meeting"} <= set(comments.values_list("channel", flat=True))
    assert {"named", "pseudonym", "anonymous", "confidential"} == set(comments.values_list("publish_as", flat=True))
    assert set(comments.values_list("language", flat=True)) == {"en", "fr", "ar"}


@pytest.mark.parametrize("email", ACCOUNTS)
def test_demo_accounts_open_with_the_known_password(city: datetime, email: str) -> None:
    request = RequestFactory().post("/")
    user = authenticate(request, email=email, password="demo-hub-2026") or authenticate(
        request, username=email, password="demo-hub-2026"
    )
    assert isinstance(user, User)
    assert roles_of(user) == ACCOUNTS[email]
    assert user.emailaddress_set.get().verified


def test_nobody_else_can_sign_in_with_a_password(city: datetime) -> None:
    others = User.objects.exclude(email__in=ACCOUNTS)
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_only_the_demo_accounts_are_owed_mail(city: datetime) -> None:
    waiting = Outbox.objects.filter(state=OutboxState.QUEUED)
    assert waiting.exists()
    assert set(waiting.values_list("to", flat=True)) <= set(ACCOUNTS)
