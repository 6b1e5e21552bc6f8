"""What the exchange knows of the configuration. The room `plan` builds it from rows; nothing changes it.

Sounds are named as in `Play`: built-in ones, or ids of audio files; empty: none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Literal

from trunkline.exchange import sounds

RingMode = Literal["simultaneous", "sequential"]
Distribution = Literal["simultaneous", "sequential", "rotating", "longest_idle"]


# When


@dataclass(frozen=True, slots=True)
class Range:
    """Minutes of a day by the wall clock, from one until another: 540 to 1020 is nine to five, 0 to 1440 all day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """By the wall clock of whoever keeps it, so without a zone of its own."""

    id: str
    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When an extension does business, by the wall clock of its own zone."""

    zone: str = "UTC"  # IANA
    weekly: tuple[tuple[Range, ...], ...] | None = None  # Monday first; None: at all hours of all days
    holidays: tuple[Holiday, ...] = ()


# Where a call goes on to


@dataclass(frozen=True, slots=True)
class Voicemail:
    """Leave a message: with another extension if one is named, and key 0 leads out to the operator."""

    of: str = ""
    greeting: str = ""  # in place of the mailbox's own
    instruction: str = ""  # after the greeting: what the keys do
    operator: str = ""  # extension


@dataclass(frozen=True, slots=True)
class To:
    extension: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A number of the public network. With `press_1`, whoever answers must press 1 to have the call."""

    number: str  # E.164
    press_1: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Play a message, then disconnect."""

    sound: str = sounds.NOBODY


@dataclass(frozen=True, slots=True)
class Disconnect:
    pass


@dataclass(frozen=True, slots=True)
class CallWaiting:
    """Ring the phones of someone who is on another call as if they were not."""


@dataclass(frozen=True, slots=True)
class BusySignal:
    pass


Action = Voicemail | To | Outside | Tell | Disconnect
BusyAction = Action | CallWaiting | BusySignal


# Extensions


@dataclass(frozen=True, slots=True)
class Handling:
    """How a person's calls are handled in business, closed or holiday hours."""

    ring_mode: RingMode = "simultaneous"
    ring_for: float = 30  # seconds: all of them, or each phone in turn
    phones: bool = True  # whether the person's own phones ring
    numbers: tuple[Outside, ...] = ()  # and these
    busy: BusyAction = field(default_factory=CallWaiting)
    unanswered: Action = field(default_factory=Disconnect)


@dataclass(frozen=True, slots=True)
class Mailbox:
    greeting: str = sounds.GREETING
    beep: str = sounds.BEEP
    longest: float = 180  # seconds of a message
    silence: float = 10  # seconds after which a message is over


@dataclass(frozen=True, slots=True)
class Beeps:
    """What those who are recorded hear again and again."""

    sound: str
    every: float  # seconds
    all: bool = True  # or only whose calls are recorded


@dataclass(frozen=True, slots=True)
class Taping:
    """Calls are recorded, and those who talk are told so first, unless nothing is played."""

    told: str = sounds.RECORDED
    consent: bool = False  # whether only once the other party pressed a key
    beeps: Beeps | None = None
    or_no_call: bool = False  # whether a call that cannot be recorded ends


@dataclass(frozen=True, slots=True)
class Outbound:
    """What a person with a calling plan may do outside. Limits are on by default: stolen passwords are used to dial."""

    numbers: tuple[str, ...] = ()  # that may be shown, E.164; the first is, unless another is chosen
    shown: str = ""
    withheld: bool = False
    international: bool = False
    at_once: int = 4  # calls
    minutes_a_day: float = 600


@dataclass(frozen=True, slots=True)
class Screening:
    """Calls from outside that do not get through to an extension whose number was dialled."""

    withheld: bool = False  # those that say no number
    seasons: frozenset[str] = frozenset()  # all of them, in these hours: business, closed, holiday
    instead: Voicemail | Disconnect = field(default_factory=Disconnect)  # of the latter
    asks: bool = False  # those whose caller presses no key
    knows_colleagues: bool = False  # who calls from a number of the company is not asked


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
    hours: Hours = Hours()
    handling: Handling = Handling()
    closed: Handling | None = None  # None: as in business hours
    holidays: Mapping[str, Handling] = field(default_factory=dict[str, Handling])  # by Holiday.id; else as when closed
    mailbox: Mailbox | None = None
    outbound: Outbound | None = None  # None: without a calling plan
    music: str = sounds.MUSIC  # for those whom they put on hold
    screening: Screening = Screening()
    tapes_incoming: Taping | None = None
    tapes_outgoing: Taping | None = None
    assistants: tuple[str, ...] = ()  # users whose phones ring beside theirs


@dataclass(frozen=True, slots=True)
class Member:
    """Of a queue: a user who may have turned its calls off, or keep hours of their own for it."""

    user: str
    receives: bool = True
    hours: Hours | None = None  # None: those of the queue


@dataclass(frozen=True, slots=True)
class Queue:
    """Callers who wait for the first of several people."""

    id: str
    extension_id: str
    number: int
    name: str
    site_id: str
    site_name: str
    department: str = ""
    cost_center: str = ""
    active: bool = True
    direct_numbers: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    distribution: Distribution = "simultaneous"
    ring_for: float = 30  # seconds: each member's phones
    max_wait: float = 60  # seconds
    max_callers: int = 60
    wrap_up: float = 0  # seconds a member has after a call
    several_at_once: bool = True  # whether the next caller is offered while another is; not for simultaneous
    while_on_a_call: bool = False  # whether members are offered calls while they talk
    numbers: bool = False  # whether numbers outside ring that members ring beside their phones
    greeting: str = ""
    connecting: str = sounds.MUSIC  # while callers wait
    music: str = sounds.MUSIC  # while a member holds them
    hours: Hours = Hours()
    overflow: Action = field(default_factory=Disconnect)
    closed: Action = field(default_factory=Disconnect)
    holidays: Mapping[str, Action] = field(default_factory=dict[str, Action])  # by Holiday.id; else as when closed
    mailbox: Mailbox | None = None
    screening: Screening = Screening()
    taping: Taping | None = None


@dataclass(frozen=True, slots=True)
class AutoReceptionist:
    """It greets, and sends a call on."""

    id: str
    extension_id: str
    number: int
    name: str
    site_id: str
    site_name: str
    department: str = ""
    cost_center: str = ""
    active: bool = True
    direct_numbers: tuple[str, ...] = ()
    greeting: str = ""
    hours: Hours = Hours()
    open: Action = field(default_factory=Disconnect)
    closed: Action = field(default_factory=Disconnect)
    holidays: Mapping[str, Action] = field(default_factory=dict[str, Action])
    mailbox: Mailbox | None = None
    screening: Screening = Screening()


Extension = User | Queue | AutoReceptionist


# Places, and ways out


@dataclass(frozen=True, slots=True)
class Dialling:
    """How numbers are dialled in a country (ITU-T E.164, E.129)."""

    code: str = "1"  # of the country
    national: str = "1"  # before a national number; empty where there is none
    international: str = "011"
    lengths: frozenset[int] = frozenset({10})  # of national numbers, without the prefix
    foreign: tuple[str, ...] = ()  # what begins so is another country, though it shares the code: +1 876


@dataclass(frozen=True, slots=True)
class Site:
    id: str
    name: str = ""
    code: str = ""  # before the short numbers of its extensions
    dialling: Dialling | None = None  # None: numbers outside are dialled as E.164 only
    emergency: frozenset[str] = frozenset()  # numbers
    address: str = ""  # one line, told with emergency calls
    number: str = ""  # E.164: shown for those who have none of their own
    unassigned: Action | None = None  # what becomes of calls to its numbers that nobody has; None: there is none such


@dataclass(frozen=True, slots=True)
class Trunk:
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One SIP account of a device: what registers, and who it rings for and calls as."""

    id: str
    device_id: str
    device_type: str
    user: str  # User.id
    address: str = ""  # where the device is, one line; empty: at its user's site


@dataclass(frozen=True, slots=True)
class Plan:
    """The configuration of one account at one version."""

    account_id: str
    version: int
    users: Mapping[str, User] = field(default_factory=dict[str, User])  # by User.id
    lines: Mapping[str, Line] = field(default_factory=dict[str, Line])  # by Line.id
    dialled: Mapping[str, str] = field(default_factory=dict[str, str])  # extension number or E.164 -> Extension.id
    queues: Mapping[str, Queue] = field(default_factory=dict[str, Queue])  # by Queue.id
    receptionists: Mapping[str, AutoReceptionist] = field(default_factory=dict[str, AutoReceptionist])
    sites: Mapping[str, Site] = field(default_factory=dict[str, Site])  # by Site.id
    trunks: tuple[Trunk, ...] = ()  # in the order in which they are tried
    loopback: bool = False  # a demo without a trunk answers emergency calls by an announcement
    unassigned: Mapping[str, str] = field(default_factory=dict[str, str])  # E.164 that nobody has -> Site.id

    def extension(self, id: str) -> Extension | None:
        return self.users.get(id) or self.queues.get(id) or self.receptionists.get(id)

    def extensions(self) -> Iterator[Extension]:
        return chain(self.users.values(), self.queues.values(), self.receptionists.values())

    def site(self, id: str) -> Site:
        return self.sites.get(id) or Site(id)
