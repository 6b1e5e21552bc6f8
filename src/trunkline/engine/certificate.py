"""The server's certificate for SIP over TLS, as the files say now: a renewed one needs no restart."""

import ssl
from pathlib import Path

import structlog

log = structlog.get_logger()

Seen = tuple[tuple[int, int, int], ...]


class Certificate:
    """A chain and its key, both PEM. Raises OSError, such as ssl.SSLError, or ValueError if they cannot be used at the
    start."""

    def __init__(self, chain: Path, key: Path) -> None:
        self._chain, self._key = chain, key
        self._seen = self._look()
        self._context = self._load()

    def context(self) -> ssl.SSLContext:
        """For the next connection. Files that do not fit, as while they are being replaced, change nothing."""
        try:
            seen = self._look()
            if seen != self._seen:
                self._context, self._seen = self._load(), seen
                log.info("certificate renewed", file=str(self._chain))
        except (OSError, ValueError) as error:
            log.error("certificate not taken", file=str(self._chain), why=str(error))
        return self._context

    def _look(self) -> Seen:
        found = [path.stat() for path in (self._chain, self._key)]
        return tuple((each.st_mtime_ns, each.st_size, each.st_ino) for each in found)

    def _load(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.options |= ssl.OP_NO_RENEGOTIATION
        context.load_cert_chain(self._chain, self._key, _refuse_passphrase)
        return context


def _refuse_passphrase() -> str:
    """Left to itself the library would ask the terminal, and wait."""
    raise ValueError("the key is locked by a passphrase")
