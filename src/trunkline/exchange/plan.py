"""What the exchange knows of the configuration. The room `plan` builds it from rows; nothing changes it.

Sounds are named as in `Play`: built-in ones, or ids of audio files; empty: none. What can stand in place of something
else has a tag, so that it is known where a plan is read back (`engine/kept.py`).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Literal

from msgspec import Struct
from msgspec.structs import astuple, replace

from trunkline.exchange import sounds

RingMode = Literal["simultaneous", "sequential"]
Distribution = Literal["simultaneous", "sequential", "rotating", "longest_idle"]


# When


class Range(Struct, frozen=True):
    """Minutes of a day by the wall clock, from one until another: 540 to 1020 is nine to five, 0 to 1440 all day."""

    start: int
    end: int


class Holiday(Struct, frozen=True):
    """By the wall clock of whoever keeps it, so without a zone of its own."""

    id: str
    name: str
    start: datetime
    end: datetime


class Hours(Struct, frozen=True):
    """When an extension does business, by the wall clock of its own zone."""

    zone: str = "UTC"  # IANA
    weekly: tuple[tuple[Range, ...], ...] | None = None  # Monday first; None: at all hours of all days
    holidays: tuple[Holiday, ...] = ()


# Where a call goes on to


class Voicemail(Struct, frozen=True, tag=True):
    """Leave a message: with another extension if one is named, and key 0 leads out to the operator."""

    of: str = ""
    greeting: str = ""  # in place of the mailbox's own
    instruction: str = ""  # after the greeting: what the keys do
    operator: str = ""  # extension
    menu: str = ""  # the greeting where 0 leads there, which says so
    greets_on: bool = False  # whether the greeting is heard too where the operator's calls end in a mailbox


class To(Struct, frozen=True, tag=True):
    extension: str
    greeting: str = ""  # heard where the call ends in a mailbox, in place of what is heard there


class Outside(Struct, frozen=True, tag=True):
    """A number of the public network. With `press_1`, whoever answers must press 1 to have the call."""

    number: str  # E.164
    press_1: bool = False
    greeting: str = ""  # as in `To`, where it is one of ours


class Tell(Struct, frozen=True, tag=True):
    """Play a message, then disconnect."""

    sound: str = sounds.NOBODY


class Disconnect(Struct, frozen=True, tag=True):
    pass


class CallWaiting(Struct, frozen=True, tag=True):
    """Ring the phones of someone who is on another call as if they were not."""


class BusySignal(Struct, frozen=True, tag=True):
    pass


Action = Voicemail | To | Outside | Tell | Disconnect
BusyAction = Action | CallWaiting | BusySignal


# Extensions


class Handling(Struct, frozen=True):
    """How a person's calls are handled in business, closed or holiday hours."""

    ring_mode: RingMode = "simultaneous"
    ring_for: float = 30  # seconds: all of them, or each phone in turn
    phones: bool = True  # whether the person's own phones ring
    numbers: tuple[Outside, ...] = ()  # and these
    busy: BusyAction = CallWaiting()
    unanswered: Action = Disconnect()


class Mailbox(Struct, frozen=True):
    greeting: str = sounds.GREETING
    beep: str = sounds.BEEP
    longest: float = 180  # seconds of a message
    silence: float = 10  # seconds after which a message is over


class Beeps(Struct, frozen=True):
    """What those who are recorded hear again and again."""

    sound: str
    every: float  # seconds
    all: bool = True  # or only whose calls are recorded


class Taping(Struct, frozen=True):
    """Calls are recorded, and those who talk are told so first, unless nothing is played."""

    told: str = sounds.RECORDED
    consent: bool = False  # whether only once the other party pressed a key
    beeps: Beeps | None = None
    or_no_call: bool = False  # whether a call that cannot be recorded ends


class Outbound(Struct, frozen=True):
    """What an extension may do outside. Limits are on by default: stolen passwords are used to dial."""

    numbers: tuple[str, ...] = ()  # that may be shown, E.164; the first is, unless another is chosen
    shown: str = ""
    withheld: bool = False
    barred: bool = False  # whether all of it is switched off
    countries: frozenset[str] = frozenset({"US", "CA"})  # that its calling plans cover, ISO 3166-1 alpha-2
    international: bool = False  # whether calls go to other countries too
    premium: bool = False  # whether numbers may be dialled that cost more than calls do
    at_once: int = 4  # calls
    minutes_a_day: float = 600


# Of those who are no person, and send on calls of many. They have no calling plan: what their site's country covers.
SHARED = Outbound(at_once=10, minutes_a_day=1200)


class Shown(Struct, frozen=True):
    """Who a call says that it is from."""

    number: str  # E.164
    name: str


class Screening(Struct, frozen=True):
    """Calls from outside that do not get through to an extension whose number was dialled."""

    withheld: bool = False  # those that say no number
    seasons: frozenset[str] = frozenset()  # all of them, in these hours: business, closed, holiday
    instead: Voicemail | Disconnect = Disconnect()  # of the latter
    asks: bool = False  # those whose caller presses no key
    knows_colleagues: bool = False  # who calls from a number of the company is not asked


class Sending(Struct, frozen=True):
    """What a policy leaves of where a person's calls may go on to."""

    policy: str = ""
    allowed: bool = True  # at all, to somebody else
    outside: bool = True  # to numbers of the public network
    unrecorded: bool = True  # to extensions whose incoming calls are not recorded
    beyond_site: bool = True  # to extensions of other sites


class Dialling(Struct, frozen=True):
    """How numbers are dialled in a country (ITU-T E.164, E.129)."""

    code: str = "1"  # of the country
    national: str = "1"  # before a national number; empty where there is none
    international: str = "011"  # before numbers abroad, as a regular expression: many countries have several
    lengths: frozenset[int] = frozenset({10})  # of national numbers, without the prefix
    country: str = "US"  # ISO 3166-1 alpha-2; others may share the code: +1 876 is Jamaica
    area: str = ""  # within which numbers are dialled without it


class User(Struct, frozen=True):
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
    language: str = ""  # in which callers are spoken to, and they themselves: a BCP 47 tag
    hours: Hours = Hours()
    handling: Handling = Handling()
    closed: Handling | None = None  # None: as in business hours
    holidays: Mapping[str, Handling] = {}  # by Holiday.id; else as when closed
    overflow: Sending = Sending()  # of calls that they do not take
    forwarding: Sending = Sending()  # of those that ring elsewhere beside their phones
    mailbox: Mailbox | None = None
    outbound: Outbound | None = None  # None: without a calling plan
    music: str = sounds.MUSIC  # for those whom they put on hold
    screening: Screening = Screening()
    tapes_incoming: Taping | None = None
    tapes_outgoing: Taping | None = None
    assistants: tuple[str, ...] = ()  # users whose phones ring beside theirs
    shown_inside: Shown | None = None  # to colleagues, in place of their name and extension number
    dialling: Dialling | None = None  # where they dial otherwise than their site


class Member(Struct, frozen=True):
    """Of a queue: a user who may keep hours of their own for it."""

    user: str
    hours: Hours | None = None  # None: those of the queue
    id: str = ""  # of the membership, by which it is known who opted out


class Queue(Struct, frozen=True):
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
    language: str = ""
    members: tuple[Member, ...] = ()
    distribution: Distribution = "simultaneous"
    ring_for: float = 30  # seconds: each member's phones
    max_wait: float = 60  # seconds
    max_callers: int = 60
    wrap_up: float = 0  # seconds a member has after a call
    several_at_once: bool = True  # whether the next caller is offered while another is; not for simultaneous
    while_on_a_call: bool = False  # whether members are offered calls while they talk
    numbers: bool = False  # whether numbers outside ring that members ring beside their phones
    phones_answer: bool = False  # whether the phones of members are asked to answer by themselves
    greeting: str = ""
    connecting: str = sounds.MUSIC  # while callers wait
    music: str = sounds.MUSIC  # while a member holds them
    hours: Hours = Hours()
    overflow: Action = Disconnect()
    closed: Action = Disconnect()
    holidays: Mapping[str, Action] = {}  # by Holiday.id; else as when closed
    mailbox: Mailbox | None = None
    screening: Screening = Screening()
    taping: Taping | None = None
    outbound: Outbound = SHARED


class AutoReceptionist(Struct, frozen=True):
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
    language: str = ""
    greeting: str = ""
    hours: Hours = Hours()
    open: Action = Disconnect()
    closed: Action = Disconnect()
    holidays: Mapping[str, Action] = {}
    mailbox: Mailbox | None = None
    screening: Screening = Screening()
    outbound: Outbound = SHARED


Extension = User | Queue | AutoReceptionist


# Places, and ways out


class Address(Struct, frozen=True):
    """Where someone is, told with emergency calls; false where nothing is known."""

    line1: str = ""  # house number and street
    line2: str = ""  # floor, room
    city: str = ""
    state: str = ""  # its code
    zip: str = ""
    country: str = ""  # ISO 3166-1 alpha-2

    def __str__(self) -> str:
        return ", ".join(filter(None, astuple(self)))

    def __bool__(self) -> bool:
        return any(astuple(self))


NOWHERE = Address()


class Site(Struct, frozen=True):
    id: str
    name: str = ""
    code: str = ""  # before the short numbers of its extensions
    dialling: Dialling | None = None  # None: numbers outside are dialled as E.164 only
    emergency: frozenset[str] = frozenset()  # numbers
    address: Address = NOWHERE
    number: str = ""  # E.164: shown for those who have none of their own
    callback: str = ""  # E.164: of somebody there, for emergency calls of those who have none either
    caller_name: str = ""  # shown outside with whatever number is shown; empty: that of whoever calls
    language: str = ""  # in which it speaks to those who dial a number that nobody has
    unassigned: Action | None = None  # what becomes of calls to its numbers that nobody has; None: there is none such


class Trunk(Struct, frozen=True):
    id: str
    name: str = ""


class Line(Struct, frozen=True):
    """One SIP account of a device: what registers, and who it rings for and calls as."""

    id: str
    device_id: str
    device_type: str
    user: str  # User.id
    address: Address = NOWHERE  # where the device is; nowhere: at its user's site
    only_secured: bool = False  # whether its audio must be secured


class Plan(Struct, frozen=True, tag=True):
    """The configuration of one account at one version."""

    account_id: str
    version: int
    users: Mapping[str, User] = {}  # by User.id
    lines: Mapping[str, Line] = {}  # by Line.id
    dialled: Mapping[str, str] = {}  # extension number or E.164 -> Extension.id
    queues: Mapping[str, Queue] = {}  # by Queue.id
    receptionists: Mapping[str, AutoReceptionist] = {}
    sites: Mapping[str, Site] = {}  # by Site.id
    trunks: tuple[Trunk, ...] = ()  # in the order in which they are tried
    loopback: bool = False  # a demo without a trunk answers emergency calls by an announcement
    unassigned: Mapping[str, str] = {}  # E.164 that nobody has -> Site.id
    silent: frozenset[str] = frozenset()  # E.164 of the account's that take no calls
    calls_of_number: int = SHARED.at_once  # outside, of those that came to one direct number

    def extension(self, id: str) -> Extension | None:
        return self.users.get(id) or self.queues.get(id) or self.receptionists.get(id)

    def extensions(self) -> Iterator[Extension]:
        return chain(self.users.values(), self.queues.values(), self.receptionists.values())

    def has(self, number: str) -> bool:
        """Whether a number is the account's, E.164."""
        return number in self.dialled or number in self.unassigned or number in self.silent

    def site(self, id: str) -> Site:
        return self.sites.get(id) or Site(id)

    def dialling_of(self, extension: Extension) -> Site:
        """Its site, as whoever has the extension dials there: what someone says of their country and area is about
        what their dialling means, not about where they are."""
        site = self.site(extension.site_id)
        own = extension.dialling if isinstance(extension, User) else None
        return replace(site, dialling=own) if own else site
