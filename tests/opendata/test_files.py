"""The files: round trips, what they say about themselves, what they cost."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import Page, PageViewRestriction

from consultations.exports import DATASETS
from consultations.models.consultation import Consultation
from hub.accounts.models.user import User
from hub.contributions import services
from hub.contributions.models.comment import Comment
from tests.factories.accounts import alice, bob
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    clause_threads,
    document_thread,
    publish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.opendata.conftest import Read, address, answered_by_theme, text_of

pytestmark = pytest.mark.django_db
ENDINGS = ("csv", "jsonld")
NAMES = [dataset.name for dataset in DATASETS]
# What would run, break a line or a column, or come back as other letters.
AWKWARD = [
    '=HYPERLINK("http://evil.example","click")',
    "+1 for the benches",
    "-- no",
    "@everybody",
    "\t=1+1",
    "لا نريد مواقف جديدة، بل «ظلًا» ومقاعد.",
    'A "quoted" word, a comma; and\na new line\r\nand another',
    "emoji 🌿 and a nul-like \u200f mark",
]


def answered(*, themes: bool = False, **changes: Any) -> Consultation:
    consultation: Consultation = ConsultationFactory(analysis=True, **changes)
    comment = CommentFactory(hub_thread=thread_of(consultation))
    if themes:
        answered_by_theme(consultation, comment)
    answer(consultation, reasons={"en": "Yes.", "ar": "نعم."}, responsible_body="Harbour office")
    publish_report(consultation)
    return consultation


def test_what_was_written_comes_back_letter_for_letter(table: Read, linked: Read) -> None:
    consultation = ConsultationFactory(open=True)
    for text in AWKWARD:
        CommentFactory(hub_thread=thread_of(consultation), body=text, language="ar" if "ظل" in text else "en")
    stored = list(Comment.objects.order_by("received_at", "pk").values_list("comment", flat=True))
    rows = table(consultation, "contributions")
    # A spreadsheet shows a formula as the text that it is; nothing else is touched.
    risky = ("=", "+", "-", "@", "\t")
    assert [row["text"] for row in rows] == [f"'{text}" if text.startswith(risky) else text for text in stored]
    records = linked(consultation, "contributions")["records"]
    assert [record["text"]["@value"] for record in records] == stored
    assert {record["text"]["@language"] for record in records} == {"en", "ar"}


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_rows_is_a_whole_file(client: Client, linked: Read, name: str) -> None:
    consultation = ConsultationFactory(analysis=True)
    if name in ("themes", "report-figures", "turnout"):
        publish_report(consultation)
    found = linked(consultation, name)
    assert isinstance(found.get("records", found.get("items")), list)
    lines = text_of(client.get(address(consultation, name))).splitlines()
    dataset = next(one for one in DATASETS if one.name == name)
    assert lines[0].removeprefix("\ufeff").split(",") == [field.name for field in dataset.fields]


@pytest.mark.parametrize("name", NAMES)
def test_both_formats_have_the_same_rows_and_every_key_is_explained(table: Read, linked: Read, name: str) -> None:
    consultation = answered(themes=True)
    CommentFactory(hub_thread=document_thread(consultation).thread, anonymous=True)
    rows, found = table(consultation, name), linked(consultation, name)
    records = found.get("records", found.get("items"))
    assert len(rows) == len(records)
    if name == "annotations":
        return
    for row, record in zip(rows, records, strict=True):
        assert record["@id"] == row["id"]
        assert set(record) - {"@id", "@type"} == {key for key, value in row.items() if value != "" and key != "id"}
        assert set(record) - {"@id", "@type"} <= set(found["@context"])
    dataset = next(one for one in DATASETS if one.name == name)
    keys = [tuple(row[column] for column in dataset.key) for row in rows]
    assert len(set(keys)) == len(keys), "the key names one row"
    for field in dataset.fields:
        if field.required:
            assert all(row[field.name] != "" for row in rows), field.name
        if field.codes:
            assert {row[field.name] for row in rows} <= {"", *(code.value for code in field.codes)}


def test_contributions_say_what_their_page_says(client: Client, table: Read) -> None:
    consultation = ConsultationFactory(open=True)
    clause = clause_threads(consultation)[0]
    first = CommentFactory(hub_thread=clause.thread, author_name="Amina", suggestion=True, position="oppose")
    CommentFactory(hub_thread=clause.thread, parent=first, anonymous=True)
    one, reply = table(consultation, "contributions")
    assert (one["reference"], one["name"], one["position"]) == (first.reference, "Amina", "oppose")
    assert (one["clause"], one["clause_eid"], one["clause_number"]) == (str(clause.clause_id), "sec_1", "1")
    assert one["suggested_text"] == first.suggested_text
    assert reply["name"] == ""
    assert reply["in_reply_to"] == one["id"]
    # Both addresses lead somewhere, whatever the reader's language.
    for stable in (one["id"], one["about"]):
        path = stable.removeprefix("http://127.0.0.1:8000").partition("#")[0]
        assert client.get(path, headers={"accept-language": "fr"}, follow=True).status_code == 200, stable


def test_a_reply_to_something_hidden_names_nothing(table: Read) -> None:
    consultation = ConsultationFactory(open=True)
    first = CommentFactory(hub_thread=thread_of(consultation))
    CommentFactory(hub_thread=thread_of(consultation), parent=first)
    services.withhold(first, actor=bob(), reason_code="insult", now=NOW)
    (reply,) = table(consultation, "contributions")
    assert reply["in_reply_to"] == ""


def test_clauses_and_versions_are_the_frozen_ones(table: Read) -> None:
    consultation = ConsultationFactory(open=True, clauses=3)
    (version,) = table(consultation, "versions")
    assert (version["document_version"], version["asked_about"], version["languages"]) == ("1", "true", "en")
    clauses = table(consultation, "clauses")
    assert [row["clause_number"] for row in clauses] == ["1", "2", "3"]
    assert all(row["id"].startswith(version["id"].partition("/documents/")[0]) for row in clauses)
    assert {row["clause"] for row in clauses} == {str(row.clause_id) for row in clause_threads(consultation)}


def test_answers_stand_in_every_language_once_they_are_public(table: Read) -> None:
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    answer(consultation, reasons={"en": "A secret until the report.", "ar": "سر"})
    assert table(consultation, "answers") == []
    publish_report(consultation)
    rows = table(consultation, "answers")
    assert [(row["language"], row["reason"]) for row in rows] == [("ar", "سر"), ("en", "A secret until the report.")]
    assert {row["is_latest"] for row in rows} == {"true"}
    assert rows[0]["report"].endswith(f"/report/#clause-{rows[0]['clause']}")


def test_headers_that_readers_and_caches_go_by(client: Client) -> None:
    consultation = ConsultationFactory(open=True)
    CommentFactory(hub_thread=thread_of(consultation), received_at=NOW)
    response = client.get(address(consultation, "contributions"))
    assert response["Content-Disposition"] == f'attachment; filename="{consultation.slug}-contributions.csv"'
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in response["Link"]
    assert 'contributions.csv-metadata.json>; rel="describedby"' in response["Link"]
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Last-Modified"] == "Wed, 15 Apr 2026 10:00:00 GMT"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")
    again = client.get(address(consultation, "contributions"), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.head(address(consultation, "contributions"))["ETag"] == response["ETag"]
    assert client.post(address(consultation, "contributions")).status_code == 405


@pytest.mark.parametrize("name", ["contributions", "annotations"])
@pytest.mark.parametrize("what", ["publish", "withhold", "withdraw", "edit"])
def test_a_copy_is_stale_as_soon_as_a_contribution_changes(client: Client, name: str, what: str) -> None:
    consultation = ConsultationFactory(open=True)
    author = alice()
    first = CommentFactory(hub_thread=thread_of(consultation), user=author, received_at=NOW)
    Comment.objects.filter(pk=first.pk).update(quote="words", document_version=1)
    before = client.get(address(consultation, name))
    later = NOW + timedelta(minutes=5)
    with freeze_time(later):
        _change(first, author, what, later)
        for known in ({"if-none-match": before["ETag"]}, {"if-modified-since": before["Last-Modified"]}):
            assert client.get(address(consultation, name), headers=known).status_code == 200, known


def _change(first: Comment, author: User, what: str, later: datetime) -> None:
    if what == "publish":
        second = CommentFactory(hub_thread=first.hub_thread, received_at=later)
        Comment.objects.filter(pk=second.pk).update(quote="more", document_version=1)
    elif what == "withhold":
        services.withhold(first, actor=bob(), reason_code="insult", now=later)
    elif what == "withdraw":
        services.withdraw(first, actor=author, now=later)
    else:
        Comment.objects.filter(pk=first.pk).update(comment="Other words.", edited_at=later)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_costs_the_same_for_five_contributions_and_sixty(client: Client, name: str, ending: str) -> None:
    queries = []
    for count in (5, 60):
        consultation = ConsultationFactory(analysis=True, clauses=2)
        comments = CommentFactory.create_batch(count, hub_thread=thread_of(consultation), suggestion=True)
        answered_by_theme(consultation, *comments)
        Comment.objects.update(quote="words", quote_start=1, quote_end=6, document_version=1)
        answer(consultation)
        publish_report(consultation)
        text_of(client.get(address(consultation, name, ending)))  # what the whole site shares is warm
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(address(consultation, name, ending)))
        queries.append(len(captured))
    assert queries[0] == queries[1]


@pytest.mark.parametrize("name", ["contributions", "clauses", "annotations", "report-figures", "answers", "themes"])
def test_what_readers_cannot_open_has_no_files(client: Client, name: str) -> None:
    consultation = answered()
    page = consultation.pages.get()
    assert client.get(address(consultation, name)).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address(consultation, name)).status_code == 404
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert client.get(address(consultation, name)).status_code == 404
    assert client.get(f"/en/open-data/consultations/{consultation.slug}/").status_code == 404
    assert consultation.slug not in client.get("/en/open-data/").content.decode()


def test_a_document_that_only_some_may_read_takes_its_rows_along(table: Read) -> None:
    consultation = answered()
    names = ("contributions", "clauses", "versions", "answers")
    assert all(table(consultation, name) for name in names)
    document = Page.objects.get(translation_key=consultation.documents.get().document_id)
    PageViewRestriction.objects.create(page=document, restriction_type=PageViewRestriction.LOGIN)
    assert [table(consultation, name) for name in names] == [[], [], [], []]


@pytest.mark.parametrize(
    "path",
    [
        "consultations/nothing/contributions.csv",
        "consultations/{slug}/nothing.csv",
        "nothing/{slug}/contributions.csv",
        "consultations/{slug}/contributions.xml",
        "consultations/{slug}/reports/1.json",
        "consultations/{slug}/reports/99999999999999999999.json",
        "consultations/{slug}/report-figures.csv",
        "consultations/{slug}/turnout.jsonld",
        "consultations/{slug}/themes.csv",
        "consultations/{slug}/themes.jsonld",
        "consultations/{slug}/themes.csv-metadata.json",
        "consultations/nothing-schema.json",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    consultation = ConsultationFactory(open=True)
    CommentFactory(hub_thread=thread_of(consultation))
    assert client.get(f"/open-data/{path.format(slug=consultation.slug)}", follow=True).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_the_metadata_describe_the_file_as_csv_on_the_web(client: Client, name: str) -> None:
    consultation = answered()
    response = client.get(address(consultation, name, "csv-metadata.json"))
    assert response["Content-Type"].startswith("application/csvm+json")
    found = json.loads(response.content)
    assert found["@context"][0] == "http://www.w3.org/ns/csvw"
    assert found["url"] == f"{name}.csv"
    assert found["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    columns = found["tableSchema"]["columns"]
    header = text_of(client.get(address(consultation, name))).splitlines()[0].removeprefix("\ufeff").split(",")
    assert [column["titles"] for column in columns] == header
    assert set(found["tableSchema"]["primaryKey"]) <= set(header)
    for column in columns:
        assert {one["@language"] for one in column["dc:description"]} == {"en", "fr", "ar"}
        assert all(one["@value"] for one in column["dc:description"])
    schema = json.loads(client.get(f"/open-data/consultations/{name}-schema.json").content)
    assert schema["columns"] == columns


def test_reports_of_an_open_consultation_tell_no_turnout(client: Client) -> None:
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    assert client.get(address(consultation, "turnout")).status_code == 404, "no page shows it yet"
    answer(consultation)
    publish_report(consultation, now=NOW + WEEK)
    assert client.get(address(consultation, "turnout")).status_code == 200
