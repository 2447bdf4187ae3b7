"""Somebody without an account wrote a proposal: whichever door they take, they come back to it and it is theirs."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalDraft
from tests.accounts.conftest import last_code
from tests.factories.accounts import alice
from tests.factories.proposals import open_budget

pytestmark = pytest.mark.django_db
NEW = "/en/budgets/budget-2026/proposals/new/"
IDEA = {"title": "Trees on the square", "description": "Six trees."}
STEPS = {"idea": IDEA, "people": {"category": "parks"}, "place": {"envelope": "north", "place": "Market"}}
SEND = {"action": "send", "publish_as": "pseudonym", "author_name": "Olive"}
PERSON = {"email": "new@example.org", "pseudonym": "Olive"}
CONFIRM = "/en/account/confirm-email/"


@pytest.fixture
def check(client: Client) -> str:
    """The address of the last step of a draft that only lacks its sending."""
    open_budget(now=timezone.now())
    draft = client.post(NEW)["Location"].removesuffix("idea/")
    for step, answers in STEPS.items():
        client.post(f"{draft}{step}/", {"action": "next", **answers})
    return f"{draft}check/"


def send(client: Client, check: str) -> Proposal:
    client.get(check)
    assert ProposalDraft.objects.get().owner.email
    client.post(check, SEND)
    return Proposal.objects.get()


def test_by_creating_an_account(client: Client, check: str) -> None:
    page = client.get(check).content.decode()
    path = next(part for part in page.split('"') if part.startswith("/en/account/signup/?next=%2F"))
    form = client.get(path).context["redirect_field_value"]
    client.post(path, PERSON | {"next": form})
    response = client.post(CONFIRM, {"code": last_code()})
    assert response["Location"] == check
    assert send(client, check).title == IDEA["title"]


def test_by_asking_for_a_code_without_an_account(client: Client, check: str) -> None:
    login = client.post(check, SEND)["Location"]
    waiting = client.post(login, {"login": PERSON["email"], "next": check}, follow=True)
    assert "New here?" in waiting.content.decode()
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/signup/" in line)
    path = link.removeprefix(settings.PUBLIC_URL)
    client.get(path)
    client.post(path, PERSON)
    response = client.post(CONFIRM, {"code": last_code()})
    assert response["Location"] == check
    assert send(client, check).title == IDEA["title"]


def test_by_a_code_to_an_account_there_is(client: Client, check: str) -> None:
    login = client.post(check, SEND)["Location"]
    waiting = client.post(login, {"login": alice().email, "next": check})["Location"]
    response = client.post(waiting, {"code": last_code(), "next": check})
    assert response["Location"] == check
    assert send(client, check).title == IDEA["title"]


def test_who_is_signed_in_is_not_asked_to_register(client: Client, check: str) -> None:
    client.force_login(alice())
    assert "/account/signup/" not in client.get(check).content.decode().partition("<main")[2]
