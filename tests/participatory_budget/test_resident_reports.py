"""Residents say what they saw of a project: read by a moderator first, and shown with nothing hidden in the photos."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from freezegun import freeze_time
from PIL import Image

from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.confirmation import code_of
from hub.moderation.enums import State
from hub.notifications.engine.kinds import kinds
from hub.notifications.models.outbox import Outbox
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import ResidentReport
from tests.contributions.test_files import DOCX, PDF
from tests.contributions.test_pages import address, filled
from tests.factories.accounts import alice, bob, dan
from tests.factories.contributions import _moderator
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget
from tests.factories.residents import CAMERA, a_report, jpeg_with_gps, photo

pytestmark = pytest.mark.django_db
WORDS = "The trees are there, the benches are not. المقاعد ناقصة"
LATER = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with freeze_time(NOW, tz_offset=0) as frozen:
        yield frozen


@pytest.fixture
def project(clock) -> Delivery:
    return a_project(open_budget("implementation"))


def base(language: str = "en") -> str:
    return f"/{language}/budgets/budget-2026/projects/a-shaded-square/"


def upload(data: bytes, name: str = "square.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def send(client: Client, clock, language: str = "en", **changes):
    opened = client.get(f"{base(language)}report/")
    assert opened.status_code == 200
    page = opened.content.decode()
    clock.tick(timedelta(seconds=20))
    values = filled(page, comment=WORDS, finished="partly", as_promised="no", place="North side", **changes)
    action = page.split('<form method="post" action="')[-1].split('"')[0]
    return client.post(action, {key: value for key, value in values.items() if value is not None})


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_report_without_an_account_is_confirmed_and_then_read_by_a_moderator(client, clock, project, language):
    point = {"latitude": "36.1", "longitude": "10.1"}
    sent = send(client, clock, language, files=upload(jpeg_with_gps()), **point)
    pending = PendingSubmission.objects.get()
    assert sent["Location"] == address("contribution_confirm", pending.pk, language=language)
    assert not ResidentReport.objects.exists()
    client.post(sent["Location"], {"action": "code", "code": code_of(pending)})
    report = ResidentReport.objects.get()
    assert (report.delivery, report.finished, report.as_promised) == (project, "partly", "no")
    assert (report.place, str(report.latitude), str(report.longitude)) == ("North side", "36.100000", "10.100000")
    comment = Comment.objects.get()
    assert (comment.state, comment.body) == (State.PENDING, WORDS)
    for url in (f"{base(language)}reports/", f"/{language}/search/?q=benches"):
        assert "benches are not" not in Client().get(url).content.decode()
    services.publish(comment, actor=bob(), now=NOW + LATER)
    assert "benches are not" in Client().get(f"{base(language)}reports/").content.decode()


def test_photos_are_public_only_once_a_moderator_has_seen_them_and_tell_no_place(client, clock, project):
    sent_bytes = jpeg_with_gps()
    with Image.open(io.BytesIO(sent_bytes)) as before:
        assert before.getexif().get_ifd(0x8825)
    assert CAMERA.encode() in sent_bytes
    author = alice()
    client.force_login(author)
    send(client, clock, files=upload(sent_bytes))
    file = Attachment.objects.get()
    kept = bytes(file.content)
    with Image.open(io.BytesIO(kept)) as after:
        assert not after.getexif()
        assert not after.info.get("comment")
    assert CAMERA.encode() not in kept
    assert b"Exif" not in kept
    comment = Comment.objects.get()
    url = address("contribution_file", comment.reference, file.pk)
    outsider, moderator = Client(), Client()
    assert outsider.get(url).status_code == 404
    outsider.force_login(dan())
    assert outsider.get(url).status_code == 404
    moderator.force_login(bob())
    queue = moderator.get("/cms/moderation/", {"queue": "contributions.waiting"}).content.decode()
    assert f'<img src="{url}"' in queue
    assert "Is it finished? In part" in queue
    assert "Where: North side" in queue
    assert moderator.get(url).status_code == 200
    services.publish(comment, actor=bob(email="second@example.org"), now=NOW + LATER)
    shown = Client().get(url)
    assert shown.content == kept
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert f'<img src="{url}"' in Client().get(f"{base()}reports/").content.decode()
    services.withhold(
        Comment.objects.get(), actor=bob(email="third@example.org"), reason_code="private_data", now=NOW + LATER
    )
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("state", ["pending", "withheld", "withdrawn", "confidential"])
def test_what_is_not_public_appears_nowhere(client, project, state):
    report = a_report(
        project, state, body="Quinces rot here.", name="Zenobia", place="Under the quince", files=[photo()],
        latitude="36.15", longitude="10.15", finished="no",
    )  # fmt: skip
    file = Attachment.objects.get()
    for url in (f"{base()}reports/", f"{base('ar')}reports/?finished=no", "/en/search/?q=rot"):
        page = client.get(url).content.decode()
        for secret in ("Quinces", "Zenobia", "quince", report.comment.reference, "36.15", str(file.pk)):
            assert secret not in page
    assert client.get(address("contribution_file", report.comment.reference, file.pk)).status_code == 404
    assert client.get(address("contribution_trace", report.comment.reference)).status_code == 404


def test_only_photos_are_taken_at_every_door(client, clock, project):
    client.force_login(alice())
    for data, name in ((PDF, "x.jpg"), (DOCX, "x.docx"), (b"\xff\xd8\xff broken", "x.jpg")):
        refused = send(client, clock, files=upload(data, name))
        assert refused.status_code == 422
        assert "benches are not" in refused.content.decode()
    assert not Attachment.objects.exists()
    # The address of all contributions knows the form of this kind of thread, and a reply carries no file at all.
    report = a_report(project)
    general = client.get(address("contribute", project.thread_id)).content.decode()
    assert 'name="finished"' in general
    assert "Only photos" not in general
    reply = client.get(f"{address('contribute', project.thread_id)}?reply_to={report.pk}").content.decode()
    assert 'name="files"' not in reply
    assert 'name="finished"' not in reply
    clock.tick(timedelta(seconds=20))
    client.post(
        address("contribute", project.thread_id),
        {**filled(reply, comment="It was mended."), "reply_to": report.pk, "files": upload(PDF, "x.pdf")},
    )
    said = Comment.objects.get(hub_parent=report.comment_id)
    assert said.state == State.PENDING
    assert not Attachment.objects.exists()
    assert not ResidentReport.objects.filter(comment=said).exists()


def test_pressing_twice_is_one_report(client, clock, project):
    client.force_login(alice())
    page = client.get(f"{base()}report/").content.decode()
    clock.tick(timedelta(seconds=20))
    values = filled(page, comment=WORDS, finished="no")
    first, second = (client.post(f"{base()}report/", values) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert ResidentReport.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"finished": "maybe"}, None),
        ({"place": "x" * 201}, None),
        ({"latitude": "91", "longitude": "10"}, (None, None)),
        ({"latitude": "nan", "longitude": "10"}, (None, None)),
        ({"latitude": "36"}, (None, None)),
    ],
    ids=["answer", "long-place", "off-the-earth", "no-number", "half-a-point"],
)
def test_what_nobody_could_mean(client, clock, project, wrong, kept):
    client.force_login(alice())
    page = client.get(f"{base()}report/").content.decode()
    clock.tick(timedelta(seconds=20))
    answer = client.post(f"{base()}report/", filled(page, comment=WORDS, **wrong))
    if kept is None:
        assert answer.status_code == 422
        assert "benches are not" in answer.content.decode()
        assert not ResidentReport.objects.exists()
    else:
        report = ResidentReport.objects.get()
        assert (report.latitude, report.longitude) == kept


def test_a_project_that_is_taken_down_takes_its_reports_with_it(client, project):
    a_report(project, body="Gone with the page.")
    for page in project.pages.all():
        page.unpublish()
    assert client.get(f"{base()}reports/").status_code == 404
    assert client.get(f"{base()}report/").status_code == 404
    assert client.get(address("contribute", project.thread_id)).status_code == 404
    assert "Gone with" not in client.get("/en/search/?q=gone").content.decode()


def test_the_author_hears_of_a_reply_once_and_of_their_own_never(project):
    author = alice()
    report = a_report(project, user=author)
    for user in (author, dan()):
        draft = Draft(body="It was mended.", publish_as="named", author_name="City", parent_id=report.comment_id)
        reply = services.receive(
            project.thread, draft=draft, user=user, document_version=None, premoderated=True, received_at=NOW, now=NOW
        )
        assert not Outbox.objects.filter(kind="contribution.replied", payload__comment=reply.pk).exists()
        services.publish(reply, actor=_moderator(), now=NOW)
    letter = Outbox.objects.get(kind="contribution.replied")
    assert (letter.to, letter.payload) == (author.email, {"comment": reply.pk})
    told = kinds.get("contribution.replied").context(letter.payload)
    assert told is not None
    assert told["title"] == "A shaded square"
    services.withdraw(report.comment, actor=author, now=NOW)
    assert kinds.get("contribution.replied").context(letter.payload) is None


def test_a_changed_report_waits_while_the_text_before_stays(client, project):
    report = a_report(project, user=alice(), body="Two benches.")
    services.edit(
        report.comment, body="Quinces everywhere.", suggested_text="", position="", actor=report.comment.user, now=NOW
    )
    page = client.get(f"{base()}reports/").content.decode()
    assert "Two benches." in page
    assert "Quinces" not in page


def test_the_page_of_a_report_says_what_was_ticked(client, project):
    report = a_report(project, finished="partly", place="North side")
    trace = client.get(address("contribution_trace", report.comment.reference)).content.decode()
    assert "Is it finished? In part" in trace
    assert "Where: North side" in trace
    hidden = a_report(project, "withdrawn", place="Quince lane")
    assert client.get(address("contribution_trace", hidden.comment.reference)).status_code == 404


def test_the_list_is_kept_by_browsers_and_asked_about(client, project):
    a_report(project)
    answer = client.get(f"{base()}reports/")
    assert "no-store" not in answer.get("Cache-Control", "")
    assert not answer.cookies
    assert client.get(f"{base()}report/")["Cache-Control"] == "no-store, private"
