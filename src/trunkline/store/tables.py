"""The configuration of accounts. Whatever has an extension number is a row of `extensions`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Generic, Literal, TypeVar

from sqlalchemy import JSON, BigInteger, Dialect, ForeignKey, Index, MetaData, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from trunkline import clock
from trunkline.store.ids import Id, new_id

Details = TypeVar("Details")


class AsJson(TypeDecorator[Details], Generic[Details]):
    """A frozen dataclass in a JSON column: to change it, assign another.

    A field added later has its default, and one that is no more is left out.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, shape: type[Details]) -> None:
        super().__init__()
        self.shape = shape
        self._names = frozenset(field.name for field in fields(shape))  # pyright: ignore[reportArgumentType]

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return asdict(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Details:
        return self.shape(**{name: part for name, part in value.items() if name in self._names})


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    configures: ClassVar[bool] = True  # does a change of such a row change the plan of calls?
    transient: ClassVar[bool] = False  # who is logged in, registered or talking now: no part of a backup


def _now() -> int:
    return int(clock.wall())


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]
    sip_domain: Mapped[str] = mapped_column(unique=True)  # the realm of its phones' passwords
    config_version: Mapped[int] = mapped_column(default=1)
    demo_until: Mapped[int] = mapped_column(BigInteger, default=0)  # how far its invented past is told, epoch seconds


class Owned(Base):
    """A row of one account. `unknown` is the refusal of an id that is not there."""

    __abstract__ = True
    unknown: ClassVar[str]
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("accounts.id"))


class App(Owned):
    """An API client. Its id is the OAuth client id; of its secret only a hash is kept.

    One without a secret is public (RFC 6749 section 2.1): a program on somebody's computer, which can keep none.
    """

    __tablename__ = "apps"
    configures = False
    unknown = "app_unknown"
    name: Mapped[str]
    secret_hash: Mapped[str]  # empty: public
    scopes: Mapped[list[str]] = mapped_column(JSON)
    grants: Mapped[list[str]] = mapped_column(JSON)  # the ways in which it may get tokens: api/apps.py
    redirect_uris: Mapped[list[str]] = mapped_column(JSON, default=list)

    @property
    def is_public(self) -> bool:
        return not self.secret_hash


class Person(Owned):
    """Someone in the account's directory, from which phone users are made."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("account_id", "email"),)
    configures = False
    unknown = "person_unknown"
    email: Mapped[str]  # lower case
    first_name: Mapped[str]
    last_name: Mapped[str]
    department: Mapped[str] = mapped_column(default="")
    cost_center: Mapped[str] = mapped_column(default="")
    license_type: Mapped[int] = mapped_column(default=1)  # 1 basic, 2 licensed, ...: only shown again
    admin: Mapped[bool] = mapped_column(default=False)  # may let apps act on the whole account
    password_hash: Mapped[str] = mapped_column(default="")  # argon2id; empty: cannot sign in

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


class Authorization(Owned):
    """What a person has allowed an app. Every code and token given on it ends with it."""

    __tablename__ = "authorizations"
    configures = False
    transient = True
    unknown = "authorization_unknown"
    app_id: Mapped[str] = mapped_column(Id, ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"), index=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)  # with the newest of what was given on it


class Token(Base):
    """An access token, by its hash: of an app itself, or given on a person's authorization."""

    __tablename__ = "tokens"
    configures = False
    transient = True
    hash: Mapped[str] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(Id, ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("accounts.id"))
    authorization_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey(Authorization.id, ondelete="CASCADE"), index=True
    )
    scopes: Mapped[list[str]] = mapped_column(JSON)
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)


class RefreshToken(Base):
    """A refresh token, by its hash. A spent one is kept, so that its second use is told from a guess."""

    __tablename__ = "refresh_tokens"
    configures = False
    transient = True
    hash: Mapped[str] = mapped_column(primary_key=True)
    authorization_id: Mapped[str] = mapped_column(Id, ForeignKey(Authorization.id, ondelete="CASCADE"), index=True)
    spent: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)


class AuthorizationCode(Base):
    """What an app exchanges for tokens, by its hash, once (RFC 6749 section 4.1.2)."""

    __tablename__ = "authorization_codes"
    configures = False
    transient = True
    hash: Mapped[str] = mapped_column(primary_key=True)
    authorization_id: Mapped[str] = mapped_column(Id, ForeignKey(Authorization.id, ondelete="CASCADE"), index=True)
    redirect_uri: Mapped[str]
    challenge: Mapped[str]  # RFC 7636; empty: none
    challenge_method: Mapped[str]
    spent: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[int] = mapped_column(BigInteger)


class DeviceCode(Base):
    """A device that waits for somebody to let it in (RFC 8628), by the hash of its code."""

    __tablename__ = "device_codes"
    configures = False
    transient = True
    hash: Mapped[str] = mapped_column(primary_key=True)
    user_code: Mapped[str] = mapped_column(unique=True)
    app_id: Mapped[str] = mapped_column(Id, ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    authorization_id: Mapped[str | None] = mapped_column(  # once it was allowed
        Id, ForeignKey(Authorization.id, ondelete="CASCADE"), index=True
    )
    denied: Mapped[bool] = mapped_column(default=False)
    interval: Mapped[int]  # seconds to leave between two questions
    asked_at: Mapped[int] = mapped_column(BigInteger, default=0)
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)


class EmergencyAddress(Owned):
    __tablename__ = "emergency_addresses"
    unknown = "emergency_address_unknown"
    country: Mapped[str]  # ISO 3166-1 alpha-2
    address_line1: Mapped[str]
    address_line2: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    state_code: Mapped[str]
    zip: Mapped[str]


class Setting(Owned):
    """What one level says of a setting (settings/catalogue.py), for itself and for what inherits from it."""

    __tablename__ = "settings"
    __table_args__ = (UniqueConstraint("owner_id", "key"),)
    unknown = "setting_unknown"
    owner_id: Mapped[str] = mapped_column(Id)  # the account, a site or an extension
    key: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(JSON)  # the fields that were set
    locked: Mapped[bool] = mapped_column(default=False)  # nobody below may set it


@dataclass(frozen=True)
class SiteProfile:
    """What a site was told and only shows again."""

    india_city: str = ""
    india_entity_name: str = ""
    india_sdca_npa: str = ""
    india_state_code: str = ""
    caller_id_name: str = ""  # shown to the called party with the number
    short_ranges: Sequence[Sequence[str]] = ()  # pairs of first and last, from which new short numbers are taken


class Site(Owned):
    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("account_id", "name"), UniqueConstraint("account_id", "code"))
    unknown = "site_unknown"
    name: Mapped[str]
    country: Mapped[str]  # ISO 3166-1 alpha-2
    country_name: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="UTC")  # IANA
    code: Mapped[int | None]  # stands before the extension numbers of the site
    short_extension_length: Mapped[int] = mapped_column(default=3)
    emergency_address_id: Mapped[str] = mapped_column(Id, ForeignKey("emergency_addresses.id"))
    profile: Mapped[SiteProfile] = mapped_column(AsJson(SiteProfile), default=SiteProfile())
    emergency_address: Mapped[EmergencyAddress] = relationship(lazy="raise")


class Extension(Owned):
    """The hub: one space of numbers per account, guarded by the unique index.

    `id` is the id of the user, queue, ... ; `extension_id` is another, as in the original: who mixes them up must fail.
    """

    __tablename__ = "extensions"
    __table_args__ = (
        UniqueConstraint("account_id", "number"),
        Index(None, "account_id", "kind", "id"),  # a page of one kind
    )
    unknown = "extension_unknown"
    kind: Mapped[str]
    extension_id: Mapped[str] = mapped_column(Id, unique=True, default=new_id)
    site_id: Mapped[str] = mapped_column(Id, ForeignKey("sites.id"), index=True)
    number: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    department: Mapped[str] = mapped_column(default="")
    cost_center: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="")  # IANA; empty: the site's
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__: ClassVar[Any] = {"polymorphic_on": "kind"}


@dataclass(frozen=True)
class UserProfile:
    """What a user set, or had set, that is no policy. Empty is as it comes: of the site, or built in."""

    outbound_caller_id: str = ""  # E.164
    hides_caller_id: bool = False
    area_code: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    audio_prompt_language: str = ""
    default_transcription_language: str = "en-US"
    music_on_hold: str = ""  # the id of an audio file; 0 for none
    sealed_pin: str = ""
    locks_phone_screen: bool = False
    delegation_locked: bool = False
    delegation_privacy: bool = False
    delegation_privileges: Sequence[int] = (1, 2, 3)  # what assistants may do: the codes of the reference
    takes_group_calls: bool = True  # those of shared line groups


class User(Extension):
    """A phone user. Its id is that of the person."""

    __tablename__ = "users"
    __mapper_args__: ClassVar[Any] = {"polymorphic_identity": "user"}
    unknown = "user_unknown"
    id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), unique=True)
    phone_user_id: Mapped[str] = mapped_column(Id, unique=True, default=new_id)
    email: Mapped[str] = mapped_column(index=True)
    emergency_address_id: Mapped[str | None] = mapped_column(Id, ForeignKey("emergency_addresses.id"))
    profile: Mapped[UserProfile] = mapped_column(AsJson(UserProfile), default=UserProfile())


class CallingPlan(Owned):
    """A plan that an extension is enrolled in, by its code."""

    __tablename__ = "calling_plans"
    __table_args__ = (UniqueConstraint("extension_id", "type"), Index(None, "account_id", "type"))
    unknown = "calling_plan_unknown"
    extension_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"))
    type: Mapped[int]


class Licence(Owned):
    """A calling plan that the account has bought, and for how many extensions."""

    __tablename__ = "licences"
    __table_args__ = (UniqueConstraint("account_id", "code"),)
    configures = False
    unknown = "licence_unknown"
    code: Mapped[int]  # what CallingPlan.type names
    name: Mapped[str]
    bought: Mapped[int]


class AutoReceptionist(Extension):
    """Every site has a main one."""

    __tablename__ = "auto_receptionists"
    __mapper_args__: ClassVar[Any] = {"polymorphic_identity": "auto_receptionist"}
    unknown = "auto_receptionist_unknown"
    id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), primary_key=True)
    main_of: Mapped[str | None] = mapped_column(Id, ForeignKey("sites.id"), unique=True)


@dataclass(frozen=True)
class QueueProfile:
    """What a call queue was told beside its call handling."""

    description: str = ""
    audio_prompt_language: str = ""  # empty: the site's
    default_transcription_language: str = "en-US"
    recording_storage_location: str = "US"


class CallQueue(Extension):
    """Callers wait in it for one of its members. Inactive: it takes no calls."""

    __tablename__ = "call_queues"
    __mapper_args__: ClassVar[Any] = {"polymorphic_identity": "call_queue"}
    unknown = "call_queue_unknown"
    id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), primary_key=True)
    profile: Mapped[QueueProfile] = mapped_column(AsJson(QueueProfile), default=QueueProfile())


class Member(Owned):
    """An extension whose phones ring for a group of them, such as a call queue; in the order of their ids."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("group_id", "extension_id"),
        Index(None, "account_id", "group_id", "id"),  # a page of one group's
    )
    unknown = "member_unknown"
    group_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"))
    extension_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), index=True)


class AudioFile(Owned):
    """A greeting, a message or music: of the account, or of one extension."""

    __tablename__ = "audio_files"
    unknown = "audio_unknown"
    name: Mapped[str]
    blob: Mapped[str]  # a WAV file among the blobs
    text: Mapped[str] = mapped_column(default="")  # what it says, if it was made from text
    extension_id: Mapped[str | None] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), index=True)


@dataclass(frozen=True)
class Handling:
    """The parts of call handling that name no other row. Audio is an id, or empty for the built-in one, or 0 for none.

    What the default of a kind of extension is stands in `extensions/handling.py`.
    """

    ring_mode: str = "simultaneous"
    ring_seconds: int | None = None  # in all, or for each in turn
    wait_seconds: int | None = None  # how long callers wait in a queue
    most_waiting: int | None = None  # callers in a queue
    wrap_up_seconds: int | None = None
    offers_several: bool = False  # callers of a queue at once
    skips_offline: bool = False
    calls_while_busy: bool | None = None  # members of a queue are offered calls while on one
    greeting: str = ""
    audio_while_connecting: str = ""
    music_on_hold: str = ""
    voicemail_greeting: str = ""
    leaving_instruction: str = ""
    message_greeting: str = ""
    number: str = ""  # E.164, where calls go that are not answered
    number_description: str = ""
    busy_number: str = ""
    busy_number_description: str = ""
    reaches_operator: bool | None = None  # what callers may do besides leaving a message; None: as the site says
    checks_voicemail: bool | None = None
    members_set_hours: bool = False
    asks_forwarded: bool = True  # numbers of the person's own: press 1 to take the call
    asks_unanswered: bool = True  # the number where unanswered calls go: the same
    asks_busy: bool = True
    plays_greeting_first: bool = False  # the callee's, before a call goes on
    plays_greeting_at_end: bool = False  # the first callee's, where a chain of forwards ends
    plays_greeting_when_busy: bool = False


class CallHandling(Owned):
    """How an extension handles calls at certain hours; what was never set is not there."""

    __tablename__ = "call_handlings"
    unknown = "holiday_unknown"
    extension_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), index=True)
    hours: Mapped[Literal["business", "closed", "holiday"]]
    # Business hours in the wire's words: `type`, and `days` with weekday, type, from and to; None: the site's.
    week: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    name: Mapped[str] = mapped_column(default="")  # of the holiday
    starts: Mapped[str] = mapped_column(default="")  # YYYY-MM-DDTHH:MM:SS of wall time
    ends: Mapped[str] = mapped_column(default="")
    action: Mapped[int | None]  # what becomes of calls nobody answers: the codes of the reference
    busy_action: Mapped[int | None]
    forward_to: Mapped[str | None] = mapped_column(Id, ForeignKey(Extension.id, ondelete="SET NULL"), index=True)
    busy_forward_to: Mapped[str | None] = mapped_column(Id, ForeignKey(Extension.id, ondelete="SET NULL"), index=True)
    operator: Mapped[str | None] = mapped_column(Id, ForeignKey(Extension.id, ondelete="SET NULL"), index=True)
    handling: Mapped[Handling] = mapped_column(AsJson(Handling), default=Handling())


class Forwarding(Owned):
    """An outside number that rings for a person besides the phones; in the order of their ids."""

    __tablename__ = "forwardings"
    unknown = "call_forwarding_unknown"
    handling_id: Mapped[str] = mapped_column(Id, ForeignKey(CallHandling.id, ondelete="CASCADE"), index=True)
    number: Mapped[str]  # E.164
    description: Mapped[str] = mapped_column(default="")
    enabled: Mapped[bool] = mapped_column(default=True)


class SharedAccess(Owned):
    """Somebody may hear another's messages or recordings."""

    __tablename__ = "shared_accesses"
    __table_args__ = (UniqueConstraint("owner_id", "subject", "accessor_id"),)
    configures = False
    unknown = "shared_access_unknown"
    subject: Mapped[Literal["voicemail", "automatic_recording", "ad_hoc_recording"]]
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"))
    accessor_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), index=True)
    may_delete: Mapped[bool] = mapped_column(default=False)
    may_download: Mapped[bool] = mapped_column(default=False)
    may_share: Mapped[bool] = mapped_column(default=False)


class Assistant(Owned):
    """Somebody who makes and takes calls for another (delegation)."""

    __tablename__ = "assistants"
    __table_args__ = (UniqueConstraint("user_id", "extension_id"),)
    unknown = "assistant_unknown"
    user_id: Mapped[str] = mapped_column(Id, ForeignKey(User.id, ondelete="CASCADE"))
    extension_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), index=True)
    takes_calls: Mapped[bool] = mapped_column(default=True)  # the calls of the other ring for them too


class PhoneNumber(Owned):
    __tablename__ = "phone_numbers"
    unknown = "phone_number_unknown"
    number: Mapped[str] = mapped_column(unique=True)  # E.164
    number_type: Mapped[Literal["toll", "tollfree"]]
    source: Mapped[Literal["internal", "external"]]  # external: brought along with a carrier
    carrier: Mapped[str]
    location: Mapped[str]
    site_id: Mapped[str] = mapped_column(Id, ForeignKey("sites.id"), index=True)
    extension_id: Mapped[str | None] = mapped_column(Id, ForeignKey(Extension.id, ondelete="SET NULL"), index=True)
    incoming: Mapped[bool] = mapped_column(default=True)  # takes calls
    outgoing: Mapped[bool] = mapped_column(default=True)  # is called from
    display_name: Mapped[str] = mapped_column(default="")
    # The emergency address that its carrier was told, and when; epoch seconds.
    told_address_id: Mapped[str | None] = mapped_column(Id)
    told_at: Mapped[int] = mapped_column(BigInteger, default=0)


class CallerNumber(Owned):
    """A number of a queue or receptionist that others may show when they call out: of the account, a site or a user."""

    __tablename__ = "caller_numbers"
    __table_args__ = (UniqueConstraint("owner_id", "phone_number_id"),)
    unknown = "caller_number_unknown"
    owner_id: Mapped[str] = mapped_column(Id)  # the account, a site or an extension
    phone_number_id: Mapped[str] = mapped_column(Id, ForeignKey(PhoneNumber.id, ondelete="CASCADE"), index=True)


class Device(Owned):
    __tablename__ = "devices"
    __table_args__ = (UniqueConstraint("account_id", "mac_address"),)
    unknown = "device_unknown"
    display_name: Mapped[str]
    mac_address: Mapped[str]  # 12 hex digits, lower case
    brand: Mapped[str]
    model: Mapped[str] = mapped_column(default="")
    site_id: Mapped[str] = mapped_column(Id, ForeignKey("sites.id"), index=True)


class DeviceLine(Owned):
    """A SIP account of a device: who it rings for, and what it registers with."""

    __tablename__ = "device_lines"
    __table_args__ = (UniqueConstraint("device_id", "extension_id"),)
    unknown = "device_line_unknown"
    device_id: Mapped[str] = mapped_column(Id, ForeignKey(Device.id, ondelete="CASCADE"))
    extension_id: Mapped[str] = mapped_column(Id, ForeignKey(Extension.id, ondelete="CASCADE"), index=True)
    sip_user: Mapped[str] = mapped_column(unique=True)  # digits; names the account too
    sealed_password: Mapped[str]


class Trunk(Owned):
    """A carrier, known by the addresses that it calls from."""

    __tablename__ = "trunks"
    __table_args__ = (UniqueConstraint("account_id"),)
    unknown = "trunk_unknown"
    host: Mapped[str]
    port: Mapped[int]
    transport: Mapped[Literal["udp", "tcp", "tls"]]
    # Beside the host: `host` or `host:port`, after `udp:`, `tcp:` or `tls:` where it is not as the calls that go there.
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)


class OutsideLimits(Owned):
    """What calls outside may come to, of each extension of the account."""

    __tablename__ = "outside_limits"
    __table_args__ = (UniqueConstraint("account_id"),)
    unknown = "outside_limits_unknown"
    premium: Mapped[bool]  # whether premium-rate numbers may be called
    calls: Mapped[int]  # at once, of a person
    minutes: Mapped[int]  # a day
    shared_calls: Mapped[int]  # the same of queues and auto receptionists, and of the calls to one direct number
    shared_minutes: Mapped[int]


class DeviceOrder(Owned):
    """What is asked of phones, for the engine to tell them. Only the newest are kept."""

    __tablename__ = "device_orders"
    configures = False
    transient = True
    unknown = "device_order_unknown"
    action: Mapped[str]  # reboot or sync
    scope: Mapped[str]  # id of a device or a site, empty for the account
    devices: Mapped[list[str]] = mapped_column(JSON)  # ids of those that were registered
    at: Mapped[int] = mapped_column(BigInteger, index=True)  # milliseconds since the epoch


class AuditLine(Owned):
    """Who changed what, in the words of the operation."""

    __tablename__ = "audit_lines"
    configures = False
    unknown = "audit_line_unknown"
    at: Mapped[int] = mapped_column(BigInteger, default=_now)
    app_id: Mapped[str] = mapped_column(Id)
    person_id: Mapped[str | None] = mapped_column(Id)  # on whose authorization, if on anyone's
    operation: Mapped[str]
    path: Mapped[dict[str, Any]] = mapped_column(JSON)


class Subscription(Owned):
    """An app wants to hear of an event."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("app_id", "event"),)
    configures = False
    unknown = "subscription_unknown"
    app_id: Mapped[str] = mapped_column(Id, ForeignKey("apps.id", ondelete="CASCADE"))
    event: Mapped[str]


class OutboxEvent(Owned):
    """An event to be told, written in the commit it speaks of."""

    __tablename__ = "outbox"
    configures = False
    unknown = "event_unknown"
    at: Mapped[int] = mapped_column(BigInteger, default=_now)
    event: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


# Lists go through the rows of an account in the order of their ids: a page is a piece of this index.
for _table in [*Base.metadata.tables.values()]:
    if "account_id" in _table.c and "id" in _table.c:
        Index(None, _table.c.account_id, _table.c.id)
