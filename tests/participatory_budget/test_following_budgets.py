"""Following a district, a subject or a budget: what is new there is told, once, and only while it is public."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.core.registries import followables
from hub.moderation.enums import ReasonCode, State
from hub.notifications.models.digest import Digest
from hub.notifications.models.news import News, NewsSubject
from hub.notifications.services import deliver_due, follow, open_rounds, spread, write_round
from hub.promises.services import keep, postpone
from participatory_budget.models.budget import Budget
from participatory_budget.services.counting import count_budget
from participatory_budget.services.moderating import publish_proposal, withhold_proposal
from participatory_budget.services.news import announce_published
from tests.factories.accounts import alice, bob, carol, dan
from tests.factories.deliveries import DUE, a_project
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW, open_budget, proposal
from tests.participatory_budget.test_own_results import end_of

pytestmark = pytest.mark.django_db


def keys_of(budget: Budget) -> dict[str, str]:
    return {
        "budget": str(budget.pk),
        "district": str(budget.envelopes.get(slug="north").pk),
        "subject": str(budget.categories.get().pk),
    }


def letters() -> list:
    for news in News.objects.filter(finished_at=None):
        spread(news.pk, now=NOW)
    deliver_due(now=NOW + timedelta(days=400))
    return mail.outbox


# --- what can be followed ---


@pytest.mark.parametrize("kind", ["budget", "district", "subject"])
def test_what_a_public_budget_has_can_be_followed(kind, client: Client):
    budget = open_budget()
    keys = keys_of(budget)
    described = followables.get(kind).describe([keys[kind], "nonsense", "999999", "0", "-1", "٣"])
    [subject] = described.values()
    assert subject.title == {"budget": "Budget of Port Zeitoun", "district": "North", "subject": "Parks"}[kind]
    assert client.get(subject.url).status_code == 200
    assert client.get(f"/ar/following/{kind}/{keys[kind]}/").status_code == 200
    for page in budget.pages.all():
        page.unpublish()
    assert followables.get(kind).describe([keys[kind]]) == {}
    assert client.get(f"/ar/following/{kind}/{keys[kind]}/").status_code == 404


@pytest.mark.parametrize("kind", ["budget", "district", "subject"])
def test_fifty_cost_what_one_costs(kind):
    one = keys_of(open_budget())[kind]
    more = [keys_of(open_budget(slug=f"budget-{number}"))[kind] for number in range(3)]
    describe = followables.get(kind).describe
    describe([one])
    with CaptureQueriesContext(connection) as few:
        describe([one])
    with CaptureQueriesContext(connection) as many:
        assert len(describe([one, *more])) == 4
    assert len(many) == len(few)


def test_pages_lead_to_it(client: Client):
    budget = open_budget()
    keys = keys_of(budget)
    proposal(budget)
    shown = client.get("/en/budgets/budget-2026/").content.decode()
    assert f"/en/following/budget/{keys['budget']}/" in shown
    listed = client.get("/en/budgets/budget-2026/proposals/?district=north&subject=parks").content.decode()
    assert f"/en/following/district/{keys['district']}/" in listed
    assert f"/en/following/subject/{keys['subject']}/" in listed
    assert "/en/following/district/" not in client.get("/en/budgets/budget-2026/proposals/").content.decode()
    assert "/calendar.ics" in client.get(f"/en/following/budget/{keys['budget']}/").content.decode()


# --- a new proposal ---


def test_a_published_proposal_is_told_to_its_district_and_its_subject_once():
    budget = open_budget()
    keys = keys_of(budget)
    author, both, elsewhere = alice(), dan(language="ar"), carol()
    follow(author, "district", keys["district"], now=NOW)
    follow(both, "district", keys["district"], now=NOW)
    follow(both, "subject", keys["subject"], now=NOW)
    follow(elsewhere, "district", str(budget.envelopes.get(slug="south").pk), now=NOW)
    follow(elsewhere, "budget", keys["budget"], now=NOW)
    one = proposal(budget, author=author, state=State.PENDING, title="Shade for the market")
    publish_proposal(one, actor=bob(), now=NOW)
    assert News.objects.filter(kind="proposal.published").count() == 1
    told = [letter for letter in letters() if "/following/stop/" in letter.body]
    assert [letter.to for letter in told] == [[both.email]]
    assert "الشمال" in told[0].body
    assert one.reference in told[0].body


def test_what_is_withheld_is_not_told_and_is_in_no_feed_and_coming_back_is_no_news(client: Client):
    budget = open_budget()
    keys = keys_of(budget)
    follow(dan(), "district", keys["district"], now=NOW)
    one = proposal(budget, title="Words that nobody should read")
    announce_published(one, now=NOW)
    feed = f"/en/following/district/{keys['district']}/feed.atom"
    assert b"Words that nobody should read" in client.get(feed).content
    moderator = bob()
    withhold_proposal(one, actor=moderator, reason_code=ReasonCode.OFF_TOPIC, now=NOW)
    assert b"Words that nobody" not in client.get(feed).content
    assert not [letter for letter in letters() if letter.to == ["dan@example.org"]]
    publish_proposal(one, actor=moderator, now=NOW)
    assert News.objects.filter(kind="proposal.published").count() == 1


# --- results and projects ---


def test_results_are_told_to_the_budget_and_its_districts_and_the_same_count_is_no_news():
    budget = open_vote()
    vote(voter(budget), budget, "north", ["north-3"])
    follow(alice(), "budget", str(budget.pk), now=NOW)
    follow(dan(), "district", str(budget.envelopes.get(slug="north").pk), now=NOW)
    follow(carol(), "district", str(budget.envelopes.get(slug="south").pk), now=NOW)
    for _ in range(2):
        with freeze_time(end_of(budget)):
            count_budget(budget, now=end_of(budget))
    assert News.objects.filter(kind="budget.results").count() == 1
    told = [letter for letter in letters() if letter.subject.startswith("Results: ")]
    assert {letter.to[0] for letter in told} == {"alice@example.org", "dan@example.org"}
    assert "/results/" in told[0].body


def test_a_project_is_news_for_budget_district_and_subject_and_one_letter_holds_outcomes_first():
    budget = open_budget("implementation")
    keys = keys_of(budget)
    project = a_project(budget, envelope=budget.envelopes.get(slug="north"), category=budget.categories.get(), now=NOW)
    user = alice()
    for kind, key in keys.items():
        follow(user, kind, key, now=NOW, rhythm="daily")
    later = DUE + timedelta(days=90)
    other = a_project(budget, titles={"en": "A fountain"}, slug="fountain", now=NOW)
    moment = NOW + timedelta(hours=1)
    keep(project.promise_id, on=date(2026, 4, 15), actor=None, now=moment)
    postpone(
        other.promise_id,
        until=later,
        reasons={"en": "The ground was wet."},
        actor=None,
        now=moment + timedelta(minutes=1),
    )
    subjects = set(NewsSubject.objects.filter(news__kind="promise.kept").values_list("kind", "key"))
    assert set(keys.items()) <= subjects
    assert sum(spread(pk, now=moment) for pk in News.objects.values_list("pk", flat=True)) == 0
    morning = NOW + timedelta(days=1)
    open_rounds(morning)
    assert write_round(Digest.objects.get(rhythm="daily").pk, now=morning) == 1
    [letter] = letters()
    assert letter.body.index("What became of it") < letter.body.index("Later than planned")
    assert letter.body.index("A shaded square") < letter.body.index("A fountain")
    assert letter.body.count("Finished: A shaded square") == 1
    assert "The ground was wet." in letter.body
