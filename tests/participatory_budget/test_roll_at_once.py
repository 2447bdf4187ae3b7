"""One number, one code or one account from several sides at the same moment."""

from __future__ import annotations

import pytest

from participatory_budget.models.roll import RollEntry, VotingCode
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.roll.codes import make_codes
from participatory_budget.services.roll.proving import Declaration, declare, prove_by_code, prove_by_register
from tests.factories.accounts import UserFactory, alice
from tests.factories.elections import open_vote
from tests.factories.proposals import NOW
from tests.participatory_budget.rolls import register
from tests.participatory_budget.test_supporting_at_once import AT_ONCE, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_number_and_one_code_go_to_one_account_each() -> None:
    budget = open_vote(identity_asked={"en": "Number"})
    register(budget, "111111;north")
    code = make_codes(budget, actor=UserFactory(budget_officer=True), now=NOW, number=1).codes[0].code
    for way in (
        lambda person: prove_by_register(person, budget, "111111", now=NOW),
        lambda person: prove_by_code(person, budget, code, now=NOW),
        lambda person: declare(person, budget, Declaration("X-99", None, "south", True), now=NOW),
    ):
        people = [UserFactory() for _one in range(AT_ONCE)]
        answers = at_once([lambda person=person, way=way: way(person) for person in people])
        assert sum(isinstance(answer, RollEntry) for answer in answers) == 1
        assert sum(isinstance(answer, BudgetError) for answer in answers) == AT_ONCE - 1
    assert RollEntry.objects.exclude(account=None).count() == 3


def test_one_account_gets_one_entry_and_one_press_one_pile() -> None:
    budget, person = open_vote(), alice()
    register(budget, *(f"11111{one};north" for one in range(AT_ONCE)))
    at_once([lambda one=one: prove_by_register(person, budget, f"11111{one}", now=NOW) for one in range(AT_ONCE)])
    assert RollEntry.objects.filter(account=person).count() == 1
    officer = UserFactory(budget_officer=True)
    at_once([lambda: make_codes(budget, actor=officer, now=NOW, number=2, batch=1) for _press in range(AT_ONCE)])
    assert VotingCode.objects.count() == 2
