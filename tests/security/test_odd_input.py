"""Nothing that can be typed or forged into a form or an address is an error of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from hub.contributions.selectors import subject_of
from tests.contributions.test_pages import filled
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.consultations import NOW, ConsultationFactory, clause_threads
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
ODD = [
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "٣",
    "²",
    "-1",
    "0",
    "9" * 400,
    "1e999",
]
ODD += ["x" * 20_000, "\u202e", "\n", "null", "[]", "{}", "%00", "../..", "' OR 1=1 --", "NaN", "é" * 300]
# What databases, decoders and parsers stumble over, for where trying everything would tell no more.
WORST = ["a\x00b", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "9" * 400, "x" * 20_000]
KEYS = [
    "page",
    "p",
    "q",
    "phase",
    "reply",
    "reply_to",
    "next",
    "with",
    "token",
    "sent",
    "show",
    "queue",
    "before",
    "id",
]


# Addresses that look at what stands after the question mark.
_READ_QUESTIONS = ("search", "consultations/", "documents/", "heads.json", "login", "contribute", "moderation")


@pytest.fixture
def places() -> dict[str, Any]:
    with freeze_time(NOW):
        consultation = ConsultationFactory(open=True)
        row = clause_threads(consultation)[0]
        comment = CommentFactory(hub_thread=row.thread, user=alice(), received_at=NOW)
        subject = subject_of(row.thread, NOW)
    assert subject is not None
    return {"consultation": consultation, "row": row, "comment": comment, "clause": subject.url}


def addresses(places: dict[str, Any]) -> list[str]:
    consultation, row, reference = places["consultation"], places["row"], places["comment"].reference
    return [
        "/en/search/",
        "/en/consultations/",
        "/en/documents/",
        "/en/reports/",
        "/en/style-guide/",
        "/en/account/",
        "/en/account/login/",
        "/en/account/profile/",
        "/open-data/audit/heads.json",
        places["clause"],
        f"{places['clause']}comment/",
        f"/en/consultations/{consultation.slug}/",
        f"/en/contribute/{row.thread_id}/",
        f"/en/c/{reference}/",
        f"/en/c/{reference}/withdraw/",
        "/cms/moderation/",
        "/cms/consultations/",
        f"/cms/consultations/{consultation.pk}/answers/",
        f"/cms/consultations/{consultation.pk}/answers/{row.pk}/",
    ]


@freeze_time(NOW)
def test_odd_questions(client: Client, places: dict[str, Any]) -> None:
    client.force_login(UserFactory(administrator=True))
    for address in addresses(places):
        reads_questions = any(word in address for word in _READ_QUESTIONS) or address == places["clause"]
        for odd in ODD if reads_questions else WORST:
            response = client.get(address, {key: odd for key in KEYS if key != "next" or "login" in address})
            assert response.status_code < 500, (address, odd[:20])


@freeze_time(NOW)
@pytest.mark.parametrize("signed_in", [True, False])
def test_odd_forms(client: Client, places: dict[str, Any], settings: Any, signed_in: bool) -> None:
    settings.CONTRIBUTIONS_PER_ADDRESS_PER_HOUR = settings.CONTRIBUTIONS_PER_PERSON_PER_HOUR = 10_000
    settings.ACCOUNT_RATE_LIMITS = False
    if signed_in:
        client.force_login(UserFactory(administrator=True))
    names = ["email", "login", "password", "password1", "pseudonym", "code", "queue", "item", "decision", "reason", "p"]
    names += ["opens_at", "closes_at", "answer_due_at", "title", "slug", "document", "reason_en", "responsible_body"]
    names += ["kind", "language", "notification_choice", "organisation_name", "action", "token"]
    consultation = places["consultation"]
    more = ["/en/account/signup/", "/en/account/password/reset/", "/en/account/email/", "/en/account/delete/confirm/"]
    more += ["/cms/consultations/new/", f"/cms/consultations/{consultation.pk}/dates/"]
    for address in [*addresses(places), *more]:
        # Strangers are led to the sign-in from all of these.
        if address.endswith("/withdraw/") or (not signed_in and address.startswith("/cms/")):
            continue
        takes_forms = client.post(address).status_code != 405
        for odd in ODD if takes_forms else WORST[:1]:
            response = client.post(address, dict.fromkeys(names, odd))
            assert response.status_code < 500, (address, odd[:20])


@pytest.mark.parametrize("signed_in", [True, False])
def test_odd_comments(client: Client, places: dict[str, Any], settings: Any, signed_in: bool) -> None:
    """Each field in turn, the others as a browser sends them; both kinds of reader share most of the way."""
    settings.CONTRIBUTIONS_PER_ADDRESS_PER_HOUR = settings.CONTRIBUTIONS_PER_PERSON_PER_HOUR = 10_000
    if signed_in:
        client.force_login(dan())
    address = f"/en/contribute/{places['row'].thread_id}/"
    with freeze_time(NOW) as clock:
        form = filled(client.get(address).content.decode())
        clock.tick(60)
        for name in [*form, "reply_to", "suggested_text", "honeypot"]:
            for odd in WORST if signed_in else ODD:
                response = client.post(address, form | {"comment": "Words."} | {name: odd})
                assert response.status_code < 500, (name, odd[:20])
