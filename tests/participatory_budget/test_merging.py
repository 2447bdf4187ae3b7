"""Two proposals become one: with the consent of both sides, a trace, and each person counted once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction

from hub.accounts.services.erasure import erase_account
from hub.audit.models.entry import AuditEntry
from hub.moderation.enums import ReasonCode, State
from hub.notifications.models.outbox import Outbox
from participatory_budget.enums import Consent, PhaseKind
from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.proposal import Proposal
from participatory_budget.reports.together import together_view
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.merging import answer_merge, take_back_merge
from tests.factories.accounts import UserFactory, alice, bob, carol
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.merges import ARABIC, ask, decide, officer, support, two

pytestmark = pytest.mark.django_db


def test_who_asks_has_agreed_and_the_other_side_is_asked():
    source, target = two()
    merge = ask(source, target, source.author)
    assert (merge.source_consent, merge.target_consent) == (Consent.AGREED, Consent.ASKED)
    assert [(row.kind, row.to) for row in Outbox.objects.all()] == [("proposal_merge_asked", "dan@example.org")]
    source.refresh_from_db()
    assert source.merged_into is None


def test_the_author_of_the_one_that_stays_can_ask_too():
    source, target = two()
    merge = ask(source, target, target.author)
    assert (merge.source_consent, merge.target_consent) == (Consent.ASKED, Consent.AGREED)
    answer_merge(merge, agrees=True, actor=source.author, now=NOW)
    source.refresh_from_db()
    assert source.merged_into == target


def test_any_author_of_a_side_answers_for_it():
    source, target = two()
    fatima = UserFactory()
    CoAuthor.objects.create(proposal=target, user=fatima, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW)
    answer_merge(ask(source, target, source.author), agrees=True, actor=fatima, now=NOW)
    source.refresh_from_db()
    assert source.merged_into == target


@pytest.mark.parametrize("person", [bob, carol])
def test_nobody_else_asks_or_answers(person):
    source, target = two()
    stranger = person()
    with pytest.raises(NotAllowedError):
        ask(source, target, stranger)
    merge = ask(source, target, source.author)
    for call in (
        lambda: answer_merge(merge, agrees=True, actor=stranger, now=NOW),
        lambda: take_back_merge(merge, actor=stranger, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            call()
    merge.refresh_from_db()
    assert merge.target_consent == Consent.ASKED


def test_an_officer_asks_but_does_not_answer_for_people():
    source, target = two()
    olga = officer()
    merge = ask(source, target, olga)
    assert (merge.source_consent, merge.target_consent) == (Consent.ASKED, Consent.ASKED)
    assert Outbox.objects.filter(kind="proposal_merge_asked").count() == 2
    with pytest.raises(NotAllowedError):
        answer_merge(merge, agrees=True, actor=olga, now=NOW)
    answer_merge(merge, agrees=True, actor=target.author, now=NOW)
    answer_merge(merge, agrees=True, actor=source.author, now=NOW)
    source.refresh_from_db()
    assert source.merged_into == target


def test_the_city_answers_for_what_came_by_letter_and_the_trace_says_so():
    budget = open_budget()
    source, target = proposal(budget, author=alice()), proposal(budget, channel="letter")
    merge = ask(source, target, source.author)
    assert not Outbox.objects.exists()
    answer_merge(merge, agrees=True, actor=officer(), now=NOW)
    answers = together_view(source, None, "en", NOW).merged.answers
    assert [one.by_city for one in answers] == [False, True]


def test_an_author_does_not_speak_for_the_city_as_well():
    budget = open_budget()
    olga = officer()
    source, target = proposal(budget, author=olga), proposal(budget)
    merge = ask(source, target, olga)
    assert merge.target_consent == Consent.ASKED
    with pytest.raises(BudgetError):  # somebody else has to
        ask(source, target, officer(email="other@example.org"))
    answer_merge(merge, agrees=True, actor=officer(email="third@example.org"), now=NOW)
    source.refresh_from_db()
    assert source.merged_into == target


def test_an_account_erased_meanwhile_leaves_the_answer_to_the_city():
    source, target = two()
    # Another one went into it before, so its words are not one person's and stay.
    proposal(target.budget, merged_into=target, merged_at=NOW)
    merge, author = ask(source, target, source.author), target.author
    with transaction.atomic():
        erase_account(author, actor=author, now=NOW)
    answer_merge(merge, agrees=True, actor=officer(), now=NOW)
    trace = together_view(source, None, "en", NOW).merged
    assert [one.by_city for one in trace.answers] == [False, True]


@pytest.mark.parametrize("phase", list(PhaseKind))
def test_until_the_vote_begins(phase):
    source, target = two(phase)
    if phase in (PhaseKind.VOTING, PhaseKind.RESULTS, PhaseKind.IMPLEMENTATION):
        with pytest.raises(NotAllowedError):
            ask(source, target, source.author)
        with pytest.raises(NotAllowedError):
            ask(source, target, officer())
    else:
        assert ask(source, target, source.author).done_at is None


def test_a_question_is_not_answered_once_the_vote_has_begun():
    source, target = two(PhaseKind.EVALUATION)
    merge = ask(source, target, source.author)
    with pytest.raises(NotAllowedError, match="vote"):
        answer_merge(merge, agrees=True, actor=target.author, now=NOW + timedelta(days=25))


@pytest.mark.parametrize("side", ["source", "target"])
def test_what_the_city_has_decided_about_stays_as_it_is(side):
    source, target = two(PhaseKind.EVALUATION)
    merge = ask(source, target, source.author)
    decide(source if side == "source" else target)
    with pytest.raises(BudgetError, match="decided"):
        answer_merge(merge, agrees=True, actor=target.author, now=NOW)
    merge.refresh_from_db()
    assert (merge.target_consent, merge.done_at) == (Consent.ASKED, None)
    other = proposal(source.budget, author=carol())
    with pytest.raises(BudgetError, match="decided"):
        ask(other, source if side == "source" else target, other.author)


def test_only_within_a_budget_only_what_is_public_and_never_with_itself():
    source, _target = two()
    foreign = proposal(open_budget(slug="another"), author=source.author)
    hidden = proposal(source.budget, author=source.author, state=State.PENDING)
    for one, other in ((source, source), (source, foreign), (source, hidden), (hidden, source)):
        with pytest.raises(BudgetError):
            ask(one, other, source.author)
    assert not Merge.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 1001])
def test_a_reason_is_needed(reason):
    source, target = two()
    with pytest.raises(BudgetError) as refused:
        ask(source, target, source.author, reason)
    assert refused.value.where == "reason"


def test_a_double_click_asks_once_and_answers_once():
    source, target = two()
    support(source, UserFactory())
    merge = ask(source, target, source.author)
    assert ask(source, target, source.author) == merge
    for _click in range(2):
        done = answer_merge(merge, agrees=True, actor=target.author, now=NOW)
        assert (done.done_at, done.supports_moved) == (NOW, 1)
    assert AuditEntry.objects.filter(action="proposal.merged").count() == 1
    with pytest.raises(BudgetError):  # a no that comes after the yes
        answer_merge(merge, agrees=False, actor=target.author, now=NOW)
    with pytest.raises(BudgetError):
        take_back_merge(merge, actor=source.author, now=NOW)


def test_of_a_yes_and_a_no_the_first_one_holds():
    source, target = two()
    merge = ask(source, target, source.author)
    stale = Merge.objects.get(pk=merge.pk)
    answer_merge(merge, agrees=False, actor=target.author, now=NOW)
    with pytest.raises(BudgetError):
        answer_merge(stale, agrees=True, actor=target.author, now=NOW)
    assert together_view(source, None, "en", NOW).merged is None


def test_one_open_question_at_a_time():
    source, target = two()
    third = proposal(source.budget, author=source.author)
    ask(source, target, source.author)
    for one, other in ((source, third), (third, source), (third, target), (target, source)):
        with pytest.raises(BudgetError, match="still open"):
            ask(one, other, source.author)


def test_who_said_no_is_left_in_peace_for_a_week():
    source, target = two()
    answer_merge(ask(source, target, source.author), agrees=False, actor=target.author, now=NOW)
    assert set(Outbox.objects.filter(kind="proposal_merge_ended").values_list("to", flat=True)) == {"alice@example.org"}
    with pytest.raises(BudgetError, match="week"):
        ask(source, target, source.author, now=NOW + timedelta(days=6))
    with pytest.raises(BudgetError, match="week"):
        ask(target, source, source.author, now=NOW + timedelta(days=6))
    assert ask(source, target, source.author, now=NOW + timedelta(days=7)).done_at is None


def test_who_said_no_may_change_their_mind_at_once():
    source, target = two()
    answer_merge(ask(source, target, source.author), agrees=False, actor=target.author, now=NOW)
    assert ask(source, target, target.author).target_consent == Consent.AGREED


def test_taken_back_it_can_be_asked_again():
    source, target = two()
    merge = ask(source, target, source.author)
    for _click in range(2):
        take_back_merge(merge, actor=source.author, now=NOW)
    with pytest.raises(BudgetError):
        answer_merge(merge, agrees=True, actor=target.author, now=NOW)
    assert ask(source, target, source.author).pk != merge.pk


def test_a_coauthor_of_the_side_that_asked_can_take_it_back_and_an_officer_cannot():
    source, target = two()
    fatima = UserFactory()
    CoAuthor.objects.create(proposal=source, user=fatima, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW)
    merge = ask(source, target, source.author)
    with pytest.raises(NotAllowedError):
        take_back_merge(merge, actor=officer(), now=NOW)
    assert take_back_merge(merge, actor=fatima, now=NOW).target_consent == Consent.TAKEN_BACK
    assert set(Outbox.objects.filter(kind="proposal_merge_ended").values_list("to", flat=True)) == {
        "alice@example.org",
        "dan@example.org",
    }


def test_an_officer_ends_what_officers_asked():
    source, target = two()
    merge = ask(source, target, officer())
    assert take_back_merge(merge, actor=officer(email="other@example.org"), now=NOW).done_at is None


def test_a_question_about_something_hidden_blocks_nobody():
    source, target = two()
    third = proposal(source.budget, author=carol())
    merge = ask(source, target, source.author)
    Proposal.objects.filter(pk=target.pk).update(state=State.WITHHELD, reason_code=ReasonCode.OFF_TOPIC)
    with pytest.raises(BudgetError):
        answer_merge(merge, agrees=True, actor=target.author, now=NOW)
    assert ask(source, third, source.author).source_consent == Consent.AGREED


def test_the_record_holds_ids_and_codes_only():
    source, target = two()
    answer_merge(ask(source, target, source.author, ARABIC), agrees=True, actor=target.author, now=NOW)
    rows = list(AuditEntry.objects.filter(action__startswith="proposal.").values_list("action", "reason_code", "data"))
    assert [row[0] for row in rows] == [
        "proposal.merge_asked",
        "proposal.merge_agreed",
        "proposal.merge_agreed",
        "proposal.merged",
    ]
    written = json.dumps(rows, ensure_ascii=False)
    assert ARABIC not in written
    assert "@" not in written
