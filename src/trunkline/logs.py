"""One JSON object a line on standard error, for people's eyes and for collectors. Secrets never reach it."""

import logging
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, BinaryIO, TextIO, cast

import orjson
import structlog

SECRET = ("authorization", "password", "secret", "token")
# Much of what is logged quotes strangers: so much may they say in it, in characters. Of how something failed more is
# kept, and of all that is too long both ends.
LONGEST, LONGEST_FAILURE = 400, 8_000


def start(process: str, level: int = logging.INFO) -> None:
    """Once in each process, before the first line."""
    never_fail()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)
    for handler in logging.root.handlers:
        handler.setFormatter(_Short("%(message)s"))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _without_secrets,
            _bounded,
            structlog.processors.JSONRenderer(serializer=_dump),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(cast(BinaryIO, sys.stderr.buffer)),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)


class Unfailing:
    """A stream that may lead to a disk that is full or a pipe whose reader is gone: that is no reason to end a call."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    @property
    def buffer(self) -> "Unfailing":
        return Unfailing(self._stream.buffer)

    def write(self, said: Any) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(said)
        return len(said)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def never_fail() -> None:
    """Nothing that this process says of itself can fail any more; that what it was asked for cannot be read can."""
    if not isinstance(sys.stderr, Unfailing):
        sys.stderr = cast(TextIO, Unfailing(sys.stderr))


def _without_secrets(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in filter(_is_secret, [*line]):
        line[name] = "(hidden)"
    return line


@lru_cache
def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRET)


def _bounded(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, said in line.items():
        if not isinstance(said, int | float | None):
            line[name] = _short(said, LONGEST_FAILURE if name == "exception" else LONGEST)
    return line


def _short(said: Any, most: int) -> Any:
    """As it is if it is short."""
    text = said if isinstance(said, str) else repr(said)
    if len(text) <= most:
        return said
    return f"{text[: most // 2]}... ({len(text) - most} characters left out) ...{text[-(most // 2) :]}"


class _Short(logging.Formatter):
    """What libraries log, too."""

    def format(self, record: logging.LogRecord) -> str:
        return _short(super().format(record), LONGEST_FAILURE)


def _dump(line: Any, **_: Any) -> bytes:
    return orjson.dumps(line, default=repr)
