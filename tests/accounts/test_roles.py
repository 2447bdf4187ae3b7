"""Who may do what: the matrix, the record of every change of roles, and the management of accounts in the editor."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from hub.accounts import checks
from hub.accounts.engine import roles
from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.accounts.permissions import has_role, is_staff_member
from hub.accounts.services.roles import UnknownPermissionError, give_role, grant_role_permissions, take_role
from hub.audit.models.entry import AuditEntry
from tests.factories.accounts import UserFactory, alice, bob, carol, dan

# What a browser is told does not depend on where it is kept.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

EDITORS = {Role.EDITOR, Role.BUDGET_OFFICER, Role.ADMINISTRATOR}


class TestMatrix:
    @pytest.mark.parametrize("held", Role)
    @pytest.mark.parametrize("asked", Role)
    def test_each_role_is_itself_and_administrators_are_all(self, held: Role, asked: Role) -> None:
        assert has_role(UserFactory(roles=[held]), asked) == (held in {asked, Role.ADMINISTRATOR})

    @pytest.mark.parametrize("role", Role)
    def test_citizens_strangers_and_the_disabled_hold_none(self, role: Role) -> None:
        assert not has_role(alice(), role)
        assert not has_role(AnonymousUser(), role)
        assert not has_role(None, role)
        assert not has_role(UserFactory(administrator=True, is_active=False), role)
        assert has_role(UserFactory(superuser=True), role)

    @pytest.mark.parametrize("role", Role)
    def test_pages(self, role: Role) -> None:
        person = UserFactory(roles=[role])
        rights = Page.get_first_root_node().get_children().first().permissions_for_user(person)
        assert rights.can_edit() == (role in EDITORS)
        assert rights.can_publish() == (role in EDITORS)
        assert person.has_perm("wagtailadmin.access_admin")
        assert is_staff_member(person)

    @pytest.mark.parametrize("role", Role)
    def test_accounts_are_managed_by_administrators_only(self, role: Role, client: Client) -> None:
        client.force_login(UserFactory(roles=[role]))
        opens = client.get("/cms/users/").status_code == 200
        assert opens == (role == Role.ADMINISTRATOR)

    def test_wagtails_example_groups_are_gone(self) -> None:
        assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)

    def test_granting_twice_changes_nothing_and_what_a_city_added_stays(self) -> None:
        editor = Group.objects.get(name=Role.EDITOR)
        extra = Group.objects.get(name=Role.ADMINISTRATOR).permissions.exclude(group=editor).first()
        editor.permissions.add(extra)
        before = set(editor.permissions.values_list("pk", flat=True))
        grant_role_permissions()
        assert set(editor.permissions.values_list("pk", flat=True)) == before

    def test_a_permission_that_nobody_declares_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert checks.check_role_matrix() == []
        monkeypatch.setitem(roles.PERMISSIONS, Role.EDITOR, ("whitepapers.no_such_thing",))
        faults = checks.check_role_matrix()
        assert [fault.id for fault in faults] == ["accounts.E001"]
        assert "whitepapers.no_such_thing" in faults[0].msg
        with pytest.raises(UnknownPermissionError):
            grant_role_permissions()


class TestRecord:
    def test_giving_and_taking_is_recorded_without_names(self) -> None:
        person = dan()
        give_role(person, Role.MODERATOR)
        take_role(person, Role.MODERATOR)
        rows = list(AuditEntry.objects.order_by("sequence").values_list("action", "subject_id", "data"))
        group = Group.objects.get(name=Role.MODERATOR).pk
        data = {"role": "moderator", "group": group}
        assert rows == [("role.given", str(person.pk), data), ("role.taken", str(person.pk), data)]

    def test_however_it_is_done(self) -> None:
        person = dan()
        group = Group.objects.get(name=Role.AUDITOR)
        group.user_set.add(person)
        group.user_set.clear()
        person.groups.set([group])
        person.groups.clear()
        assert list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True)) == [
            "role.given",
            "role.taken",
            "role.given",
            "role.taken",
        ]

    def test_a_new_role_counts_at_once(self) -> None:
        person = dan()
        assert not has_role(person, Role.EDITOR)
        give_role(person, Role.EDITOR)
        assert has_role(person, Role.EDITOR)
        take_role(person, Role.EDITOR)
        assert not has_role(person, Role.EDITOR)

    def test_in_the_editor_the_administrator_is_named_as_the_actor(self, client: Client) -> None:
        root, person = UserFactory(administrator=True), dan()
        client.force_login(root)
        moderator = Group.objects.get(name=Role.MODERATOR).pk
        client.post(
            f"/cms/users/edit/{person.pk}/",
            {"pseudonym": "Dan", "language": "en", "is_active": "on", "groups": [moderator]},
        )
        entry = AuditEntry.objects.by(root).get(action="role.given")
        assert entry.subject_id == str(person.pk)


class TestAccountsInTheEditor:
    @pytest.fixture(autouse=True)
    def _administrator(self, client: Client) -> None:
        self.root = UserFactory(administrator=True, pseudonym="Root")
        client.force_login(self.root)

    def test_the_list_and_the_forms_open(self, client: Client) -> None:
        person = alice()
        for path in ("", "new/", f"edit/{person.pk}/", f"delete/{person.pk}/", f"history/{person.pk}/"):
            assert client.get(f"/cms/users/{path}").status_code == 200, path

    def test_an_invited_person_comes_in_by_code(self, client: Client) -> None:
        editor = Group.objects.get(name=Role.EDITOR).pk
        client.post(
            "/cms/users/new/", {"email": "New@example.org", "pseudonym": "New", "language": "fr", "groups": [editor]}
        )
        person = User.objects.get(email="new@example.org")
        assert (person.pseudonym, person.language) == ("New", "fr")
        assert not person.has_usable_password()
        assert has_role(person, Role.EDITOR)

    def test_the_list_says_who_holds_which_role_at_one_price(self, client: Client) -> None:
        UserFactory(pseudonym="Mona", moderator=True, analyst=True)
        client.get("/cms/users/")
        with CaptureQueriesContext(connection) as few:
            html = client.get("/cms/users/").content.decode()
        assert "Moderator · Analyst" in html
        for _ in range(5):
            UserFactory(editor=True)
        with CaptureQueriesContext(connection) as many:
            client.get("/cms/users/")
        assert len(few) == len(many)

    def test_the_invitation_is_one_page_with_the_roles(self, client: Client) -> None:
        html = client.get("/cms/users/new/").content.decode()
        assert 'name="groups"' in html
        assert not re.search(r">\s*None\s*<", html)

    def test_nobody_becomes_a_superuser_here(self, client: Client) -> None:
        person = dan()
        form = client.get(f"/cms/users/edit/{person.pk}/").content.decode()
        assert "is_superuser" not in form.split("<form", 1)[1].split("</form>")[0] or 'name="is_superuser"' not in form
        client.post(
            f"/cms/users/edit/{person.pk}/",
            {"pseudonym": "Dan", "language": "en", "is_active": "on", "is_superuser": "on"},
        )
        person.refresh_from_db()
        assert not person.is_superuser

    def test_an_address_is_changed_by_its_owner_only(self, client: Client) -> None:
        person = dan()
        client.post(
            f"/cms/users/edit/{person.pk}/",
            {"email": "thief@example.org", "pseudonym": "Dan", "language": "en", "is_active": "on"},
        )
        person.refresh_from_db()
        assert person.email == "dan@example.org"

    def test_deleting_is_erasing(self, client: Client) -> None:
        person = dan()
        client.post(f"/cms/users/delete/{person.pk}/")
        person.refresh_from_db()
        assert person.erased_at

    def test_deleting_many_is_erasing_too(self, client: Client) -> None:
        people = [dan(), bob(), carol()]
        ids = "&".join(f"id={person.pk}" for person in people)
        client.post(f"/cms/bulk/accounts/user/delete/?{ids}")
        assert User.objects.filter(pk__in=[person.pk for person in people], erased_at__isnull=False).count() == 3

    def test_the_only_administrator_is_not_erased(self, client: Client) -> None:
        other = UserFactory(superuser=True, is_active=False)
        client.force_login(self.root)
        client.post(f"/cms/users/delete/{self.root.pk}/")
        self.root.refresh_from_db()
        assert self.root.is_active
        assert other.pk
