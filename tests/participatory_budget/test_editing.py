"""The budget officer's side: who gets in when, what is saved, what is refused and keeps what was typed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.pages import BudgetPage
from tests.factories.accounts import UserFactory
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.editing import actions, address, text_of

pytestmark = pytest.mark.django_db
ROLES = ("budget_officer", "moderator", "editor", "auditor", "citizen")


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def officer(client):
    user = UserFactory(budget_officer=True)
    client.force_login(user)
    return client


def addresses(budget: Budget) -> dict[str, str]:
    envelope = budget.envelopes.get(slug="north")
    return {
        "list": address("list"),
        "edit": address("edit", budget.pk),
        "new": address("new"),
        "facts": address("facts", budget.pk),
        "dates": address("dates", budget.pk),
        "rule": address("rule", budget.pk),
        "publish": address("publish", budget.pk),
        "envelope": address("envelope", budget.pk, envelope.pk),
        "subject": address("entry_new", budget.pk, "subjects"),
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("phase", ["information", "voting", "implementation"])
def test_who_gets_in(client, role, phase):
    budget = open_budget(phase)
    client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    pages = addresses(budget)
    let_in = {name for name, url in pages.items() if client.get(url).status_code == 200}
    expected = {"budget_officer": set(pages), "moderator": {"list", "edit"}}.get(role, set())
    assert let_in == expected
    writers = [url for name, url in pages.items() if name not in ("list", "edit")]
    if role != "budget_officer":
        before = actions()
        # Whoever has no desk at all is sent away, the others are refused.
        assert {client.post(url, {}).status_code for url in writers} <= {302, 403}
        assert actions() == before


def test_the_menu_names_it_for_those_who_may(client):
    for role, shown in (("budget_officer", True), ("moderator", True), ("editor", False)):
        client.force_login(UserFactory(**{role: True}))
        assert (address("list") in text_of(client.get("/cms/"))) is shown


def facts(**changes):
    return {"slug": "green-city", "currency": "EUR", "appeal_days": "14", "premoderated": "on", **changes}


def test_a_new_budget_says_what_it_still_needs(officer):
    answer = officer.post(address("new"), facts(currency="tnd", supports_needed="20"), follow=True)
    budget = Budget.objects.get()
    assert (budget.slug, budget.currency, budget.supports_needed, budget.proposals_per_person) == (
        "green-city",
        "TND",
        20,
        None,
    )
    page = text_of(answer)
    for sentence in (
        "There are no dates yet.",
        "There is no envelope: no money to decide on.",
        "There is no rule card",
        "Its pages are not published.",
    ):
        assert sentence in page
    assert actions()[-1] == "budget.created"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slug": "شارع"}, "Only small letters from a to z"),
        ({"slug": "budget-2026"}, "Another budget has this short name."),
        ({"currency": "euro"}, ""),
        ({"currency": "E1R"}, "Give the currency by its three letters"),
        ({"south": "36"}, "Give all four sides of the map, or none."),
        ({"south": "37", "north": "36", "west": "10", "east": "11"}, "The south of the map lies below its north"),
        ({"south": "nan", "north": "36", "west": "10", "east": "11"}, ""),
        ({"supports_per_person": "0"}, "At least one; leave it empty for no limit."),
        ({"proposals_per_person": "-1"}, "This figure is less than nothing."),
        ({"appeal_days": "9999999"}, "This figure is too large."),
    ],
)
def test_a_refused_budget_keeps_what_was_typed(officer, changes, sentence):
    open_budget()
    before = actions()
    answer = officer.post(address("new"), facts(supports_needed="77", **changes))
    page = text_of(answer)
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="77"' in page
    assert "error-message" in page
    assert Budget.objects.count() == 1
    assert actions() == before


def test_slug_and_currency_stay_once_they_are_used(officer):
    budget = open_budget()
    page = text_of(officer.post(address("facts", budget.pk), facts(slug="other")))
    assert "its address stays" in page
    page = text_of(officer.post(address("facts", budget.pk), facts(slug=budget.slug, currency="TND")))
    assert "Sums have been entered in this currency, so it stays." in page
    officer.post(address("facts", budget.pk), facts(slug=budget.slug, supports_needed="30"))
    budget.refresh_from_db()
    assert (budget.currency, budget.supports_needed) == ("EUR", 30)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.data["was_supports_needed"], entry.data["supports_needed"]) == (
        "budget.facts_changed",
        0,
        30,
    )


def test_two_tabs_do_not_overwrite_each_other_unseen(officer):
    budget = open_budget()
    url = address("facts", budget.pk)
    seen = officer.get(url).context["form"]["seen"].value()
    kept = {"slug": budget.slug, "south": "36", "west": "10", "north": "36.4", "east": "10.4"}
    officer.post(url, facts(**kept, seen=seen, supports_needed="30"))
    answer = officer.post(url, facts(**kept, seen=seen, supports_needed="40"))
    assert "Somebody has changed this in the meantime" in text_of(answer)
    assert 'value="40"' in text_of(answer)
    assert Budget.objects.get().supports_needed == 30
    again = answer.context["form"]["seen"].value()
    assert again != seen
    officer.post(url, facts(**kept, seen=again, supports_needed="40"))
    assert Budget.objects.get().supports_needed == 40


# --- calendar ---------------------------------------------------------------------------------------------------------


def calendar_of(budget, **changes) -> dict[str, str]:
    found = {}
    for one in BudgetPhase.objects.filter(budget=budget):
        found[f"{one.kind}_starts"] = timezone.localtime(one.starts_at).strftime("%Y-%m-%dT%H:%M")
        found[f"{one.kind}_ends"] = timezone.localtime(one.ends_at).strftime("%Y-%m-%dT%H:%M")
    return {**found, **changes}


def test_a_date_that_moves_is_a_row_in_the_log_with_what_it_was(officer):
    budget = open_budget("proposals")
    old = BudgetPhase.objects.get(budget=budget, kind="proposals")
    moved = timezone.localtime(old.ends_at - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    officer.post(address("dates", budget.pk), calendar_of(budget, proposals_ends=moved))
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.reason_code, entry.data["had_begun"]) == ("budget.phase_changed", "proposals", True)
    assert entry.data["was_ends_at"] == old.ends_at.isoformat()
    assert BudgetPhase.objects.get(budget=budget, kind="proposals").ends_at == old.ends_at - timedelta(days=2)
    before = len(actions())
    officer.post(address("dates", budget.pk), calendar_of(budget))
    assert len(actions()) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("supports_ends", "", "Give both dates, or leave both empty where this phase is left out."),
        ("evaluation_ends", "2026-01-01T10:00", "“Evaluation” has to end after it begins ("),
        ("results_starts", "2026-08-01T10:00", "“Results” begins before “Voting” has ended."),
        ("results_starts", "2026-01-01T10:00", "“Results” begins before “Information” does."),
    ],
)
def test_a_calendar_out_of_order_is_refused_with_a_sentence(officer, field, value, sentence):
    budget = open_budget("proposals")
    before = list(BudgetPhase.objects.values_list("kind", "starts_at", "ends_at"))
    answer = officer.post(address("dates", budget.pk), calendar_of(budget, **{field: value}))
    assert sentence in text_of(answer)
    assert not value or f'value="{value}"' in text_of(answer)
    # The summary takes the focus and leads to the date at fault.
    assert 'tabindex="-1" autofocus' in text_of(answer)
    named = field.replace("_ends", "_starts") if "begins before" in sentence else field
    assert f'href="#id_{named}"' in text_of(answer)
    assert list(BudgetPhase.objects.values_list("kind", "starts_at", "ends_at")) == before


def test_supports_may_begin_while_proposals_are_taken_and_a_phase_may_be_left_out(officer):
    budget = open_budget("information")
    wish = calendar_of(budget, information_starts="", information_ends="")
    wish["supports_starts"] = wish["proposals_starts"]
    assert officer.post(address("dates", budget.pk), wish).status_code == 302
    kinds = set(BudgetPhase.objects.filter(budget=budget).values_list("kind", flat=True))
    assert kinds == set(PhaseKind.values) - {"information"}


def test_a_vote_that_has_begun_is_not_put_off_but_may_last_longer(officer):
    budget = open_budget("voting")
    wish = calendar_of(budget)
    later = {"voting_starts": "2026-05-01T10:00"}
    assert "The vote has begun: its start stays as it was." in text_of(
        officer.post(address("dates", budget.pk), wish | later)
    )
    longer = {"voting_ends": "2026-05-06T10:00", "results_starts": "2026-05-06T10:00"}
    assert officer.post(address("dates", budget.pk), wish | longer).status_code == 302


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "model"), [("subjects", Category), ("departments", Department), ("criteria", Criterion)]
)
def test_an_entry_is_made_changed_and_taken_away(officer, kind, model):
    budget = open_budget()
    url = address("entry_new", budget.pk, kind)
    assert "Give it a name in at least one language." in text_of(officer.post(url, {"name_fr": " "}))
    officer.post(url, {"name_ar": "الطرق", "name_en": "Roads", "question_en": "Is it ours?", "is_required": "on"})
    made = model.objects.get(slug="roads")
    assert made.names == {"en": "Roads", "ar": "الطرق"}
    officer.post(address("entry", budget.pk, kind, made.pk), {"name_en": "Streets", "order": "5"})
    made.refresh_from_db()
    assert (made.slug, made.names, made.order) == ("roads", {"en": "Streets"}, 5)
    officer.post(address("entry_delete", budget.pk, kind, made.pk))
    assert not model.objects.filter(slug="roads").exists()
    name = model._meta.model_name
    assert actions()[-3:] == [f"{name}.created", f"{name}.changed", f"{name}.deleted"]


def test_a_subject_in_use_stays(officer):
    budget = open_budget()
    one = proposal(budget)
    answer = officer.post(address("entry_delete", budget.pk, "subjects", one.category.pk), follow=True)
    assert "This is in use by proposals or their evaluations, so it stays." in text_of(answer)
    assert Category.objects.filter(pk=one.category.pk).exists()


def test_another_budgets_records_are_not_found(officer):
    budget, other = open_budget(), open_budget(slug="other")
    assert officer.get(address("envelope", budget.pk, other.envelopes.first().pk)).status_code == 404
    assert officer.get(address("entry", budget.pk, "subjects", other.categories.first().pk)).status_code == 404
    assert officer.get(address("entry_new", budget.pk, "colours")).status_code == 404
    assert officer.get(address("edit", uuid4())).status_code == 404


# --- ready and public -------------------------------------------------------------------------------------------------


def test_what_is_missing_is_listed_and_a_complete_budget_is_ready(officer):
    budget = open_budget()
    page = text_of(officer.get(address("edit", budget.pk)))
    assert "Nothing is missing." in page
    assert "they hold 170,000 EUR (the whole city: 100,000 EUR · districts: 70,000 EUR)." in page
    Envelope.objects.create(budget=budget, slug="school", kind="reserved", amount=500_000)
    page = text_of(officer.get(address("edit", budget.pk)))
    assert "175,000 EUR (the whole city: 100,000 EUR · districts: 70,000 EUR · reserved shares: 5,000 EUR)." in page
    Envelope.objects.get(slug="school").delete()
    Department.objects.all().delete()
    page = text_of(officer.get(address("edit", budget.pk)))
    assert "No department is named that could evaluate proposals." in page
    assert "Nothing is missing." not in page


def test_the_four_sides_of_the_map_are_named(officer):
    budget = open_budget()
    Budget.objects.filter(pk=budget.pk).update(map_area=[36.5, 10.0, 37.0, 10.5])
    page = text_of(officer.get(address("edit", budget.pk)))
    assert "South 36.5° · west 10.0° · north 37.0° · east 10.5°" in page


def test_the_button_publishes_a_page_in_each_language_once(officer):
    officer.post(address("new"), facts())
    budget = Budget.objects.get()
    url = address("publish", budget.pk)
    assert "Give the page a title in at least one language." in text_of(officer.post(url, {"title_en": " "}))
    titles = {"title_en": "Green city", "title_ar": "مدينة خضراء"}
    assert officer.post(url, titles).status_code == 302
    found = dict(BudgetPage.objects.values_list("locale__language_code", "title"))
    assert found == {"en": "Green city", "fr": "Green city", "ar": "مدينة خضراء"}
    assert "مدينة خضراء" in text_of(officer.get("/ar/budgets/green-city/"))
    assert "This budget has a page already." in text_of(officer.post(url, titles))
    assert actions().count("budget.published") == 1


def test_list_and_desk_cost_the_same_at_one_row_and_at_fifty(officer):
    budget = open_budget()
    numbers = []
    for more in (0, 49):
        for number in range(more):
            Category.objects.create(budget=budget, slug=f"s{number}", names={"en": f"Subject {number}"})
            made = Envelope.objects.create(budget=budget, slug=f"e{number}", amount=1, parent=budget.envelopes.first())
            made.names.create(language="en", name=f"Envelope {number}")
            Budget.objects.create(slug=f"b{number}", created_at=NOW)
        for url in (address("list"), address("edit", budget.pk)):
            officer.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert officer.get(url).status_code == 200
            numbers.append(len(seen))
    assert numbers[:2] == numbers[2:]
