"""What the engine needs from the rest of the house."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from trunkline.engine import urns
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import Record, Spend, Spent, WrappedUp


class Flow(NamedTuple):
    """How a phone is reached: its address as it was seen, and `udp`, `tcp` or `tls`. For the last two it names a
    connection that the phone made (RFC 5626)."""

    address: tuple[str, int]
    transport: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """A line, as its phone proves to be it."""

    account_id: str
    line: str
    device: str
    realm: str
    password: str | None  # None for one that our key does not open: nobody proves to be that line


@dataclass(frozen=True, slots=True)
class Binding:
    """One place a line is registered at (RFC 3261 section 10)."""

    account_id: str
    line: str
    device: str
    contact: str  # SIP URI
    flow: Flow  # that its REGISTER came by
    private_host: str
    call_id: str
    cseq: int
    user_agent: str
    expires_at: float  # by the steady clock
    instance: str = ""  # which phone it is, where it says so (RFC 5626)
    reg_id: int = 0  # by which of its ways to us

    @property
    def phone(self) -> str:
        """The instance, as it is compared."""
        return urns.comparable(self.instance)

    @property
    def registration(self) -> str:
        """What names its phone to a call: one that says which it is stays the same through all its restarts and
        connections (RFC 5626). Another line's phone may say the same."""
        return f"{self.line} {self.phone or self.call_id}"


@dataclass(frozen=True, slots=True)
class KeptLeg:
    """A connected leg of a live call, as another engine needs it to end the call in good order."""

    id: str
    account_id: str
    call: str
    sip_call_id: str
    local_tag: str
    remote_tag: str
    local_uri: str
    remote_uri: str
    remote_target: str
    route_set: tuple[str, ...]
    flow: Flow
    registration: str  # Binding.registration or Trunk.registration, by which it is found on a new connection
    cseq: int
    charged: str = ""  # Extension.id: who pays for it, if it is outside
    came_to: str = ""  # the direct number that its call came to from there
    answered: float = 0.0  # by the steady clock
    described: str = ""  # what we told its phone of audio last, without keys
    said: str = ""  # and what it told us


@dataclass(frozen=True, slots=True)
class TrunkRow:
    """A carrier as it is set up. Beside its host, calls come from `sources`: each `host` or `host:port`, after the name
    of a transport and a colon where it is another one."""

    id: str
    account_id: str
    host: str
    port: int
    transport: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Phones shall start again, or fetch their configuration anew."""

    id: str
    account_id: str
    devices: frozenset[str]
    reboot: bool


class Orders(Protocol):
    """What was asked of phones."""

    def placed(self, since: float) -> Sequence[Order]:
        """All since then, by the steady clock."""
        ...


class NotYetKnown(Exception):
    """The plan of an account was not read yet."""


class Directory(Protocol):
    """Configuration as it is known here. Nothing waits for the store.

    `as_of` is given while it is only what another engine knew, then, by the wall clock."""

    as_of: float | None

    def start(self) -> None:
        """It is kept the newest from now on."""
        ...

    def stop(self) -> None: ...

    def is_behind(self, users: Iterable[str], accounts: Iterable[str], *, plans: bool) -> bool:
        """Whether lines, by their SIP user names, may be others by now, and it is known soon; with `plans`, also the
        plans of their accounts and of these."""
        ...

    def take_up(
        self, users: Collection[str], accounts: Collection[str], then: Callable[[], None], *, plans: bool
    ) -> None:
        """`then` is called, in another thread, when they are known as they were at this call, or cannot be."""
        ...

    def gave_up(self, accounts: Iterable[str]) -> None:
        """Somebody waited for that longer than one may."""
        ...

    def credentials(self, sip_user: str) -> Credentials | None: ...

    def plan(self, account_id: str) -> Plan:
        """Raises NotYetKnown."""
        ...

    def plans(self) -> Sequence[Plan]:
        """Of all accounts of which it is known. Other threads may ask."""
        ...

    def users(self, lines: Collection[str]) -> Collection[str]:
        """The SIP user names of lines. Other threads may ask."""
        ...

    def domain(self, account_id: str) -> str:
        """What its phones take us for (RFC 3261 section 10.2: their address of record is in it)."""
        ...

    def trunks(self) -> Sequence[TrunkRow]: ...

    def account_of(self, number: str, among: Iterable[str]) -> str | None:
        """Which of these accounts has a direct number, E.164."""
        ...

    def emergency_numbers(self) -> frozenset[str]:
        """Of all countries in which an account has a site."""
        ...


class State(Protocol):
    """What must outlive the engine. Nothing here waits for the store."""

    def bindings(self) -> Sequence[Binding]: ...

    def bind(self, binding: Binding) -> None: ...

    def unbind(self, line: str, contacts: Iterable[str]) -> None: ...

    def undisturbed(self, account_id: str) -> Sequence[str]:
        """The users of an account who do not want to be disturbed."""
        ...

    def disturb(self, account_id: str, user: str, may: bool) -> None: ...

    def opted_out(self, account_id: str) -> Sequence[str]:
        """The memberships of queues in an account whose holders take no calls of them."""
        ...

    def opt_out(self, account_id: str, member: str, out: bool) -> None: ...

    def spent(self, account_id: str) -> Spent:
        """What the calls outside of an account have cost of late."""
        ...

    def spend(self, account_id: str, spend: Spend) -> None: ...

    def wrapped_up(self, account_id: str, told: WrappedUp) -> None: ...

    def legs(self) -> Sequence[KeptLeg]: ...

    def keep_legs(self, legs: Iterable[KeptLeg]) -> None:
        """As they are now: again where they have other descriptions."""
        ...

    def forget_legs(self, ids: Iterable[str]) -> None: ...

    def close(self) -> None:
        """What was said is stored, if that is possible now."""
        ...


class Records(Protocol):
    """Where records go in the end."""

    def write(self, records: Sequence[tuple[str, Record]]) -> None:
        """Waits until they are there; may be told the same again."""
        ...
