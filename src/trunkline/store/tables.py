"""The configuration of accounts. Whatever has an extension number is a row of `extensions`."""

import time
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar

from sqlalchemy import JSON, BigInteger, Dialect, ForeignKey, Index, MetaData, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from trunkline.store.ids import Id, new_id

Details = TypeVar("Details")


class AsJson(TypeDecorator[Details], Generic[Details]):
    """A frozen dataclass in a JSON column: to change it, assign another. A field added later has its default."""

    impl = JSON
    cache_ok = True

    def __init__(self, shape: type[Details]) -> None:
        super().__init__()
        self.shape = shape

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return asdict(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Details:
        return self.shape(**value)


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
    return int(time.time())


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


@dataclass(frozen=True)
class SiteProfile:
    """What a site was told and only shows again."""

    india_city: str = ""
    india_entity_name: str = ""
    india_sdca_npa: str = ""
    india_state_code: str = ""


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
    __table_args__ = (UniqueConstraint("account_id", "number"),)
    unknown = "extension_unknown"
    kind: Mapped[str]
    extension_id: Mapped[str] = mapped_column(Id, unique=True, default=new_id)
    site_id: Mapped[str] = mapped_column(Id, ForeignKey("sites.id"), index=True)
    number: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    department: Mapped[str] = mapped_column(default="")
    cost_center: Mapped[str] = mapped_column(default="")
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__: ClassVar[Any] = {"polymorphic_on": "kind"}


@dataclass(frozen=True)
class UserProfile:
    """What a user was given and no call asks for yet."""

    sms: bool = False
    outbound_caller_id: str = ""  # E.164; empty hides the caller
    selects_outbound_caller_id: bool = True


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
