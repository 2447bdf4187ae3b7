"""What the hub knows about somebody who proposes: their account page, the copy, erasing, drafts nobody came back to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hub.core.registries import due_jobs, personal_data
from hub.moderation.enums import State
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.models.proposal_draft import ProposalDraft, ProposalPhoto
from participatory_budget.services.changing import change
from tests.factories.accounts import alice, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
WORDS = {"title": "Unmistakable words", "description": "Unmistakable words again", "benefit": "Unmistakable"}


def draft(budget, owner=None, *, age=timedelta(0), **answers) -> ProposalDraft:
    return ProposalDraft.objects.create(
        budget=budget, owner=owner, answers=answers, language="en", started_at=NOW - age, saved_at=NOW - age
    )


def photo(**belongs) -> ProposalPhoto:
    return ProposalPhoto.objects.create(
        **belongs, kind="png", alt="Unmistakable", width=1, height=1, sha256="0" * 64, content=b"x"
    )


def erase(user) -> None:
    with transaction.atomic():
        dict(personal_data)["proposals"].erase(user, now=NOW)


def test_the_account_page_lists_drafts_and_what_was_sent(client):
    person, budget = alice(), open_budget()
    draft(budget, person, title="Half an idea")
    draft(budget, dan(), title="Not mine")
    one = proposal(budget, author=person, title="A whole idea", state=State.PENDING)
    shared = proposal(budget, title="Our idea")
    CoAuthor.objects.create(proposal=shared, user=person, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW)
    client.force_login(person)
    page = client.get("/en/account/").content.decode()
    for shown in ("Half an idea", "A whole idea", "Our idea", one.reference, "Waiting for moderation"):
        assert shown in page
    assert "Not mine" not in page


def test_the_account_page_costs_the_same_for_one_and_for_fifty(client):
    person, budget = alice(), open_budget()
    client.force_login(person)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/en/account/")
        return len(seen)

    def more(count: int) -> None:
        for _number in range(count):
            proposal(budget, author=person)
            draft(budget, person, title="x")

    more(1)
    queries()
    few = queries()
    more(49)
    assert queries() == few


def test_the_copy_holds_all_of_it():
    person, budget = alice(), open_budget()
    draft(budget, person, title="Half an idea")
    one = proposal(budget, author=person)
    change(one, WORDS, actor=person, now=NOW)
    ProposalSupport.objects.create(proposal=proposal(budget), user=person, given_at=NOW)
    copy = dict(personal_data)["proposals"].export(person)
    assert copy["proposals"][0]["title"] == "Unmistakable words"
    assert len(copy["proposals"][0]["earlier_texts"]) == 2
    assert copy["drafts_of_proposals"][0]["answers"] == {"title": "Half an idea"}
    assert len(copy["supports"]) == 1


def test_erasing_takes_words_names_photos_drafts_and_supports():
    person, budget = alice(), open_budget()
    one = proposal(budget, author=person)
    change(one, WORDS, actor=person, now=NOW)
    photo(proposal=one)
    draft(budget, person, title="Half an idea")
    other = proposal(budget, author=dan(), support_count=2)
    ProposalSupport.objects.create(proposal=other, user=person, given_at=NOW)
    CoAuthor.objects.create(proposal=other, email="alice@example.org", asked_at=NOW)
    erase(person)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.reason_code, one.erased_at) == (State.WITHDRAWN, "withdrawn", NOW)
    assert (one.title, one.description, one.search_text, one.author_name, one.author) == ("", "", "", "", None)
    assert one.thread_id is not None
    assert not any("Unmistakable" in row.title + row.description + row.benefit for row in one.revisions.all())
    assert (ProposalPhoto.objects.count(), ProposalDraft.objects.count(), CoAuthor.objects.count()) == (0, 0, 0)
    assert other.support_count == 1


def test_what_was_withheld_keeps_its_reason():
    person = alice()
    one = proposal(open_budget(), author=person, state=State.WITHHELD)
    erase(person)
    one.refresh_from_db()
    assert (one.state, one.reason_code, one.title) == (State.WITHHELD, "off_topic", "")


def test_what_others_stand_behind_stays_without_the_name():
    person, budget = alice(), open_budget()
    target, merged, priced = (proposal(budget, author=person) for _number in range(3))
    merged.merged_into, merged.merged_at = target, NOW
    merged.save()
    Project.objects.create(envelope=priced.envelope, code="1", cost=1, title="Trees", proposal=priced)
    erase(person)
    for one in Proposal.objects.all():
        assert (one.author, one.author_name, one.publish_as, one.erased_at) == (None, "", "anonymous", None)
        assert one.title
        assert one.state == State.PUBLISHED


def test_drafts_that_nobody_came_back_to():
    person, budget = alice(), open_budget()
    day = timedelta(days=1)
    kept = [
        draft(budget, person, age=89 * day, title="Mine"),
        draft(budget, age=89 * day, title="Somebody's"),
        draft(budget, age=29 * day),
        draft(budget, person, age=40 * day),
    ]
    with_photo = draft(budget, age=40 * day)
    photo(draft=with_photo)
    sent = draft(budget, person, age=200 * day)
    sent.proposal = proposal(budget, author=person)
    sent.save()
    draft(budget, person, age=91 * day, title="Old")
    draft(budget, age=31 * day, envelope="north")
    dict(due_jobs)["participatory_budget.purge_drafts"].run(NOW)
    assert set(ProposalDraft.objects.all()) == {*kept, with_photo, sent}
