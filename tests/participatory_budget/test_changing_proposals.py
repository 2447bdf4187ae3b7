"""Changing the words of a proposal, taking it back, and what everybody reads of its past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.moderation.enums import State
from participatory_budget.enums import Consent, PhaseKind
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import phases_of
from participatory_budget.reports.own_actions import own_actions
from participatory_budget.services.changing import change, withdraw
from participatory_budget.services.errors import NotAllowedError
from participatory_budget.services.proposing import IncompleteError
from tests.factories.accounts import UserFactory, alice, bob, dan
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.test_proposing import text_of

pytestmark = pytest.mark.django_db
NEW = {"title": "Seven trees", "description": "Seven trees and a fountain.", "benefit": "All of us."}


@pytest.fixture(autouse=True)
def _at():
    with freeze_time(NOW):
        yield


def base(one: Proposal) -> str:
    return f"/en/budgets/{one.budget.slug}/proposals/{one.reference}/"


def test_the_author_changes_it_and_the_first_text_stays(client):
    person = alice()
    one = proposal(open_budget(), author=person, title="Six trees")
    client.force_login(person)
    page = client.get(f"{base(one)}change/")
    assert page["Cache-Control"] == "no-store, private"
    assert "Six trees" in text_of(page)
    assert client.post(f"{base(one)}change/", NEW)["Location"] == base(one)
    one.refresh_from_db()
    assert (one.title, one.edited_at, one.state) == ("Seven trees", NOW, State.PUBLISHED)
    assert "fountain" in one.search_text
    assert [(row.number, row.title, row.was_public) for row in one.revisions.all()] == [
        (1, "Six trees", True),
        (2, "Seven trees", True),
    ]
    client.logout()
    history = text_of(client.get(f"{base(one)}history/"))
    assert "Six" in history
    assert "<ins>" in history
    entry = AuditEntry.objects.get(action="proposal.changed")
    assert entry.data == {"revision": 2}


def test_what_nobody_could_read_stays_unread(client):
    person = alice()
    one = proposal(open_budget(), author=person, title="Secret trees", state=State.PENDING)
    change(one, NEW, actor=person, now=NOW)
    Proposal.objects.update(state=State.PUBLISHED, published_at=NOW)
    assert client.get(f"{base(one)}history/").status_code == 404
    change(one, NEW | {"title": "Eight trees"}, actor=person, now=NOW)
    page = text_of(client.get(f"{base(one)}history/"))
    assert "Secret" not in page
    assert "Seven" in page


@pytest.mark.parametrize("state", [State.PENDING, State.WITHHELD, State.WITHDRAWN])
def test_the_history_of_what_is_not_public(client, state):
    person = alice()
    one = proposal(open_budget(), author=person)
    change(one, NEW, actor=person, now=NOW)
    reason = {State.PENDING: "", State.WITHHELD: "off_topic", State.WITHDRAWN: "withdrawn"}[state]
    Proposal.objects.update(state=state, reason_code=reason)
    client.force_login(dan())
    assert client.get(f"{base(one)}history/").status_code == 404


@pytest.mark.parametrize(
    "words",
    [NEW | {"title": " "}, NEW | {"description": ""}, NEW | {"title": "x" * 121}],
    ids=["no-title", "no-text", "too-long"],
)
def test_incomplete_words_come_back(client, words):
    person = alice()
    one = proposal(open_budget(), author=person)
    with pytest.raises(IncompleteError):
        change(one, words, actor=person, now=NOW)
    client.force_login(person)
    answer = client.post(f"{base(one)}change/", words)
    assert answer.status_code == 422
    assert "All of us." in text_of(answer)
    assert not one.revisions.exists()


def test_the_same_words_make_no_revision(client):
    person = alice()
    one = proposal(open_budget(), author=person)
    client.force_login(person)
    same = {"title": one.title, "description": one.description, "benefit": one.benefit}
    assert client.post(f"{base(one)}change/", same).status_code == 422
    assert not one.revisions.exists()


@pytest.mark.parametrize("phase", [kind.value for kind in PhaseKind])
def test_when_it_may_be_changed_and_withdrawn(phase):
    person = alice()
    budget = open_budget(phase)
    one = proposal(budget, author=person)
    order = list(PhaseKind)
    before_vote = order.index(PhaseKind(phase)) < order.index(PhaseKind.VOTING)
    own = own_actions(one, person, phases_of(budget.phases.all()), NOW)
    assert own.can_change is (phase == PhaseKind.PROPOSALS)
    assert own.can_withdraw is before_vote
    for allowed, act in (
        (own.can_change, lambda: change(one, NEW, actor=person, now=NOW)),
        (own.can_withdraw, lambda: withdraw(one, actor=person, now=NOW)),
    ):
        if allowed:
            act()
        else:
            with pytest.raises(NotAllowedError):
                act()


@pytest.mark.parametrize("who", ["dan", "bob", "asked", "coauthor"])
def test_who_may(client, who):
    budget = open_budget()
    one = proposal(budget, author=alice())
    person = {"dan": dan, "bob": bob}.get(who, UserFactory)()
    if who in ("asked", "coauthor"):
        agreed = who == "coauthor"
        CoAuthor.objects.create(
            proposal=one,
            user=person,
            consent=Consent.AGREED if agreed else Consent.ASKED,
            asked_at=NOW,
            answered_at=NOW if agreed else None,
        )
    client.force_login(person)
    # A co-author works on the words; taking it back is for the one who sent it.
    assert client.get(f"{base(one)}change/").status_code == (200 if who == "coauthor" else 404)
    assert client.post(f"{base(one)}withdraw/").status_code == (422 if who == "coauthor" else 404)
    one.refresh_from_db()
    assert one.state == State.PUBLISHED


def test_somebody_signed_out_is_led_to_sign_in(client):
    one = proposal(open_budget(), author=alice())
    for action in ("change", "withdraw"):
        assert client.get(f"{base(one)}{action}/")["Location"].startswith("/en/account/login/?next=")


def test_withdrawn_is_counted_and_a_second_click_changes_nothing(client):
    person = alice()
    one = proposal(open_budget(), author=person)
    client.force_login(person)
    assert client.get(f"{base(one)}withdraw/").status_code == 200
    for _click in range(2):
        assert "The proposal is withdrawn" in text_of(client.post(f"{base(one)}withdraw/"))
    one.refresh_from_db()
    assert (one.state, one.reason_code) == (State.WITHDRAWN, "withdrawn")
    assert AuditEntry.objects.filter(action="proposal.withdrawn").count() == 1


def test_what_is_on_the_ballot_or_holds_others_stays(client):
    person = alice()
    budget = open_budget(PhaseKind.EVALUATION)
    priced, target = proposal(budget, author=person), proposal(budget, author=person)
    Project.objects.create(envelope=priced.envelope, code="1", cost=1, title="Trees", proposal=priced)
    proposal(budget, merged_into=target, merged_at=NOW)
    for one in (priced, target):
        with pytest.raises(NotAllowedError):
            withdraw(one, actor=person, now=NOW)


def test_too_late_the_words_are_still_there_to_copy(client):
    person = alice()
    one = proposal(open_budget(), author=person)
    client.force_login(person)
    with freeze_time(NOW + timedelta(days=20)):
        client.force_login(person)
        answer = client.post(f"{base(one)}change/", NEW)
    assert answer.status_code == 422
    assert "Seven trees and a fountain." in text_of(answer)
