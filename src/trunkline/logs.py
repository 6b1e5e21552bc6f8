"""What a process says of itself, on standard error: one JSON object a line for collectors, or text for people's eyes.
Secrets never reach it, and nothing that others say can look like a line of ours."""

import logging
import re
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
LEVELS = ("debug", "info", "warning", "error", "critical")
FORMATS = ("json", "text")
FIRST = ("timestamp", "level", "process", "event", "exception")  # in a line of text they have places of their own
PLAIN = re.compile(r"[\w.+:@/-]+", re.ASCII)

_least = logging.INFO


def set_level(name: str) -> None:
    """From now on nothing below it is said; also while the process runs."""
    global _least
    _least = getattr(logging, name.upper())


def debugs() -> bool:
    """Whether lines of the level `debug` are said: where they take work to make, that is to be asked before."""
    return _least <= logging.DEBUG


def start(process: str, level: str = "info", form: str = "json") -> None:
    """Once in each process, before the first line."""
    never_fail()
    set_level(level)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)
    for handler in logging.root.handlers:
        handler.setFormatter(_Short("%(message)s"))
    structlog.configure(
        processors=[
            _from_the_level_on,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _without_secrets,
            _bounded,
            structlog.processors.JSONRenderer(serializer=_dump) if form == "json" else _text,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
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


def _from_the_level_on(_: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if getattr(logging, "ERROR" if method == "exception" else method.upper()) < _least:
        raise structlog.DropEvent
    return line


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


def _text(_: Any, __: str, line: MutableMapping[str, Any]) -> bytes:
    """One line, and of an exception the lines of its traceback, set in."""
    head = f"{line.get('timestamp', '')} {line.get('level', ''):8} {line.get('process', '')}: {line.get('event', '')}"
    facts = "".join(f" {name}={_fact(value)}" for name, value in line.items() if name not in FIRST)
    raised = "".join(f"\n    {shown(each)}" for each in str(line.get("exception", "")).splitlines())
    return (shown(head + facts) + raised).encode(errors="backslashreplace")


def _fact(value: Any) -> str:
    return value if isinstance(value, str) and PLAIN.fullmatch(value) else repr(value)


def shown(text: str) -> str:
    """What could end a line, or turn the order of what stands in it, is told by its number."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
