"""The page where one shows that one may vote, as residents meet it."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from hub.contributions.services.limits import PROOFS_PER_PERSON_PER_HOUR
from participatory_budget.models.roll import RollEntry
from participatory_budget.services.roll.codes import make_codes
from tests.factories.accounts import UserFactory, alice
from tests.factories.elections import open_vote, voter
from tests.factories.proposals import NOW
from tests.participatory_budget.editing import text_of
from tests.participatory_budget.rolls import register

pytestmark = pytest.mark.django_db
WORDS = {
    "who_may_vote": {"en": "Everybody who lives here, of any nationality.", "ar": "كل من يسكن هنا."},
    "identity_asked": {"en": "Number of the residence permit", "fr": "Numéro du titre de séjour"},
}
PAGE = "/en/budgets/budget-2026/eligibility/"
BALLOT = "/en/budgets/budget-2026/ballot/"


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


def test_a_stranger_reads_who_may_vote_and_is_led_back_after_signing_in(client):
    open_vote(minimum_age=16, **WORDS)
    answer = client.get(f"{PAGE}?next={BALLOT}city/")
    page = text_of(answer)
    assert "Everybody who lives here, of any nationality." in page
    assert "from the age of 16 years" in page
    assert "next=%2Fen%2Fbudgets%2Fbudget-2026%2Feligibility%2F%3Fnext%3D" in page
    assert '<form method="post" action="' + PAGE not in page
    assert "no-store" in answer["Cache-Control"]
    assert client.post(f"{PAGE}register/", {"identity": "1"})["Location"].startswith("/en/account/login/?next=")


def test_each_way_that_the_rules_allow_has_its_form(client):
    budget = open_vote(**WORDS)
    client.force_login(alice())
    page = text_of(client.get(PAGE))
    assert [f"{PAGE}{way}/" in page for way in ("register", "code", "declaration", "desk")] == [True] * 3 + [False]
    assert page.count("Number of the residence permit") == 3
    budget.voting_rules.ways = ["code"]
    budget.voting_rules.save()
    page = text_of(client.get(PAGE))
    assert f"{PAGE}register/" not in page
    assert client.post(f"{PAGE}register/", {"identity": "1"}).status_code == 404
    assert client.get(f"{PAGE}nonsense/").status_code == 404


def test_words_of_the_city_are_marked_in_their_language(client):
    open_vote(**WORDS)
    assert "كل من يسكن هنا." in text_of(client.get("/ar/budgets/budget-2026/eligibility/"))
    page = text_of(client.get("/fr/budgets/budget-2026/eligibility/"))
    assert 'lang="en"' in page


def test_from_the_number_to_the_ballot(client):
    budget, person = open_vote(**WORDS), alice()
    register(budget, "AB 1234;north")
    client.force_login(person)
    wrong = client.post(f"{PAGE}register/", {"identity": "AB 9999", "next": f"{BALLOT}city/"})
    page = text_of(wrong)
    assert wrong.status_code == 422
    assert "This number is not in the city's register." in page.replace("&#x27;", "'")
    assert 'value="AB 9999"' in page
    right = {"identity": "ab-١٢٣٤", "next": f"{BALLOT}city/"}
    for _press in range(2):
        answer = client.post(f"{PAGE}register/", right, follow=True)
        page = text_of(answer)
        assert "You are on the roll" in page
        assert f'href="{BALLOT}city/"' in page
        assert "North" in page
    assert RollEntry.objects.filter(account=person).count() == 1


def test_the_way_on_stays_within_the_hub(client):
    open_vote()
    client.force_login(alice())
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        page = text_of(client.get(PAGE, {"next": bad}))
        assert "evil.example" not in page.split("<main")[1]


def test_a_number_of_another_account_and_a_code_of_another_budget(client):
    budget, other = open_vote(), open_vote(slug="other")
    officer = UserFactory(budget_officer=True)
    register(budget, "111111;north")
    client.force_login(UserFactory())
    assert client.post(f"{PAGE}register/", {"identity": "111111"}).status_code == 302
    client.force_login(alice())
    answer = client.post(f"{PAGE}register/", {"identity": "111111"})
    assert answer.status_code == 409
    assert "come to the desk with your document" in text_of(answer)
    foreign = make_codes(other, actor=officer, now=NOW, number=1).codes[0].code
    answer = client.post(f"{PAGE}code/", {"code": foreign})
    assert answer.status_code == 422
    assert "not one of this budget" in text_of(answer)
    answer = client.post(f"{PAGE}code/", {"code": "ABCD-EFGH-JKMN"})
    assert "typing error" in text_of(answer)


def test_guessing_ends(client):
    open_vote()
    client.force_login(alice())
    answers = [
        client.post(f"{PAGE}register/", {"identity": f"{111111 + one}"}).status_code
        for one in range(PROOFS_PER_PERSON_PER_HOUR + 2)
    ]
    assert answers == [422] * PROOFS_PER_PERSON_PER_HOUR + [429] * 2
    # Somebody else in the same library can still go on.
    client.force_login(UserFactory())
    assert client.post(f"{PAGE}register/", {"identity": "222222"}).status_code == 422


def test_a_declaration_keeps_what_was_typed_but_a_date_of_birth_is_kept_nowhere(client):
    open_vote(minimum_age=18, **WORDS)
    client.force_login(alice())
    typed = {"identity": "X-77", "birth_date": "06/05/2008", "district": "south", "is_true": "on"}
    answer = client.post(f"{PAGE}declaration/", typed)
    assert answer.status_code == 422
    assert 'value="06/05/2008"' in text_of(answer)
    answer = client.post(f"{PAGE}declaration/", {**typed, "birth_date": "yesterday"})
    assert "Write the day like 17/05/1990" in text_of(answer)
    answer = client.post(f"{PAGE}declaration/", {**typed, "birth_date": "05/05/2008"})
    assert answer.status_code == 302
    entry = RollEntry.objects.get()
    assert "2008" not in str([getattr(entry, one.attname) for one in entry._meta.concrete_fields if one.name != "uuid"])
    assert entry.district is not None
    assert entry.district.slug == "south"


@pytest.mark.parametrize(("phase", "words"), [("proposals", "The vote begins on"), ("results", "The vote is over")])
def test_before_and_after_the_vote(client, phase, words):
    budget = open_vote(phase)
    client.force_login(voter(budget))
    page = text_of(client.get(PAGE))
    assert words in page
    assert "Go to your ballot" not in page
    client.force_login(UserFactory())
    page = text_of(client.get(PAGE))
    assert (f"{PAGE}code/" in page) is (phase == "proposals")


def test_an_address_that_is_not_confirmed(client):
    open_vote()
    client.force_login(UserFactory(confirmed=False))
    page = text_of(client.get(PAGE))
    assert "Confirm your e-mail address first" in page
    assert f"{PAGE}code/" not in page
