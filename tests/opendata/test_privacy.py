"""What is not public is in no file, whichever door one tries; and what was public goes when it goes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from consultations.exports import DATASETS
from consultations.models.consultation import Consultation
from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.selectors import subject_of
from hub.contributions.services.erasure import erase_author
from tests.factories.accounts import alice, bob
from tests.factories.consultations import (
    NOW,
    ConsultationFactory,
    answer,
    coding,
    publish_report,
    theme,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.opendata.conftest import Read, address, answered_by_theme, text_of

pytestmark = pytest.mark.django_db
SECRET = "Zanzibarium"
HIDDEN = ("pending", "withheld", "withdrawn", "confidential")
DOORS = [(dataset.name, ending) for dataset in DATASETS for ending in ("csv", "jsonld", "csv-metadata.json")]


def quoting(comment: Comment, words: str) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        quote=words, quote_prefix=words, quote_suffix=words, quote_start=0, quote_end=4, quote_language="en"
    )


@pytest.fixture
def consultation() -> Consultation:
    """Answered, with a report; beside six public comments one of each kind that is not, and an unconfirmed one."""
    made: Consultation = ConsultationFactory(analysis=True)
    thread = thread_of(made)
    public = CommentFactory.create_batch(6, hub_thread=thread, body="Everybody may read this.")
    coded = [public[0]]
    for trait in HIDDEN:
        hidden = CommentFactory(
            hub_thread=thread,
            body=f"{SECRET} {trait} body",
            suggested_text=f"{SECRET} {trait} wording",
            author_name=f"{SECRET} {trait} name",
            email=f"{SECRET.lower()}-{trait}@example.org",
            **{trait: True},
        )
        quoting(hidden, f"{SECRET} {trait} quote")
        if trait == "confidential":
            coded.append(hidden)
    anonymous = CommentFactory(hub_thread=thread, publish_as="anonymous", author_name=f"{SECRET} anonymous name")
    # As an older hub or an import may have left it.
    Comment.objects.filter(pk=anonymous.pk).update(
        author_name=f"{SECRET} name", organisation=f"{SECRET} body", register_number=SECRET, represents=SECRET
    )
    quoting(anonymous, "Any")
    subject = subject_of(thread, made.closes_at)
    assert subject is not None
    services.submit(
        thread,
        draft=Draft(body=f"{SECRET} unconfirmed", publish_as="anonymous"),
        user=None,
        email=f"{SECRET.lower()}@example.org",
        subject=subject_of(thread, made.opens_at),
        now=made.opens_at,
    )
    answered_by_theme(made, *coded)
    answer(made)
    publish_report(made)
    # What is under way since the report is nobody's business before the next.
    coding(theme(made, f"{SECRET} theme"), *coded)
    return made


@pytest.mark.parametrize(("name", "ending"), DOORS)
def test_nothing_hidden_is_in_any_file(client: Client, consultation: Consultation, name: str, ending: str) -> None:
    text = text_of(client.get(address(consultation, name, ending)))
    assert SECRET.lower() not in text.lower()
    hidden = Comment.objects.exclude(state="published").values_list("reference", flat=True)
    assert not [reference for reference in hidden if reference in text]


def test_the_frozen_report_holds_no_words_of_anybody(client: Client, consultation: Consultation) -> None:
    text = text_of(client.get(address(consultation, "reports/1", "json")))
    assert SECRET not in text
    assert "Everybody may read this." not in text


def test_public_words_are_there(client: Client, consultation: Consultation, table: Read) -> None:
    rows = table(consultation, "contributions")
    assert len(rows) == 7
    assert sum(row["text"] == "Everybody may read this." for row in rows) == 6
    (anonymous,) = [row for row in rows if row["publish_as"] == "anonymous"]
    assert (anonymous["name"], anonymous["register_number"], anonymous["represents"]) == ("", "", "")
    assert not [row for row in rows if "@example.org" in "".join(row.values())]


@pytest.mark.parametrize("ending", ["csv", "jsonld"])
@pytest.mark.parametrize("name", ["contributions", "annotations"])
@pytest.mark.parametrize("how", ["erased", "withdrawn", "withheld"])
def test_what_goes_from_its_page_goes_from_the_files(client: Client, name: str, ending: str, how: str) -> None:
    consultation = ConsultationFactory(open=True)
    author = alice()
    comment = CommentFactory(hub_thread=thread_of(consultation), user=author, body=SECRET, author_name="Alice")
    quoting(comment, SECRET)
    assert SECRET in text_of(client.get(address(consultation, name, ending)))
    if how == "erased":
        erase_author(author, now=NOW)
    elif how == "withdrawn":
        services.withdraw(comment, actor=author, now=NOW)
    else:
        services.withhold(comment, actor=bob(), reason_code="insult", now=NOW)
    text = text_of(client.get(address(consultation, name, ending)))
    assert SECRET not in text
    assert comment.reference not in text


def test_counts_below_five_are_hidden_and_no_subtraction_tells_them(consultation: Consultation, table: Read) -> None:
    rows = table(consultation, "report-figures")
    assert all(row["count"] == "" or int(row["count"]) == 0 or int(row["count"]) >= 5 for row in rows)
    assert {row["range"] for row in rows if row["count"] == ""} <= {"1-4", "5+"}
    figures = {(row["measure"], row["value"]): row for row in rows if not row["document"]}
    assert figures["received", ""]["count"] == "11"
    assert figures["withheld", "confidential"]["range"] == "1-4"
    turnout = table(consultation, "turnout")
    assert [(row["count"], row["range"]) for row in turnout] == [("11", "")]


def test_one_hidden_part_takes_a_second_one_along() -> None:
    from hub.core.engine.small_cells import shown_parts

    def told(*counts: int) -> list[Any]:
        return [part.range or part.count for part in shown_parts(counts)]

    assert told(90, 3, 7) == [90, "1-4", "5+"]
    assert told(90, 3, 2) == [90, "1-4", "1-4"]
    assert told(90, 0, 7) == [90, 0, 7]
    assert told(3, 0) == ["1-4", 0]
    assert told() == []


def test_the_record_of_a_report_is_what_was_hashed(client: Client, consultation: Consultation, table: Read) -> None:
    import hashlib

    response = client.get(address(consultation, "reports/1", "json"))
    printed = table(consultation, "report-figures")[0]["report_sha256"]
    assert hashlib.sha256(response.content).hexdigest() == printed
    assert printed in client.get(f"/en/open-data/consultations/{consultation.slug}/").content.decode()
    assert json.loads(response.content)["slug"] == consultation.slug
