"""One person's things in another person's hands: by a guessed number, a copied address or a changed form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.audit.models.entry import AuditEntry
from hub.contributions import services
from hub.contributions.engine.confirmation import link_token
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.confirmation import code_of
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.consultations import NOW, ConsultationFactory, clause_threads
from tests.factories.contributions import DURING, CommentFactory, ThreadFactory, subject_at

pytestmark = pytest.mark.django_db
READERS: dict[str, dict[str, Any]] = {
    "nobody": {},
    "citizen": {"citizen": True},
    **{role.value: {role.value: True} for role in Role},
}


def sign_in(client: Client, reader: str) -> None:
    if READERS[reader]:
        client.force_login(UserFactory(**READERS[reader]))


def unconfirmed(email: str = "alice@example.org") -> PendingSubmission:
    thread = ThreadFactory()
    draft = Draft(body="Not confirmed yet.", publish_as="anonymous")
    made = services.submit(thread, draft=draft, user=None, email=email, subject=subject_at(thread, DURING), now=DURING)
    assert isinstance(made, PendingSubmission)
    return made


@freeze_time(DURING)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("form", ["nothing", "wrong code", "another's code", "another's link", "forged link"])
def test_the_address_of_a_waiting_text_alone_confirms_nothing(client: Client, reader: str, form: str) -> None:
    mine, other = unconfirmed(), unconfirmed("dan@example.org")
    sign_in(client, reader)
    wrong = f"{(int(code_of(mine)) + 1) % 1_000_000:06d}"
    sent = {
        "nothing": {},
        "wrong code": {"action": "code", "code": wrong},
        "another's code": {"action": "code", "code": code_of(other) if code_of(other) != code_of(mine) else wrong},
        "another's link": {"action": "link", "token": link_token(other.pk)},
        "forged link": {"action": "link", "token": f"{mine.pk.hex}:{'x' * 43}"},
    }[form]
    assert client.post(f"/en/confirm/{mine.pk}/", sent).status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != "nobody"])
def test_only_its_author_withdraws_a_comment(client: Client, reader: str) -> None:
    by_account, by_mail = CommentFactory(user=alice()), CommentFactory(email="someone@example.org")
    sign_in(client, reader)
    for comment in (by_account, by_mail):
        assert client.post(f"/en/c/{comment.reference}/withdraw/").status_code == 404
        comment.refresh_from_db()
        assert comment.is_published


def test_an_address_that_is_not_confirmed_opens_nothing(client: Client) -> None:
    comment = CommentFactory(pending=True, email="someone@example.org", body="Held words.")
    thief = UserFactory(email="someone@example.org")
    EmailAddress.objects.filter(user=thief).update(verified=False)
    client.force_login(thief)
    assert client.get(f"/en/c/{comment.reference}/").status_code == 404
    assert client.post(f"/en/c/{comment.reference}/withdraw/").status_code == 404
    for address in ("/en/account/", "/en/account/data/"):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"Held words." not in body


def test_the_download_is_ones_own(client: Client) -> None:
    CommentFactory(user=alice(), body="Of Alice.")
    CommentFactory(user=dan(), body="Of Dan.")
    client.force_login(User.objects.get(email="dan@example.org"))
    for query in ("", "?user=1", "?email=alice@example.org"):
        taken = b"".join(client.get(f"/en/account/data/{query}").streaming_content).decode()  # type: ignore[attr-defined]
        assert json.loads(taken)["data"]["accounts"]["account"][0]["email"] == "dan@example.org"
        assert "Of Dan." in taken
        assert "alice" not in taken.lower()


@freeze_time(DURING)
def test_a_form_cannot_speak_for_others_or_decide(client: Client) -> None:
    thread, other = ThreadFactory(premoderated=True), alice()
    elsewhere = CommentFactory()
    client.force_login(dan())
    address = f"/en/contribute/{thread.pk}/"
    from tests.contributions.test_pages import filled

    with freeze_time(DURING) as clock:
        form = filled(client.get(address).content.decode())
        clock.tick(60)
        more = {"user": str(other.pk), "user_id": str(other.pk), "email": other.email, "state": "published"}
        more |= {"is_public": "on", "channel": "letter", "author_kind": "organisation", "organisation": "The mayor"}
        more |= {"reference": "C-2026-000001", "received_at": "2020-01-01", "document_version": "99"}
        assert client.post(address, form | more | {"comment": "Mine."}).status_code == 302
        answer = client.post(address, form | {"comment": "Elsewhere.", "reply_to": str(elsewhere.pk)})
    assert answer.status_code in (404, 409, 422)
    mine = Comment.objects.get(comment="Mine.")
    assert (mine.user, mine.state, mine.channel, mine.organisation) == (dan_again(), "pending", "web", "")
    assert mine.reference != "C-2026-000001"
    assert mine.document_version == 1
    assert mine.received_at.year == DURING.year
    assert not Comment.objects.filter(comment="Elsewhere.").exists()


def dan_again() -> User:
    return User.objects.get(email="dan@example.org")


@freeze_time(DURING)
@pytest.mark.parametrize("name", ["Ma\u202eroy", "Mayor\u200b", "\u2066Mayor", "alice@example.org", "a\x1bb"])
def test_a_name_that_deceives_is_refused_and_the_text_kept(client: Client, name: str) -> None:
    from tests.contributions.test_pages import filled

    address = f"/en/contribute/{ThreadFactory().pk}/"
    with freeze_time(DURING) as clock:
        form = filled(client.get(address).content.decode())
        clock.tick(60)
        response = client.post(address, form | {"comment": "Keep me.", "publish_as": "named", "name": name})
    assert response.status_code == 422
    assert "Keep me." in response.content.decode()
    assert 'id="id_name_error"' in response.content.decode() or "Everybody sees this name" in str(response.content)


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in ("moderator", "administrator")])
def test_who_does_not_moderate_decides_nothing(client: Client, reader: str) -> None:
    held = CommentFactory(pending=True)
    sign_in(client, reader)
    for decision in ("approve", "withhold"):
        form = {"queue": "contributions.waiting", "item": held.reference, "decision": decision, "reason": "insult"}
        assert client.post("/cms/moderation/", form).status_code in (302, 403)
    held.refresh_from_db()
    assert held.state == "pending"


@freeze_time(NOW)
@pytest.mark.parametrize("reader", [r for r in READERS if r not in ("moderator", "analyst", "administrator")])
def test_who_does_not_answer_writes_no_answer_and_opens_nothing(client: Client, reader: str) -> None:
    consultation = ConsultationFactory(open=True)
    row = clause_threads(consultation)[0]
    sign_in(client, reader)
    answer = {"decision": "accepted", "reason_en": "Because."}
    address = f"/cms/consultations/{consultation.pk}/answers/{row.pk}/"
    assert client.post(address, answer).status_code in (302, 403)
    assert not Outcome.objects.exists()
    if reader != "editor":
        before = (consultation.opens_at, consultation.closes_at)
        dates = {"opens_at": "2020-01-01T00:00", "closes_at": "2030-01-01T00:00"}
        assert client.post(f"/cms/consultations/{consultation.pk}/dates/", dates).status_code in (302, 403)
        assert client.post("/cms/consultations/new/", dates).status_code in (302, 403)
        fresh = Consultation.objects.get()
        assert (fresh.opens_at, fresh.closes_at) == before


def test_an_answer_is_written_below_its_own_consultation_only(client: Client) -> None:
    with freeze_time(NOW):
        here, there = ConsultationFactory(open=True), ConsultationFactory(open=True)
        client.force_login(UserFactory(moderator=True))
        foreign = clause_threads(there)[0]
        address = f"/cms/consultations/{here.pk}/answers/{foreign.pk}/"
        assert client.post(address, {"decision": "accepted", "reason_en": "x"}).status_code == 404


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != "administrator"])
def test_nobody_but_administrators_gives_roles_or_touches_accounts(client: Client, reader: str) -> None:
    target = dan()
    sign_in(client, reader)
    me = User.objects.exclude(pk=target.pk).first() or target
    group = Group.objects.get(name=Role.ADMINISTRATOR.value)
    form = {"email": me.email, "pseudonym": "Me", "language": "en", "groups": [group.pk], "is_superuser": "on"}
    form |= {"is_active": "on", "is_staff": "on"}
    bulk = "/cms/bulk/accounts/user"
    for address in (
        f"/cms/users/{me.pk}/",
        f"/cms/users/edit/{me.pk}/",
        "/cms/users/new/",
        f"/cms/users/delete/{target.pk}/",
        f"{bulk}/assign_role/?id={me.pk}",
        f"{bulk}/delete/?id={target.pk}",
        f"{bulk}/set_active_state/?id={target.pk}",
        f"/cms/groups/edit/{group.pk}/",
    ):
        client.post(address, form | {"role": group.pk, "mark_as_active": ""})
    me.refresh_from_db()
    target.refresh_from_db()
    assert set(me.groups.values_list("name", flat=True)) <= {reader}
    assert not me.is_superuser
    assert target.is_active
    assert not target.erased_at
    assert User.objects.filter(groups=group).count() == 0


def test_an_administrator_makes_nobody_a_superuser_and_takes_no_address(client: Client) -> None:
    target = dan()
    admin = UserFactory(administrator=True)
    client.force_login(admin)
    form = {"email": "stolen@example.org", "pseudonym": "Dan", "language": "en", "is_active": "on"}
    form |= {
        "is_superuser": "on",
        "is_staff": "on",
        "password1": "another-password-1",
        "password2": "another-password-1",
    }
    old = target.password
    for address in (f"/cms/users/edit/{target.pk}/", f"/cms/users/edit/{admin.pk}/", f"/cms/users/{target.pk}/"):
        client.post(address, form)
    for person in (target, admin):
        person.refresh_from_db()
        assert not person.is_superuser
        assert person.email != "stolen@example.org"
    assert target.password == old


@pytest.mark.parametrize("role", Role)
def test_a_role_can_be_neither_deleted_nor_renamed(client: Client, role: Role) -> None:
    """One press in the editor would otherwise take the hub from all its administrators, and leave no record of it."""
    client.force_login(UserFactory(administrator=True))
    group = Group.objects.get(name=role.value)
    assert client.get(f"/cms/groups/edit/{group.pk}/").status_code == 200
    assert client.post(f"/cms/groups/delete/{group.pk}/").status_code in (302, 403)
    with pytest.raises(PermissionDenied), transaction.atomic():
        Group(pk=group.pk, name="else").save()
    with pytest.raises(PermissionDenied), transaction.atomic():
        Group.objects.filter(pk=group.pk).delete()
    assert Group.objects.get(pk=group.pk).name == role.value


def test_taking_a_citys_own_group_away_is_on_record(client: Client) -> None:
    group, member = Group.objects.create(name="Harbour office"), dan()
    member.groups.add(group)
    client.force_login(UserFactory(administrator=True))
    client.post(f"/cms/groups/delete/{group.pk}/")
    assert not Group.objects.filter(pk=group.pk).exists()
    taken = AuditEntry.objects.get(action="role.taken")
    assert (taken.subject_id, taken.data["group"]) == (str(member.pk), group.pk)
