"""People for tests. The cast: Alice takes part, Bob moderates, Carol edits, Dan is an outsider with an account."""

from __future__ import annotations

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from hub.accounts.enums import Role
from hub.accounts.models.user import User

PASSWORD = "a-long-enough-password"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address who signs in with PASSWORD. `roles=[Role.EDITOR]` puts them in groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        citizen = factory.Trait()
        organisation = factory.Trait(kind="organisation", organisation_name="Friends of the Harbour", pseudonym="")
        superuser = factory.Trait(is_staff=True, is_superuser=True)
        without_password = factory.Trait(password=None)

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    pseudonym = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        roles = kwargs.pop("roles", [])
        for role in Role:
            if kwargs.pop(role.value, False):
                roles = [*roles, role]
        confirmed = kwargs.pop("confirmed", True)
        email = kwargs.pop("email")
        if roles:
            kwargs.setdefault("is_staff", True)
        user = model_class.objects.create_user(email, kwargs.pop("password", None), **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=confirmed, primary=True)
        for role in roles:
            group, _ = Group.objects.get_or_create(name=role.value)
            user.groups.add(group)
        return user


def alice(**kwargs: Any) -> User:
    """A citizen who takes part."""
    return UserFactory(**{"email": "alice@example.org", "pseudonym": "Alice", **kwargs})


def bob(**kwargs: Any) -> User:
    """A moderator."""
    return UserFactory(**{"email": "bob@example.org", "pseudonym": "Bob", "moderator": True, **kwargs})


def carol(**kwargs: Any) -> User:
    """An editor."""
    return UserFactory(**{"email": "carol@example.org", "pseudonym": "Carol", "editor": True, **kwargs})


def dan(**kwargs: Any) -> User:
    """Has an account and nothing to do with anything."""
    return UserFactory(**{"email": "dan@example.org", "pseudonym": "Dan", **kwargs})
