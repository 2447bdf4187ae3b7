"""What is attached: known by its content, without what photographs tell, read by those who may read the words."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from freezegun import freeze_time
from PIL import Image

from hub.contributions import services
from hub.contributions.engine.files import FileRefusedError, check_file, safe_name
from hub.contributions.enums import FileKind
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.confirmation import code_of
from tests.contributions.test_pages import TEXT, address, filled, open_form
from tests.factories.accounts import alice, bob, dan
from tests.factories.contributions import DURING, CommentFactory, ThreadFactory

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SECRET = b"Zanzibarium"


def picture(kind: str = "JPEG", size: tuple[int, int] = (6, 4)) -> bytes:
    """A photograph that tells where and by whom it was taken."""
    image, target = Image.new("RGB", size, "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = 6  # lies on its side
    image.save(target, kind, exif=exif.tobytes(), comment=SECRET) if kind == "JPEG" else image.save(target, kind)
    return target.getvalue() + (SECRET if kind == "JPEG" else b"")


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        if first:
            made.writestr(*first)
        for name in names:
            made.writestr(name, "x")
    return target.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
ODT = archive("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, FileKind.PDF),
        (picture(), FileKind.JPEG),
        (picture("PNG"), FileKind.PNG),
        (DOCX, FileKind.DOCX),
        (ODT, FileKind.ODT),
    ],
    ids=["pdf", "jpeg", "png", "docx", "odt"],
)
def test_the_content_says_what_it_is(data: bytes, kind: FileKind) -> None:
    checked = check_file("anything.exe", data)
    assert checked.kind == kind
    assert not checked.name.endswith(".exe")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.4 that never ends",
        b"MZ\x90\x00" + PDF,
        b"\xff\xd8\xff and then nothing",
        b"\x89PNG\r\n\x1a\nrubbish",
        b"PK\x03\x04 cut off",
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive(
            "content.xml", "Basic/Standard/Module1.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text")
        ),
        archive("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
        archive("something.txt"),
        archive(*(f"{number}.xml" for number in range(3001)), "[Content_Types].xml", "word/document.xml"),
    ],
    # Named: an archive holds the time at which it was made, and test processes must agree on what they run.
    ids=[
        "nothing",
        "html",
        "svg",
        "half-a-pdf",
        "a-program",
        "half-a-jpeg",
        "half-a-png",
        "half-a-zip",
        "macros",
        "macros-odt",
        "spreadsheet",
        "another-archive",
        "too-many-parts",
    ],
)
def test_what_is_none_of_these_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefusedError):
        check_file("letter.pdf", data)


def test_a_picture_with_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.contributions.engine.files.MOST_PIXELS", 20)
    with pytest.raises(FileRefusedError):
        check_file("map.png", picture("PNG"))


def test_a_photograph_tells_nothing_but_what_is_seen() -> None:
    checked = check_file("beach.jpg", picture())
    assert SECRET not in checked.content
    with Image.open(io.BytesIO(checked.content)) as image:
        assert not image.getexif()
        assert image.size == (4, 6)  # upright, as its eye meant it


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\plan.final.PDF", "plan-final.pdf"),
        ("مخطط الرصيف.pdf", "مخطط-الرصيف.pdf"),
        ("a\u202efdp.exe", "a-fdp.pdf"),
        ('x"; filename="y.html', "x-filename-y.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("n" * 500 + ".pdf", "n" * 80 + ".pdf"),
    ],
)
def test_names_lead_nowhere_and_hide_nothing(name: str, expected: str) -> None:
    assert safe_name(name, FileKind.PDF) == expected


# --- with a comment ---------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(db):
    cache.clear()
    with freeze_time(DURING, tz_offset=0) as frozen:
        yield frozen


def upload(name: str = "plan.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def send(client, clock, thread, *files, **changes):
    url, html = open_form(client, thread)
    clock.tick(timedelta(seconds=20))
    return client.post(url, filled(html, **changes) | {"files": list(files)})


def test_files_wait_with_the_words_and_go_out_with_them(client, clock):
    thread = ThreadFactory(attachments_allowed=True, premoderated=True)
    send(client, clock, thread, upload(), upload("beach.jpg", picture()))
    pending = PendingSubmission.objects.get()
    assert Attachment.objects.filter(submission=pending).count() == 2
    client.post(address("contribution_confirm", pending.pk), {"action": "code", "code": code_of(pending)})
    comment = Comment.objects.get()
    plan = comment.attachments.get(name="plan.pdf")
    url = address("contribution_file", comment.reference, plan.pk)
    assert client.get(url).status_code == 404
    moderator = Client()
    moderator.force_login(bob())
    assert moderator.get(url).status_code == 200
    other = Client()
    other.force_login(dan())
    assert other.get(url).status_code == 404
    services.publish(comment, actor=bob_again(), now=DURING + timedelta(hours=1))
    response = client.get(url)
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "plan.pdf" in client.get(comment.get_absolute_url()).content.decode()
    services.withhold(comment, actor=bob_again(), reason_code="insult", now=DURING + timedelta(hours=1))
    assert client.get(url).status_code == 404


def bob_again():
    from hub.accounts.models.user import User

    return User.objects.get(email="bob@example.org")


def test_files_of_one_comment_are_not_found_under_another(client, clock):
    client.force_login(alice())
    send(client, clock, ThreadFactory(attachments_allowed=True), upload())
    file, other = Attachment.objects.get(), CommentFactory()
    assert client.get(address("contribution_file", file.comment.reference, file.pk)).status_code == 200
    assert client.get(address("contribution_file", other.reference, file.pk)).status_code == 404
    assert client.get(address("contribution_file", "C-2026-999999", file.pk)).status_code == 404


def test_confidential_files_are_never_public(client, clock):
    author = alice()
    client.force_login(author)
    send(client, clock, ThreadFactory(attachments_allowed=True), upload(), publish_as="confidential")
    file = Attachment.objects.get()
    url = address("contribution_file", file.comment.reference, file.pk)
    assert client.get(url)["Cache-Control"] == "no-store, private"
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([upload("x.pdf", b"<script>")], "of a kind that we cannot take"),
        ([upload(str(n)) for n in range(4)], "more files than can be attached"),
        ([upload("x.pdf", PDF + b" " * 5 * 1024 * 1024 + b"%%EOF")], "too large"),
    ],
)
def test_a_file_that_is_refused_costs_no_text(client, clock, files, said):
    response = send(client, clock, ThreadFactory(attachments_allowed=True), *files)
    html = response.content.decode()
    assert response.status_code == 422
    assert TEXT in html
    assert said in html
    assert not Attachment.objects.exists()


def test_where_files_are_not_asked_for_there_is_no_field_and_none_is_kept(client, clock):
    thread = ThreadFactory()
    assert 'type="file"' not in open_form(client, thread)[1]
    assert send(client, clock, thread, upload()).status_code == 302
    assert not Attachment.objects.exists()


def test_files_leave_with_the_words(client, clock):
    author = alice()
    client.force_login(author)
    send(client, clock, ThreadFactory(attachments_allowed=True), upload())
    url = address("contribution_file", Comment.objects.get().reference, Attachment.objects.get().pk)
    assert client.get(url).status_code == 200
    services.erase_author(author, now=DURING)
    assert not Attachment.objects.exists()
    assert Client().get(url).status_code == 404
