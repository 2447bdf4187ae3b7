"""Envelopes and rule cards in the editor: typed in any notation, refused with a sentence, frozen with the vote."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from participatory_budget.enums import Leftover
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.rule_card import RuleCard
from tests.factories.accounts import UserFactory
from tests.factories.proposals import NOW, PHASE_LENGTH, open_budget, proposal
from tests.participatory_budget.editing import actions, address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def officer(client):
    user = UserFactory(budget_officer=True)
    client.force_login(user)
    return client


# --- money ------------------------------------------------------------------------------------------------------------


def envelope_of(**changes):
    return {
        "name_en": "East",
        "name_fr": "Est",
        "name_ar": "الشرق",
        "kind": "district",
        "amount": "12.500,50",
        "leftover": "returns",
        "order": "3",
        **changes,
    }


OUTLINE = (
    '{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Polygon",'
    '"coordinates":[[[10,36,5],[10.1,36],[10.1,36.1],[10,36]]]}}'
)


def test_an_envelope_in_three_languages_with_a_sum_and_an_outline(officer):
    budget = open_budget()
    city = budget.envelopes.get(slug="city")
    wish = envelope_of(parent=str(city.pk), leftover="parent", outline=OUTLINE)
    assert officer.post(address("envelope_new", budget.pk), wish).status_code == 302
    east = Envelope.objects.get(slug="east")
    assert (east.amount, east.parent, east.leftover) == (1_250_050, city, Leftover.PARENT)
    assert {one.language: one.name for one in east.names.all()} == {"en": "East", "fr": "Est", "ar": "الشرق"}
    assert east.outline == {"type": "Polygon", "coordinates": [[[10, 36], [10.1, 36], [10.1, 36.1], [10, 36]]]}
    url = address("envelope", budget.pk, east.pk)
    form = officer.get(url).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert again["amount"] == "12500.5"
    officer.post(url, again)
    east.refresh_from_db()
    assert east.amount == 1_250_050
    assert east.outline["type"] == "Polygon"


def test_a_name_in_arabic_alone_is_enough_and_has_an_address(officer):
    budget = open_budget()
    officer.post(address("envelope_new", budget.pk), envelope_of(name_en="", name_fr="", amount="١٢٬٥٠٠"))
    made = Envelope.objects.get(names__name="الشرق")
    assert (made.slug, made.amount) == ("envelope", 1_250_000)
    page = text_of(officer.get(address("edit", budget.pk)))
    assert "“الشرق” has no name in: English, French." in page
    assert '<bdi lang="ar"' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "a lot"}, "This is no sum of money."),
        ({"amount": "99999999999999999"}, ""),
        ({"name_en": "", "name_fr": " ", "name_ar": ""}, "Give it a name in at least one language."),
        ({"leftover": "parent"}, "There is no envelope above this one"),
        ({"outline": "{"}, "it cannot be read as JSON"),
        ({"outline": "[" * 100_000}, "it cannot be read as JSON"),
        ({"outline": '{"type":"Point","coordinates":[10,36]}'}, "no area"),
        ({"outline": '{"type":"Polygon","coordinates":[[[10,36],[11,36],[11,37],[10,37]]]}'}, "is not closed"),
        ({"outline": '{"type":"Polygon","coordinates":[[[360,36],[11,36],[11,37],[360,36]]]}'}, "longitude"),
        ({"outline": '{"type":"Polygon","coordinates":[[[NaN,36],[11,36],[11,37],[NaN,36]]]}'}, "longitude"),
    ],
)
def test_a_refused_envelope_keeps_what_was_typed(officer, changes, sentence):
    budget = open_budget()
    before = Envelope.objects.count()
    page = text_of(officer.post(address("envelope_new", budget.pk), envelope_of(**changes)))
    assert sentence in page
    assert "error-message" in page or "help-critical" in page
    assert 'value="3"' in page
    assert Envelope.objects.count() == before


def test_a_missing_name_and_a_wrong_sum_are_told_at_once_with_the_budget_named(officer):
    budget = open_budget()
    url = address("envelope_new", budget.pk)
    empty = text_of(officer.get(url))
    assert "A name in one language is needed" in empty
    assert "Name in English (optional)" not in empty
    assert "Place in the list (optional)" in empty
    page = text_of(officer.post(url, envelope_of(name_en="", name_fr="", name_ar="", amount="a lot")))
    summary = page.split("autofocus>", 1)[1].split("</div>", 1)[0]
    assert 'href="#id_name_en"' in summary
    assert 'href="#id_amount"' in summary
    assert f'href="{address("edit", budget.pk)}#money"' in page


def test_an_outline_comes_as_a_file_and_is_judged_by_its_content(officer):
    budget = open_budget()
    picture = SimpleUploadedFile("north.geojson", b"\x89PNG\r\n\x1a\n", "application/geo+json")
    page = text_of(officer.post(address("envelope_new", budget.pk), envelope_of(outline_file=picture)))
    assert "it cannot be read as JSON" in page
    file = SimpleUploadedFile("north.txt", OUTLINE.encode(), "text/plain")
    assert officer.post(address("envelope_new", budget.pk), envelope_of(outline_file=file)).status_code == 302


def test_no_envelope_stands_below_itself(officer):
    budget = open_budget()
    city, north = budget.envelopes.get(slug="city"), budget.envelopes.get(slug="north")
    wish = envelope_of(parent=str(north.pk), kind="city")
    page = text_of(officer.post(address("envelope", budget.pk, city.pk), wish))
    assert "An envelope cannot stand below itself." in page


def test_an_envelope_in_use_stays_and_an_unused_one_goes(officer):
    budget = open_budget()
    proposal(budget)
    north, south = budget.envelopes.get(slug="north"), budget.envelopes.get(slug="south")
    page = text_of(officer.post(address("envelope_delete", budget.pk, north.pk), follow=True))
    assert "This envelope is in use" in page
    officer.post(address("envelope_delete", budget.pk, south.pk))
    assert set(budget.envelopes.values_list("slug", flat=True)) == {"city", "north"}
    assert actions()[-1] == "envelope.deleted"


def test_money_and_rules_are_frozen_when_the_vote_begins_also_for_a_form_that_was_open(officer):
    budget = open_budget("evaluation")
    north = budget.envelopes.get(slug="north")
    assert "name_en" in officer.get(address("envelope", budget.pk, north.pk)).context["form"].fields
    BudgetPhase.objects.filter(budget=budget).update(
        starts_at=F("starts_at") - PHASE_LENGTH, ends_at=F("ends_at") - PHASE_LENGTH
    )
    answer = officer.post(address("envelope", budget.pk, north.pk), envelope_of(amount="1"))
    assert answer.status_code == 200
    assert "The vote has begun: money and rules stay as they are." in text_of(answer)
    assert 'value="East"' in text_of(answer)
    officer.post(address("envelope_delete", budget.pk, north.pk))
    page = text_of(officer.get(address("edit", budget.pk)))
    assert address("rule", budget.pk) not in page
    assert address("dates", budget.pk) in page
    north.refresh_from_db()
    assert north.amount == 4_000_000


# --- rule card --------------------------------------------------------------------------------------------------------


def card(**changes):
    return {
        "vote_type": "approval",
        "rule": "equalshares/add1",
        "tie_first": "more_voters",
        "max_length": "5",
        **changes,
    }


def test_a_rule_card_is_shown_in_words_before_it_is_kept(officer):
    budget = open_budget()
    url = address("rule", budget.pk)
    seen = officer.get(url).context["form"]["seen"].value()
    assert seen == "1"
    shown = officer.post(url, card(seen=seen))
    page = text_of(shown)
    assert "What version 2 would say" in page
    assert "One ballot names at most this many projects: 5." in page
    assert "Twelve people, eight in the north" in page
    assert RuleCard.objects.count() == 1
    # Changed after it was shown: it is shown again, not kept.
    assert "What version 2 would say" in text_of(
        officer.post(url, card(seen=seen, max_length="6", keep=shown.context["keep"]))
    )
    assert RuleCard.objects.count() == 1
    officer.post(url, card(seen=seen, keep=shown.context["keep"]))
    kept = RuleCard.objects.latest()
    assert (kept.version, kept.rule, kept.max_length, kept.tie_keys) == (
        2,
        "equalshares/add1",
        5,
        ["more_voters", "id"],
    )
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.reason_code) == ("rule_card.made", "equalshares:add1")


def test_rules_are_chosen_by_words_and_their_codes_stand_apart(officer):
    form = text_of(officer.get(address("rule", open_budget().pk)))
    choices = form.split('name="rule"', 1)[1].split("</select>", 1)[0]
    assert "Most votes first, up to the first that does not fit" in choices
    assert "(greedy-no-skip)" not in choices
    assert '<bdi dir="ltr"><code>greedy-no-skip</code></bdi>' in form


def test_a_second_tab_does_not_add_a_version_unseen_and_the_same_again_is_none(officer):
    budget = open_budget()
    url = address("rule", budget.pk)
    keep = officer.post(url, card(seen="1")).context["keep"]
    officer.post(url, card(seen="1", keep=keep))
    other = officer.post(url, card(seen="1", max_length="9"))
    refused = officer.post(url, card(seen="1", max_length="9", keep=other.context["keep"]))
    assert "There is a newer version of the rule card, no. 2." in text_of(refused)
    assert 'value="9"' in text_of(refused)
    same = officer.post(url, card(seen="2", keep=keep))
    assert "there is no need for a new version" in text_of(same)
    assert RuleCard.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rule": "lottery"}, "lottery"),
        ({"min_length": "6"}, "The least is more than the most."),
        ({"vote_type": "choose-1"}, "a ballot has no length"),
        ({"vote_type": "ordinal", "max_length": ""}, "Say how many projects can be put in order"),
        ({"max_points": "3"}, "Only where people give points"),
        ({"max_length": "0"}, "Give a figure from 1, or leave it empty."),
        ({"threshold": "-1"}, ""),
    ],
)
def test_a_rule_card_that_makes_no_sense_is_refused(officer, changes, sentence):
    budget = open_budget()
    page = text_of(officer.post(address("rule", budget.pk), card(seen="1", **changes)))
    assert sentence in page
    assert "error-message" in page
    assert "budget-preview" not in page
