"""Near-duplicates in the figures, and how far the machine was right: what a report freezes."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from freezegun import freeze_time

from consultations.engine import grouping, theming
from consultations.engine.canonical import canonical_json
from consultations.models.coding import Coding
from consultations.models.theme import Theme
from consultations.reports import consultation_figures
from consultations.reports.content import report_content
from consultations.reports.readiness import readiness
from consultations.reports.trust import trust
from consultations.services.analysing import group_contributions, suggest_themes
from consultations.services.reading import finish_coding, mark_read
from consultations.services.suggesting import find_alike, take_suggestion
from hub.contributions.models.comment import Comment
from tests.consultations.machine_cases import letters, said, subjects
from tests.consultations.texts_for_machines import LETTER
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    coding,
    publish_report,
    theme,
)

pytestmark = pytest.mark.django_db
REAL = Path(settings.REAL_DATA_DIR)


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def bob(client):
    person = accounts.bob()
    client.force_login(person)
    return person


@pytest.fixture
def consultation():
    return ConsultationFactory(analysis=True, clauses=1)


# --- figures ----------------------------------------------------------------------------------------------------------


def texts(consultation, **how):
    found = consultation_figures(consultation, **how).texts
    return found.distinct, found.groups, found.grouped, found.grouping


def test_figures_are_right_at_any_time_and_pages_show_what_was_found_last(consultation, bob):
    letters(consultation)
    assert texts(consultation) == (4, 1, 4, "near")
    assert texts(consultation, stored_texts=True) == (4, 1, 3, "exact")
    group_contributions(consultation, actor=bob, now=NOW)
    assert texts(consultation) == texts(consultation, stored_texts=True) == (4, 1, 4, "near")
    said(consultation, f"{LETTER} I hope that you listen.")
    assert texts(consultation) == (5, 1, 5, "near"), "the stored groups are of other texts"
    assert texts(consultation, stored_texts=True) == (4, 1, 4, "near")
    assert consultation_figures(consultation, stored_texts=True).texts.counted_at == NOW
    assert consultation_figures(consultation).texts.version == grouping.VERSION


def test_the_report_freezes_how_far_the_machine_was_right(consultation, bob):
    heaps = subjects(consultation)
    run = suggest_themes(consultation, actor=bob, now=NOW)
    heap = next(one for one in run.suggestions.all() if one.members.filter(comment=heaps[0][0]).exists())
    taken = take_suggestion(heap, names={"en": ("Reading", "")}, actor=bob, now=NOW)
    members = list(Comment.objects.filter(pk__in=heap.members.values("comment")).order_by("pk"))
    coding(taken, *members[1:-1], reader=bob, now=NOW + WEEK)
    coding(taken, members[0], belongs=False, reader=bob, now=NOW + WEEK)
    found = trust(consultation)
    count = len(members)
    assert (found.suggested, found.confirmed, found.refused, found.left) == (count, count - 2, 1, 1)
    assert found.looked_at == count - 1
    assert (found.measured.both, found.measured.only_machine) == (count - 2, 1)
    assert found.measured.f1_low < found.measured.f1 < found.measured.f1_high
    assert [one.code for one in readiness(consultation, NOW).blocking if one.code == "not_read"] == ["not_read"]
    mark_read(consultation, Comment.objects.all(), actor=bob, now=NOW)
    answer(consultation, 0)
    record = json.loads(publish_report(consultation).content)["figures"]
    assert record["machine"]["version"] == theming.VERSION
    assert record["machine"]["suggested"] == count
    assert record["machine"]["f1"] == trust(consultation).measured.f1
    assert (record["grouping"], record["grouping_version"]) == ("near", grouping.VERSION)


def test_what_people_said_before_the_machine_spoke_is_no_test_of_it(consultation, bob):
    heaps = subjects(consultation, count=12)
    for number, name in enumerate(("Reading", "Cycling", "Trees")):
        coding(theme(consultation, name, actor=bob), *heaps[number][:5], reader=bob, now=NOW)
    reading = Theme.objects.get(names__name="Reading")
    find_alike(reading, actor=bob, now=NOW + WEEK)
    suggested = Comment.objects.filter(pk__in=Coding.objects.exclude(machine="").values("comment"))
    coding(reading, *suggested, reader=bob, now=NOW + WEEK)
    measured = trust(consultation).measured
    assert (measured.only_people, measured.only_machine, measured.f1) == (0, 0, 1000)


def test_without_a_machine_the_record_says_so(consultation, bob):
    said(consultation, "I agree.")
    record = report_content(consultation)["figures"]
    assert (record["machine"]["suggested"], record["machine"]["f1"], record["machine"]["version"]) == (0, None, "")
    assert (record["second_reading"]["contributions"], record["second_reading"]["kappa"]) == (0, None)
    assert canonical_json(record)


def test_two_readers_are_compared(consultation, bob):
    rows = said(consultation, *[f"Number {n} of ten." for n in range(10)])
    trees, eve = theme(consultation, "Trees", actor=bob), UserFactory(analyst=True)
    for reader, given in ((bob, rows[:5]), (eve, rows[:4])):
        coding(trees, *given, reader=reader)
        finish_coding(consultation, rows, actor=reader, now=NOW)
    second = trust(consultation).second
    assert (second.contributions, second.decisions, second.share, second.kappa) == (10, 10, 900, 800)


# --- real letters -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="real data are not in REAL_DATA_DIR")
def test_a_real_campaign_is_seven_letters(tmp_path, bob):
    consultation = ConsultationFactory(open=True, slug="docket", clauses=1)
    path = tmp_path / "letters.csv"
    with REAL.joinpath("campaigns", "EPA-R06-OAR-2020-0510-0001.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["external_id", "body", "channel"])
        writer.writerows([f"{one['name']}/{n}", one["text"], "email"] for n, one in enumerate(rows))
    out = StringIO()
    call_command("import_contributions", str(path), "--consultation", "docket", "--json", stdout=out)
    live = consultation_figures(consultation).texts
    assert (live.distinct, live.groups, live.grouped) == (45, 7, 310)
    run = group_contributions(consultation, actor=bob, now=NOW)
    assert (run.texts, run.distinct, run.groups.count()) == (313, 45, 7)
    stored = consultation_figures(consultation).texts
    assert stored == live, "the report says the same whether it was stored or not"
    assert group_contributions(consultation, actor=bob, now=NOW) == run
