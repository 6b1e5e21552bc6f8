"""What the exchange knows of the configuration. The room `plan` builds it from rows; nothing changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class User:
    """A person with an extension."""

    id: str  # the row of `extensions`, and the `id` of the wire
    extension_id: str
    number: int
    name: str
    email: str
    site_id: str
    site_name: str
    department: str = ""
    cost_center: str = ""
    active: bool = True  # a deactivated user neither makes nor receives calls
    direct_numbers: tuple[str, ...] = ()  # E.164
    ring_for: float = 30  # seconds


@dataclass(frozen=True, slots=True)
class Line:
    """One SIP account of a device: what registers, and who it rings for and calls as."""

    id: str
    device_id: str
    device_type: str
    user: str  # User.id


@dataclass(frozen=True, slots=True)
class Plan:
    """The configuration of one account at one version."""

    account_id: str
    version: int
    users: Mapping[str, User] = field(default_factory=dict[str, User])  # by User.id
    lines: Mapping[str, Line] = field(default_factory=dict[str, Line])  # by Line.id
    dialled: Mapping[str, str] = field(default_factory=dict[str, str])  # extension number or E.164 -> User.id
