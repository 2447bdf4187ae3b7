"""Asking somebody to stand behind a proposal: who may, what the link opens, what stays of an address."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from hub.accounts.services.erasure import erase_account
from hub.audit.models.entry import AuditEntry
from hub.core.registries import due_jobs, personal_data
from hub.moderation.enums import ReasonCode, State
from hub.notifications.engine.kinds import kinds
from hub.notifications.models.outbox import Outbox
from participatory_budget.engine.invitations import invitation_key
from participatory_budget.enums import Consent, PhaseKind
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.reports.together import together_view
from participatory_budget.services import coauthoring
from participatory_budget.services.errors import BudgetError, NotAllowedError
from tests.factories.accounts import UserFactory, alice, bob, carol, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
ADDRESS = "fatima@example.org"


def key_of(row: CoAuthor) -> str:
    return invitation_key(row.pk, row.proposal_id)


def asked(one: Proposal, address: str = ADDRESS) -> CoAuthor:
    return coauthoring.invite(one, address, actor=one.author, now=NOW)


def test_somebody_who_is_asked_and_agrees_is_an_author():
    one = proposal(open_budget(), author=alice())
    fatima = UserFactory(email=ADDRESS, pseudonym="Fatima")
    row = coauthoring.agree(key_of(asked(one, f" {ADDRESS.upper()} ")), user=fatima, show_name=True, now=NOW)
    assert is_author(fatima, one)
    assert (row.consent, row.email, row.shown_name) == (Consent.AGREED, "", "Fatima")
    assert together_view(one, None, "en", NOW).names == ["Fatima"]


def test_who_does_not_want_to_be_named_is_counted():
    one = proposal(open_budget(), author=alice())
    fatima = UserFactory(email=ADDRESS)
    coauthoring.agree(key_of(asked(one)), user=fatima, show_name=False, now=NOW)
    view = together_view(one, None, "en", NOW)
    assert (view.names, view.more) == ([], 1)


@pytest.mark.parametrize("phase", list(PhaseKind))
def test_until_the_vote_begins(phase):
    one = proposal(open_budget(phase), author=alice())
    if phase in (PhaseKind.VOTING, PhaseKind.RESULTS, PhaseKind.IMPLEMENTATION):
        with pytest.raises(NotAllowedError):
            asked(one)
    else:
        assert asked(one).consent == Consent.ASKED


@pytest.mark.parametrize("person", [bob, carol, dan])
def test_only_its_author_asks(person):
    one = proposal(open_budget(), author=alice())
    with pytest.raises(NotAllowedError):
        coauthoring.invite(one, ADDRESS, actor=person(), now=NOW)
    assert not Outbox.objects.exists()


def test_a_coauthor_does_not_ask_others():
    one = proposal(open_budget(), author=alice())
    fatima = UserFactory(email=ADDRESS)
    coauthoring.agree(key_of(asked(one)), user=fatima, show_name=True, now=NOW)
    with pytest.raises(NotAllowedError):
        coauthoring.invite(one, "third@example.org", actor=fatima, now=NOW)


def test_a_double_click_asks_once():
    one = proposal(open_budget(), author=alice())
    assert asked(one).pk == asked(one).pk
    assert Outbox.objects.count() == 1


def test_one_address_is_answered_like_another():
    """Whether there is an account behind it can be told neither from the row nor from what happens."""
    one = proposal(open_budget(), author=alice())
    UserFactory(email=ADDRESS)
    known, unknown = asked(one), asked(one, "nobody@example.org")
    assert {row.user for row in (known, unknown)} == {None}
    assert Outbox.objects.count() == 2


def test_ones_own_address_is_refused():
    one = proposal(open_budget(), author=alice())
    with pytest.raises(BudgetError):
        asked(one, "Alice@Example.org")


def test_ten_are_asked_or_have_agreed_not_more():
    one = proposal(open_budget(), author=alice())
    rows = [asked(one, f"person-{number}@else.org") for number in range(10)]
    with pytest.raises(BudgetError, match="Ten"):
        asked(one, "late@else.org")
    coauthoring.decline(key_of(rows[0]), now=NOW)
    assert asked(one, "late@else.org").consent == Consent.ASKED


def test_nobody_has_us_write_without_end():
    author, budget = alice(), open_budget()
    for number in range(20):
        asked(proposal(budget, author=author), f"person-{number}@else.org")
    last = proposal(budget, author=author)
    with pytest.raises(BudgetError, match="hour"):
        asked(last, "one-more@else.org")
    assert Outbox.objects.count() == 20


def test_nobodys_mailbox_is_filled():
    one = proposal(open_budget(), author=alice())
    for _time in range(3):
        coauthoring.take_back(one, asked(one).pk, actor=one.author, now=NOW)
    with pytest.raises(BudgetError, match="hour"):
        asked(one)


def test_declining_needs_no_account_and_the_address_goes():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    for _click in range(2):
        coauthoring.decline(key_of(row), now=NOW)
    row.refresh_from_db()
    assert (row.consent, row.email, row.user) == (Consent.REFUSED, "", None)
    with pytest.raises(BudgetError):
        coauthoring.agree(key_of(row), user=UserFactory(email=ADDRESS), show_name=True, now=NOW)


def test_agreeing_twice_is_agreeing_once():
    one = proposal(open_budget(), author=alice())
    fatima, row = UserFactory(email=ADDRESS), asked(one)
    first = coauthoring.agree(key_of(row), user=fatima, show_name=True, now=NOW)
    assert coauthoring.agree(key_of(row), user=fatima, show_name=False, now=NOW) == first
    with pytest.raises(BudgetError):  # yes and no at once: the first answer stands
        coauthoring.decline(key_of(row), now=NOW)
    assert CoAuthor.objects.get().shown_name == fatima.pseudonym


def test_another_persons_link_is_of_no_use():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    with pytest.raises(NotAllowedError):
        coauthoring.agree(key_of(row), user=dan(), show_name=True, now=NOW)
    assert CoAuthor.objects.get().consent == Consent.ASKED


def test_an_address_that_was_not_confirmed_is_of_no_use():
    one = proposal(open_budget(), author=alice())
    fatima = UserFactory(email=ADDRESS, confirmed=False)
    with pytest.raises(NotAllowedError):
        coauthoring.agree(key_of(asked(one)), user=fatima, show_name=True, now=NOW)


def test_a_second_confirmed_address_counts():
    one = proposal(open_budget(), author=alice())
    person = dan()
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=False)
    coauthoring.agree(key_of(asked(one)), user=person, show_name=True, now=NOW)
    assert is_author(person, one)


def test_somebody_who_is_asked_by_two_addresses_stands_once():
    one = proposal(open_budget(), author=alice())
    person = UserFactory(email=ADDRESS)
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True, primary=False)
    first = coauthoring.agree(key_of(asked(one)), user=person, show_name=True, now=NOW)
    second = asked(one, "second@example.org")
    assert coauthoring.agree(key_of(second), user=person, show_name=False, now=NOW) == first
    second.refresh_from_db()
    assert (second.consent, second.email) == (Consent.TAKEN_BACK, "")


@pytest.mark.parametrize("change", ["", "x", "0:0", "other"])
def test_a_forged_link_opens_nothing(change):
    budget = open_budget()
    one, other = proposal(budget, author=alice()), proposal(budget)
    row = asked(one)
    key = {"other": key_of(row).replace(str(one.pk), str(other.pk))}.get(change, key_of(row)[:-1] + change)
    assert coauthoring.invitation_of(key, NOW) is None
    with pytest.raises(BudgetError):
        coauthoring.decline(key, now=NOW)


def test_after_thirty_days_the_link_is_over_and_the_address_gone():
    one = proposal(open_budget(), author=alice())
    row, later = asked(one), NOW + timedelta(days=30)
    assert coauthoring.invitation_of(key_of(row), later - timedelta(seconds=1)) is not None
    assert coauthoring.invitation_of(key_of(row), later) is None
    assert coauthoring.end_old_invitations(later - timedelta(seconds=1)) == 0
    assert coauthoring.end_old_invitations(later) == 1
    assert coauthoring.end_old_invitations(later) == 0
    row.refresh_from_db()
    assert (row.email, row.consent) == ("", Consent.TAKEN_BACK)


def test_a_question_about_something_hidden_is_over():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    Proposal.objects.update(state=State.WITHHELD, reason_code=ReasonCode.OFF_TOPIC)
    assert coauthoring.invitation_of(key_of(row), NOW) is None
    assert kinds.get("proposal_coauthor_asked").context({"coauthor": row.pk}) is None


def test_what_nobody_has_read_yet_is_not_carried_into_strangers_mailboxes():
    one = proposal(open_budget(), author=alice(pseudonym="Buy now"), title="Cheap pills", state=State.PENDING)
    letter = kinds.get("proposal_coauthor_asked").context({"coauthor": asked(one).pk})
    assert letter is None or "Cheap pills" not in str({**letter, "name": ""})


def test_a_question_that_was_taken_back_leads_nowhere_and_its_letter_is_not_sent():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    for _click in range(2):
        coauthoring.take_back(one, row.pk, actor=one.author, now=NOW)
    assert coauthoring.invitation_of(key_of(row), NOW) is None
    assert kinds.get("proposal_coauthor_asked").context({"coauthor": row.pk}) is None
    row.refresh_from_db()
    assert row.email == ""


def test_the_author_takes_back_a_question_but_not_a_coauthor():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    with pytest.raises(NotAllowedError):
        coauthoring.take_back(one, row.pk, actor=dan(), now=NOW)
    coauthoring.agree(key_of(row), user=UserFactory(email=ADDRESS), show_name=True, now=NOW)
    with pytest.raises(BudgetError):
        coauthoring.take_back(one, row.pk, actor=one.author, now=NOW)


def test_leaving_takes_the_name_off_and_one_can_be_asked_again():
    one = proposal(open_budget(), author=alice())
    fatima = UserFactory(email=ADDRESS)
    coauthoring.agree(key_of(asked(one)), user=fatima, show_name=True, now=NOW)
    coauthoring.leave(one, actor=fatima, now=NOW)
    assert not is_author(fatima, one)
    assert together_view(one, None, "en", NOW).names == []
    coauthoring.agree(key_of(asked(one)), user=fatima, show_name=False, now=NOW)
    assert is_author(fatima, one)


def test_an_erased_account_leaves_no_name_and_no_question():
    budget = open_budget()
    one, other = proposal(budget, author=alice()), proposal(budget, author=dan())
    fatima = UserFactory(email=ADDRESS, pseudonym="Fatima")
    coauthoring.agree(key_of(asked(one)), user=fatima, show_name=True, now=NOW)
    asked(other)
    with transaction.atomic():
        erase_account(fatima, actor=fatima, now=NOW)
    assert together_view(one, None, "en", NOW).names == []
    assert not CoAuthor.objects.exclude(email="", shown_name="", user=None).exists()


def test_no_address_stands_in_the_record():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    coauthoring.decline(key_of(row), now=NOW)
    coauthoring.take_back(one, asked(one, "second@example.org").pk, actor=one.author, now=NOW)
    rows = list(AuditEntry.objects.values_list("action", "subject_id", "reason_code", "data"))
    assert {"proposal.coauthor_asked", "proposal.coauthor_declined", "proposal.coauthor_taken_back"} <= {
        action for action, *_rest in rows
    }
    assert "@" not in json.dumps(rows)


def test_a_person_takes_along_what_is_known_about_them_and_the_register_names_it():
    one = proposal(open_budget(), author=alice())
    fatima = UserFactory(email=ADDRESS, pseudonym="Fatima")
    coauthoring.agree(key_of(asked(one)), user=fatima, show_name=True, now=NOW)
    data = personal_data.get("budget_together")
    assert [(row["proposal"], row["shown_name"]) for row in data.export(fatima)["coauthor_of"]] == [
        (one.reference, "Fatima")
    ]
    assert {"participatory_budget.CoAuthor.email", "participatory_budget.Merge.reason"} <= {
        field.field for field in data.fields()
    }


def test_the_clock_ends_what_nobody_answers():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    due_jobs.get("participatory_budget.end_invitations").run(NOW + timedelta(days=31))
    row.refresh_from_db()
    assert row.email == ""


def test_an_address_goes_at_once_when_the_proposal_is_withdrawn():
    one = proposal(open_budget(), author=alice())
    row = asked(one)
    Proposal.objects.update(state=State.WITHDRAWN, reason_code=ReasonCode.WITHDRAWN)
    assert coauthoring.end_old_invitations(NOW) == 1
    row.refresh_from_db()
    assert row.email == ""
