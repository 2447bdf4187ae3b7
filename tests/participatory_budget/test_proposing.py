"""A resident writes a proposal step by step and sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.contributions.enums import Channel
from hub.moderation.enums import State
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalDraft
from tests.factories.accounts import alice, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
START = "/en/budgets/budget-2026/proposals/new/"
ANSWERS: dict[str, dict[str, str]] = {
    "idea": {"title": "Trees on the square", "description": "Six trees and two benches."},
    "people": {"benefit": "Who waits for the bus.", "category": "parks"},
    "place": {"envelope": "north", "place": "Market square", "latitude": "36.1", "longitude": "10.1"},
    "money": {"cost_guess": "12 500,50"},
    "check": {"publish_as": "pseudonym", "author_name": "Alice"},
}


@pytest.fixture(autouse=True)
def _at() -> Iterator[None]:
    with freeze_time(NOW):
        yield


@pytest.fixture
def budget() -> Budget:
    return open_budget()


def begin(client: Client) -> str:
    answer = client.post(START)
    assert answer.status_code == 302, answer.content
    assert answer["Location"].endswith("/idea/")
    return answer["Location"].removesuffix("idea/")


def save(client: Client, draft: str, step: str, action: str = "next", **answers: Any) -> Any:
    return client.post(f"{draft}{step}/", {"action": action, **(answers or ANSWERS[step])})


def fill(client: Client, draft: str, *steps: str) -> None:
    for step in steps or ANSWERS:
        if step != "check":
            assert save(client, draft, step).status_code == 302


def the_draft() -> ProposalDraft:
    return ProposalDraft.objects.get()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def test_from_the_first_word_to_the_reference(client, budget):
    person = alice()
    client.force_login(person)
    draft = begin(client)
    for step, after in (("idea", "people"), ("people", "place"), ("place", "money"), ("money", "check")):
        assert save(client, draft, step)["Location"] == f"{draft}{after}/"
    page = text_of(client.get(f"{draft}check/"))
    for shown in ("Trees on the square", "Six trees", "Who waits", "Parks", "North", "Market square", "12,500.50 EUR"):
        assert shown in page
    sent = client.post(f"{draft}check/", {"action": "send", **ANSWERS["check"]})
    assert sent["Location"] == f"{draft}sent/"
    one = Proposal.objects.get()
    assert (one.title, one.author, one.author_name, one.state) == (
        "Trees on the square",
        person,
        "Alice",
        State.PENDING,
    )
    assert (one.envelope.slug, one.category.slug, one.cost_guess) == ("north", "parks", 1_250_050)
    assert (str(one.latitude), str(one.longitude)) == ("36.100000", "10.100000")
    assert (one.channel, one.received_at, one.thread.kind) == (Channel.WEB, NOW, "proposal")
    assert "market square" in one.search_text
    after = text_of(client.get(f"{draft}sent/"))
    assert one.reference in after
    assert "A moderator reads it" in after
    entry = AuditEntry.objects.get(action="proposal.received")
    assert entry.subject_id == one.reference
    assert "Trees" not in str(entry.data)


def test_without_premoderation_it_is_public_at_once(client):
    open_budget(premoderated=False)
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft)
    save(client, draft, "check", "send")
    one = Proposal.objects.get()
    assert (one.state, one.published_at) == (State.PUBLISHED, NOW)
    assert "It is public now." in text_of(client.get(f"{draft}sent/"))


def test_a_letter_confirms_it(client, budget, django_capture_on_commit_callbacks):
    client.force_login(alice(language="fr"))
    draft = begin(client)
    fill(client, draft)
    with django_capture_on_commit_callbacks(execute=True):
        save(client, draft, "check", "send")
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert Proposal.objects.get().reference in mail.outbox[0].subject
    assert f"/fr/budgets/budget-2026/proposals/{Proposal.objects.get().reference}/" in mail.outbox[0].body


def test_reading_where_it_begins_makes_no_draft(client, budget):
    assert client.get(START).status_code == 200
    assert not ProposalDraft.objects.exists()
    assert client.get(START)["Cache-Control"] == "no-store, private"


def test_somebody_without_an_account_writes_signs_in_and_sends(client, budget):
    draft = begin(client)
    assert the_draft().owner is None
    fill(client, draft)
    asked = save(client, draft, "check", "send")
    assert asked["Location"].startswith("/en/account/login/?next=")
    assert "check" in asked["Location"]
    assert not Proposal.objects.exists()
    # Signing in keeps the session, as the real sign-in does.
    person = alice()
    client.force_login(person)
    assert client.get(f"{draft}check/").status_code == 200
    assert the_draft().owner == person
    assert the_draft().answers["publish_as"] == "pseudonym"
    save(client, draft, "check", "send")
    assert Proposal.objects.get().author == person


def test_drafts_of_others_do_not_exist(client, budget):
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft, "idea")
    signed_in, anybody = Client(), Client()
    signed_in.force_login(dan())
    for other in (signed_in, anybody):
        for step in ("idea", "check", "photo", "discard", "sent"):
            assert other.get(f"{draft}{step}/").status_code == 404
        assert save(other, draft, "idea", "autosave", title="Mine").status_code == 404
    assert the_draft().answers["title"] == "Trees on the square"


def test_two_clicks_send_one_proposal(client, budget):
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft)
    for _click in range(2):
        assert save(client, draft, "check", "send")["Location"] == f"{draft}sent/"
    assert Proposal.objects.count() == 1
    # And going back leads to what became of it.
    assert client.get(f"{draft}idea/")["Location"] == f"{draft}sent/"
    assert save(client, draft, "idea", "autosave").status_code == 409


def test_steps_may_be_left_empty_and_sending_names_what_is_missing(client, budget):
    client.force_login(alice())
    draft = begin(client)
    for step in ("idea", "people", "place", "money"):
        assert save(client, draft, step, **dict.fromkeys(ANSWERS[step], "")).status_code == 302
    refused = save(client, draft, "check", "send", publish_as="")
    assert refused.status_code == 422
    page = text_of(refused)
    for step, field in (("idea", "title"), ("idea", "description"), ("place", "envelope")):
        assert f'{draft}{step}/?then=check#id_{field}"' in page
    assert 'href="#id_publish_as_0"' in page
    assert not Proposal.objects.exists()


def test_two_windows_keep_each_others_steps(client, budget):
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft, "idea", "place")
    # The other window still has an old page of the first step, and brings fields of other steps along.
    save(client, draft, "people", benefit="Children", title="Overwritten", place="Nowhere")
    answers = the_draft().answers
    assert answers["title"] == "Trees on the square"
    assert (answers["benefit"], answers["place"]) == ("Children", "Market square")


def test_saving_while_typing_answers_with_the_time(client, budget):
    client.force_login(alice())
    draft = begin(client)
    answer = save(client, draft, "idea", "autosave", title="Half a wo")
    assert answer.json() == {"saved": "Saved 11:00"}
    assert the_draft().answers["title"] == "Half a wo"


@pytest.mark.parametrize(("action", "leads_to"), [("back", "idea/"), ("save", "")])
def test_every_button_saves(client, budget, action, leads_to):
    client.force_login(alice())
    draft = begin(client)
    answer = save(client, draft, "people", action)
    assert answer["Location"] == (f"{draft}{leads_to}" if leads_to else START)
    assert the_draft().answers["benefit"] == "Who waits for the bus."


def test_one_finds_what_one_began(client, budget):
    draft = begin(client)
    fill(client, draft, "idea")
    page = text_of(client.get(START))
    assert f'href="{draft}people/"' in page
    assert "Go on with “<bdi>Trees on the square</bdi>”" in page
    assert "Trees" not in text_of(Client().get(START))
    assert client.post(f"{draft}discard/")["Location"] == START
    assert not ProposalDraft.objects.exists()


def test_what_was_typed_wrongly_is_kept_and_explained(client, budget):
    client.force_login(alice())
    draft = begin(client)
    answer = save(client, draft, "money", cost_guess="a lot")
    assert answer.status_code == 422
    assert 'value="a lot"' in answer.content.decode()
    assert "Type the sum in figures only" in text_of(answer)
    # Leaving is always possible.
    assert save(client, draft, "money", "back", cost_guess="a lot").status_code == 302
    fill(client, draft, "idea", "people", "place")
    assert save(client, draft, "check", "send").status_code == 422
    too_long = save(client, draft, "idea", title="x" * 121, description="y")
    assert "120 characters fit" in text_of(too_long)


def test_a_point_suggests_its_district_and_must_lie_in_the_chosen_one(client, budget):
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft, "idea", "people", "money")
    save(client, draft, "place", latitude="36.1", longitude="10.1")
    assert the_draft().answers["envelope"] == "north"
    wrong = save(client, draft, "place", envelope="south", latitude="36.1", longitude="10.1")
    assert wrong.status_code == 422
    assert "lies in “North”" in text_of(wrong)
    outside = save(client, draft, "place", envelope="north", latitude="10", longitude="10")
    assert "outside this part" in text_of(outside)
    assert save(client, draft, "place", envelope="city", latitude="36.1", longitude="10.1").status_code == 302
    assert save(client, draft, "place", envelope="city", latitude="nan", longitude="10.1").status_code == 422


@pytest.mark.parametrize("phase", [kind.value for kind in PhaseKind])
def test_only_while_proposals_are_taken(client, phase):
    open_budget(phase)
    client.force_login(alice())
    is_open = phase == PhaseKind.PROPOSALS
    assert client.get(START).status_code == 200
    assert (b'method="post"' in client.get(START).content.split(b"<main")[1]) == is_open
    assert client.post(START).status_code == (302 if is_open else 409)


def test_closed_meanwhile_the_text_stays_and_can_be_copied(client, budget):
    person = alice()
    client.force_login(person)
    draft = begin(client)
    fill(client, draft)
    with freeze_time(NOW + timedelta(days=20)):
        client.force_login(person)
        refused = save(client, draft, "check", "send")
        assert refused.status_code == 409
        assert "Six trees and two benches." in text_of(refused)
        changed = save(client, draft, "idea", title="Last words", description="Typed in the last minute")
        assert "Typed in the last minute" in text_of(changed)
        assert "Last words" in text_of(client.get(START))
    assert not Proposal.objects.exists()


def test_so_many_each_and_what_was_taken_back_does_not_count(client):
    budget = open_budget(proposals_per_person=1)
    person = alice()
    first = proposal(budget, author=person)
    client.force_login(person)
    draft = begin(client)
    fill(client, draft)
    refused = save(client, draft, "check", "send")
    assert refused.status_code == 422
    assert "Everybody can send 1 proposal" in text_of(refused)
    first.state, first.reason_code = State.WITHDRAWN, "withdrawn"
    first.save()
    assert save(client, draft, "check", "send").status_code == 302


def test_an_address_must_be_confirmed(client, budget):
    client.force_login(alice(confirmed=False))
    draft = begin(client)
    fill(client, draft)
    refused = save(client, draft, "check", "send")
    assert refused.status_code == 422
    assert "/en/account/email/" in text_of(refused)
    assert not Proposal.objects.exists()


def test_a_subject_or_district_of_another_budget_is_refused(client, budget):
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft)
    for step, answers in (("place", {"envelope": "elsewhere"}), ("people", {"category": "elsewhere"})):
        assert save(client, draft, step, **answers).status_code == 422
    assert save(client, draft, "check", "send").status_code == 422


@pytest.mark.parametrize(
    ("answers", "name", "status"),
    [
        ({"publish_as": "anonymous", "author_name": "Alice"}, "", 302),
        ({"publish_as": "named", "author_name": "Alice Zeitoun"}, "Alice Zeitoun", 302),
        ({"publish_as": "pseudonym", "author_name": " "}, None, 422),
        ({"publish_as": "pseudonym", "author_name": "alice@example.org"}, None, 422),
        ({"publish_as": "confidential", "author_name": "Alice"}, None, 422),
    ],
    ids=["anonymous", "named", "no-name", "address", "confidential"],
)
def test_the_name_beside_it(client, budget, answers, name, status):
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft)
    assert save(client, draft, "check", "send", **answers).status_code == status
    assert Proposal.objects.values_list("author_name", flat=True).first() == name


def test_arabic_in_every_field(client, budget):
    base = "/ar/budgets/budget-2026/proposals/new/"
    client.force_login(alice(language="ar", pseudonym="ليلى"))
    draft = client.post(base)["Location"].removesuffix("idea/")
    words = {
        "idea": {"title": "أشجار في ساحة السوق", "description": "ست أشجار ومقعدان في الظل."},
        "people": {"benefit": "لمن ينتظر الحافلة.", "category": "parks"},
        "place": {"envelope": "north", "place": "ساحة السوق"},
        "money": {"cost_guess": "١٢٬٥٠٠"},
    }
    for step, answers in words.items():
        assert client.post(f"{draft}{step}/", {"action": "next", **answers}).status_code == 302
    page = client.get(f"{draft}check/").content.decode()
    assert "الشمال" in page
    assert "الحدائق" in page
    sent = client.post(f"{draft}check/", {"action": "send", "publish_as": "pseudonym", "author_name": "ليلى"})
    assert sent.status_code == 302
    one = Proposal.objects.get()
    assert (one.language, one.author_language, one.cost_guess) == ("ar", "ar", 1_250_000)
    assert "سوق" in one.search_text.split()


def test_a_zero_byte_and_a_flood_of_letters_break_nothing(client, budget):
    client.force_login(alice())
    draft = begin(client)
    save(client, draft, "idea", "autosave", title="a\x00b", description="x" * 100_000)
    assert the_draft().answers["title"] == "ab"
    assert len(the_draft().answers["description"]) == 20_000
