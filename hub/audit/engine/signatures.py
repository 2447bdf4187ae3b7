"""Checking Ed25519 signatures and naming keys."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of the 32 raw bytes, in lower-case hex: short enough to print in the city's gazette."""
    return hashlib.sha256(public_key).hexdigest()


def normalised_fingerprint(text: str) -> str:
    """People copy fingerprints from paper: groups, colons, capitals and a leading sha256: are all fine."""
    return "".join(text.lower().removeprefix("sha256:").replace(":", " ").replace("-", " ").split())


def decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        return b""


def is_signed_by(public_key: bytes, signature: bytes, message: bytes) -> bool:
    if len(public_key) != 32 or len(signature) != 64:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
