"""What happened and what is live: written by the engine alone, in a file (or schema) of its own.

Calls and configuration so never wait for each other. No foreign key leads out of here: a record outlives what it names.
"""

from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Connection, Index, MetaData, event, false, text
from sqlalchemy.orm import Mapped, mapped_column

from trunkline.store.ids import Id
from trunkline.store.tables import Base

SCHEMA = "records"


@event.listens_for(Base.metadata, "before_create")
def _partial(metadata: MetaData, connection: Connection, **_: Any) -> None:
    """Indexes of only those rows for which a column is true. Said at the index itself, this would load both databases'
    dialects at each start.
    """
    on = connection.dialect.name
    for index in (index for table in metadata.tables.values() for index in table.indexes if "only" in index.info):
        only: str = index.info["only"]
        index.dialect_kwargs[f"{on}_where"] = text(f"{only} = 1" if on == "sqlite" else only)


class Kept(Base):
    """A row about an account, with a key of its own."""

    __abstract__ = True
    configures: ClassVar[bool] = False
    account_id: Mapped[str] = mapped_column(Id)


class Named(Kept):
    """A record that clients may change, by its id. `unknown` is the refusal of an id that is not there."""

    __abstract__ = True
    unknown: ClassVar[str]
    id: Mapped[str] = mapped_column(Id, primary_key=True)


class PartyKey(BigInteger):
    """Names a `Party` of the same account. Whoever reads plain columns gets what is said of it instead."""


class Party(Kept):
    """One end of calls, as it was then (`exchange.vocabulary.Party`): kept once, by a hash of what is said of it,
    however many calls it is in, and never changed.
    """

    __tablename__ = "parties"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[str]  # what a search looks through: name, numbers, e-mail; in lower case, each after a line break
    first: Mapped[int]  # day with a call that it was in, as `CallDay` has it
    last: Mapped[int]


class Call(Kept):
    """The history of one call. Times are milliseconds since the epoch."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "account_id", "start", "key"),
        Index(None, "account_id", "end", "key"),
        {"schema": SCHEMA},
    )
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # the call id: rises with time
    id: Mapped[str] = mapped_column(Id, unique=True)  # call_history_uuid
    start: Mapped[int] = mapped_column(BigInteger)
    answer: Mapped[int | None] = mapped_column(BigInteger)
    end: Mapped[int] = mapped_column(BigInteger)
    direction: Mapped[str]
    connect_type: Mapped[str]
    call_type: Mapped[str]
    result: Mapped[str]
    caller_type: Mapped[str]  # extension type, empty outside
    callee_type: Mapped[str]
    caller_number_type: Mapped[str]
    callee_number_type: Mapped[str]
    site_id: Mapped[str] = mapped_column(Id)  # of the owner of the first element, like the next two
    site_name: Mapped[str]
    department: Mapped[str]
    cost_center: Mapped[str]
    voicemail_id: Mapped[str | None] = mapped_column(Id)  # the first, if any was left
    recording_id: Mapped[str | None] = mapped_column(Id)  # the first, if any was made
    caller: Mapped[int] = mapped_column(PartyKey)
    callee: Mapped[int] = mapped_column(PartyKey)
    words: Mapped[str]  # of the parties of its elements that are neither its caller nor its callee


class CallElement(Kept):
    """One thing that happened to one owner in a call.

    The oldest lists have a row for each owner, whatever happened to it: its *part* of the call. The first of its
    elements stands for it where parts are listed by their start, the one that ended last where by their end.
    """

    __tablename__ = "call_elements"
    __table_args__ = (
        Index(None, "account_id", "owner", "start", "key", "position"),
        Index(None, "account_id", "owner", "end", "key", "position"),
        Index(None, "account_id", "owner", "change", "key", "position"),
        Index(None, "account_id", "start", "key", "position", info={"only": "leads"}),
        Index(None, "account_id", "end", "key", "position", info={"only": "closes"}),
        {"schema": SCHEMA},
    )
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # of the call
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # by segment and node
    id: Mapped[str] = mapped_column(Id, unique=True)  # call_element_id
    call_history_uuid: Mapped[str] = mapped_column(Id)
    segment: Mapped[int]
    node: Mapped[int]
    event: Mapped[str]
    direction: Mapped[str]
    connect_type: Mapped[str]
    call_type: Mapped[str]
    result: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")  # why the result is not what it says
    owner: Mapped[str] = mapped_column(Id)  # the row of `extensions`, empty for none
    start: Mapped[int] = mapped_column(BigInteger)
    answer: Mapped[int | None] = mapped_column(BigInteger)
    end: Mapped[int] = mapped_column(BigInteger)
    hold: Mapped[int]  # milliseconds
    caller_type: Mapped[str]
    callee_type: Mapped[str]
    caller_number_type: Mapped[str]
    callee_number_type: Mapped[str]
    site_id: Mapped[str] = mapped_column(Id)  # the owner's, like the next two
    department: Mapped[str]
    cost_center: Mapped[str]
    voicemail_id: Mapped[str | None] = mapped_column(Id)
    recording_id: Mapped[str | None] = mapped_column(Id)
    caller: Mapped[int] = mapped_column(PartyKey)
    callee: Mapped[int] = mapped_column(PartyKey)
    operator: Mapped[int | None] = mapped_column(PartyKey)
    leads: Mapped[bool] = mapped_column(server_default=false())  # the owner's first of the call
    closes: Mapped[bool] = mapped_column(server_default=false())  # the owner's that ended last
    path: Mapped[str] = mapped_column(server_default="")  # of the owner's part, like the next two; in the oldest words
    missed: Mapped[bool] = mapped_column(server_default=false())
    part_hidden: Mapped[bool] = mapped_column(server_default=false())
    hidden: Mapped[bool] = mapped_column(server_default=false())  # removed from its owner's lists
    client_code: Mapped[str] = mapped_column(server_default="")
    change: Mapped[int] = mapped_column(
        BigInteger, server_default="0"
    )  # `LastChange.number` when it was written or changed


class WrapUp(Kept):
    """How long a queue's member had to do with a call after it. That is known later than the call is written."""

    __tablename__ = "wrap_ups"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner: Mapped[str] = mapped_column(Id, primary_key=True)  # the queue; this and the next as `CallElement` has them
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    milliseconds: Mapped[int]


class CallDay(Kept):
    """How many calls of a kind there were on a day: what a list's total is added up from, however many they are."""

    __tablename__ = "call_days"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # since the epoch, UTC
    direction: Mapped[str] = mapped_column(primary_key=True)  # this and the following as `Call` has them
    connect_type: Mapped[str] = mapped_column(primary_key=True)
    call_type: Mapped[str] = mapped_column(primary_key=True)
    result: Mapped[str] = mapped_column(primary_key=True)
    caller_type: Mapped[str] = mapped_column(primary_key=True)
    callee_type: Mapped[str] = mapped_column(primary_key=True)
    caller_number_type: Mapped[str] = mapped_column(primary_key=True)
    callee_number_type: Mapped[str] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(Id, primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True)
    cost_center: Mapped[str] = mapped_column(primary_key=True)
    voicemail: Mapped[bool] = mapped_column(primary_key=True)  # whether one was left
    recorded: Mapped[bool] = mapped_column(primary_key=True)  # whether it was
    started: Mapped[int] = mapped_column(BigInteger)
    ended: Mapped[int] = mapped_column(BigInteger)


class PartDay(Kept):
    """How many parts of calls there were on a day, likewise."""

    __tablename__ = "part_days"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    site_id: Mapped[str] = mapped_column(Id, primary_key=True)  # as `CallElement` has them
    path: Mapped[str] = mapped_column(primary_key=True)
    missed: Mapped[bool] = mapped_column(primary_key=True)
    started: Mapped[int] = mapped_column(BigInteger)
    ended: Mapped[int] = mapped_column(BigInteger)


class LastChange(Kept):
    """How many changes an account's call elements have seen. Whoever makes one takes its number here first, and so the
    numbers of commits rise in the order of the commits: what a sync has not seen has a higher one.
    """

    __tablename__ = "last_changes"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class Sound(Named):
    """Something that was said in a call, and whose it is. The sound is a blob."""

    __abstract__ = True
    created: Mapped[int] = mapped_column(BigInteger)  # milliseconds since the epoch
    seconds: Mapped[int]  # of sound
    file: Mapped[str] = mapped_column(Id, unique=True)  # the blob
    owner: Mapped[str] = mapped_column(Id)  # the row of `extensions`, while there is one
    owner_type: Mapped[str]  # these three as they were at the call
    owner_name: Mapped[str]
    owner_number: Mapped[str]
    site_id: Mapped[str] = mapped_column(Id)  # the owner's, at the call
    key: Mapped[int] = mapped_column(BigInteger)  # of the call
    call_element_id: Mapped[str] = mapped_column(Id)
    call_log_id: Mapped[str] = mapped_column(Id)  # of the owner's part of the call
    caller: Mapped[dict[str, Any]] = mapped_column(JSON)
    callee: Mapped[dict[str, Any]] = mapped_column(JSON)


class Voicemail(Sound):
    """A message that a caller left."""

    __tablename__ = "voicemails"
    __table_args__ = (
        Index(None, "account_id", "created", "id"),
        Index(None, "account_id", "owner", "created", "id"),
        Index(None, "account_id", "owner", "key"),
        Index(None, "account_id", "owner", "call_log_id"),
        Index(None, "created", "seconds"),
        {"schema": SCHEMA},
    )
    unknown = "voicemail_unknown"
    read: Mapped[bool] = mapped_column(default=False)
    trashed: Mapped[int | None] = mapped_column(BigInteger)  # when, in milliseconds since the epoch


class Recording(Sound):
    """What both sides of a call said that was recorded without being asked for."""

    __tablename__ = "recordings"
    __table_args__ = (
        Index(None, "account_id", "owner", "created", "id"),
        Index(None, "created", "seconds"),
        {"schema": SCHEMA},
    )
    unknown = "recording_unknown"
    direction: Mapped[str]


class UnfiledLine(Kept):
    """The audit line of a change of records, which goes into the other file: what is here may not be there yet, should
    the change have been cut off between the two. Only on SQLite (store/filing.py).
    """

    __tablename__ = "unfiled_audit_lines"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)
    app_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str | None] = mapped_column(Id)
    operation: Mapped[str]
    path: Mapped[dict[str, Any]] = mapped_column(JSON)


class Undisturbed(Kept):
    """A user who does not want to be disturbed."""

    __tablename__ = "undisturbed"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    user_id: Mapped[str] = mapped_column(Id, primary_key=True)


class OptedOut(Kept):
    """A membership (`members.id`) whose holder takes no calls of the queue for now."""

    __tablename__ = "opted_out"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    member_id: Mapped[str] = mapped_column(Id, primary_key=True)


class SpentOutside(Kept):
    """How long the calls outside were in a day that an extension paid for: what its limit is measured by."""

    __tablename__ = "spent_outside"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    transient = True
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # ordinal, by the clock of the extension
    extension_id: Mapped[str] = mapped_column(Id, primary_key=True)
    milliseconds: Mapped[int] = mapped_column(BigInteger)


class Registration(Kept):
    """One place a line is registered at (RFC 3261 section 10.3), so that it outlives a restart of the engine."""

    __tablename__ = "registrations"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    transient = True
    line_id: Mapped[str] = mapped_column(Id, primary_key=True)
    contact: Mapped[str] = mapped_column(primary_key=True)  # SIP URI
    device_id: Mapped[str] = mapped_column(Id, index=True)
    received_host: Mapped[str]  # where the REGISTER came from, and where calls go
    received_port: Mapped[int]
    transport: Mapped[str] = mapped_column(server_default="udp")  # or tcp, tls
    private_host: Mapped[str]  # what the Contact says
    call_id: Mapped[str]
    cseq: Mapped[int]
    user_agent: Mapped[str]
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)  # seconds since the epoch
    instance: Mapped[str] = mapped_column(server_default="")  # which phone it is, and by which of its ways (RFC 5626)
    reg_id: Mapped[int] = mapped_column(server_default="0")


class Leg(Kept):
    """A connected leg of a live call: what another engine needs to end it in good order."""

    __tablename__ = "legs"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}
    transient = True
    id: Mapped[str] = mapped_column(Id, primary_key=True)  # the exchange's name of the leg
    call: Mapped[str] = mapped_column(index=True)  # the call's id
    sip_call_id: Mapped[str]
    local_tag: Mapped[str]
    remote_tag: Mapped[str]
    local_uri: Mapped[str]
    remote_uri: Mapped[str]
    remote_target: Mapped[str]
    route_set: Mapped[list[str]] = mapped_column(JSON)
    address_host: Mapped[str]  # where requests of ours go
    address_port: Mapped[int]
    transport: Mapped[str] = mapped_column(server_default="udp")
    registration: Mapped[str] = mapped_column(server_default="")  # its phone's, by line and Call-ID
    cseq: Mapped[int]
    charged: Mapped[str] = mapped_column(Id, server_default="")  # the extension that pays for it, if it is outside
    came_to: Mapped[str] = mapped_column(server_default="")  # the direct number that its call came to from there
    answered: Mapped[int] = mapped_column(BigInteger, server_default="0")  # when; milliseconds since the epoch
    described: Mapped[str] = mapped_column(server_default="")  # what we told the phone of audio last, without keys
    said: Mapped[str] = mapped_column(server_default="")  # and what it told us
