"""Proof Key for Code Exchange (RFC 7636): who exchanges a code is who asked for it."""

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256

METHODS = ("S256", "plain")
_FORM = re.compile(r"[A-Za-z0-9\-._~]{43,128}")  # sections 4.1 and 4.2


def is_challenge(said: str) -> bool:
    return bool(_FORM.fullmatch(said))


def proves(verifier: str, challenge: str, method: str) -> bool:
    """Section 4.6."""
    if not _FORM.fullmatch(verifier):
        return False
    shown = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=") if method == "S256" else verifier
    return hmac.compare_digest(shown, challenge)
