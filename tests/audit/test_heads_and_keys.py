"""The signed heads: once a day, public, and with a key that is kept well."""

from __future__ import annotations

import base64
import json
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from hub.audit import keys
from hub.audit.engine.signatures import decode, is_signed_by
from hub.audit.models.head import SignedHead
from hub.audit.services import record, sign_head
from hub.core.registries import due_jobs
from tests.audit.conftest import NOW


@pytest.mark.django_db
class TestNightlyHead:
    def test_is_signed_once_a_day_whatever_happens_in_between(self, fill) -> None:
        fill(2)
        first = sign_head(NOW)
        fill(1)
        assert sign_head(NOW + timedelta(hours=2)) == first
        next_day = sign_head(NOW + timedelta(days=1))
        assert (first.sequence, next_day.sequence) == (2, 3)

    def test_is_signed_on_a_day_without_entries_too(self) -> None:
        head = sign_head(NOW)
        assert head.sequence == 0
        assert is_signed_by(decode(head.public_key), decode(head.signature), head.message())

    def test_is_owed_by_the_clock(self, fill) -> None:
        fill(1)
        due_jobs.get("audit_nightly_head").run(NOW)
        due_jobs.get("audit_nightly_head").run(NOW + timedelta(hours=1))
        assert SignedHead.objects.get().sequence == 1

    def test_is_public_without_a_cookie(self, client, fill, django_assert_max_num_queries) -> None:
        fill(2)
        sign_head(NOW)
        sign_head(NOW + timedelta(days=1))
        with django_assert_max_num_queries(4):
            answer = client.get("/open-data/audit/heads.json")
        assert answer.status_code == 200
        assert not answer.cookies
        body = answer.json()
        assert [head["date"] for head in body["heads"]] == ["2026-11-23", "2026-11-22"]
        assert body["public_keys"][0]["fingerprint"] == keys.current_fingerprint()
        assert body["next"] is None

    def test_long_lists_come_in_pages(self, client) -> None:
        for day in range(405):
            sign_head(NOW + timedelta(days=day))
        first = client.get(reverse("audit_signed_heads")).json()
        second = client.get(first["next"]).json()
        assert (len(first["heads"]), len(second["heads"]), second["next"]) == (400, 5, None)

    @pytest.mark.parametrize("value", ["yesterday", "2026-99-99", ""])
    def test_a_wrong_date_is_answered_clearly(self, client, value: str) -> None:
        assert client.get(reverse("audit_signed_heads"), {"before": value}).status_code == 400


class TestKey:
    def test_is_made_once_and_only_its_owner_can_read_it(self, keys_dir: Path) -> None:
        name = keys.current_fingerprint()
        assert keys.current_fingerprint() == name
        assert stat.S_IMODE(keys.key_file().stat().st_mode) == 0o600
        assert [path.name for path in keys_dir.iterdir()] == ["audit_signing_key.pem"]

    def test_is_never_replaced(self) -> None:
        name = keys.current_fingerprint()
        keys.generate(keys.key_file())
        assert keys.current_fingerprint() == name

    @pytest.mark.parametrize("form", ["pem", "pem in one line", "base64"])
    def test_comes_from_the_environment(self, monkeypatch, tmp_path: Path, keys_dir: Path, form: str) -> None:
        keys.generate(tmp_path / "given.pem")
        pem = (tmp_path / "given.pem").read_text()
        given = keys.parse(pem, where="given")
        texts = {
            "pem": pem,
            "pem in one line": pem.replace("\n", "\\n"),
            "base64": base64.b64encode(given.private_bytes_raw()).decode(),
        }
        monkeypatch.setenv("AUDIT_SIGNING_KEY", texts[form])
        assert keys.public_bytes(keys.signing_key()) == keys.public_bytes(given)
        assert not keys_dir.exists()
        assert keys.faults() == []

    @pytest.mark.parametrize(
        "text", ["nonsense", "AAAA", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
    )
    def test_an_unusable_one_is_a_named_fault(self, monkeypatch, text: str) -> None:
        monkeypatch.setenv("AUDIT_SIGNING_KEY", text)
        with pytest.raises(ImproperlyConfigured, match="AUDIT_SIGNING_KEY"):
            keys.signing_key()
        assert "AUDIT_SIGNING_KEY" in keys.faults()[0]
        assert text not in keys.faults()[0]

    def test_is_not_made_silently_in_production(self, settings) -> None:
        settings.HUB_ENV = "production"
        assert "audit_key --generate" in keys.faults()[0]
        with pytest.raises(ImproperlyConfigured):
            keys.signing_key()
        assert not keys.key_file().exists()

    def test_one_that_others_can_read_is_a_fault(self) -> None:
        keys.signing_key()
        keys.key_file().chmod(0o644)
        assert "chmod 600" in keys.faults()[0]

    @pytest.mark.django_db
    def test_command_makes_and_shows_it(self, settings) -> None:
        settings.HUB_ENV = "production"
        with pytest.raises(CommandError):
            call_command("audit_key", stdout=StringIO())
        out = StringIO()
        call_command("audit_key", "--generate", "--json", stdout=out)
        assert json.loads(out.getvalue())["fingerprint"] == keys.current_fingerprint()
        assert keys.faults() == []


@pytest.mark.django_db
def test_export_command_writes_what_verify_reads(tmp_path: Path, fill) -> None:
    fill(3)
    out = StringIO()
    call_command("export_audit", "--out", str(tmp_path / "log.jsonl"), "--json", stdout=out)
    assert json.loads(out.getvalue())["entries"] == 3
    call_command("verify", str(tmp_path / "log.jsonl"), "--key", keys.current_fingerprint(), stdout=StringIO())


@pytest.mark.django_db
def test_export_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("export_audit", "--out", str(tmp_path / "no" / "log.jsonl"), "--json", stdout=out)
    assert json.loads(out.getvalue())["where"].endswith("log.jsonl")


@pytest.mark.django_db
def test_export_shows_nobody(tmp_path: Path) -> None:
    """Two acts of one account cannot be told to be one person's, and the account's number is nowhere."""
    from tests.factories.accounts import UserFactory

    bob = UserFactory(pk=987654321)
    for number in range(2):
        record("contribution.published", subject="contribution", subject_id=number, actor=bob, now=NOW)
    call_command("export_audit", "--out", str(tmp_path / "log.jsonl"), stdout=StringIO())
    text = (tmp_path / "log.jsonl").read_text()
    assert "987654321" not in text
    rows = [json.loads(line) for line in text.splitlines()]
    assert rows[1]["actor"] != rows[2]["actor"]


@pytest.mark.django_db
def test_a_lost_key_is_not_quietly_followed_by_another(settings, fill) -> None:
    sign_head(NOW)
    lost = keys.current_fingerprint()
    keys.key_file().unlink()
    settings.HUB_ENV = "production"
    with pytest.raises(CommandError, match=lost):
        call_command("audit_key", "--generate", stdout=StringIO())
    assert not keys.key_file().exists()
    call_command("audit_key", "--generate", "--replace-lost", stdout=StringIO())
    assert keys.current_fingerprint() != lost


@pytest.mark.django_db
def test_a_log_signed_with_two_keys_verifies_against_both_fingerprints(tmp_path: Path, fill) -> None:
    fill(1)
    sign_head(NOW)
    first = keys.current_fingerprint()
    keys.key_file().unlink()
    fill(1)
    sign_head(NOW + timedelta(days=1))
    path = str(tmp_path / "log.jsonl")
    call_command("export_audit", "--out", path, stdout=StringIO())
    call_command("verify", path, "--key", first, "--key", keys.current_fingerprint(), stdout=StringIO())
    with pytest.raises(CommandError, match="2026-11-22"):
        call_command("verify", path, "--key", keys.current_fingerprint(), stdout=StringIO())
