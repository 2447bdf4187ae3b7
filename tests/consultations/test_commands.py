"""`create_consultation` and `consultation_report`, as CONTRACTS says: one JSON object, nothing written on refusal."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from freezegun import freeze_time

from consultations.engine import grouping
from consultations.models.consultation import Consultation
from consultations.models.pages import ConsultationPage
from hub.audit.models.entry import AuditEntry
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, answer, clause_threads, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import draft_page, publish, published_draft

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    with freeze_time(NOW):
        call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(*arguments):
    out = StringIO()
    with freeze_time(NOW), pytest.raises(CommandError) as error:
        call_command(*arguments, "--json", stdout=out)
    assert error.value.returncode == 1
    return json.loads(out.getvalue())


def test_without_dates_it_opens_now_for_twelve_weeks():
    published_draft(slug="streets", title="Streets act")
    result = run("create_consultation", "--document", "streets")
    assert result["slug"] == "streets"
    assert result["documents"] == [{"page": "streets", "version": 1}]
    assert result["phase"] == "open"
    assert {"page", "events", "fr"} & {one["where"] for one in result["warnings"]}
    assert all(one["message"] for one in result["warnings"])
    consultation = Consultation.objects.get()
    assert (consultation.opens_at, consultation.closes_at) == (NOW, NOW + 12 * WEEK)
    page = ConsultationPage.objects.get()
    assert page.live
    assert page.title == "Streets act"
    assert page.url == "/en/consultations/streets/"


@pytest.mark.parametrize(
    ("opens", "closes", "phase"),
    [
        ("2026-05-01T08:00+00:00", "2026-06-01T08:00+00:00", "announced"),
        ("2026-04-01", "2026-06-01", "open"),
        ("2026-01-01T00:00:00+01:00", "2026-04-15T11:00:00+01:00", "analysis"),
    ],
)
def test_dates_give_the_phase(opens, closes, phase):
    published_draft(slug="streets")
    arguments = ["--document", "streets", "--slug", "round-1", "--title", "T", "--opens", opens, "--closes", closes]
    result = run("create_consultation", *arguments)
    assert (result["slug"], result["phase"]) == ("round-1", phase)


def test_the_same_again_returns_what_exists_something_else_is_refused():
    published_draft(slug="streets")
    published_draft(slug="parks")
    arguments = ["create_consultation", "--document", "streets", "--closes", "2026-06-01T08:00+00:00"]
    first = run(*arguments)
    assert run(*arguments) == first
    assert run("create_consultation", "--document", "streets") == first
    other_close = refused("create_consultation", "--document", "streets", "--closes", "2026-07-01T08:00+00:00")
    assert other_close["where"] == "--closes"
    assert refused("create_consultation", "--document", "parks", "--slug", "streets")["where"] == "--slug"
    assert Consultation.objects.count() == 1


def test_refusals_name_what_is_wrong_and_write_nothing():
    published_draft(slug="streets")
    draft_page(slug="unpublished")
    audit = AuditEntry.objects.count()
    for arguments, where in (
        (["--document", "no-such"], "--document"),
        (["--document", "unpublished"], "--document"),
        (["--document", "streets", "--opens", "tomorrow"], "--opens"),
        (["--document", "streets", "--opens", "2026-99-01"], "--opens"),
        (["--document", "streets", "--opens", "2026-06-01", "--closes", "2026-05-01"], "closes_at"),
    ):
        answer = refused("create_consultation", *arguments)
        assert answer["where"] == where
        assert answer["error"]
    assert not Consultation.objects.exists()
    assert not ConsultationPage.objects.exists()
    assert AuditEntry.objects.count() == audit


def test_the_page_is_made_in_each_language_of_the_document():
    original = published_draft(slug="streets", title="Streets act")
    from wagtail.models import Locale

    translated = original.copy_for_translation(Locale.objects.get(language_code="fr"))
    translated.title = "Loi sur les rues"
    publish(translated)
    run("create_consultation", "--document", "streets", "--title", "Your streets")
    pages = {page.locale.language_code: page for page in ConsultationPage.objects.all()}
    assert {code: page.title for code, page in pages.items()} == {"en": "Your streets", "fr": "Loi sur les rues"}
    assert len({page.translation_key for page in pages.values()}) == 1
    assert pages["fr"].url == "/fr/consultations/streets/"


def test_the_report_reconciles_and_names_what_blocks():
    consultation = ConsultationFactory(analysis=True, slug="streets", clauses=2)
    CommentFactory(hub_thread=thread_of(consultation, 0), body="The same.")
    CommentFactory(hub_thread=thread_of(consultation, 0), body="the  same.")
    CommentFactory(hub_thread=thread_of(consultation, 1), withheld=True)
    CommentFactory(hub_thread=thread_of(consultation, 1), pending=True)
    result = run("consultation_report", "streets")
    assert result["received"] == result["published"] + sum(result["withheld"].values()) + result["pending"] == 4
    assert (result["distinct_texts"], result["groups"], result["grouped"]) == (1, 1, 2)
    assert (result["grouping"], result["grouping_version"]) == ("near", grouping.VERSION)
    assert result["themes"] == []
    assert result["people"] == 4
    by_clause = {row["uuid"]: row for row in result["by_clause"]}
    first = by_clause[str(clause_threads(consultation)[0].clause_id)]
    assert (first["comments"], first["positions"]["support"], first["outcome"], first["number"]) == (2, 2, None, "1")
    assert result["unanswered"] == 2
    assert not result["publishable"]
    assert "Clause 1" in result["blocking"][0]
    answer(consultation, 0)
    result = run("consultation_report", "streets")
    assert result["publishable"]
    assert (result["unanswered"], result["blocking"]) == (0, [])
    assert {row["outcome"] for row in result["by_clause"]} == {"accepted", None}


def test_the_report_of_nothing_is_refused():
    assert refused("consultation_report", "no-such")["where"] == "SLUG"
