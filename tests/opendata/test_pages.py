"""The pages for people, and what they lead to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from consultations.exports import DATASETS
from tests.factories.consultations import NOW, ConsultationFactory, answer, publish_report, report_page, thread_of
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
FILE = re.compile(r'href="(?:http://127\.0\.0\.1:8000)?(/open-data/[^"]+)"')


def html_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    assert not response.cookies
    text: str = response.content.decode()
    return text


def test_every_file_that_a_page_offers_is_there(client: Client) -> None:
    opened, answered = ConsultationFactory(open=True), ConsultationFactory(analysis=True)
    for consultation in (opened, answered):
        CommentFactory(hub_thread=thread_of(consultation))
    answer(answered)
    publish_report(answered)
    offered: set[str] = set()
    for path in ("", "dictionary/", *(f"consultations/{one.slug}/" for one in (opened, answered))):
        offered |= set(FILE.findall(html_of(client, f"/en/open-data/{path}")))
    assert {path: client.get(path).status_code for path in offered} == dict.fromkeys(offered, 200)
    names = {f"/open-data/consultations/{answered.slug}/{one.name}.csv" for one in DATASETS}
    assert names <= offered
    assert f"/open-data/consultations/{opened.slug}/turnout.csv" not in offered


@pytest.mark.parametrize("path", ["", "dictionary/"])
def test_an_address_without_a_language_leads_to_the_reader_s(client: Client, path: str) -> None:
    response = client.get(f"/open-data/{path}", headers={"accept-language": "ar"})
    assert (response.status_code, response["Location"]) == (302, f"/ar/open-data/{path}")


def test_the_dictionary_explains_every_column_at_the_address_of_its_term(client: Client) -> None:
    html = html_of(client, "/en/open-data/dictionary/")
    for dataset in DATASETS:
        for field in dataset.fields:
            assert f'id="consultations.{dataset.name}.{field.name}"' in html


def test_the_licence_is_a_setting(client: Client, settings: Any) -> None:
    settings.OPEN_DATA_LICENCE_NAME, settings.OPEN_DATA_LICENCE_URL = "Etalab 2.0", "https://licence.example/etalab"
    consultation = ConsultationFactory(open=True)
    for path in ("/en/open-data/", f"/en/open-data/consultations/{consultation.slug}/"):
        html = html_of(client, path)
        assert "Etalab 2.0" in html
        assert 'href="https://licence.example/etalab"' in html
    response = client.get(f"/open-data/consultations/{consultation.slug}/contributions.csv")
    assert '<https://licence.example/etalab>; rel="license"' in response["Link"]


def test_footer_consultation_and_report_lead_to_the_data(client: Client) -> None:
    consultation = ConsultationFactory(outcome=True)
    there = f'href="/en/open-data/consultations/{consultation.slug}/"'
    with freeze_time(NOW):
        page = html_of(client, consultation.pages.get().get_url())
        report = html_of(client, report_page(consultation).get_url())
    assert 'href="/en/open-data/"' in page
    assert there in page
    assert there in report
    # The report leads to its record at an address of its own: the same bytes as here.
    (record,) = re.findall(r'href="([^"]+/no/1\.json)"', report)
    same = client.get(f"/open-data/consultations/{consultation.slug}/reports/1.json")
    assert client.get(record).content == same.content


def test_the_list_costs_the_same_for_two_consultations_and_ten(client: Client) -> None:
    queries = []
    for more in (2, 8):
        for _number in range(more):
            consultation = ConsultationFactory(analysis=True, clauses=1)
            CommentFactory(hub_thread=thread_of(consultation))
            answer(consultation)
            publish_report(consultation)
        html_of(client, "/en/open-data/")
        with CaptureQueriesContext(connection) as captured:
            html_of(client, "/en/open-data/")
        queries.append(len(captured))
    assert queries[0] == queries[1]


def test_an_empty_hub_says_so(client: Client) -> None:
    assert "There are no data yet" in html_of(client, "/en/open-data/")
