"""Staff enter what was said at a workshop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.moderation.enums import State
from participatory_budget.enums import PhaseKind
from participatory_budget.models.proposal import Proposal
from tests.factories.accounts import UserFactory, alice, bob, carol
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.test_proposing import text_of

pytestmark = pytest.mark.django_db
ENTRY = {
    "channel": "meeting",
    "source": "Workshop at the library",
    "title": "A lamp at the steps",
    "description": "It is dark there.",
    "envelope": "south",
    "cost_guess": "900",
    "publish_as": "named",
    "author_name": "Salma",
}


@pytest.fixture(autouse=True)
def _at():
    with freeze_time(NOW):
        yield


def address(budget) -> str:
    return reverse("budget_enter_proposal", args=[budget.pk])


def test_one_after_the_other_of_the_same_workshop(client):
    budget = open_budget()
    officer = UserFactory(budget_officer=True)
    client.force_login(officer)
    assert client.get(address(budget)).status_code == 200
    saved = client.post(address(budget), ENTRY)
    assert saved["Location"] == f"{address(budget)}?channel=meeting&source=Workshop+at+the+library"
    one = Proposal.objects.get()
    assert (one.author, one.author_name, one.entered_by) == (None, "Salma", officer)
    assert (one.channel, one.source, one.state) == ("meeting", "Workshop at the library", State.PENDING)
    following = text_of(client.get(saved["Location"], follow=True))
    assert one.reference in following
    assert 'value="Workshop at the library"' in following
    assert "A lamp" not in following.split("<form", 1)[1]
    assert AuditEntry.objects.get(action="proposal.received").data["channel"] == "meeting"


@pytest.mark.parametrize("phase", [kind.value for kind in PhaseKind])
@pytest.mark.parametrize("who", ["officer", "moderator", "editor", "citizen"])
def test_who_and_when(client, who, phase):
    budget = open_budget(phase)
    people = {"moderator": bob, "editor": carol, "citizen": alice}
    client.force_login(people[who]() if who in people else UserFactory(budget_officer=True))
    order = list(PhaseKind)
    in_time = order.index(PhaseKind(phase)) < order.index(PhaseKind.VOTING)
    allowed = in_time and who in ("officer", "moderator")
    client.post(address(budget), ENTRY)
    assert Proposal.objects.exists() is allowed


def test_the_same_within_a_day_is_named_first(client):
    budget = open_budget()
    client.force_login(bob())
    client.post(address(budget), ENTRY)
    first = Proposal.objects.get()
    asked = client.post(address(budget), ENTRY | {"source": "Letter"})
    assert asked.status_code == 422
    assert f"“\N{FIRST STRONG ISOLATE}{first.title}\N{POP DIRECTIONAL ISOLATE}” ({first.reference})." in text_of(asked)
    assert "It is dark there." in text_of(asked)
    assert Proposal.objects.count() == 1
    assert client.post(address(budget), ENTRY | {"again": "1"}).status_code == 302
    with freeze_time(NOW + timedelta(days=2)):
        client.force_login(bob(email="bob2@example.org"))
        assert client.post(address(budget), ENTRY).status_code == 302
    assert Proposal.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "explained"),
    [
        ({"channel": "web"}, "Choose how it reached you."),
        ({"title": ""}, "Say in one line"),
        ({"author_name": ""}, "Give the name"),
        ({"cost_guess": "much"}, "figures only"),
        ({"source": "x" * 201}, "too long"),
    ],
    ids=["web", "title", "name", "sum", "source"],
)
def test_what_is_wrong_is_named_and_the_rest_stays(client, changed, explained):
    budget = open_budget()
    client.force_login(bob())
    answer = client.post(address(budget), ENTRY | changed)
    assert answer.status_code == 422
    assert explained in text_of(answer)
    assert "It is dark there." in text_of(answer)
    assert not Proposal.objects.exists()
