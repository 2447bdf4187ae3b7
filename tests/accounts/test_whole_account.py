"""One account from the first comment to leaving, in both directions of writing: nothing missing, nothing left."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.test import Client
from freezegun import freeze_time

from hub.accounts.models.user import User
from hub.contributions.models.comment import Comment
from hub.notifications.models.follow import Follow
from hub.notifications.models.outbox import Outbox
from hub.notifications.selectors import subject_of
from hub.notifications.services import announce, deliver_due, spread
from hub.notifications.services.news import unfinished
from tests.accounts.conftest import last_code
from tests.factories.accounts import dan
from tests.factories.consultations import NOW, ConsultationFactory, thread_of
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
WORDS = {"en": ("The fountain should stay.", "Clause 1"), "ar": ("يجب أن تبقى النافورة.", "البند 1")}


@freeze_time(NOW)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_signing_up_to_leaving(client: Client, language: str) -> None:
    words, clause_title = WORDS[language]
    account, email = f"/{language}/account/", "mona@example.org"
    consultation = ConsultationFactory(open=True)
    thread = thread_of(consultation)
    clause = thread.clause_thread.clause
    clause_url = subject_of("clause", str(clause.pk)).url
    neighbour = dan()
    Follow.objects.create(user=neighbour, subject_kind="clause", subject_key=str(clause.pk), created_at=NOW)

    # In, by code, in her language.
    client.post(f"{account}signup/", {"email": email, "pseudonym": "Mona"})
    client.post(f"{account}confirm-email/", {"code": last_code()})
    user = User.objects.get(email=email)
    assert user.language == language

    # She writes and follows.
    comment = CommentFactory(hub_thread=thread, user=user, body=words, language=language, author_name="Mona")
    for kind, key in (("clause", clause.pk), ("consultation", consultation.pk)):
        client.post(f"/{language}/following/{kind}/{key}/")
    announce("consultation.opened", payload={"consultation": str(consultation.pk)}, dedupe_key="x", now=NOW)
    assert [spread(news, now=NOW) for news in unfinished(NOW)] == [1]

    # Her page holds all of it, and nothing of anybody else's.
    page = client.get(account).content.decode()
    for seen in (words, comment.reference, clause_title, f'href="/{language}/following/"', "Mona"):
        assert seen in page
    assert neighbour.pseudonym not in page
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page

    # So does the copy to take away.
    response = client.get(f"{account}data/")
    assert "attachment" in response["Content-Disposition"]
    copy = json.loads(b"".join(response.streaming_content))["data"]
    assert copy["accounts"]["account"][0]["email"] == email
    assert [row["body"] for row in copy["contributions"]["contributions"]] == [words]
    assert {row["kind"] for row in copy["notifications"]["follows"]} == {"clause", "consultation"}
    assert clause_title in {row["title"].split(" · ")[0] for row in copy["notifications"]["follows"]}

    # She leaves, with a fresh code.
    client.post(f"{account}delete/")
    assert client.post(f"{account}delete/confirm/", {"code": last_code()})["Location"] == f"{account}deleted/"
    assert client.get(f"{account}deleted/").status_code == 200

    assert client.get(account)["Location"].startswith(f"{account}login/")
    assert Follow.objects.get().user == neighbour
    assert not Outbox.objects.filter(to=email).exists()
    kept = Comment.objects.get(pk=comment.pk)
    assert words not in str([kept.body, kept.suggested_text, kept.author_name, kept.user_email])
    assert kept.reference == comment.reference, "that somebody took part stays in the figures"
    assert words not in client.get(clause_url).content.decode()
    before = len(mail.outbox)
    deliver_due(NOW)
    assert all(email not in letter.to for letter in mail.outbox[before:])
