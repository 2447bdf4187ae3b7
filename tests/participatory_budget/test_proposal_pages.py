"""What everybody reads about proposals: the list with its filters, one proposal with its way, its photo, its talk."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from freezegun import freeze_time
from PIL import Image

from hub.contributions.models.thread import Thread
from hub.contributions.services.threads import recount
from participatory_budget.engine.results import Result
from participatory_budget.engine.stored_results import as_json
from participatory_budget.enums import AppealDecision, JourneyState, PhaseKind
from participatory_budget.models.authorship import Merge
from participatory_budget.models.catalogue import Category
from participatory_budget.models.count import Count
from participatory_budget.models.evaluation import Appeal, Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalPhoto
from tests.factories.accounts import alice, dan
from tests.factories.contributions import CommentFactory
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
ARABIC = "ظلّ لساحة السوق"
AGREED = {"consent": "agreed", "answered_at": NOW}


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def base(language: str = "en", slug: str = "budget-2026") -> str:
    return f"/{language}/budgets/{slug}/proposals/"


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode().replace("\xa0", " ")


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 class="row-title"[^>]*><a href="[^"]*">([^<]*)</a>', page)


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def judged(one: Proposal, finding: str = "feasible") -> Verdict:
    evaluation, _made = Evaluation.objects.get_or_create(proposal=one, defaults={"opened_at": NOW})
    return Verdict.objects.create(
        evaluation=evaluation,
        number=evaluation.verdicts.count() + 1,
        verdict=finding,
        reason="The land is ours.",
        reason_language="en",
        decided_at=NOW,
        cost_final=100,
        costed_by="Parks office",
    )


def picture(kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(buffer, kind)
    return buffer.getvalue()


def photo(one: Proposal, content: bytes = b"", kind: str = "jpeg") -> ProposalPhoto:
    return ProposalPhoto.objects.create(
        proposal=one,
        kind=kind,
        alt="The empty square",
        width=8,
        height=6,
        sha256="ab" * 32,
        content=content or picture(),
    )


# --- the list ---


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_list_shows_what_is_public(client, language):
    budget = open_budget()
    proposal(budget, title=ARABIC, language="ar", author=alice())
    page = text_of(client, base(language))
    assert ARABIC in page
    assert f'hreflang="{"fr" if language != "fr" else "en"}" href="http://testserver/' in page
    assert '<h2 class="row-title" dir="auto" lang="ar">' in page or language == "ar"


def test_the_list_is_the_same_for_everybody_and_sets_no_cookie(client):
    proposal(open_budget())
    answer = client.get(base())
    assert not answer.cookies
    assert "csrf" not in answer.content.decode()
    client.force_login(dan())
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert main in client.get(base()).content.decode()


def test_filters_are_addresses(client):
    budget = open_budget()
    proposal(budget, title="In the north")
    proposal(budget, title="In the south", envelope=budget.envelopes.get(slug="south"))
    Category.objects.create(budget=budget, slug="roads", names={"en": "Roads"})
    proposal(budget, title="A road", category=budget.categories.get(slug="roads"))
    assert titles(text_of(client, f"{base()}?district=south")) == ["In the south"]
    assert titles(text_of(client, f"{base()}?subject=roads")) == ["A road"]
    both = text_of(client, f"{base()}?district=south&subject=roads")
    assert titles(both) == []
    assert "No proposal is like this." in both
    assert 'name="robots" content="noindex"' in both
    page = text_of(client, base())
    assert "North (2)" in page
    assert "South (1)" in page
    assert "Roads (1)" in page
    assert "3 of 3 proposals" in page


def test_words_are_folded_and_a_reference_is_found(client):
    budget = open_budget()
    one = proposal(budget, title=ARABIC, language="ar")
    proposal(budget, title="École fleurie")
    assert titles(text_of(client, f"{base()}?q=السوق")) == [ARABIC]
    assert titles(text_of(client, f"{base()}?q=ظل سوق")) == [ARABIC]
    assert titles(text_of(client, f"{base()}?q=ecole")) == ["École fleurie"]
    assert titles(text_of(client, f"{base()}?q={one.reference.lower()}")) == [ARABIC]
    assert titles(text_of(client, f"{base()}?q=%00%27%22<script>")) == []


def test_each_state_of_the_journey_can_be_asked_for(client):
    budget = open_budget("evaluation", supports_needed=5)
    proposal(budget, title="gathering")
    proposal(budget, title="supported", support_count=5, threshold_reached_at=NOW)
    Evaluation.objects.create(proposal=proposal(budget, title="evaluation"), opened_at=NOW)
    judged(proposal(budget, title="feasible"))
    judged(proposal(budget, title="not_feasible"), "not_feasible")
    on_ballot = proposal(budget, title="ballot")
    judged(on_ballot, "feasible_with_changes")
    Project.objects.create(envelope=on_ballot.envelope, code="1", cost=1, title="ballot", proposal=on_ballot)
    proposal(budget, title="merged", merged_into=on_ballot, merged_at=NOW)
    for state in JourneyState:
        expected = [state.value] if state is not JourneyState.HANDED_IN else []
        assert titles(text_of(client, f"{base()}?state={state.value}")) == expected
    everything = text_of(client, base())
    assert len(titles(everything)) == 6
    assert "merged" not in titles(everything)
    assert "1 more was merged into another one" in everything
    assert "Not enough support (1)" in everything  # no support can be given any more
    assert len(titles(text_of(client, f"{base()}?state=nonsense"))) == 6


def test_a_granted_appeal_means_that_it_is_looked_at_again(client):
    budget = open_budget("evaluation", supports_needed=5)
    verdict = judged(proposal(budget, title="Again"), "not_feasible")
    Appeal.objects.create(
        verdict=verdict,
        text="The map was wrong",
        language="en",
        made_at=NOW,
        due_on=NOW.date(),
        decision=AppealDecision.GRANTED,
        reason="It was",
        decided_at=NOW,
    )
    assert titles(text_of(client, f"{base()}?state=evaluation")) == ["Again"]
    judged(verdict.evaluation.proposal)
    assert titles(text_of(client, f"{base()}?state=feasible")) == ["Again"]


def test_the_order_is_drawn_anew_each_day_and_is_the_same_for_all(client):
    budget = open_budget()
    for number in range(12):
        proposal(budget, title=f"Idea {number:02}")
    first = titles(text_of(client, base()))
    assert first == titles(text_of(Client(), base("fr")))
    assert sorted(first) == [f"Idea {number:02}" for number in range(12)]
    assert first != sorted(first)
    with freeze_time(NOW + timedelta(days=1)):
        assert titles(text_of(client, base())) != first
    assert "drawn by lot each day" in text_of(client, base())


def test_other_orders(client):
    budget = open_budget()
    one = proposal(budget, title="A", support_count=1, published_at=NOW - timedelta(days=2))
    proposal(budget, title="B", support_count=7, published_at=NOW - timedelta(days=3))
    proposal(budget, title="C", support_count=2, published_at=NOW - timedelta(days=1))
    CommentFactory(hub_thread=one.thread)
    recount(one.thread, now=NOW)
    assert titles(text_of(client, f"{base()}?sort=newest")) == ["C", "A", "B"]
    assert titles(text_of(client, f"{base()}?sort=supports")) == ["B", "C", "A"]
    assert titles(text_of(client, f"{base()}?sort=discussed"))[0] == "A"


def test_the_map_holds_all_that_was_found_and_nothing_else(client):
    budget = open_budget()
    for number in range(25):
        proposal(budget, title=f"Idea {number} </script>", latitude="36.100000", longitude="10.100000")
    proposal(budget, title="Nowhere", envelope=budget.envelopes.get(slug="south"))
    page = text_of(client, base())
    points = json.loads(unescape(re.search(r'data-map="([^"]*)"', page).group(1)))["points"]
    assert len(points) == 25
    assert points[0]["lat"] == 36.1
    assert points[0]["url"].startswith(base())
    assert "data-map" not in text_of(client, f"{base()}?district=south")


def test_empty_lists_say_what_to_do(client):
    open_budget()
    assert "You can be the first." in text_of(client, base())
    open_budget("voting", "later")
    assert "There are no proposals" in text_of(client, base(slug="later"))


def test_twenty_a_page(client):
    budget = open_budget()
    for number in range(21):
        proposal(budget, title=f"Idea {number}")
    shown = titles(text_of(client, base())) + titles(text_of(client, f"{base()}?page=2"))
    assert len(set(shown)) == 21
    assert len(titles(text_of(client, f"{base()}?page=99"))) == 1


def test_as_many_queries_for_twenty_as_for_a_thousand(client):
    budget = open_budget(supports_needed=5)
    for _ in range(20):
        one = proposal(budget, latitude="36.1", longitude="10.1")
        photo(one)
    few = [queries(client, address) for address in (base(), f"{base()}?sort=supports&q=trees")]
    threads = Thread.objects.bulk_create(Thread(kind="proposal", created_at=NOW) for _ in range(980))
    values = {field.attname: getattr(one, field.attname) for field in Proposal._meta.concrete_fields}
    Proposal.objects.bulk_create(
        Proposal(**{**values, "uuid": thread.uuid, "thread_id": thread.pk, "reference": f"C-2026-9{number:05}"})
        for number, thread in enumerate(threads)
    )
    assert [queries(client, address) for address in (base(), f"{base()}?sort=supports&q=trees")] == few
    assert "1,000 of 1,000 proposals" in text_of(client, base())


# --- one proposal ---


def test_a_proposal_tells_all_there_is_to_know(client):
    budget = open_budget("supports", supports_needed=50)
    one = proposal(
        budget,
        author=alice(),
        title=ARABIC,
        description="ست أشجار ومقعدان.\n\nقرب السوق.",
        benefit="كل من ينتظر الحافلة",
        place="ساحة السوق",
        language="ar",
        cost_guess=1_250_000,
        latitude="36.100000",
        longitude="10.100000",
        support_count=12,
    )
    photo(one)
    page = text_of(client, f"{base()}{one.reference}/")
    for words in (ARABIC, "ست أشجار ومقعدان.", "كل من ينتظر الحافلة", "ساحة السوق", "Alice", "North", "Parks"):
        assert words in page
    assert "12,500 EUR" in page
    assert "12 of 50 supports" in page
    assert f'<h1 dir="auto" lang="ar">{ARABIC}</h1>' in page
    assert 'alt="The empty square"' in page
    assert one.reference in page
    assert 'data-map="' in page
    assert f'href="/en/following/proposal/{one.pk}/"' in page


def test_what_staff_typed_in_says_where_it_was_told(client):
    one = proposal(open_budget(), channel="meeting", source="Workshop at the library, 12 May")
    page = text_of(client, f"{base()}{one.reference}/")
    assert "Meeting · <bdi>Workshop at the library, 12 May</bdi>" in page
    assert "Anonymous" in page


@pytest.mark.parametrize(
    ("phase", "finding", "expected"),
    [
        ("proposals", "", ["Sent: Done", "Public: Done", "Support: Still to come", "Evaluation by the city: Still"]),
        ("supports", "", ["Support: Now", "Evaluation by the city: Still to come"]),
        ("evaluation", "", ["Not enough support: Ended here"]),
        ("evaluation", "feasible", ["Support: Done", "Evaluation by the city: Done", "On the ballot: Still to come"]),
        ("evaluation", "not_feasible", ["Evaluation by the city: Ended here"]),
    ],
)
def test_the_way_of_a_proposal_is_told_by_words(client, phase, finding, expected):
    one = proposal(open_budget(phase, supports_needed=3))
    if finding:
        judged(one, finding)
    page = text_of(client, f"{base()}{one.reference}/")
    steps = re.findall(r'<strong>([^<]+)</strong>\s*<span class="journey-state">([^<,]+)', page)
    told = [f"{title}: {state}" for title, state in steps]
    for words in expected:
        assert any(one.startswith(words) for one in told), told
    if "Ended here" in expected[-1]:
        assert told[-1] == expected[-1]


def test_the_result_is_told_only_when_it_is_out(client):
    budget = open_budget("voting")
    one = proposal(budget)
    judged(one)
    Project.objects.create(envelope=one.envelope, code="1", cost=1, title=one.title, proposal=one)
    Count.objects.create(
        envelope=one.envelope,
        rule="greedy",
        inputs_sha256="0" * 64,
        result_sha256="0" * 64,
        result=as_json(Result("greedy", ("1",), 1, 4_000_000, (), ())),
        counted_at=NOW,
    )
    address = f"{base()}{one.reference}/"
    page = text_of(client, address)
    assert "It is on the ballot." in page
    assert "It won and will be built." not in page
    with freeze_time(budget.phases.get(kind=PhaseKind.VOTING).ends_at):
        page = text_of(client, address)
        assert "It won and will be built." in page
        assert f'href="/en/budgets/{budget.slug}/results/"' in page


def test_a_merged_proposal_says_so_and_leads_on(client):
    budget = open_budget("supports")
    target = proposal(budget, title="The larger one")
    one = proposal(budget, title="The smaller one", merged_into=target, merged_at=NOW)
    sides = {f"{side}_{what}": value for side in ("source", "target") for what, value in AGREED.items()}
    Merge.objects.create(source=one, target=target, reason="The same.", asked_at=NOW, done_at=NOW, **sides)
    page = text_of(client, f"{base()}{one.reference}/")
    assert "This proposal is part of another one now" in page
    assert f'href="{base()}{target.reference}/"' in page
    assert f'href="{base()}{one.reference}/support/"' not in page
    assert "Write a comment" not in page
    into = text_of(client, f"{base()}{target.reference}/")
    assert "The smaller one" in into


def test_other_spellings_of_the_reference_lead_to_the_page_and_other_budgets_do_not(client):
    one = proposal(open_budget())
    open_budget("proposals", "other")
    assert client.get(f"{base()}{one.reference.lower()}/")["Location"] == f"{base()}{one.reference}/"
    assert client.get(f"{base(slug='other')}{one.reference}/").status_code == 404
    assert client.get(f"{base()}C-2026-999999/").status_code == 404
    assert client.get(f"{base()}nonsense/").status_code == 404
    assert client.post(f"{base()}{one.reference}/").status_code == 405


def test_a_text_of_markup_stays_text(client):
    one = proposal(open_budget(), title="<b>Shade</b>", description="<script>alert(1)</script>")
    page = text_of(client, f"{base()}{one.reference}/")
    assert "<script>alert(1)" not in page
    assert escape("<b>Shade</b>") in page
