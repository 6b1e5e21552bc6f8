"""How things are named: 22 characters whose order as text is the order in which they were made."""

import secrets
from base64 import urlsafe_b64encode

from sqlalchemy import String

from trunkline import clock

_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_IN_ORDER = str.maketrans(_BASE64URL, "".join(sorted(_BASE64URL)))

# PostgreSQL compares text by the rules of a language unless told to compare bytes, as SQLite does.
Id = String(64).with_variant(String(64, collation="C"), "postgresql")


def new_id() -> str:
    """22 characters: 64 bits of nanoseconds, 64 of chance, base64url re-lettered so that ids sort by time as text."""
    number = clock.wall_ns() << 64 | secrets.randbits(64)
    return urlsafe_b64encode(number.to_bytes(16)).decode().rstrip("=").translate(_IN_ORDER)
