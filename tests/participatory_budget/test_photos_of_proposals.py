"""The photo in a draft and in the proposal that it becomes."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from freezegun import freeze_time
from PIL import Image

from participatory_budget.engine.photos import LONGEST_SIDE
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalPhoto
from tests.factories.accounts import alice, dan
from tests.factories.proposals import NOW, open_budget
from tests.participatory_budget.test_proposing import begin, fill, save, text_of

pytestmark = pytest.mark.django_db
SECRET = "Taken at the corner of the harbour"


@pytest.fixture(autouse=True)
def _at():
    with freeze_time(NOW):
        open_budget()
        yield


def picture(size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x010E] = SECRET
    target = io.BytesIO()
    image.save(target, kind, exif=exif)
    return target.getvalue()


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def test_a_photo_is_kept_without_what_hides_in_it(client):
    assert SECRET.encode() in picture()
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft, "idea", "people", "place")
    assert save(client, draft, "money", photo=upload(picture()), photo_alt="The bare square").status_code == 302
    row = ProposalPhoto.objects.get()
    assert SECRET.encode() not in bytes(row.content)
    assert (row.kind, row.width, row.height) == ("jpeg", 60, 40)
    shown = client.get(f"{draft}photo/")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Cache-Control"] == "no-store, private"
    assert Image.open(io.BytesIO(shown.content)).size == (60, 40)
    assert save(client, draft, "check", "send").status_code == 302
    row.refresh_from_db()
    assert (row.draft_id, row.proposal, row.alt) == (None, Proposal.objects.get(), "The bare square")


def test_a_large_photo_is_made_smaller(client):
    client.force_login(alice())
    draft = begin(client)
    save(client, draft, "money", photo=upload(picture((3200, 800), "PNG"), "x.png"), photo_alt="Wide")
    row = ProposalPhoto.objects.get()
    assert (row.kind, row.width, row.height) == ("png", LONGEST_SIDE, 400)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"%PDF-1.4 hello %%EOF", b"\xff\xd8\xff broken", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n"],
    ids=["empty", "gif", "pdf", "broken-jpeg", "svg", "broken-png"],
)
@pytest.mark.parametrize("action", ["next", "back"])
def test_what_is_no_photo_is_refused_and_nothing_is_lost(client, data, action):
    client.force_login(alice())
    draft = begin(client)
    save(client, draft, "money", photo=upload(picture()), photo_alt="The good one")
    answer = save(client, draft, "money", action, photo=upload(data), photo_alt="The bad one", cost_guess="700")
    if data:
        assert answer.status_code == 422
        assert "cannot be read as a photo" in text_of(answer)
        assert 'value="700"' in text_of(answer)
    assert ProposalPhoto.objects.count() == 1


def test_a_photo_needs_words_and_can_be_removed(client):
    client.force_login(alice())
    draft = begin(client)
    fill(client, draft, "idea", "people", "place")
    save(client, draft, "money", photo=upload(picture()))
    refused = save(client, draft, "check", "send")
    assert refused.status_code == 422
    assert f"{draft}money/?then=check#id_photo_alt" in text_of(refused)
    assert save(client, draft, "money", "photo_gone").status_code == 302
    assert not ProposalPhoto.objects.exists()
    assert client.get(f"{draft}photo/").status_code == 404
    assert save(client, draft, "check", "send").status_code == 302


def test_nobody_else_sees_the_photo_of_a_draft(client):
    draft = begin(client)
    save(client, draft, "money", photo=upload(picture()), photo_alt="Mine")
    assert client.get(f"{draft}photo/").status_code == 200
    other = Client()
    assert other.get(f"{draft}photo/").status_code == 404
    other.force_login(dan())
    assert other.get(f"{draft}photo/").status_code == 404
