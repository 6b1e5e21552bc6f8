"""What can happen, and what the exchange can want. Times are seconds since the epoch, UTC.

A call has legs: one for whoever dialled, one for each phone that rings. The engine names the calls (19 digits) and
their first leg; the exchange names the legs it asks for.
"""

from typing import Literal

from msgspec import Struct

from trunkline.exchange.plan import NOWHERE, Address, Plan

Direction = Literal["inbound", "outbound"]
ConnectType = Literal["internal", "external"]
CallType = Literal["general", "emergency"]
ExtensionType = Literal["user", "call_queue", "auto_receptionist"]  # of the reference's nine, those that exist here
NumberType = Literal["byoc", "external_pstn", "anonymous_number"]
Event = Literal[  # of 22, those that happen here
    "incoming",
    "outgoing",
    "ring_to_member",
    "shared_line_incoming",
    "forward",
    "overflow",
]
ATTEMPTS: tuple[Event, ...] = ("ring_to_member", "shared_line_incoming")  # someone among others is rung
Result = Literal[
    "answered",
    "connected",
    "accepted",
    "succeeded",
    "voicemail",
    "no_answer",
    "ring_timeout",
    "canceled",
    "rejected",
    "busy",
    "unconnected",
    "call_failed",
    "invalid_operation",
    "service_unavailable",
    "hang_up",
    "abandoned",
    "overflowed",
    "system_blocked",
]
# Why a result is not what it says: of three, those that happen here.
Reason = Literal["", "answered_by_other", "call_out_by_other"]


# What can happen


class Contact(Struct, frozen=True):
    """One place a line is registered at: a phone that can ring."""

    id: str
    line: str
    private_ip: str = ""
    public_ip: str = ""


class Arrived(Struct, frozen=True):
    """A line dialled. `contact` says from which phone, where that is known; `audible` whether audio is to be had."""

    call: str
    leg: str
    line: str
    dialled: str
    contact: Contact | None = None
    audible: bool = True


class Came(Struct, frozen=True):
    """A carrier hands over a call for one of our numbers."""

    call: str
    leg: str
    trunk: str  # Trunk.id
    dialled: str  # E.164
    number: str = ""  # the caller's, E.164; empty: withheld
    name: str = ""
    audible: bool = True


class Rang(Struct, frozen=True):
    """The phone of a leg is ringing (180 or 183). `heard`: it sends audio already, which the caller may hear."""

    leg: str
    heard: bool = False


class Answered(Struct, frozen=True):
    """The phone of a leg was picked up (200 to INVITE)."""

    leg: str


class Refused(Struct, frozen=True):
    """The phone of a leg said no, or nothing: a final SIP status from 300 to 699; 408 where no answer came at all."""

    leg: str
    status: int


class Silent(Struct, frozen=True):
    """The phone of a leg has said nothing at all for a while, not even that it will ring. It may yet."""

    leg: str


class Redirected(Struct, frozen=True):
    """The phone of a leg wants its calls to go to one of these numbers, the best first (3xx); none where it did not say
    where, or named places that are not ours to send calls to."""

    leg: str
    dialled: tuple[str, ...]


class Left(Struct, frozen=True):
    """The party of a leg is gone (CANCEL, BYE, or a dead dialog)."""

    leg: str


class Held(Struct, frozen=True):
    """The party of a leg put the other on hold."""

    leg: str


class Resumed(Struct, frozen=True):
    leg: str


class Pressed(Struct, frozen=True):
    """A key of a leg's phone: 0-9, *, #, A-D (RFC 4733, or INFO)."""

    leg: str
    key: str


class Played(Struct, frozen=True):
    """All that was to be played to a leg was."""

    leg: str


class Recorded(Struct, frozen=True):
    """A message is kept as a file: after silence, at its greatest length, on a `StopTaking`, or as its leg left.

    The engine tells it before it tells that the leg left. Less than two seconds are not kept: `seconds` is 0.
    """

    leg: str
    message: str
    seconds: float
    file: str = ""


class Untaped(Struct, frozen=True):
    """What a leg says cannot be recorded, though it was tried for some seconds."""

    leg: str


class Registered(Struct, frozen=True):
    """Where a line is registered now: all of its contacts, none when it has gone."""

    line: str
    contacts: tuple[Contact, ...]


class Undisturbed(Struct, frozen=True):
    """Who does not want to be disturbed, as they said before the exchange began."""

    users: tuple[str, ...]


class OptedOut(Struct, frozen=True):
    """Memberships of queues whose holders take no calls of them, as they said before the exchange began."""

    members: tuple[str, ...]


class Spend(Struct, frozen=True):
    """A call outside is over that an extension paid for. Wanted: to keep so many seconds more of its day in mind,
    longer than the exchange lives; told: those of all its calls."""

    extension: str  # Extension.id
    day: int  # ordinal, by the clock of the extension
    seconds: float


class WrappedUp(Struct, frozen=True):
    """A queue's member is done with a call that is over: the time for that has passed, or they took up another."""

    call: str
    queue: str  # Extension.id
    came: float  # when the call came to the queue, as its element says
    seconds: float


class Orphan(Struct, frozen=True):
    """A leg to a carrier that went on when an engine died, and still costs."""

    leg: str
    extension: str  # Extension.id: who pays
    came_to: str  # the direct number that its call came to, if it came from outside
    since: float  # when it was answered


class Spent(Struct, frozen=True):
    """What calls outside have cost before the exchange began. That one of the orphans is gone, `Left` says."""

    totals: tuple[Spend, ...]
    orphans: tuple[Orphan, ...] = ()


class PlanChanged(Struct, frozen=True):
    plan: Plan


Happened = (
    Arrived
    | Came
    | Rang
    | Answered
    | Refused
    | Silent
    | Redirected
    | Left
    | Held
    | Resumed
    | Pressed
    | Played
    | Recorded
    | Untaped
    | Registered
    | Undisturbed
    | OptedOut
    | Spent
    | PlanChanged
)


# What the exchange records


class Party(Struct, frozen=True):
    """One end of a call, as it was known when the call began. An empty field does not apply."""

    number: str = ""  # extension number, E.164, or what was dialled
    name: str = ""
    extension: str = ""  # Extension.id
    extension_id: str = ""
    extension_type: ExtensionType | Literal[""] = ""
    email: str = ""
    did: str = ""  # the direct number that was dialled or shown, E.164
    number_type: NumberType | Literal[""] = ""
    site_id: str = ""
    site_name: str = ""
    department: str = ""
    cost_center: str = ""
    device_type: str = ""
    private_ip: str = ""
    public_ip: str = ""
    hidden: bool = False  # one of ours who showed no number outside

    @property
    def is_outside(self) -> bool:
        """A number of the public network is; what is no number of anyone's is not."""
        return not self.extension_type and bool(self.number_type)


class Element(Struct, frozen=True):
    """One thing that happened to one owner in a call, as `list_user_call_history` and `get_call_history` show it."""

    id: str  # YYYYMMDD-uuid
    segment: int
    node: int
    event: Event
    direction: Direction
    owner: str  # Extension.id; empty when no extension owns it
    caller: Party
    callee: Party
    operator: Party | None
    start: float
    answer: float | None
    end: float
    result: Result
    hold: float = 0  # seconds
    reason: Reason = ""

    @property
    def connect_type(self) -> ConnectType:
        return "external" if self.caller.is_outside or self.callee.is_outside else "internal"

    @property
    def is_attempt(self) -> bool:
        """One phone's ringing among others: it says nothing of what became of the call."""
        return self.event in ATTEMPTS


class Message(Struct, frozen=True):
    """What a caller left in a mailbox."""

    id: str  # voicemail_id, 32 hex digits
    owner: str  # the extension whose mailbox it is: the owner of the element
    element: int  # place of the element among those of the record, from 0
    file: str  # of its sound, as blobs are named
    seconds: float
    at: float  # when the caller began to speak


class Recording(Struct, frozen=True):
    """What two people said in a call, both in one sound."""

    id: str  # 32 hex digits
    owner: str  # the extension whose calls are recorded: the owner of the element
    element: int  # place of the element among those of the record, from 0
    at: float  # when it began
    seconds: float = 0
    file: str = ""  # of its sound, as blobs are named; empty: not kept, or not yet


class Record(Struct, frozen=True):
    """The history of one call, as it stands in the account's list, with all its elements."""

    id: str  # call_history_uuid, YYYYMMDD-uuid
    call: str
    direction: Direction
    connect_type: ConnectType
    call_type: CallType
    caller: Party
    callee: Party
    start: float
    answer: float | None
    end: float
    result: Result
    elements: tuple[Element, ...] = ()
    messages: tuple[Message, ...] = ()
    recordings: tuple[Recording, ...] = ()
    # What the log says of it besides, for which the API has no word
    rang: float = 0  # seconds in which any phone rang
    sent_to: tuple[str, ...] = ()  # numbers outside
    taken_at: str = ""  # the one of them that answered
    why: str = ""  # what kept it from where it should have gone: a setting, or that there is no such number


# What the exchange wants


class Ring(Struct, frozen=True):
    """Send an INVITE to a contact, on a new leg."""

    call: str
    leg: str
    contact: str  # Contact.id
    caller: Party
    answers: bool = False  # the phone is asked to answer by itself


class Dial(Struct, frozen=True):
    """Send an INVITE to a carrier, on a new leg."""

    call: str
    leg: str
    trunk: str  # Trunk.id
    number: str  # E.164, or an emergency number of the site
    shown: str = ""  # the caller's number, E.164; empty: withheld (RFC 3323)
    name: str = ""
    location: Address = NOWHERE  # for an emergency call: of the phone
    charged: str = ""  # Extension.id: who pays for it
    came_to: str = ""  # the direct number that the call came to, if it is one from outside that is sent on


class Alert(Struct, frozen=True):
    """Tell the leg that dialled that it rings at the other end (180)."""

    leg: str


class Hear(Struct, frozen=True):
    """Let the leg that dialled hear what the other sends before it is answered (183)."""

    caller: str
    callee: str


class Answer(Struct, frozen=True):
    """The leg that dialled is answered by the exchange itself (200), to be played to."""

    leg: str


class Play(Struct, frozen=True):
    """What a leg hears from now on, in place of what it heard; to one that is not answered as early media (183).

    `sounds` are names of built-in ones (`engine/sounds.py`) or ids of audio files, one after another. The last is
    repeated where it goes on `forever`; otherwise `Played` follows the end.
    """

    leg: str
    sounds: tuple[str, ...]
    forever: bool = False
    language: str = ""  # of built-in prompts, a BCP 47 tag; empty: that of the installation


class Hush(Struct, frozen=True):
    """Nothing is played to a leg any more."""

    leg: str


class Take(Struct, frozen=True):
    """Record what a leg says from now on as a message, until it is silent, or at most so long (seconds)."""

    leg: str
    message: str  # 32 hex digits
    longest: float
    silence: float


class StopTaking(Struct, frozen=True):
    """The message is over; `Recorded` follows."""

    leg: str


class Connect(Struct, frozen=True):
    """Let two legs hear each other, and nothing else; the one that dialled is answered (200) if it was not yet."""

    caller: str
    callee: str


class Announce(Struct, frozen=True):
    """Two legs are connected: both hear these sounds before they hear each other, or hear each other again."""

    caller: str
    callee: str
    sounds: tuple[str, ...]
    language: str = ""  # as in `Play`


class Tape(Struct, frozen=True):
    """Record what two legs say that are connected, from now until their call is over. What was kept, the engine adds
    to the recordings of the call's record."""

    caller: str
    callee: str
    recordings: tuple[str, ...]  # Recording.id: one for each whose calls are recorded


class Release(Struct, frozen=True):
    """End a leg, whatever its state: BYE, CANCEL, or a final answer with this SIP status to one not yet answered. Of an
    orphan, its whole call."""

    leg: str
    status: int = 480


class Disturb(Struct, frozen=True):
    """Keep in mind, longer than the exchange lives, whether a user may be disturbed."""

    user: str
    may: bool


class OptOut(Struct, frozen=True):
    """Keep in mind, longer than the exchange lives, whether a member takes no calls of a queue."""

    member: str  # Member.id
    out: bool


class Write(Struct, frozen=True):
    """The call is over: keep its record, with those of its recordings that were kept."""

    record: Record


Wanted = (
    Ring
    | Dial
    | Alert
    | Hear
    | Answer
    | Connect
    | Play
    | Hush
    | Take
    | StopTaking
    | Announce
    | Tape
    | Release
    | Disturb
    | OptOut
    | Spend
    | Write
    | WrappedUp
)
