"""Secrets that must be shown again, such as SIP passwords: kept sealed, with a key that is no part of the database."""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32  # bytes
NONCE = 12


class Seal:
    """AES-256-GCM under the installation's key (NIST SP 800-38D)."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @classmethod
    def kept_in(cls, folder: Path) -> "Seal":
        """The key of an installation, made at the first call; only its owner may read the file."""
        return cls(kept_key(folder, "seal.key"))

    def close(self, secret: str) -> str:
        nonce = os.urandom(NONCE)
        return urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, secret.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """Raises cryptography's InvalidTag if the key is another than the one it was sealed with."""
        raw = urlsafe_b64decode(sealed)
        return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], None).decode()


def fingerprint(key: bytes) -> str:
    """Tells one key from another, and nothing of either."""
    return hmac.digest(key, b"fingerprint of the seal", "sha256").hex()[:32]


def kept_key(folder: Path, name: str) -> bytes:
    """A random key in a file of its own."""
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(KEY))
    except FileExistsError:
        return path.read_bytes()
    return path.read_bytes()
