"""Quotations against the rules of the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime

from consultations.models.consultation import Consultation
from hub.contributions.engine.anchoring import Selector, locate, select
from hub.contributions.models.comment import Comment
from tests.factories.consultations import ConsultationFactory, clause_threads, document_thread
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft
from tests.opendata.conftest import Read
from whitepapers.models.clause import ClauseText

pytestmark = pytest.mark.django_db
TEXT = "🌿 The harbour is open to everyone every day from six to nine, and the benches stay where they are."
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
MOTIVATIONS = {"commenting", "editing", "replying", "highlighting", "describing"}
CREATORS = {"Person", "Organization", "Software"}


@pytest.fixture
def consultation() -> Consultation:
    """One quotation with a place, one of loose words, one about the whole document, one that nobody may read."""
    page = published_draft(body=[clause_block(TEXT)], slug="harbour")
    made: Consultation = ConsultationFactory(open=True, document_page=page)
    thread = clause_threads(made)[0].thread
    at = TEXT.index("from six")
    placed = CommentFactory(hub_thread=thread, author_name="Amina", suggestion=True, language="fr")
    quote(placed, select(TEXT, at, at + len("from six to nine")))
    loose = CommentFactory(hub_thread=thread, anonymous=True)
    Comment.objects.filter(pk=loose.pk).update(quote="the benches")
    whole = CommentFactory(hub_thread=document_thread(made).thread)
    Comment.objects.filter(pk=whole.pk).update(quote="harbour is open", quote_language="en")
    quote(CommentFactory(hub_thread=thread, confidential=True), select(TEXT, 0, 5))
    CommentFactory(hub_thread=thread)
    return made


def quote(comment: Comment, found: Selector) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        quote=found.exact,
        quote_prefix=found.prefix,
        quote_suffix=found.suffix,
        quote_start=found.start,
        quote_end=found.end,
        quote_language="en",
    )


def demand_valid(annotation: dict[str, Any]) -> None:
    """What the model says MUST be so, for what we use of it."""
    assert IRI.fullmatch(annotation["id"]), "exactly one IRI"
    assert annotation["type"] == "Annotation"
    motivation = annotation["motivation"]
    assert set([motivation] if isinstance(motivation, str) else motivation) <= MOTIVATIONS
    for name in ("created", "modified"):
        if name in annotation:
            moment = parse_datetime(annotation[name])
            assert moment is not None
            assert moment.tzinfo is not None, "xsd:dateTime with a time zone"
    assert IRI.fullmatch(annotation["rights"])
    if "creator" in annotation:
        assert annotation["creator"]["type"] in CREATORS
        assert annotation["creator"]["name"]
    assert annotation["body"], "an empty list is no body"
    for body in annotation["body"]:
        assert body["type"] == "TextualBody"
        assert isinstance(body["value"], str)
        assert body["purpose"] in MOTIVATIONS
        assert re.fullmatch(r"[a-z]{2,3}(-\w+)*", body["language"])
    target = annotation["target"]
    assert target["type"] == "SpecificResource"
    assert IRI.fullmatch(target["source"]["id"]), "exactly one source"
    demand_selector(target["selector"])


def demand_selector(selector: Any) -> None:
    if isinstance(selector, list):
        assert selector
        for one in selector:
            demand_selector(one)
        return
    match selector["type"]:
        case "FragmentSelector":
            assert selector["value"]
            assert IRI.fullmatch(selector["conformsTo"])
        case "TextQuoteSelector":
            assert selector["exact"]
            assert all(isinstance(selector.get(name, ""), str) for name in ("prefix", "suffix"))
        case "TextPositionSelector":
            assert 0 <= selector["start"] <= selector["end"]
        case other:
            pytest.fail(f"unknown selector {other}")
    if "refinedBy" in selector:
        demand_selector(selector["refinedBy"])


def test_the_page_and_each_annotation_keep_the_rules_of_the_model(consultation: Consultation, linked: Read) -> None:
    page = linked(consultation, "annotations")
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert IRI.fullmatch(page["id"])
    assert IRI.fullmatch(page["partOf"]["id"])
    assert page["startIndex"] == 0
    assert len(page["items"]) == 3
    for annotation in page["items"]:
        demand_valid(annotation)
    assert len({annotation["id"] for annotation in page["items"]}) == 3


def test_the_selectors_find_the_words_in_the_frozen_text(consultation: Consultation, linked: Read) -> None:
    annotation = linked(consultation, "annotations")["items"][0]
    target, fragment = annotation["target"], annotation["target"]["selector"]
    clause = clause_threads(consultation)[0].clause
    assert target["source"]["id"].endswith("/en/documents/harbour/v1/")
    assert target["scope"] == f"urn:uuid:{clause.pk}"
    assert (fragment["type"], fragment["value"]) == ("FragmentSelector", clause.eid)
    words, position = fragment["refinedBy"]
    text = ClauseText.objects.get(clause=clause, version__number=1, language="en").text
    assert text[position["start"] : position["end"]] == words["exact"] == "from six to nine"
    wanted = Selector(words["exact"], words["prefix"], words["suffix"], position["start"], position["end"])
    assert locate(text, wanted) == (position["start"], position["end"])


def test_who_speaks_is_said_only_where_the_author_says_it(consultation: Consultation, linked: Read) -> None:
    placed, loose, whole = linked(consultation, "annotations")["items"]
    assert placed["creator"] == {"type": "Person", "name": "Amina"}
    assert [body["purpose"] for body in placed["body"]] == ["commenting", "editing"]
    assert placed["body"][0]["language"] == "fr"
    assert "creator" not in loose
    assert loose["target"]["selector"]["refinedBy"] == {"type": "TextQuoteSelector", "exact": "the benches"}
    assert "scope" not in whole["target"]
    assert whole["target"]["selector"] == [{"type": "TextQuoteSelector", "exact": "harbour is open"}]


def test_the_table_has_the_same_quotations(consultation: Consultation, table: Read, linked: Read) -> None:
    rows = table(consultation, "annotations")
    items = linked(consultation, "annotations")["items"]
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert (rows[0]["exact"], rows[0]["start"]) == ("from six to nine", str(TEXT.index("from six")))
    assert rows[1]["start"] == rows[1]["end"] == ""
