"""Co-authors and merges, as axe judges them: the pages of authors, of invited people and of officers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from participatory_budget.engine.invitations import invitation_key
from participatory_budget.services.coauthoring import invite
from participatory_budget.services.merging import answer_merge, ask_to_merge
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.proposals import open_budget, proposal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("ar", "phone")])
def test_standing_together(show: Show, client: Client, language: str, screen: str) -> None:
    now = timezone.now()
    budget = open_budget(now=now)
    one, other = proposal(budget, author=alice(), now=now), proposal(budget, author=dan(), now=now, language="ar")
    third = proposal(budget, author=UserFactory(), now=now)
    row = invite(one, "fatima@example.org", actor=one.author, now=now)
    refused = ask_to_merge(one, third, reason="Near it.", language="en", actor=one.author, now=now)
    answer_merge(refused, agrees=False, actor=third.author, now=now)
    ask_to_merge(other, one, reason="الساحة نفسها", language="ar", actor=other.author, now=now)
    base = f"/{language}/budgets/budget-2026/proposals"
    key = invitation_key(row.pk, one.pk)
    invitation = f"{base}/{one.reference}/invitation/"
    for address in (f"{invitation}?key={key}", f"{invitation}?key=x"):
        assert_sound(show(address, screen))
    client.force_login(UserFactory(email="fatima@example.org"))
    assert_sound(show(f"{invitation}?key={key}", screen))
    assert_sound(show(f"{base}/{one.reference}/merge/", screen))  # not theirs
    client.force_login(one.author)
    for action in ("authors/", "merge/"):
        assert_sound(show(f"{base}/{one.reference}/{action}", screen))
    assert_sound(show(client.post(f"{base}/{one.reference}/authors/", {"do": "invite", "email": "x"}), screen))
    client.force_login(third.author)
    for query in ("", "?q=trees", "?q=zzz"):
        assert_sound(show(f"{base}/{third.reference}/merge/{query}", screen))
    fourth = proposal(budget, now=now)
    address = f"{base}/{third.reference}/merge/?other={fourth.reference}"
    assert_sound(show(address, screen))
    assert_sound(show(client.post(address, {"do": "ask", "other": fourth.reference, "reason": ""}), screen))
