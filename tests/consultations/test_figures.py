"""The figures of a report, held against counts that are made in another way: plain SQL over the tables."""

from collections import Counter
from dataclasses import FrozenInstanceError

import pytest
from django.db import connection

from consultations.engine.canonical import canonical_json
from consultations.engine.texts import group_exact
from consultations.reports import consultation_figures
from consultations.reports.content import report_content
from hub.contributions.services import publish, withhold
from tests.factories import accounts
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, answer, clause_threads, document_thread
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import published_draft

pytestmark = pytest.mark.django_db


def sql(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def hexed(uuid):
    return uuid.hex if connection.vendor == "sqlite" else str(uuid)


JOIN = """
    from contributions_comment c
    join consultations_clausethread t on t.thread_id = c.hub_thread_id
    where t.consultation_id = %s
"""


@pytest.fixture
def busy():
    """Contributions in every state, channel and language, and another consultation that must not be counted."""
    consultation = ConsultationFactory(analysis=True, clauses=4)
    threads = [row.thread for row in clause_threads(consultation)]
    CommentFactory.create_batch(3, hub_thread=threads[0], position="support")
    CommentFactory(hub_thread=threads[0], position="oppose", language="fr", channel="letter")
    CommentFactory(hub_thread=threads[0], position="", language="ar", channel="email")
    CommentFactory(hub_thread=threads[1], suggestion=True, position="support_with_changes")
    CommentFactory(hub_thread=threads[1], pending=True)
    CommentFactory(hub_thread=threads[1], withheld=True)
    CommentFactory(hub_thread=threads[1], withdrawn=True)
    CommentFactory(hub_thread=threads[2], confidential=True)
    CommentFactory(hub_thread=document_thread(consultation).thread, position="question")
    CommentFactory(
        hub_thread=threads[0],
        parent=CommentFactory(hub_thread=threads[0], email="same@example.org"),
        email="SAME@example.org",
    )
    other = ConsultationFactory(analysis=True, document_page=published_draft(clauses=2))
    CommentFactory.create_batch(5, hub_thread=clause_threads(other)[0].thread)
    return consultation


def test_figures_equal_independent_counts(busy):
    figures = consultation_figures(busy)
    key = hexed(busy.pk)
    assert figures.received == sql(f"select count(*) {JOIN}", key)[0][0] == 13
    by_state = dict(sql(f"select c.state, count(*) {JOIN} group by c.state", key))
    assert figures.published == by_state["published"] == 9
    assert figures.pending == by_state["pending"] == 1
    hidden = f"select c.reason_code, count(*) {JOIN} and c.state in ('withheld', 'withdrawn') group by c.reason_code"
    assert dict(figures.withheld) == dict(sql(hidden, key)) == {"confidential": 1, "insult": 1, "withdrawn": 1}
    assert dict(figures.channels) == dict(sql(f"select c.channel, count(*) {JOIN} group by c.channel", key))
    assert dict(figures.languages) == dict(sql(f"select c.language, count(*) {JOIN} group by c.language", key))
    by_clause = Counter(
        dict(
            sql(
                f"select t.id, count(*) {JOIN} and c.state = 'published' group by t.id",
                key,
            )
        )
    )
    assert {row.clause_thread_id: row.comments for row in figures.by_clause if row.comments} == dict(by_clause)
    positions = dict(sql(f"select c.position, count(*) {JOIN} and c.state = 'published' group by c.position", key))
    counted = Counter()
    for row in figures.by_clause:
        counted.update(row.positions)
    assert {name: counted[name] for name in counted if counted[name]} == {
        (name or "none"): count for name, count in positions.items()
    }


def test_received_is_published_and_withheld_and_pending(busy):
    figures = consultation_figures(busy)
    assert figures.received == figures.published + figures.withheld_total + figures.pending
    assert figures.received == sum(row.received for row in figures.by_clause)


def test_a_person_who_writes_twice_is_one_person(busy):
    # 13 contributions; "same@example.org" wrote two of them.
    assert consultation_figures(busy).people == 12


def test_letters_without_a_name_are_not_merged_into_one_person():
    consultation = ConsultationFactory(analysis=True)
    thread = clause_threads(consultation)[0].thread
    for number in range(3):
        CommentFactory(hub_thread=thread, anonymous=True, email="", channel="letter", body=f"Letter {number}")
    CommentFactory(hub_thread=thread, email="", author_name="Amel K.", channel="letter", body="One")
    CommentFactory(hub_thread=thread, email="", author_name="AMEL K.", channel="letter", body="Two")
    assert consultation_figures(consultation).people == 4


def test_confidential_contributions_wait_for_an_answer_too(busy):
    missing = {row.clause_thread_id for row in consultation_figures(busy).unanswered_clauses}
    rows = clause_threads(busy)
    assert rows[2].pk in missing
    assert rows[3].pk not in missing, "nobody wrote about it"
    assert consultation_figures(busy).unanswered == 9


def test_an_answered_clause_is_not_missing_any_more(busy):
    answer(busy, 0)
    figures = consultation_figures(busy)
    assert clause_threads(busy)[0].pk not in {row.clause_thread_id for row in figures.unanswered_clauses}
    assert dict(figures.decisions) == {"accepted": 1}


def test_figures_follow_moderation(busy):
    from hub.contributions.models.comment import Comment

    moderator = accounts.bob()
    before = consultation_figures(busy)
    waiting = Comment.objects.get(hub_thread=clause_threads(busy)[1].thread, state="pending")
    publish(waiting, actor=moderator, now=NOW)
    withhold(
        Comment.objects.filter(hub_thread=clause_threads(busy)[0].thread, position="oppose").get(),
        actor=moderator,
        reason_code="off_topic",
        now=NOW,
    )
    after = consultation_figures(busy)
    assert after.received == before.received
    assert after.pending == 0
    assert after.withheld["off_topic"] == 1
    assert after.published == before.published


def test_figures_are_frozen_and_their_record_has_no_words_and_no_floats(busy):
    figures = consultation_figures(busy)
    with pytest.raises(FrozenInstanceError):
        figures.received = 0
    text = canonical_json(report_content(busy))
    assert "I walk there" not in text
    assert "Neighbour" not in text
    assert "example.org" not in text


@pytest.mark.parametrize("count", [1, 50])
def test_the_number_of_queries_does_not_depend_on_the_number_of_comments(count, django_assert_num_queries):
    consultation = ConsultationFactory(analysis=True, clauses=2)
    CommentFactory.create_batch(count, hub_thread=clause_threads(consultation)[0].thread)
    # documents, threads, outcomes, what is answered (2), cells, people, the machine's run, texts, readings;
    # reasons only with outcomes
    with django_assert_num_queries(10):
        consultation_figures(consultation)


def test_identical_texts_are_grouped_after_white_space_and_case():
    groups = group_exact(["Keep the  trees.", "keep the\ntrees.", "Keep the trees!", "Other", "OTHER", "other "])
    assert (groups.distinct, groups.groups, groups.grouped) == (3, 2, 5)
    assert group_exact([]).distinct == 0


def test_canonical_json_is_the_same_whatever_the_order_and_refuses_floats():
    assert canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1}) == '{"a":"é","b":1}'
    with pytest.raises(TypeError):
        canonical_json({"share": [0.5]})


def test_dates_in_the_record_are_utc(busy):
    assert report_content(busy)["closes_at"].endswith("+00:00")
    assert busy.closes_at == NOW - WEEK
