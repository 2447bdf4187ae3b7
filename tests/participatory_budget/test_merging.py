"""Two proposals become one: with the consent of both sides, a trace, and each person counted once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hub.accounts.models.user import User
from hub.accounts.services.erasure import erase_account
from hub.audit.models.entry import AuditEntry
from hub.moderation.enums import ReasonCode, State
from hub.notifications.models.outbox import Outbox
from participatory_budget.enums import Consent, PhaseKind
from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.permissions.proposals import is_author
from participatory_budget.reports.together import together_view
from participatory_budget.services import coauthoring
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.merging import answer_merge, ask_to_merge, take_back_merge
from tests.factories.accounts import UserFactory, alice, bob, carol, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
ARABIC = "الفكرة نفسها للساحة نفسها، ونحن جيران."


def officer(**fields: object) -> User:
    return UserFactory(**{"email": "olga@example.org", "pseudonym": "Olga", "budget_officer": True, **fields})


def ask(source: Proposal, target: Proposal, actor: User, reason: str = "The same square.", **fields: object) -> Merge:
    return ask_to_merge(source, target, **{"reason": reason, "language": "en", "actor": actor, "now": NOW, **fields})


def support(one: Proposal, *people: User) -> None:
    for person in people:
        ProposalSupport.objects.create(proposal=one, user=person, given_at=NOW)
    Proposal.objects.filter(pk=one.pk).update(support_count=one.supports.count())


def two(phase: str = PhaseKind.PROPOSALS, **fields: object) -> tuple[Proposal, Proposal]:
    budget = open_budget(phase, **fields)
    return proposal(budget, author=alice(), title="Shade"), proposal(budget, author=dan(), title="Trees")


def decide(one: Proposal) -> None:
    evaluation = Evaluation.objects.create(proposal=one, opened_at=NOW)
    Verdict.objects.create(
        evaluation=evaluation, number=1, verdict="not_feasible", reason="No.", reason_language="en", decided_at=NOW
    )


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


def test_when_both_agree_supports_authors_and_trace_go_over():
    source, target = two()
    people = [UserFactory() for _number in range(4)]
    support(source, *people[:3])
    support(target, *people[2:])
    merge = answer_merge(
        ask(source, target, source.author, ARABIC, language="ar"), agrees=True, actor=target.author, now=NOW
    )
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.merged_into, source.merged_at, source.support_count) == (target, NOW, 0)
    assert (merge.supports_moved, merge.supports_shared, target.support_count) == (2, 1, 4)
    assert target.supports.filter(came_from=source).count() == 2
    assert is_author(source.author, target)
    assert CoAuthor.objects.get(proposal=target).came_from == source
    gone, stays = together_view(source, None, "ar", NOW), together_view(target, None, "ar", NOW)
    assert (gone.merged.reason, gone.merged.reason_language, gone.merged.target.title) == (ARABIC, "ar", "Trees")
    assert gone.merged.target.url.endswith(f"/ar/budgets/budget-2026/proposals/{target.reference}/")
    assert [(one.source.title, one.supports, one.shared) for one in stays.came_in] == [("Shade", 3, 1)]
    assert stays.names == ["Alice"]
    told = set(Outbox.objects.filter(kind="proposal_merged").values_list("to", flat=True))
    assert told == {"alice@example.org", "dan@example.org"}


def test_coauthors_come_along_under_the_name_they_chose_and_open_questions_end():
    source, target = two()
    fatima, malik = UserFactory(pseudonym="Fatima"), UserFactory(pseudonym="Malik")
    for person, name in ((fatima, "Fatima"), (malik, ""), (target.author, "Dan")):
        CoAuthor.objects.create(
            proposal=source, user=person, shown_name=name, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW
        )
    question = coauthoring.invite(source, "someone@example.org", actor=source.author, now=NOW)
    # Dan stands on both sides: his asking is both consents.
    merge = ask(source, target, target.author)
    assert merge.done_at == NOW
    view = together_view(target, None, "en", NOW)
    assert (view.names, view.more) == (["Alice", "Fatima"], 1)
    question.refresh_from_db()
    assert (question.consent, question.email) == (Consent.TAKEN_BACK, "")


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
    merge, author = ask(source, target, source.author), target.author
    with transaction.atomic():
        erase_account(author, actor=author, now=NOW)
    answer_merge(merge, agrees=True, actor=officer(), now=NOW)
    trace = together_view(source, None, "en", NOW).merged
    assert [one.by_city for one in trace.answers] == [False, True]


def test_an_erased_askers_words_go_and_the_trace_stays():
    source, target = two()
    merge = ask(source, target, source.author, "Amal and I live there.")
    answer_merge(merge, agrees=True, actor=target.author, now=NOW)
    author = source.author
    with transaction.atomic():
        erase_account(author, actor=author, now=NOW)
    trace = together_view(source, None, "en", NOW).merged
    assert (trace.reason, trace.target.title) == ("", "Trees")
    assert together_view(target, None, "en", NOW).names == []
    assert [one.by_city for one in trace.answers] == [False, False]


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


def test_a_chain_resolves_to_its_end_and_keeps_each_link():
    budget = open_budget()
    a, b, c = (proposal(budget, author=alice(email=f"{name}@example.org"), title=name) for name in "abc")
    first, second = UserFactory(), UserFactory()
    support(a, first)
    support(b, second)
    answer_merge(ask(a, b, a.author), agrees=True, actor=b.author, now=NOW)
    b.refresh_from_db()
    answer_merge(ask(b, c, b.author), agrees=True, actor=c.author, now=NOW)
    view = together_view(Proposal.objects.get(pk=a.pk), None, "en", NOW)
    assert (view.merged.target.title, view.final.title) == ("b", "c")
    # Where the support was first given is not forgotten on the way.
    assert {row.user_id: row.came_from_id for row in c.supports.all()} == {first.pk: a.pk, second.pk: b.pk}
    assert is_author(a.author, c)
    with pytest.raises(BudgetError):
        ask(c, a, c.author)
    with pytest.raises(BudgetError):
        ask(a, c, a.author)


@pytest.mark.parametrize(("needed", "reached"), [(3, True), (4, False), (0, False)])
def test_together_they_may_reach_the_threshold(needed, reached):
    source, target = two(supports_needed=needed)
    support(source, UserFactory(), UserFactory())
    support(target, UserFactory())
    answer_merge(ask(source, target, source.author), agrees=True, actor=target.author, now=NOW)
    target.refresh_from_db()
    assert (target.threshold_reached_at is not None) is reached


def test_what_is_hidden_later_is_named_by_its_number_only():
    source, target = two()
    answer_merge(ask(source, target, source.author), agrees=True, actor=target.author, now=NOW)
    Proposal.objects.filter(pk=source.pk).update(state=State.WITHHELD, reason_code=ReasonCode.OFF_TOPIC)
    (came,) = together_view(target, None, "en", NOW).came_in
    assert (came.source.reference, came.source.title, came.source.url) == (source.reference, "", "")


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


class EachPersonCountsOnce(TestCase):
    """Whatever is merged into whatever: at the end the sums are the people."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(data=st.data())
    def test_any_tree_of_merges(self, data: st.DataObject) -> None:
        size = data.draw(st.integers(2, 6), label="proposals")
        budget, olga = open_budget(), officer()
        people = [UserFactory() for _number in range(5)]
        rows = [proposal(budget) for _number in range(size)]
        given_by: dict[int, set[int]] = {}
        for at, one in enumerate(rows):
            fans = data.draw(st.sets(st.integers(0, len(people) - 1)), label="supporters")
            given_by[at] = fans
            support(one, *(people[fan] for fan in sorted(fans)))
        standing = list(range(size))
        while len(standing) > 1 and data.draw(st.booleans(), label="one more"):
            source = data.draw(st.sampled_from(standing), label="source")
            target = data.draw(st.sampled_from([one for one in standing if one != source]), label="target")
            merge = ask(rows[source], rows[target], olga)
            assert merge.done_at is not None  # nobody's account stands behind either
            assert merge.supports_moved + merge.supports_shared == len(given_by[source])
            given_by[target] |= given_by.pop(source)
            standing.remove(source)
        for at, one in enumerate(rows):
            one.refresh_from_db()
            assert one.support_count == one.supports.count() == len(given_by.get(at, set()))
