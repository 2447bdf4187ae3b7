"""Numbers and codes as people type them, and the keyed hashes that are all we keep of them. Pure.

A number loses what two people write differently: spaces, dashes, dots, small letters, the digits of another script.
A code is twelve characters, the last of which tells a slip of the finger from a code that is not ours.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

# Crockford's base 32: no I, L, O and U, which are misread or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
SHORTEST_IDENTITY = 3
LONGEST_TYPED = 200
_MISREAD = str.maketrans("OIL", "011")


class MistypedCodeError(ValueError):
    """It has the wrong length, a letter that no code has, or a check character that does not fit."""


def normalised(text: str) -> str:
    """Letters and digits alone: NFKC, capitals, digits of every script as 0 to 9."""
    if text.isascii():
        return "".join(letter for letter in text[:LONGEST_TYPED].upper() if letter.isalnum())
    wide = unicodedata.normalize("NFKC", text[:LONGEST_TYPED]).upper()
    return "".join(_plain(letter) for letter in wide if letter.isalnum())


def identity_hash(roll_key: str, text: str) -> str:
    """What the roll keeps of a number; "" where nothing was typed that could be one."""
    plain = normalised(text)
    return _keyed(roll_key, b"hub-identity/1\n", plain) if len(plain) >= SHORTEST_IDENTITY else ""


def code_hash(roll_key: str, text: str) -> str:
    """Raises MistypedCodeError."""
    return _keyed(roll_key, b"hub-code/1\n", read_code(text))


def new_code() -> str:
    """In groups of four, as it is printed. 55 bits are chance."""
    chance = secrets.randbits(5 * (CODE_LENGTH - 1))
    drawn = "".join(ALPHABET[chance >> 5 * place & 31] for place in range(CODE_LENGTH - 1))
    code = drawn + _check_character(drawn)
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def read_code(text: str) -> str:
    """The twelve characters of a code that was typed."""
    code = normalised(text).translate(_MISREAD)
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET) or _check_character(code[:-1]) != code[-1]:
        raise MistypedCodeError
    return code


def _plain(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


def _keyed(roll_key: str, domain: bytes, text: str) -> str:
    return hmac.new(bytes.fromhex(roll_key), domain + text.encode(), hashlib.sha256).hexdigest()


def _check_character(drawn: str) -> str:
    """A sum in the field of 32 elements, each place with a weight of its own: one wrong character is always seen,
    and so are two that changed places."""
    total = 0
    for letter in drawn:
        total = _doubled(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def _doubled(value: int) -> int:
    """Times x, modulo x⁵ + x² + 1."""
    shifted = value << 1
    return shifted ^ 0b100101 if shifted & 0b100000 else shifted
