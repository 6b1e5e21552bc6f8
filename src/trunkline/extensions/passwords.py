"""Passwords of people: argon2id with the parameters of RFC 9106 section 4 for little memory (64 MiB, 3 passes).

A hash takes some 50 ms of a core on purpose; never compute one on an event loop or in the store's writer.
"""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from trunkline.problems import refuse

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1024  # characters


def hashed(password: str) -> str:
    """What is kept of a password; one too short or too long is refused."""
    if not SHORTEST <= len(password) <= LONGEST:
        refuse("password_length", least=SHORTEST, most=LONGEST)
    return _hasher().hash(_same(password))


def fits(kept: str, password: str) -> bool:
    """Whether it is the password. Where none is kept, the answer takes as long, so that nobody learns who is known."""
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(kept or _nobodys(), _same(password[:LONGEST])) and bool(kept)
    except VerifyMismatchError:
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # most processes never see a password

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("")


def _same(password: str) -> str:
    """However a keyboard composes a letter (NIST SP 800-63B section 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
