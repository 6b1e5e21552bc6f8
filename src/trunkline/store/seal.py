"""Secrets that must be shown again, such as SIP passwords: kept sealed, with a key that is no part of the database."""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from trunkline.store import keys

NONCE = 12


class Seal:
    """AES-256-GCM under the installation's key (NIST SP 800-38D)."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @classmethod
    def of(cls, data: Path) -> "Seal":
        """That of the installation in a folder. Refuses as its key is."""
        return cls(keys.held(data, keys.SEAL))

    def close(self, secret: str) -> str:
        return urlsafe_b64encode(self.shut(secret.encode())).decode()

    def open(self, sealed: str) -> str:
        """Raises cryptography's InvalidTag if the key is another than the one it was sealed with."""
        return self.opened(urlsafe_b64decode(sealed)).decode()

    def shut(self, content: bytes, of: bytes | None = None) -> bytes:
        """`of` says what it is; it opens as nothing else."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, content, of)

    def opened(self, content: bytes, of: bytes | None = None) -> bytes:
        return self._cipher.decrypt(content[:NONCE], content[NONCE:], of)


def fingerprint(key: bytes) -> str:
    """Tells one key from another, and nothing of either."""
    return hmac.digest(key, b"fingerprint of the seal", "sha256").hex()[:32]
