"""One answer serves many: by clause, by theme, because they were chosen; or the report says in public why not."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.enums import Judgement, OutcomeState, ThemeState
from consultations.models.coding import Coding, CommentTheme, Reading
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome, OutcomeRevision
from consultations.models.quotation import Quotation
from consultations.models.selection import Selection, SelectionMember, SelectionTitle
from consultations.models.theme import Theme, ThemeName
from consultations.reports.figures import consultation_figures
from consultations.reports.readiness import ReportNotReadyError, readiness
from consultations.reports.themes import theme_figures
from consultations.selectors.coverage import clauses_unanswered, unanswered
from consultations.selectors.reasons import reasons_of_changes
from consultations.services import (
    Answer,
    Step,
    approve_answer,
    give_answer,
    propose_answer,
    quote,
    send_back,
    state_gap,
)
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.models.entry import AuditEntry
from hub.contributions.models.comment import Comment
from hub.notifications.models.outbox import Outbox
from tests.factories import accounts
from tests.factories.consultations import (
    NOW,
    ConsultationFactory,
    answer,
    answering_moderator,
    clause_threads,
    publish_report,
)
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
YES = Answer("accepted", {"en": "It will be so."})


@pytest.fixture
def consultation() -> Consultation:
    return ConsultationFactory(analysis=True, clauses=3)


def said(consultation: Consultation, index: int = 0, **kwargs: Any) -> Comment:
    willing = kwargs.pop("may_be_quoted", False)
    comment: Comment = CommentFactory(hub_thread=clause_threads(consultation)[index].thread, **kwargs)
    if willing:
        Comment.objects.filter(pk=comment.pk).update(may_be_quoted=True)
        comment.refresh_from_db()
    return comment


def theme_of(consultation: Consultation, name: str = "Shade", parent: Theme | None = None) -> Theme:
    theme = Theme.objects.create(consultation=consultation, parent=parent, created_at=NOW)
    ThemeName.objects.create(theme=theme, language="en", name=name)
    return theme


def put_under(theme: Theme, *comments: Comment) -> None:
    for comment in comments:
        Coding.objects.create(comment=comment, theme=theme, judgement=Judgement.BELONGS, given_at=NOW)
        CommentTheme.objects.create(comment=comment, theme=theme)


def chosen(consultation: Consultation, *comments: Comment) -> Selection:
    selection = Selection.objects.create(consultation=consultation, made_at=NOW)
    SelectionTitle.objects.create(selection=selection, language="en", title="Letters about shade")
    SelectionMember.objects.bulk_create(SelectionMember(selection=selection, comment=one) for one in comments)
    return selection


def test_an_answer_to_a_theme_serves_what_stands_below_it_in_any_clause(consultation: Consultation) -> None:
    trees, other = theme_of(consultation), theme_of(consultation, "Cost")
    benches = theme_of(consultation, "Benches", parent=trees)
    first, second, left = said(consultation, 0), said(consultation, 1, confidential=True), said(consultation, 2)
    put_under(trees, first)
    put_under(benches, second)
    put_under(other, left)
    assert unanswered(consultation).count() == 3
    give_answer(trees, YES, actor=answering_moderator(), now=NOW)
    assert list(unanswered(consultation)) == [left]
    figures = consultation_figures(consultation)
    assert (figures.to_answer, figures.answered, figures.unanswered) == (3, 2, 1)
    assert clauses_unanswered([consultation]) == {consultation.pk: 1}
    blocked = [one.clause_thread_id for one in readiness(consultation, NOW).blocking]
    assert blocked == [clause_threads(consultation)[2].pk]


def test_a_theme_counts_a_contribution_once_however_many_sub_themes_it_has(consultation: Consultation) -> None:
    trees = theme_of(consultation)
    benches, pools = theme_of(consultation, "Benches", trees), theme_of(consultation, "Pools", trees)
    one, hidden = said(consultation), said(consultation, withdrawn=True)
    put_under(benches, one, hidden)
    put_under(pools, one)
    found = {row.theme: row for row in theme_figures(consultation).by_theme}
    assert [(found[each.pk].comments, found[each.pk].level) for each in (trees, benches, pools)] == [
        (1, 0),
        (1, 1),
        (1, 1),
    ]
    assert theme_figures(consultation).coded == 1


def test_an_answer_to_chosen_contributions_serves_those_alone(consultation: Consultation) -> None:
    first, second = said(consultation, 0), said(consultation, 0)
    give_answer(chosen(consultation, first), YES, actor=answering_moderator(), now=NOW)
    assert list(unanswered(consultation)) == [second]
    with pytest.raises(ReportNotReadyError):
        publish_report(consultation)
    answer(consultation, 0)
    assert not unanswered(consultation).exists()
    report = publish_report(consultation)
    kinds = {(row["kind"], row["number"]) for row in json.loads(report.content)["answers"]}
    assert kinds == {("selection", 1), ("clause", 1)}
    assert not Outcome.objects.filter(published_at=None).exists()


def test_authors_answered_by_theme_are_told(consultation: Consultation) -> None:
    trees = theme_of(consultation)
    comment = said(consultation, email="amel@example.org")
    put_under(trees, comment)
    give_answer(trees, YES, actor=answering_moderator(), now=NOW)
    publish_report(consultation)
    assert Outbox.objects.filter(kind="outcome", to="amel@example.org").count() == 1


def test_the_one_way_round_a_gap_is_a_public_statement(consultation: Consultation) -> None:
    said(consultation)
    row = clause_threads(consultation)[0]
    with pytest.raises(ReportNotReadyError):
        publish_report(consultation)
    with pytest.raises(NotAllowedError):
        state_gap(consultation, clause_thread=row, texts={"en": "Later."}, actor=accounts.alice(), now=NOW)
    carol = accounts.carol()
    state_gap(consultation, clause_thread=row, texts={"en": "The court decides first."}, actor=carol, now=NOW)
    report = publish_report(consultation)
    gap = json.loads(report.content)["gaps"][0]
    assert gap == {
        "document": str(row.document_id),
        "clause": str(row.clause_id),
        "texts": {"en": "The court decides first."},
    }
    assert AuditEntry.objects.filter(action="report.gap_stated").exists()
    state_gap(consultation, clause_thread=row, texts={"en": " "}, actor=carol, now=NOW)
    assert [one.code for one in readiness(consultation, NOW).blocking] == ["unanswered"]


def test_four_eyes(consultation: Consultation) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(answers_approved=True)
    consultation.refresh_from_db()
    said(consultation)
    bob, carol = answering_moderator(), accounts.carol()
    outcome = answer(consultation, 0, actor=bob)
    assert [one.code for one in readiness(consultation, NOW).blocking] == ["not_approved"]
    with pytest.raises(ConsultationError):
        approve_answer(outcome, actor=carol, now=NOW)  # nobody asked yet
    propose_answer(outcome, actor=bob, now=NOW)
    with pytest.raises(NotAllowedError):
        approve_answer(outcome, actor=bob, now=NOW)
    with pytest.raises(NotAllowedError):
        approve_answer(outcome, actor=accounts.alice(), now=NOW)
    send_back(outcome, note="Name the law.", actor=carol, now=NOW)
    propose_answer(outcome, actor=bob, now=NOW)
    approve_answer(outcome, actor=carol, now=NOW)
    assert not readiness(consultation, NOW).blocking
    changed = answer(consultation, 0, actor=bob, reasons={"en": "Other words."})
    assert changed.state == OutcomeState.WRITTEN
    assert [one.code for one in readiness(consultation, NOW).blocking] == ["not_approved"]
    states = list(OutcomeRevision.objects.filter(outcome=outcome).values_list("state", "note"))
    assert states == [
        ("written", ""),
        ("proposed", ""),
        ("written", "Name the law."),
        ("proposed", ""),
        ("approved", ""),
        ("written", ""),
    ]
    assert not AuditEntry.objects.filter(data__icontains="Name the law").exists()


def test_where_a_machine_suggested_themes_people_must_have_read_enough(consultation: Consultation) -> None:
    comments = [said(consultation) for _ in range(5)]
    trees = theme_of(consultation)
    Coding.objects.create(
        comment=comments[0], theme=trees, machine="themes/1", judgement=Judgement.BELONGS, score=900, given_at=NOW
    )
    answer(consultation, 0)
    assert [one.code for one in readiness(consultation, NOW).blocking] == ["not_read"]
    bob = answering_moderator()
    Reading.objects.bulk_create(Reading(comment=one, reader=bob, read_at=NOW) for one in comments[:4])
    assert not readiness(consultation, NOW).blocking, "four of five are the eighty per cent asked for"
    assert consultation_figures(consultation).read == 4


def test_a_machine_s_suggestion_counts_nowhere(consultation: Consultation) -> None:
    comment, trees = said(consultation), theme_of(consultation)
    Coding.objects.create(
        comment=comment, theme=trees, machine="themes/1", judgement=Judgement.BELONGS, score=999, given_at=NOW
    )
    give_answer(trees, YES, actor=answering_moderator(), now=NOW)
    assert list(unanswered(consultation)) == [comment]
    assert theme_figures(consultation).by_theme[0].comments == 0


def test_an_answer_names_what_changes_and_what_will_be_done(consultation: Consultation) -> None:
    trees, rows = theme_of(consultation), clause_threads(consultation)
    put_under(trees, said(consultation, 0))
    steps = [Step({"en": "Plant forty trees.", "fr": "Planter quarante arbres."}, date(2026, 9, 1)), Step({"en": " "})]
    named = Answer("accepted", {"en": "Yes."}, changes=[(rows[1].clause_id, 2)], steps=steps)
    bob = answering_moderator()
    outcome = give_answer(trees, named, actor=bob, now=NOW)
    assert give_answer(trees, named, actor=bob, now=NOW).revisions.count() == 1, "the same answer twice is one"
    assert [str(step.due_on) for step in outcome.next_steps.all()] == ["2026-09-01"]
    report = publish_report(consultation)
    told = json.loads(report.content)["answers"][0]
    assert told["next_steps"][0]["texts"]["fr"] == "Planter quarante arbres."
    assert told["changes"] == [{"clause": str(rows[1].clause_id), "version": 2}]
    reasons = reasons_of_changes(rows[1].document_id, [rows[0].clause_id, rows[1].clause_id], 1, 2)
    assert [reason.text for reason in reasons[rows[1].clause_id]] == ["Yes."]
    assert reasons[rows[1].clause_id][0].url.endswith(f"#theme-{trees.pk}")
    assert rows[0].clause_id not in reasons


def test_clauses_of_other_consultations_and_merged_themes_are_refused(consultation: Consultation) -> None:
    elsewhere = clause_threads(ConsultationFactory(analysis=True))[0]
    trees = theme_of(consultation)
    with pytest.raises(ConsultationError) as refusal:
        give_answer(
            trees,
            Answer("accepted", {"en": "Yes."}, changes=[(elsewhere.clause_id, None)]),
            actor=answering_moderator(),
            now=NOW,
        )
    assert refusal.value.where == "changes"
    Theme.objects.filter(pk=trees.pk).update(state=ThemeState.MERGED, merged_into=theme_of(consultation, "Trees"))
    with pytest.raises(ConsultationError):
        give_answer(trees, YES, actor=answering_moderator(), now=NOW)


def test_a_report_quotes_only_whom_it_may(consultation: Consultation) -> None:
    row = clause_threads(consultation)[0]
    willing, unasked = said(consultation, may_be_quoted=True), said(consultation)
    bob = answering_moderator()
    quote(willing, row, actor=bob, now=NOW)
    quote(willing, row, actor=bob, now=NOW)
    assert Quotation.objects.count() == 1
    with pytest.raises(ConsultationError):
        quote(unasked, row, actor=bob, now=NOW)
    with pytest.raises(ConsultationError):
        quote(willing, clause_threads(consultation)[1], actor=bob, now=NOW)
    answer(consultation, 0)
    report = publish_report(consultation)
    assert [one["reference"] for one in json.loads(report.content)["quotes"]] == [willing.reference]
    assert willing.body not in report.content


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_of_what_is_answered_costs_the_same(
    count: int, consultation: Consultation, client: Client, django_assert_max_num_queries: Any
) -> None:
    trees = theme_of(consultation)
    put_under(trees, *[said(consultation) for _ in range(count)])
    for number in range(count):
        give_answer(theme_of(consultation, f"Theme {number}"), YES, actor=answering_moderator(), now=NOW)
    client.force_login(answering_moderator())
    address = reverse("consultation_coverage", args=[consultation.pk])
    client.get(address)
    with django_assert_max_num_queries(60):
        page = client.get(address)
    assert page.status_code == 200
    assert "Theme 0" in page.content.decode()


def test_the_form_of_a_theme_and_of_a_choice(consultation: Consultation, client: Client) -> None:
    comment = said(consultation, body="More shade, please.", may_be_quoted=True)
    hidden = said(consultation, body="Between us.", confidential=True)
    trees = theme_of(consultation)
    put_under(trees, comment, hidden)
    selection = chosen(consultation, comment)
    client.force_login(answering_moderator())
    for name, subject in (("theme", trees), ("selection", selection)):
        address = reverse(f"consultation_answer_{name}", args=[consultation.pk, subject.pk])
        page = client.get(address).content.decode()
        assert "More shade, please." in page
        refused = client.post(address, {"decision": "accepted", "responsible_body": "Council of the city"})
        assert refused.status_code == 422
        assert "Council of the city" in refused.content.decode(), "what was typed is in the answer"
        sent = client.post(
            address,
            {
                "decision": "accepted",
                "reason_en": "Yes.",
                "step_0_en": "Plant trees.",
                "step_0_due": "2026-10-01",
                "changes": [str(clause_threads(consultation)[0].clause_id)],
            },
        )
        assert sent.status_code == 302
        kept = Outcome.objects.get(**{name: subject})
        assert kept.next_steps.get().texts.get().text == "Plant trees."
    quoting = reverse("consultation_quote", args=[consultation.pk, comment.reference])
    client.post(quoting, {"theme": str(trees.pk)})
    assert Quotation.objects.get().theme == trees
    client.post(quoting, {"theme": str(trees.pk), "drop": "1"})
    assert not Quotation.objects.exists()


@pytest.mark.parametrize(("person", "status"), [("alice", 302), ("dan", 302), ("carol", 200), ("bob", 200)])
def test_who_sees_the_answers_in_preparation(
    person: str, status: int, consultation: Consultation, client: Client
) -> None:
    trees = theme_of(consultation)
    put_under(trees, said(consultation, body="Between us.", confidential=True))
    client.force_login(getattr(accounts, person)())
    for address in (
        reverse("consultation_coverage", args=[consultation.pk]),
        reverse("consultation_answer_theme", args=[consultation.pk, trees.pk]),
    ):
        response = client.get(address)
        assert response.status_code in ((302, 403) if status == 302 else (200,))
        assert ("Between us." in response.content.decode()) == (person == "bob" and "theme" in address)
