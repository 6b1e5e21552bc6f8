"""Time zones, by their IANA names."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from trunkline.problems import refuse

log = structlog.get_logger()


def known(name: str) -> str:
    """The name, if there is such a zone on this computer."""
    return name if exists(name) else refuse("time_zone_invalid")


@lru_cache
def gone_by(name: str) -> str:
    """The name of a zone that hours go by. It was known when it was set; where it is not any more, which lets hours go
    by UTC, that is said once."""
    if not exists(name):
        log.error("time zone unknown: hours go by UTC", zone=name, remedy="install Debian's tzdata, and start again")
    return name


def exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last two for what is no name but a path
        return False
    return True
