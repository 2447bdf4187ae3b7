"""Comments and questions as the search is told of them: the words of what is public, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hub.accounts.services.erasure import erase_account
from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.services import bulk
from hub.core.search import SearchDocument, search_kinds
from hub.moderation.enums import ReasonCode
from tests.factories.accounts import alice, bob, dan
from tests.factories.consultations import ConsultationFactory, clause_threads, document_thread, thread_of
from tests.factories.contributions import (
    DURING,
    SUBJECTS,
    CommentFactory,
    ThreadFactory,
    answer_thread,
    describe_thread,
)
from tests.heard import heard

pytestmark = pytest.mark.django_db

SECRET = "Zanzibarium"
LATER = DURING + timedelta(hours=1)
EVERYBODY = {"en", "fr", "ar"}


def told(kind: str, *comments: Comment, language: str = "en") -> list[SearchDocument]:
    return list(search_kinds.get(kind).documents([str(one.pk) for one in comments], language))


def nothing_tells(comment: Comment) -> bool:
    return not [one for kind in ("comment", "question") for one in told(kind, comment)]


def test_a_comment_is_told_in_its_own_words_under_what_it_is_about():
    page = uuid4()
    thread = ThreadFactory(process_key="consultation:1", page_keys=(page,))
    comment = CommentFactory(hub_thread=thread, body="Plus d'arbres.", suggested_text="Le port.", language="fr")
    for language in ("en", "ar"):
        (one,) = told("comment", comment, language=language)
        assert (one.key, one.language, one.title) == (str(comment.pk), "fr", "Clause 4.2 · The harbour")
        assert one.body == f"Plus d'arbres.\n\nLe port.\n\n{comment.reference}"
        assert one.url == f"/{language}/c/{comment.reference}/"
        assert one.readers == EVERYBODY
        assert (one.part_of, one.process, one.pages) == ("The harbour plan", "consultation:1", (page,))
        assert (one.date, one.year) == (DURING, 2026)
    assert told("comment", comment)[0].notes == ("Supports", comment.reference)
    assert str(comment.pk) in search_kinds.get("comment").keys()  # noqa: SIM118 - not a dictionary


def test_what_asks_is_found_as_a_question_and_as_nothing_else():
    question = CommentFactory(position="question")
    assert [one.notes[0] for one in told("question", question)] == ["Asks"]
    assert told("comment", question) == []
    assert list(search_kinds.get("question").keys()) == [str(question.pk)]
    assert list(search_kinds.get("comment").keys()) == []
    with heard() as keys:
        services.edit(
            question, body="Not a question.", suggested_text="", position="other", actor=None, granted=True, now=LATER
        )
    assert {("comment", str(question.pk)), ("question", str(question.pk))} <= set(keys)
    assert told("question", question) == []
    assert told("comment", question)[0].body.startswith("Not a question.")


@pytest.mark.parametrize("trait", ["pending", "withheld", "withdrawn", "confidential"])
@pytest.mark.parametrize("position", ["question", "oppose"])
def test_what_is_not_public_is_told_to_nobody(trait, position):
    hidden = CommentFactory(body=SECRET, suggested_text=SECRET, position=position, **{trait: True})
    assert nothing_tells(hidden)
    for kind in ("comment", "question"):
        assert str(hidden.pk) not in list(search_kinds.get(kind).keys())


def test_what_a_moderator_took_down_comes_back_on_appeal():
    comment = CommentFactory(body="Trees.")
    services.withhold(comment, actor=bob(), reason_code=ReasonCode.INSULT, now=LATER)
    assert nothing_tells(comment)
    comment.refresh_from_db()
    services.publish(comment, actor=bob(email="b2@example.org"), now=LATER)
    assert len(told("comment", comment)) == 1


def test_what_was_erased_is_gone():
    author = alice()
    comment = CommentFactory(user=author, body=SECRET)
    with heard() as keys:
        erase_account(author, actor=author, now=LATER)
    assert ("comment", str(comment.pk)) in keys
    assert nothing_tells(comment)


def test_about_something_that_cannot_be_read_nothing_is_told():
    taken_down, gone = CommentFactory(body=SECRET), CommentFactory(body=SECRET)
    describe_thread(taken_down.hub_thread, url="")
    describe_thread(gone.hub_thread, missing=True)
    assert nothing_tells(taken_down)
    assert nothing_tells(gone)


def test_a_held_reply_is_not_told_and_a_reply_to_something_hidden_is():
    parent = CommentFactory(body=SECRET, user=alice())
    reply = CommentFactory(hub_thread=parent.hub_thread, parent=parent, body="It stays.")
    held = CommentFactory(hub_thread=parent.hub_thread, parent=parent, body=SECRET, pending=True)
    assert nothing_tells(held)
    services.withdraw(parent, actor=parent.user, now=LATER)
    (one,) = told("comment", parent, reply, held)
    assert one.body.startswith("It stays.")
    assert one.notes == (reply.reference,)
    assert SECRET not in repr(one)


def test_a_change_that_waits_is_not_told_before_somebody_read_it():
    comment = CommentFactory(body="Trees.")
    describe_thread(comment.hub_thread, premoderated=True)
    change = services.edit(
        comment, body=f"Trees. {SECRET}", suggested_text="", position="", actor=None, granted=True, now=LATER
    )
    assert SECRET not in repr(told("comment", comment))
    with heard() as keys:
        services.approve_change(change, actor=bob(), now=LATER)
    assert ("comment", str(comment.pk)) in keys
    assert SECRET in told("comment", comment)[0].body


def test_nobody_is_found_by_name():
    thread = ThreadFactory()
    author = alice()
    comment = CommentFactory(hub_thread=thread, user=author, author_name=SECRET, email=f"{SECRET}@example.org")
    Comment.objects.filter(pk=comment.pk).update(
        organisation=SECRET, register_number=SECRET, represents=SECRET, user_name=SECRET, author_kind="organisation"
    )
    Attachment.objects.create(
        comment=comment, kind="pdf", name=f"{SECRET}.pdf", size=1, sha256="0" * 64, content=SECRET.encode()
    )
    answer_thread(thread)
    (one,) = told("comment", comment)
    assert SECRET not in repr(one)


def test_keys_that_are_none_are_left_out():
    comment = CommentFactory()
    odd = ["", "x", "-1", "1.0", "٣", "9" * 19, "9" * 400, "²", f" {comment.pk}", "0"]
    for kind in ("comment", "question"):
        assert not search_kinds.get(kind).documents(odd, "en")
    assert len(search_kinds.get("comment").documents([*odd, str(comment.pk)], "en")) == 1
    assert list(search_kinds.get("comment").documents([], "en")) == []


def test_words_in_a_language_that_the_hub_does_not_speak_are_told_all_the_same():
    comment = CommentFactory(language="pl", body="Więcej drzew.")
    (one,) = told("comment", comment, language="ar")
    assert (one.language, one.title_language) == ("pl", "en")


def test_on_a_clause_it_is_told_with_its_consultation_and_its_pages():
    consultation = ConsultationFactory(open=True)
    row = clause_threads(consultation)[0]
    comment = CommentFactory(hub_thread=row.thread, body="نريد الظل من فضلكم", language="ar")
    whole = CommentFactory(hub_thread=document_thread(consultation).thread, body="Tout.", language="fr")
    first, second = told("comment", comment, whole)
    page = consultation.pages.first()
    assert first.process == second.process == f"consultation:{consultation.pk}"
    assert (first.pages, second.pages) == ((row.document_id,), (row.document_id, page.translation_key))
    assert first.part_of == second.part_of == page.title
    # "Clause 1" is ours to say; the title of the document is in its own language.
    assert first.title == gettext_in("ar", "Clause %(number)s") % {"number": "1"}
    assert (first.title_language, second.title_language) == ("", "en")
    page.unpublish()
    (first,) = told("comment", comment)
    assert (first.pages, first.part_of, first.part_of_language) == ((row.document_id,), "", "")
    assert nothing_tells(whole)


def gettext_in(language: str, text: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


def queries(kind: str, comments: list[Comment]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert len(told(kind, *comments, language="en")) == len(comments)
    return len(captured)


def test_one_costs_what_fifty_cost():
    consultation = ConsultationFactory(open=True, clauses=10)
    threads = [thread_of(consultation, index) for index in range(10)]
    languages = ("en", "fr", "ar")
    comments = [CommentFactory(hub_thread=threads[number % 10], language=languages[number % 3]) for number in range(51)]
    told("comment", *comments)  # what is read once a process
    assert queries("comment", comments[:1]) == queries("comment", comments[::3][:17])
    assert queries("comment", comments[:3]) == queries("comment", comments)
    SUBJECTS.calls = 0
    others = [CommentFactory() for _ in range(5)]
    assert queries("comment", others[:1]) == queries("comment", others) == 1
    assert SUBJECTS.calls == 2


def test_each_decision_tells_what_it_changes():
    author, moderator, reader = alice(), bob(), dan()
    comment = CommentFactory(user=author, pending=True)
    mine = ("comment", str(comment.pk))
    steps = [
        lambda: services.publish(comment, actor=moderator, now=LATER),
        lambda: services.withhold(comment, actor=moderator, reason_code=ReasonCode.HATE, now=LATER),
        lambda: services.publish(comment, actor=moderator, now=LATER),
        lambda: services.edit(
            comment, body="Other words.", suggested_text="", position="other", actor=author, now=LATER
        ),
        lambda: services.withdraw(comment, actor=author, now=LATER),
    ]
    for step in steps:
        with heard() as keys:
            step()
        assert mine in keys
        comment.refresh_from_db()
    other = CommentFactory()
    silent = [
        lambda: services.react(other, actor=reader, kind="agree", now=LATER),
        lambda: services.flag(other, actor=reader, reason_code=ReasonCode.INSULT, note="", now=LATER),
        lambda: services.dismiss_flags(other, actor=moderator, now=LATER),
        lambda: services.permit_quotation(other, allowed=True, actor=None, granted=True, now=LATER),
    ]
    for step in silent:
        with heard() as keys:
            step()
        # Popular words would else be hidden from the search while people agree with them.
        assert keys == []


def test_a_refused_change_that_was_public_takes_the_comment_with_it():
    comment = CommentFactory(body="Trees.")
    change = services.edit(comment, body=SECRET, suggested_text="", position="", actor=None, granted=True, now=LATER)
    assert SECRET in repr(told("comment", comment))
    with heard() as keys:
        services.refuse_change(change, actor=bob(), reason_code=ReasonCode.INSULT, now=LATER)
    assert ("comment", str(comment.pk)) in keys
    assert nothing_tells(comment)


def test_what_is_received_is_told_at_once():
    with heard() as keys:
        comment = CommentFactory(position="question")
    assert ("question", str(comment.pk)) in keys


def test_an_import_tells_only_what_it_made_public():
    thread = ThreadFactory()
    rows = [
        ("a", "published", "comment", "named"),
        ("b", "published", "question", "named"),
        ("c", "pending", "comment", "named"),
        ("d", "published", "comment", "confidential"),
    ]
    incoming = [
        bulk.Incoming(
            line=number,
            external_id=name,
            canonical=name,
            draft=Draft(
                body=f"Words {name}.",
                position="question" if kind == "question" else "support",
                publish_as=publish_as,
                author_name="Somebody",
                language="en",
                author_language="en",
            ),
            email="",
            received_at=DURING,
            state=state,
            thread_id=thread.pk,
            document_version=1,
            in_reply_to="",
        )
        for number, (name, state, kind, publish_as) in enumerate(rows)
    ]
    planned = bulk.plan(incoming, source="old", known=bulk.InDatabase("old"), premoderated=True)
    assert not planned.rejected
    with heard() as keys:
        bulk.write("old", planned.create, actor=None, now=LATER)
    pks = dict(Comment.objects.values_list("external_id", "pk"))
    assert keys == [("comment", str(pks["a"])), ("question", str(pks["b"]))]
