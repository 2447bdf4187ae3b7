"""The accounts of the demo city: four to try it out with, and those of people who took part with one."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from hub.accounts.enums import AccountKind, Role
from hub.accounts.models.user import User
from hub.accounts.services.roles import give_role
from hub.demo.content.city import DEMO_ACCOUNTS, DEMO_PASSWORD
from hub.demo.content.people import PEOPLE
from hub.demo.content.shapes import Person


def create_accounts() -> dict[str, User]:
    """By e-mail address for the demo accounts, by key for the people of the city."""
    accounts = {}
    for account in DEMO_ACCOUNTS:
        user = User.objects.create_user(
            account.email,
            DEMO_PASSWORD,
            pseudonym=account.name,
            language=account.language,
            is_staff=bool(account.roles),
        )
        _confirm_address(user)
        for role in account.roles:
            give_role(user, Role(role))
        accounts[account.email] = user
    for person in PEOPLE.values():
        if person.has_account:
            accounts[person.key] = account_of(person)
    return accounts


def account_of(person: Person) -> User:
    kind = AccountKind.ORGANISATION if person.organisation else AccountKind.PERSON
    user = User.objects.create_user(
        person.email,
        None,  # no password: nobody signs in as them
        pseudonym="" if person.organisation else person.name,
        organisation_name=person.name if person.organisation else "",
        kind=kind,
        language=person.language,
    )
    _confirm_address(user)
    return user


def _confirm_address(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def create_neighbours(number: int) -> list[User]:
    """People who only support; nobody ever sees a name of theirs."""
    return create_crowd("neighbour", number)


def create_residents(number: int) -> list[User]:
    """People who only vote."""
    return create_crowd("voter", number)


def create_crowd(word: str, number: int, *, first: int = 1) -> list[User]:
    """Up to `number` people, beginning with the one that is called `first`."""
    made = []
    for one in range(first, number + 1):
        user = User.objects.create_user(f"{word}{one:02}@example.net", None, language=("ar", "fr", "en")[one % 3])
        _confirm_address(user)
        made.append(user)
    return made
