"""Somebody erases their account while others work on their proposals: nobody waits for the other in a circle."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest

from hub.accounts.models.user import User
from hub.accounts.services.erasure import erase_account
from hub.contributions.services.errors import RefusedError
from hub.moderation.enums import HIDDEN_STATES, ReasonCode
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.services.coauthoring import leave
from participatory_budget.services.evaluating.assigning import assign
from participatory_budget.services.merging import answer_merge
from participatory_budget.services.moderating import withhold_proposal
from participatory_budget.services.supporting import give_support
from tests.factories.accounts import UserFactory, alice, bob
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.merges import ask, support
from tests.participatory_budget.test_supporting_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def reconcile() -> None:
    for one in Proposal.objects.all():
        assert one.support_count == ProposalSupport.objects.filter(proposal=one).count(), one.reference


def withhold(one: Proposal, moderator: User) -> None:
    with suppress(RefusedError):  # the account was quicker
        withhold_proposal(one, actor=moderator, reason_code=ReasonCode.OFF_TOPIC, now=NOW)


def test_erasing_and_moderating_and_evaluating_at_once():
    budget, moderator, olga = open_budget("supports"), bob(), officer()
    department = budget.departments.first()
    for number in range(ROUNDS):
        author = UserFactory(email=f"author{number}@example.org")
        rows = [proposal(budget, author=author) for _ in range(3)]
        calls = [partial(withhold, one, moderator) for one in rows[:2]]
        calls.append(partial(erase_account, author, actor=author, now=NOW))
        how = {"department": department, "officer": None, "due_on": None, "actor": olga, "now": NOW}
        calls.append(partial(assign, rows[2].pk, **how))
        at_once(calls)
        for one in rows:
            one.refresh_from_db()
            assert (one.erased_at, one.title) == (NOW, "")
            assert one.state in HIDDEN_STATES


def test_erasing_supporting_and_merging_at_once():
    budget, neighbour = open_budget("supports"), alice()
    for number in range(ROUNDS):
        author, reader = UserFactory(email=f"a{number}@example.org"), UserFactory(email=f"r{number}@example.org")
        source, target = proposal(budget, author=author), proposal(budget, author=neighbour)
        support(source, reader, author)
        support(target, reader)
        merge = ask(source, target, author)
        at_once(
            [
                lambda merge=merge: answer_merge(merge, agrees=True, actor=neighbour, now=NOW),
                lambda target=target, author=author: give_support(target, actor=author, now=NOW),
                lambda reader=reader: erase_account(reader, actor=reader, now=NOW),
            ]
        )
        source.refresh_from_db()
        assert source.merged_into_id == target.pk
        assert not ProposalSupport.objects.filter(user=reader).exists()
    reconcile()


def test_a_co_author_leaves_twice_at_once():
    budget = open_budget("proposals")
    for number in range(ROUNDS):
        person = UserFactory(email=f"c{number}@example.org")
        one = proposal(budget, author=None)
        CoAuthor.objects.create(proposal=one, user=person, consent="agreed", asked_at=NOW, answered_at=NOW)
        at_once(
            [
                lambda one=one, person=person: leave(one, actor=person, now=NOW),
                lambda person=person: erase_account(person, actor=person, now=NOW),
            ]
        )
        assert not CoAuthor.objects.filter(user=person).exists()
