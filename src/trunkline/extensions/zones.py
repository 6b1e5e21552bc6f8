"""Wall time: hours and holidays are kept as a clock on the wall of an extension shows them.

So they stay where people expect them when clocks change, or when the extension is moved to another zone.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from trunkline.store.tables import Extension, Site


def zone(extension: Extension) -> ZoneInfo:
    return ZoneInfo(extension.timezone or extension.site.timezone)


def of_site(site: Site) -> ZoneInfo:
    return ZoneInfo(site.timezone)


def wall(said: str, zone: ZoneInfo) -> str:
    """RFC 3339 as `YYYY-MM-DDTHH:MM:SS` of the zone; raises ValueError."""
    return datetime.fromisoformat(said).astimezone(zone).replace(tzinfo=None, microsecond=0).isoformat()


def instant(wall: str, zone: ZoneInfo) -> str:
    """A wall time as RFC 3339 in UTC. One that comes twice is the first; one that is left out, the one after."""
    at = datetime.fromisoformat(wall).replace(tzinfo=zone)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
