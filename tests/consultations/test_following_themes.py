"""Following a theme: what a published report names, called as the report calls it, and told when it is answered."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations.models.theme import Theme, ThemeName
from consultations.services.answering import Answer, give_answer
from hub.core.registries import followables
from hub.notifications.models.news import News, NewsSubject
from hub.notifications.services import deliver_due, follow, spread
from tests.factories.accounts import alice
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answering_moderator,
    publish_report,
    report_page,
    republish_report,
    theme,
)

pytestmark = pytest.mark.django_db


def answered(one: Theme, reason: str, now=NOW):
    return give_answer(one, Answer("accepted", {"en": reason}), actor=answering_moderator(), now=now)


def reported():
    """Noise, with Night below it; Noise is answered."""
    consultation = ConsultationFactory(analysis=True, clauses=1)
    noise = theme(consultation, "Noise", fr=("Le bruit", ""))
    night = theme(consultation, "Night", parent=noise)
    answered(noise, "Quiet from ten.")
    publish_report(consultation)
    return consultation, noise, night


def described(*themes: Theme):
    return followables.get("theme").describe([str(one.pk) for one in themes])


def test_only_what_a_public_report_names_can_be_followed(client: Client):
    consultation = ConsultationFactory(analysis=True, clauses=1)
    noise = theme(consultation, "Noise")
    assert described(noise) == {}
    assert client.get(f"/en/following/theme/{noise.pk}/").status_code == 404
    answered(noise, "Quiet from ten.")
    publish_report(consultation)
    [subject] = described(noise).values()
    assert subject.title == "Noise"
    assert subject.url.endswith(f"#theme-{noise.pk}")
    shown = client.get(subject.url.split("#")[0]).content.decode()
    assert f'id="theme-{noise.pk}"' in shown
    assert f"/en/following/theme/{noise.pk}/" in shown
    report_page(consultation).unpublish()
    assert described(noise) == {}


def test_what_was_renamed_or_added_since_stays_with_staff():
    consultation, noise, _night = reported()
    ThemeName.objects.filter(theme=noise, language="en").update(name="A word for staff")
    later = theme(consultation, "Added later", now=NOW)
    assert set(described(noise, later)) == {str(noise.pk)}
    assert described(noise)[str(noise.pk)].title == "Noise"


def test_a_report_is_told_to_themes_it_answers_and_to_those_below_them():
    consultation, noise, night = reported()
    assert set(NewsSubject.objects.filter(kind="theme").values_list("key", flat=True)) == {
        str(noise.pk),
        str(night.pk),
    }
    user = alice()
    follow(user, "theme", str(noise.pk), now=NOW)
    follow(user, "theme", str(night.pk), now=NOW)
    answered(noise, "Quiet from nine.", now=NOW + WEEK)
    republish_report(consultation, now=NOW + WEEK)
    newest = News.objects.order_by("-created_at").first()
    assert spread(newest.pk, now=NOW + WEEK) == 1
    deliver_due(now=NOW + WEEK)
    [letter] = [letter for letter in mail.outbox if letter.to == [user.email]]
    assert letter.subject.startswith("Answered: ")
    assert "Quiet from nine." in letter.body
    assert f"#theme-{noise.pk}" in letter.body


def test_a_report_that_says_nothing_new_of_a_theme_does_not_reach_its_followers():
    consultation, noise, _night = reported()
    other = theme(consultation, "Waste")
    follow(alice(), "theme", str(noise.pk), now=NOW)
    answered(other, "More bins.", now=NOW + WEEK)
    republish_report(consultation, now=NOW + WEEK)
    newest = News.objects.order_by("-created_at").first()
    assert spread(newest.pk, now=NOW + WEEK) == 0


def test_fifty_themes_cost_what_one_costs():
    consultation = ConsultationFactory(analysis=True, clauses=1)
    themes = [theme(consultation, f"Theme {number}") for number in range(6)]
    for one in themes:
        answered(one, "Yes.")
    publish_report(consultation)
    described(themes[0])
    with CaptureQueriesContext(connection) as few:
        described(themes[0])
    with CaptureQueriesContext(connection) as many:
        assert len(described(*themes)) == 6
    assert len(few) == len(many)
