"""What happens when two proposals become one: supports, authors, threshold, chains; each person counted once."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hub.accounts.services.erasure import erase_account
from hub.moderation.enums import ReasonCode, State
from hub.notifications.models.outbox import Outbox
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.reports.together import together_view
from participatory_budget.services import coauthoring
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.merging import answer_merge
from tests.factories.accounts import UserFactory, alice
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.merges import ARABIC, ask, officer, support, two

pytestmark = pytest.mark.django_db


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
