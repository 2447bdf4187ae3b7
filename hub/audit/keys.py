"""The Ed25519 key that signs the log's head: from AUDIT_SIGNING_KEY, else made once and kept in KEYS_DIR."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from hub.audit.engine.signatures import fingerprint

VARIABLE = "AUDIT_SIGNING_KEY"
FILE_NAME = "audit_signing_key.pem"


def from_environment() -> str:
    return os.environ.get(VARIABLE, "").strip()


def key_file() -> Path:
    return Path(settings.KEYS_DIR) / FILE_NAME


def signing_key() -> Ed25519PrivateKey:
    """Outside production a missing key is made; in production somebody must have decided where it lives."""
    if text := from_environment():
        return parse(text, where=VARIABLE)
    path = key_file()
    if not path.exists():
        if settings.HUB_ENV == "production":
            raise ImproperlyConfigured(_missing())
        generate(path)
    return parse(path.read_text(), where=str(path))


def generate(path: Path) -> None:
    """Writes a new key that only its owner can read. Never overwrites one: the published heads hang on it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Written beside and linked into place: two processes that start together end with one complete file.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(pem)
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        temporary.unlink()


def parse(text: str, *, where: str) -> Ed25519PrivateKey:
    """A PEM block, or base64 of the 32 bytes of the private key."""
    try:
        if "BEGIN" in text:
            # An environment file often has the line breaks of a PEM block as \n.
            key = load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
            if isinstance(key, Ed25519PrivateKey):
                return key
            raise ImproperlyConfigured(f"{where} is a key of another kind; the audit log is signed with Ed25519.")
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm) as error:
        raise ImproperlyConfigured(
            f"{where} is not an Ed25519 private key: give a PEM block, or base64 of its 32 bytes."
        ) from error


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_text(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(public_bytes(key)).decode()


def sign(key: Ed25519PrivateKey, message: bytes) -> str:
    return base64.b64encode(key.sign(message)).decode()


def current_fingerprint() -> str:
    return fingerprint(public_bytes(signing_key()))


def faults() -> list[str]:
    """What makes it unsafe to start, one line each; for the production check."""
    if not from_environment() and not key_file().exists():
        return [_missing()] if settings.HUB_ENV == "production" else []
    try:
        signing_key()
    except (ImproperlyConfigured, OSError) as error:
        return [str(error)]
    if not from_environment() and key_file().stat().st_mode & 0o077:
        return [f"{key_file()} can be read by others: chmod 600."]
    return []


def _missing() -> str:
    return (
        f"{VARIABLE} is not set and {key_file()} does not exist: the audit log cannot be signed. "
        "Make a key once with `manage.py audit_key --generate` and publish the fingerprint that it prints."
    )
