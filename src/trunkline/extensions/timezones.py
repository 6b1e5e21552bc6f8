"""Time zones, by their IANA names."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trunkline.problems import refuse


def known(name: str) -> str:
    """The name, if there is such a zone on this computer."""
    return name if exists(name) else refuse("time_zone_invalid")


def exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last two for what is no name but a path
        return False
    return True
