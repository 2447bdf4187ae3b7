"""All that a person sent and what became of it: for that person alone, with an account or with a fresh code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.contributions import services
from hub.contributions.adapters.letters import own_link
from hub.contributions.models.comment import Comment
from hub.contributions.models.impact_code import ImpactCode
from hub.contributions.services.limits import IMPACT_CODES_PER_MAILBOX_PER_HOUR
from hub.contributions.services.messages import send_receipt
from hub.contributions.views.grants import MINUTES
from hub.core.registries import CommentFact, PublishedOutcome, comment_facts
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver_due
from tests.contributions.test_pages import address
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.contributions import (
    AFTER,
    DURING,
    CommentFactory,
    ThreadFactory,
    answer_thread,
    describe_thread,
)

pytestmark = pytest.mark.django_db
MONA = "mona@example.org"
FACTS: dict[int, CommentFact] = {}


class FactsForTests:
    def describe(self, comment_ids, language):
        return {pk: FACTS[pk] for pk in comment_ids if pk in FACTS}


if "test facts" not in comment_facts:
    comment_facts.register("test facts", FactsForTests())


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    FACTS.clear()


@pytest.fixture
def clock():
    with freeze_time(AFTER, tz_offset=0) as frozen:
        yield frozen


def url(language: str = "en") -> str:
    return address("account_impact", language=language)


def page(client, query: str = "") -> str:
    response = client.get(url() + query)
    assert response.status_code == 200
    return response.content.decode()


def figures(html: str) -> list[str]:
    return re.findall(r"<dd><bdi>(.*?)</bdi></dd>", html)


def code_in_mailbox() -> str:
    mail.outbox.clear()
    deliver_due(AFTER + timedelta(minutes=1))
    [letter] = mail.outbox
    found = re.search(r"^\s+(\d{6})$", letter.body, re.MULTILINE)
    return found.group(1) if found else ""


def open_by_code(client, email: str = MONA):
    client.post(url(), {"action": "code", "email": email})
    return client.post(url(), {"action": "use", "email": email, "code": code_in_mailbox()})


# --- what it shows ----------------------------------------------------------------------------------------------------


def test_each_contribution_with_its_answer_its_reason_and_the_changed_sentence(client, clock):
    author = alice()
    changed, noted, quiet = ThreadFactory(), ThreadFactory(), ThreadFactory()
    describe_thread(changed, latest_version=2, latest_text="Open until ten.", compare_url="/en/compare/")
    answer_thread(changed, led_to_change=True)
    answer_thread(noted, decision="noted", decision_label="Noted", reason="We read it.")
    for thread in (changed, noted, quiet):
        CommentFactory(hub_thread=thread, user=author)
    client.force_login(author)
    html = page(client)
    assert figures(html) == ["3", "2", "1"]
    for words in (
        "The harbour plan",
        "Accepted in part",
        "stays open until ten",
        "We read it.",
        "The text was changed",
    ):
        assert words in html
    assert 'href="/en/compare/"' in html
    assert html.count("Being read") == 1  # the one without an answer


def test_themes_and_more_than_one_answer_are_told_the_most_specific_first(client, clock):
    author = alice()
    comment = CommentFactory(user=author)
    answer_thread(comment.hub_thread, reason="About the clause.")
    about_theme = PublishedOutcome(
        "accepted",
        "Accepted",
        "About shade.",
        "en",
        AFTER,
        "",
        "/en/report/#t",
        about="Theme: Shade",
        led_to_change=True,
    )
    FACTS[comment.pk] = CommentFact(themes=("Shade and trees", "Cost"), outcomes=(about_theme,))
    client.force_login(author)
    for html in (page(client), client.get(comment.get_absolute_url()).content.decode()):
        steps = html[html.index('<ol class="timeline">') :]
        places = [
            steps.index(words)
            for words in ("Shade and trees", "Cost", "Theme: Shade", "About shade.", "About the clause.")
        ]
        assert places == sorted(places)
    assert figures(page(client)) == ["1", "1", "1"]


def test_what_is_answered_by_its_theme_is_no_longer_changed():
    author = alice()
    comment = CommentFactory(user=author)
    answer = PublishedOutcome("noted", "Noted", "Yes.", "en", AFTER, "", "")
    FACTS[comment.pk] = CommentFact(outcomes=(answer,))
    with pytest.raises(services.RefusedError) as refused:
        services.edit(comment, body="New.", suggested_text="", position="", actor=author, now=DURING)
    assert refused.value.refusal == "answered"


def test_what_nobody_else_may_read_is_told_to_its_author_with_the_reason(client, clock):
    author = alice()
    for trait in ("pending", "withheld", "withdrawn", "confidential"):
        CommentFactory(user=author, body=f"Zanzibar {trait}", hub_thread=ThreadFactory(), **{trait: True})
    answer_thread(Comment.objects.get(publish_as="confidential").hub_thread)
    client.force_login(author)
    html = page(client)
    for trait in ("pending", "withheld", "withdrawn", "confidential"):
        assert f"Zanzibar {trait}" in html
    for words in ("Waiting for moderation", "It insults or threatens someone", "Withdrawn", "Kept confidential"):
        assert words in html
    # Confidential ones are answered; what was taken down or back is not.
    assert figures(html) == ["4", "1", "0"]
    client.force_login(dan())
    assert "Zanzibar" not in page(client)


def test_grouped_by_process_newest_first_and_paged(client, clock):
    author = alice()
    for number in range(12):
        thread = ThreadFactory(process_title=f"Plan {number % 2}", process_url=f"/en/plan-{number % 2}/")
        CommentFactory(
            user=author, hub_thread=thread, body=f"Word-{number:02d}", received_at=DURING + timedelta(hours=number)
        )
    client.force_login(author)
    first, second = page(client), page(client, "?page=2")
    assert re.findall(r"Word-\d\d", first) == [f"Word-{n:02d}" for n in (11, 9, 7, 5, 3, 10, 8, 6, 4, 2)]
    assert re.findall(r"Word-\d\d", second) == ["Word-01", "Word-00"]
    assert figures(second)[0] == "12"
    assert first.count('href="/en/plan-1/"') == 1


def test_a_page_costs_the_same_with_one_and_with_fifty(client, clock):
    author = alice()
    client.force_login(author)
    costs = []
    for size in (1, 50):
        while Comment.objects.filter(user=author).count() < size:
            comment = CommentFactory(user=author, hub_thread=ThreadFactory())
            answer_thread(comment.hub_thread)
        with CaptureQueriesContext(connection) as captured:
            page(client)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_whoever_has_sent_nothing_is_told_what_to_do(client, clock):
    client.force_login(alice())
    html = page(client)
    assert "Nothing has come from you yet" in html
    assert 'href="/en/consultations/"' in html
    assert figures(html) == []


# --- without an account -----------------------------------------------------------------------------------------------


def test_a_fresh_code_opens_what_came_from_that_address_for_half_an_hour(client, clock):
    CommentFactory(email=MONA, body="Mine, public.")
    CommentFactory(email="Mona@Example.org", body="Mine, confidential.", confidential=True)
    CommentFactory(email="other@example.org", body="Somebody else's.")
    CommentFactory(user=UserFactory(email=MONA), body="Sent while signed in.")
    assert open_by_code(client)["Location"] == url()
    html = page(client)
    assert "Mine, public." in html
    assert "Mine, confidential." in html
    assert "Somebody else" not in html
    assert "Sent while signed in." not in html  # an account is opened by signing in to it
    links = re.findall(r'<a class="ref" href="([^"]+)"', html)
    assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)
    clock.tick(timedelta(minutes=MINUTES))
    assert "Mine" not in page(client)


def test_it_only_reads(client, clock):
    comment = CommentFactory(email=MONA)
    open_by_code(client)
    for name in ("contribution_change", "contribution_withdraw"):
        assert client.get(address(name, comment.reference)).status_code == 404
    assert client.post(address("contribution_quotation", comment.reference), {"allowed": "1"}).status_code == 404


def test_it_is_closed_by_a_button_and_kept_in_no_cache(client, clock):
    CommentFactory(email=MONA, body="Mine.")
    asked = client.get(url())
    assert not asked.cookies
    open_by_code(client)
    response = client.get(url())
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    client.post(url(), {"action": "end"})
    assert "Mine." not in page(client)


def test_nobody_learns_whether_something_came_from_an_address(client, clock):
    CommentFactory(email=MONA)
    answers = {}
    for email in (MONA, "nobody@example.org"):
        asked = client.post(url(), {"action": "code", "email": email})
        wrong = client.post(url(), {"action": "use", "email": email, "code": "000000"})
        answers[email] = [
            (each.status_code, each.content.decode().replace(email, "ADDRESS"), sorted(each.cookies))
            for each in (asked, wrong)
        ]
    assert answers[MONA] == answers["nobody@example.org"]
    assert ImpactCode.objects.count() == Outbox.objects.filter(kind="contribution.impact").count() == 2
    assert "nobody@example.org" not in str(list(ImpactCode.objects.values()))


def test_the_owner_of_an_address_from_which_nothing_came_is_told_so(client, clock):
    client.post(url("fr"), {"action": "code", "email": "nobody@example.org"})
    deliver_due(AFTER + timedelta(minutes=1))
    [letter] = mail.outbox
    assert letter.to == ["nobody@example.org"]
    assert not re.search(r"\d{6}", letter.subject + letter.body)
    assert "/fr/account/impact/" in letter.body


def test_a_code_works_once_and_for_fifteen_minutes(client, clock):
    CommentFactory(email=MONA, body="Mine.")
    client.post(url(), {"action": "code", "email": MONA})
    code = code_in_mailbox()
    clock.tick(timedelta(minutes=15))
    late = client.post(url(), {"action": "use", "email": MONA, "code": code})
    assert late.status_code == 422
    assert "older than 15 minutes" in late.content.decode()
    client.post(url(), {"action": "code", "email": MONA})
    with freeze_time(AFTER + timedelta(minutes=16)):
        mail.outbox.clear()
        deliver_due(AFTER + timedelta(minutes=16))
    fresh = re.search(r"^\s+(\d{6})$", mail.outbox[0].body, re.MULTILINE).group(1)
    assert client.post(url(), {"action": "use", "email": MONA, "code": fresh}).status_code == 302
    client.post(url(), {"action": "end"})
    assert client.post(url(), {"action": "use", "email": MONA, "code": fresh}).status_code == 422


def test_five_tries_and_no_more(client, clock):
    CommentFactory(email=MONA)
    client.post(url(), {"action": "code", "email": MONA})
    code = code_in_mailbox()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(5):
        client.post(url(), {"action": "use", "email": MONA, "code": wrong})
    locked = client.post(url(), {"action": "use", "email": MONA, "code": code})
    assert locked.status_code == 422
    assert "wrong too often" in locked.content.decode()


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_nobody_fills_a_mailbox_with_codes(client, clock, known):
    if known:
        CommentFactory(email=MONA)
    for _asked in range(IMPACT_CODES_PER_MAILBOX_PER_HOUR):
        assert client.post(url(), {"action": "code", "email": MONA}).status_code == 200
    refused = client.post(url(), {"action": "code", "email": MONA})
    assert refused.status_code == 429
    assert "Several codes were asked for already" in refused.content.decode()
    assert Outbox.objects.count() == IMPACT_CODES_PER_MAILBOX_PER_HOUR


@pytest.mark.parametrize("email", ["", "no address", "a" * 300 + "@example.org"], ids=["empty", "none", "long"])
def test_what_is_no_address_is_refused_and_kept_in_the_form(client, clock, email):
    response = client.post(url(), {"action": "code", "email": email})
    assert response.status_code == 422
    assert f'value="{email}"' in response.content.decode() or not email
    assert not Outbox.objects.exists()


def test_another_site_cannot_ask_in_somebody_s_name(client, clock):
    response = client.post(url(), {"action": "code", "email": MONA}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 422
    assert not Outbox.objects.exists()


def test_codes_go_after_a_day_and_with_the_account(clock):
    services.send_impact_code(MONA, language="en", now=AFTER)
    services.purge_impact_codes(AFTER + timedelta(hours=23))
    assert ImpactCode.objects.exists()
    services.purge_impact_codes(AFTER + timedelta(hours=25))
    assert not ImpactCode.objects.exists()
    author = alice()
    services.send_impact_code(author.email, language="en", now=AFTER)
    services.erase_author(author, now=AFTER)
    assert not ImpactCode.objects.exists()


def test_receipt_page_account_and_mail_lead_there(client, clock):
    author, comment = alice(), CommentFactory(email=MONA)
    assert url() in client.get(own_link(comment)[len("http://localhost:8000") :]).content.decode()
    send_receipt(comment, now=AFTER)
    deliver_due(AFTER)
    assert url() in mail.outbox[0].body
    CommentFactory(user=author)
    client.force_login(author)
    assert url() in client.get(address("account_overview")).content.decode()
