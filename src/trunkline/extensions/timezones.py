"""Time zones, by their IANA names."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trunkline.problems import refuse


def known(name: str) -> str:
    """The name, if there is such a zone on this computer."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last two for what is no name but a path
        refuse("time_zone_invalid")
    return name
