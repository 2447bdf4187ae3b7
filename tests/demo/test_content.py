"""What writers of the demo city must not get wrong, checked without a database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from hub.contributions.enums import Channel, Position, PublishAs
from hub.demo.content.city import CONSULTATIONS
from hub.demo.content.cooler_city import COOLER_CITY
from hub.demo.content.outcomes import ANSWERS, REPORT
from hub.demo.content.people import PEOPLE
from hub.demo.content.pictures import PICTURES
from hub.demo.content.public_spaces import PUBLIC_SPACES
from hub.demo.content.said import SAID
from hub.demo.content.shapes import DocumentContent, Said, Tri
from hub.demo.content.surroundings import SURROUNDINGS
from hub.demo.content.topics import TOPICS
from hub.demo.drawing.scenes import SCENES
from hub.moderation.enums import MODERATOR_REASONS

DOCUMENTS = {document.slug: document for document in (PUBLIC_SPACES, COOLER_CITY)}
ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
ALL_SAID = [(slug, one) for slug, said in SAID.items() for one in said]


def texts_of(document: DocumentContent) -> list[Tri]:
    parts = [document.title, document.summary, document.owner_body]
    parts += [chapter.heading for chapter in document.chapters]
    return parts + [text for clause in document.clauses for text in (clause.heading, clause.text)]


def all_texts() -> list[Tri]:
    texts = [text for document in DOCUMENTS.values() for text in texts_of(document)]
    for content in CONSULTATIONS:
        texts += [content.title, content.summary, content.story, content.how_used, content.who_decides]
    for beside in SURROUNDINGS.values():
        parts = (beside.still_open, beside.already_decided, beside.follow_up, beside.file_title, beside.file_note)
        texts += [text for text in parts if text is not None]
        for meeting in beside.meetings:
            texts += [meeting.title, meeting.place, meeting.description, meeting.access]
    texts += [answer.reason for answer in ANSWERS]
    texts += [REPORT.title, REPORT.sentence, REPORT.summary, REPORT.introduction, REPORT.next_steps, REPORT.methods]
    texts += [one.name for one in TOPICS]
    return texts + [text for picture in PICTURES for text in (picture.title, picture.alt)]


@pytest.mark.parametrize("text", all_texts(), ids=lambda text: text.en[:40])
def test_each_text_is_written_in_all_three_languages(text: Tri) -> None:
    assert all(part.strip() for part in text)
    assert text.ar != text.en
    assert ARABIC.search(text.ar)
    assert not LATIN_WORD.search(text.ar)
    assert not ARABIC.search(text.en + text.fr)
    # One-word headings may be the same in two languages ("Article"); sentences are not.
    assert text.fr != text.en or " " not in text.en


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.slug)
def test_clauses_are_numbered_as_the_hub_numbers_them(document: DocumentContent) -> None:
    expected = [
        f"{chapter}.{clause}"
        for chapter, content in enumerate(document.chapters, start=1)
        for clause, _ in enumerate(content.clauses, start=1)
    ]
    assert [clause.number for clause in document.clauses] == expected


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.slug)
def test_translations_have_the_same_paragraphs(document: DocumentContent) -> None:
    for clause in document.clauses:
        counts = {len(text.split("\n\n")) for text in clause.text}
        assert len(counts) == 1, clause.number


def test_clause_about_renewal_says_what_everybody_argues_about() -> None:
    clause = next(clause for clause in PUBLIC_SPACES.clauses if clause.number == "4.2")
    assert "may refuse renewal without giving reasons" in clause.text.en


@pytest.mark.parametrize(("slug", "one"), ALL_SAID, ids=lambda value: getattr(value, "key", ""))
def test_each_contribution_can_be_said(slug: str, one: Said) -> None:
    clauses = {clause.number: clause for clause in DOCUMENTS[slug].clauses}
    assert one.clause in clauses or one.clause == ""
    assert one.who in PEOPLE or one.who in {"citizen", "resident"}
    assert one.position in Position.values
    assert one.channel in Channel.values
    assert one.publish_as in PublishAs.values
    assert not one.withheld or one.withheld in MODERATOR_REASONS
    language = one.language or (PEOPLE[one.who].language if one.who in PEOPLE else "en")
    if one.quote:
        assert one.quote in clauses[one.clause].text.get(language)


@pytest.mark.parametrize("slug", SAID)
def test_replies_follow_what_they_answer(slug: str) -> None:
    by_key = {one.key: one for one in SAID[slug]}
    assert len(by_key) == len(SAID[slug])
    for one in SAID[slug]:
        if one.reply_to:
            parent = by_key[one.reply_to]
            assert (parent.day, parent.at) < (one.day, one.at)
            assert parent.clause == one.clause
            assert not parent.reply_to


def test_each_clause_of_the_white_paper_is_answered() -> None:
    assert {answer.clause for answer in ANSWERS} == {clause.number for clause in COOLER_CITY.clauses}


def test_the_report_counts_the_changes_rightly() -> None:
    changed = [answer for answer in ANSWERS if answer.decision in {"accepted", "accepted_in_part"}]
    assert len(changed) == 7
    assert REPORT.sentence.en.startswith("Seven of the ten")
    assert len(ANSWERS) == 10


def test_pictures_are_drawn_light_and_complete() -> None:
    folder = Path(settings.BASE_DIR) / "static" / "demo"
    assert {picture.name for picture in PICTURES} == set(SCENES)
    for picture in PICTURES:
        assert (folder / picture.filename).stat().st_size < 60_000
