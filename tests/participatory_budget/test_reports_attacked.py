"""Reports by residents that are meant to do something else: words that are code, places off the earth, and doors to
what is not public."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from freezegun import freeze_time

from hub.accounts.services.erasure import erase_account
from hub.contributions import services
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import ResidentReport
from tests.contributions.test_pages import address, filled
from tests.factories.accounts import alice, bob, dan
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget
from tests.factories.residents import a_report, photo
from tests.participatory_budget.test_project_desk_attacked import WORDS

pytestmark = pytest.mark.django_db
BASE = "/en/budgets/budget-2026/projects/a-shaded-square/"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with freeze_time(NOW, tz_offset=0) as frozen:
        yield frozen


@pytest.fixture
def project(clock) -> Delivery:
    return a_project(open_budget("implementation"))


def said(client: Client, address: str) -> str:
    cache.clear()
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def send(client: Client, clock, **values: object):
    page = client.get(f"{BASE}report/").content.decode()
    clock.tick(timedelta(seconds=20))
    return client.post(f"{BASE}report/", filled(page, **{"comment": "The trees are there.", **values}))


@pytest.mark.parametrize("words", list(WORDS.values()), ids=list(WORDS))
def test_words_of_a_report_stay_words(client, clock, project, words):
    client.force_login(alice())
    sent = send(client, clock, comment=f"Seen: {words}", place=words, finished="no", latitude="36.1", longitude="10.1")
    assert sent.status_code == 302
    comment = Comment.objects.get()
    moderator = Client()
    moderator.force_login(bob())
    pages = [said(moderator, "/cms/moderation/?queue=contributions.waiting")]
    services.publish(comment, actor=bob(email="second@example.org"), now=NOW + timedelta(minutes=5))
    reference = comment.reference
    trace = urlsplit(address("contribution_trace", reference)).path
    everybody = Client()
    for door in (BASE, f"{BASE}reports/", trace, "/open-data/budgets/budget-2026/resident_reports.csv"):
        pages.append(said(everybody, door))
    for page in pages:
        assert ',"=HYPER' not in page
    for page in pages[:-1]:  # the last one is a table, in which nothing runs
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    linked = said(everybody, "/open-data/budgets/budget-2026/resident_reports.jsonld")
    assert reference in json.dumps(json.loads(linked))


@pytest.mark.parametrize("name", ["place", "comment", "latitude", "finished", "name"])
def test_a_nul_is_refused_in_words(client, clock, project, name):
    client.force_login(alice())
    assert send(client, clock, **{name: "X\x00Y"}).status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("latitude", ["1e400", "-91", "٣٦٫١", "36,1", "inf", "-nan", "0x24", "36.1<script>", "9" * 400])
def test_a_place_that_is_none_is_left_out(client, clock, project, latitude):
    client.force_login(alice())
    assert send(client, clock, latitude=latitude, longitude="10.1").status_code == 302
    report = ResidentReport.objects.get()
    assert (report.latitude, report.longitude) == (None, None)


@pytest.mark.parametrize("state", ["pending", "withheld", "withdrawn", "confidential", "erased"])
def test_no_door_leads_to_what_is_not_public(client, project, state):
    author = alice()
    first = "published" if state == "erased" else state
    report = a_report(
        project, first, body="Quinces rot here.", name="Zenobia", place="Under the quince", user=author,
        files=[photo("quince.jpg")], latitude="36.154321", longitude="10.154321", finished="no",
    )  # fmt: skip
    file = Attachment.objects.get()
    reference = report.comment.reference
    if state == "erased":
        erase_account(author, actor=author, now=NOW)
    doors = [BASE, f"{BASE}reports/", f"{BASE}reports/?finished=no", "/en/search/?q=rot", "/en/", "/en/promises/"]
    doors += [f"/open-data/budgets/budget-2026/resident_reports.{ending}" for ending in ("csv", "jsonld")]
    doors += [f"/en/following/project/{project.pk}/feed.{form}" for form in ("atom", "rss")]
    for door in doors:
        text = said(client, door)
        for secret in ("Quinces", "Zenobia", "quince", "36.154", str(file.pk)):
            assert secret not in text, (door, secret)
    askers = {"nobody": client, "dan": Client(), "alice": Client()}
    askers["dan"].force_login(dan())
    below = ("", "history/", "report/", "react/", "change/", "changed/", "withdraw/", "mine/", f"files/{file.pk}/")
    for name in ("nobody", "dan"):
        for rest in below:
            answer = askers[name].get(f"/en/c/{reference}/{rest}", follow=True)
            body = answer.content.decode(errors="replace")
            for secret in ("Quinces", "Zenobia", "quince", "36.154", "JFIF"):
                assert secret not in body, (name, rest, secret)
    moderator = Client()
    moderator.force_login(bob())
    wanted = 404 if state == "erased" else 200
    assert moderator.get(f"/en/c/{reference}/files/{file.pk}/").status_code == wanted
    if state == "erased":
        report.refresh_from_db()
        assert (report.place, report.latitude) == ("", None)
        assert not Attachment.objects.filter(pk=file.pk).exists()
