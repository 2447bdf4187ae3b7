"""What waits, was withheld, withdrawn or erased appears through no door; its author sees where it stands."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from freezegun import freeze_time

from hub.contributions import selectors
from hub.contributions.services.threads import recount
from hub.core.registries import followables, thread_subjects
from hub.core.search import search_kinds
from hub.moderation.enums import ReasonCode, State
from hub.notifications.services import announce, deliver_due, follow, spread
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.models.proposal_draft import ProposalPhoto
from participatory_budget.services.news import SUPPORT_NEWS
from tests.factories.accounts import alice, bob, carol, dan
from tests.factories.contributions import CommentFactory
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

SECRET = "Zanzibarium"
HIDDEN = {
    "pending": {"state": State.PENDING},
    "withheld": {"state": State.WITHHELD},
    "withdrawn": {"state": State.WITHDRAWN},
    "erased": {"state": State.WITHDRAWN, "erased_at": NOW},
}
OPEN_DATA = [
    f"/open-data/budgets/budget-2026/{name}.{ending}"
    for name in ("proposals", "supports")
    for ending in ("csv", "jsonld")
]


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


@pytest.fixture(params=list(HIDDEN))
def hidden(request) -> Proposal:
    budget = open_budget("supports", supports_needed=5)
    one = proposal(
        budget,
        author=alice(),
        title=f"{SECRET} title",
        description=f"{SECRET} text",
        benefit=f"{SECRET} benefit",
        place=f"{SECRET} place",
        source=f"{SECRET} source",
        latitude="36.123456",
        longitude="10.123456",
        **HIDDEN[request.param],
    )
    Proposal.objects.filter(pk=one.pk).update(author_name=SECRET)
    ProposalPhoto.objects.create(
        proposal=one, kind="png", alt=SECRET, width=1, height=1, sha256="0" * 64, content=b"\x89PNG\r\n\x1a\n"
    )
    ProposalSupport.objects.create(proposal=one, user=dan(), given_at=NOW)
    comment = CommentFactory(hub_thread=one.thread, body=f"{SECRET} comment", user=dan(email="d2@example.org"))
    recount(one.thread, now=NOW)
    one.comment_reference = comment.reference
    return one


def address(one: Proposal, action: str = "") -> str:
    return f"/en/budgets/budget-2026/proposals/{one.reference}/{action}"


def body_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_no_door_shows_it(client, hidden):
    proposal(hidden.budget, title="Something public", support_count=1)
    base = "/en/budgets/budget-2026/"
    lists = [
        base,
        f"{base}proposals/",
        f"{base}proposals/?q={SECRET}",
        f"{base}proposals/?state=merged",
        f"{base}proposals/?sort=supports",
        f"{base}projects/",
        f"/en/search/?q={SECRET}",
        "/en/open-data/budgets/budget-2026/",
        *OPEN_DATA,
    ]
    for door in lists:
        answer = client.get(door)
        assert answer.status_code == 200, door
        text = body_of(answer).replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")
        for secret in (f"{SECRET} ", hidden.reference, "36.123456"):
            assert secret not in text, door
    gone = [
        address(hidden),
        address(hidden, "photo/"),
        address(hidden, "support/"),
        address(hidden, "report/"),
        f"/en/c/{hidden.reference}/",
        f"/en/c/{hidden.comment_reference}/",
        f"/en/contribute/{hidden.thread_id}/",
        f"/en/following/proposal/{hidden.pk}/",
    ]
    never = body_of(client.get("/en/c/C-2026-999999/"))
    for person in (None, dan(email="other@example.org"), carol()):
        visitor = Client()
        if person is not None:
            visitor.force_login(person)
        for door in gone:
            answer = visitor.get(door)
            assert answer.status_code == 404, (door, person)
            assert SECRET not in body_of(answer)
        assert visitor.post(address(hidden, "support/"), {"act": "give"}).status_code == 404
        assert visitor.post(address(hidden, "report/"), {"reason": "hate"}).status_code == 404
    assert body_of(Client().get(f"/en/c/{hidden.reference}/")) == never.replace("C-2026-999999", hidden.reference)


def test_no_registry_tells_it(hidden):
    assert list(search_kinds.get("proposal").documents([str(hidden.pk)], "en")) == []
    assert followables.get("proposal").describe([str(hidden.pk)]) == {}
    subject = thread_subjects.get("proposal").describe([hidden.thread_id], NOW)[hidden.thread_id]
    assert (subject.url, subject.accepts_contributions) == ("", False)
    assert SECRET not in subject.title
    assert selectors.address_elsewhere(hidden.reference) is None


def test_no_letter_tells_it(hidden, client):
    follower = dan(email="follower@example.org")
    Proposal.objects.filter(pk=hidden.pk).update(
        state=State.PUBLISHED, reason_code="", published_at=NOW, erased_at=None
    )
    follow(follower, "proposal", str(hidden.pk), now=NOW)
    news = announce(SUPPORT_NEWS, payload={"proposal": str(hidden.pk)}, dedupe_key="x", now=NOW)
    spread(news.pk, now=NOW)
    Proposal.objects.filter(pk=hidden.pk).update(state=hidden.state, reason_code=hidden.reason_code)
    deliver_due(now=NOW)
    assert SECRET not in json.dumps([str(letter.message()) for letter in mail.outbox])


def test_its_author_sees_where_it_stands(client, hidden):
    client.force_login(hidden.author)
    answer = client.get(address(hidden))
    if hidden.erased_at is not None:
        assert answer.status_code == 404
        return
    text = body_of(answer)
    assert f"{SECRET} text" in text
    assert "Only you and the moderators can see this page" in text
    assert "no-store" in answer["Cache-Control"]
    expected = {
        State.PENDING: "A moderator reads it first.",
        State.WITHHELD: str(ReasonCode.OFF_TOPIC.label),
        State.WITHDRAWN: "This proposal was withdrawn by its author.",
    }
    assert expected[hidden.state] in text
    assert "Support this proposal" not in text
    picture = client.get(address(hidden, "photo/"))
    assert picture.status_code == 200
    assert "no-store" in picture["Cache-Control"]


def test_moderators_see_it_too(client, hidden):
    client.force_login(bob())
    wanted = 404 if hidden.erased_at is not None else 200
    assert client.get(address(hidden)).status_code == wanted
    assert client.get(address(hidden, "photo/")).status_code == wanted


def test_who_may_not_read_it_may_not_comment_on_it(client, hidden):
    answer = client.post(f"/en/contribute/{hidden.thread_id}/", {"comment": "Hello", "publish_as": "anonymous"})
    assert answer.status_code == 404


def test_what_is_public_comes_through_every_door(client):
    budget = open_budget("supports")
    one = proposal(budget, title=f"{SECRET} السوق", language="ar", author=alice())
    for number in range(6):
        ProposalSupport.objects.create(proposal=one, user=dan(email=f"s{number}@example.org"), given_at=NOW)
    cache.clear()
    (found,) = search_kinds.get("proposal").documents([str(one.pk)], "en")
    assert found.url == address(one)
    files = [body_of(client.get(door)) for door in OPEN_DATA]
    assert all(one.reference in text for text in files)
    assert ",6," in files[2]
    assert "Alice" in files[0]
    row = json.loads(files[1])["records"][0]
    assert row["title"] == {"@value": f"{SECRET} السوق", "@language": "ar"}
