"""Promises with a page of their own as the search is told of them: the next steps of published answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.models.pages import ConsultationPage, OutcomeReportPage
from hub.core.models.topic import Topic, TopicName
from hub.core.search import SearchDocument, search_kinds
from hub.promises import services as promises
from hub.promises.models.promise import Promise
from tests.factories.accounts import alice
from tests.factories.consultations import NOW
from tests.heard import heard
from tests.promises.steps import DUE, promised_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

BY = {"actor": None, "now": NOW}
SECRET = "Zanzibarium"


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def told(*rows: Promise, language: str = "en") -> list[SearchDocument]:
    return list(search_kinds.get("promise").documents([str(one.pk) for one in rows], language))


def test_a_next_step_is_told_with_its_news_its_day_and_where_it_was_made():
    (one,) = promised_steps(DUE)
    Promise.objects.filter(pk=one.pk).update(
        titles={"en": "Signs are put up", "ar": "وضع اللافتات"},
        theme_names={"en": "Shade"},
        theme_key="shade",
        district_names={"en": "North"},
        district_key="north",
    )
    promises.write_update(one.pk, titles={"en": "Begun"}, texts={"en": "Ten signs.", "fr": "Dix panneaux."}, **BY)
    promises.postpone(one.pk, until=DUE + timedelta(days=9), reasons={"en": "Rain."}, **BY)
    consultation = Consultation.objects.get()
    documents = {each.language: each for each in told(one, language="fr")}
    assert set(documents) == {"en", "ar"}
    english = documents["en"]
    assert (english.key, english.title) == (str(one.pk), "Signs are put up")
    assert english.body == "Begun\n\nTen signs.\n\nRain."
    assert documents["ar"].body == ""
    assert english.url == documents["ar"].url == f"/fr/promises/{one.pk}/"
    # French readers get what the page shows them.
    assert sorted(documents["en"].readers | documents["ar"].readers) == ["ar", "en", "fr"]
    assert not documents["en"].readers & documents["ar"].readers
    page = ConsultationPage.objects.first()
    assert english.part_of == page.title
    assert english.process == f"consultation:{consultation.pk}"
    assert english.pages == (OutcomeReportPage.objects.first().translation_key,)
    assert [each.key for each in english.themes] == ["shade"]
    assert english.district.names == {"en": "North"}
    assert english.responsible.key
    assert (english.date, told(one)[0].notes) == (NOW, ("Put off, with a reason",))
    assert list(search_kinds.get("promise").keys()) == [str(one.pk)]


def test_that_it_is_late_the_clock_says():
    (one,) = promised_steps(date(2026, 5, 1))
    with freeze_time("2026-05-02T12:00:00Z"):
        assert told(one)[0].notes == ("Late",)


def test_what_is_not_public_is_told_to_nobody():
    (one,) = promised_steps(DUE, title=SECRET)
    assert SECRET in repr(told(one))
    Promise.objects.filter(pk=one.pk).update(published_at=None)
    assert told(one) == []
    assert list(search_kinds.get("promise").keys()) == []
    Promise.objects.filter(pk=one.pk).update(published_at=NOW)
    OutcomeReportPage.objects.update(live=False)
    assert told(one) == []


def test_of_a_feature_that_is_not_there_nothing_is_told():
    (one,) = promised_steps(DUE)
    Promise.objects.filter(pk=one.pk).update(kind="gone")
    assert told(one) == []


def test_keys_that_are_none_are_left_out():
    (one,) = promised_steps(DUE)
    odd = ["", "x", "1", "00000000-0000-0000-0000-000000000000"]
    kind = search_kinds.get("promise")
    assert list(kind.documents(odd, "en")) == []
    assert len(kind.documents([*odd, str(one.pk)], "en")) == 1


def test_who_looks_after_it_is_not_told():
    (one,) = promised_steps(DUE)
    owner = alice(email=f"{SECRET.lower()}@example.org", pseudonym=SECRET)
    Promise.objects.filter(pk=one.pk).update(owner=owner)
    assert SECRET not in repr(told(one))


def test_editors_words_for_its_theme_win():
    (one,) = promised_steps(DUE)
    Promise.objects.filter(pk=one.pk).update(theme_names={"en": "Shade", "fr": "Ombre"}, theme_key="shade")
    topic = Topic.objects.create(kind="topic", key="shade")
    with heard() as keys:
        TopicName.objects.create(topic=topic, language="fr", name="Fraîcheur")
    assert ("promise", str(one.pk)) in keys
    assert told(one)[0].themes[0].names == {"en": "Shade", "fr": "Fraîcheur"}


def test_whatever_moves_it_tells_it():
    with heard() as keys:
        (one,) = promised_steps(DUE)
    mine = ("promise", str(one.pk))
    assert mine in keys
    steps = [
        lambda: promises.start(one.pk, on=NOW.date(), **BY),
        lambda: promises.postpone(one.pk, until=DUE + timedelta(days=9), reasons={"en": "Rain."}, **BY),
        lambda: promises.write_update(one.pk, texts={"en": "Ten signs."}, **BY),
        lambda: promises.cancel(
            one.pk, reasons={"en": "No money."}, decided_by={"en": "Council"}, decided_on=NOW.date(), **BY
        ),
    ]
    for step in steps:
        with heard() as keys:
            step()
        assert mine in keys
    assert "No money." in told(one)[0].body


def queries(*rows: Promise) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert len(told(*rows)) == len(rows)
    return len(captured)


def test_one_costs_what_fifty_cost():
    Topic.objects.create(kind="topic", key="shade")
    few = promised_steps(DUE, slug="first")
    queries(*few)
    many = [*few, *(one for name in ("a", "b", "c") for one in promised_steps(*[DUE] * 16, slug=name))]
    assert len(many) == 49
    assert queries(*few) == queries(*many)
