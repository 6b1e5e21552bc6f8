"""Carriers: which calls are theirs, how a call is handed to one, and whether it is there."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import structlog

from trunkline import vital
from trunkline.engine import addresses, location, names, stack, turns
from trunkline.engine.addresses import Address, Caller
from trunkline.engine.leg import Invited
from trunkline.engine.ports import Directory, Flow, TrunkRow
from trunkline.exchange import numbers
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import Dial

ASK, RESOLVE = 30.0, 60.0  # seconds between questions, and between looks at the names of a carrier's hosts
UNREACHED = (408, 430)
TRANSPORTS = ("udp", "tcp", "tls")

log = structlog.get_logger()


class Source(NamedTuple):
    """From where calls of a carrier come. A datagram may say that it is from anywhere; for a connection packets have to
    reach who makes it, and by TLS nobody on the way can use it. So how it comes is part of who it is."""

    host: str
    port: int | None  # None: any; a connection's other end may have any too
    transport: str

    @classmethod
    def said(cls, text: str, transport: str) -> "Source":
        """`host` or `host:port`, after the name of a transport and a colon where it is another than the trunk's."""
        named, _, rest = text.partition(":")
        if named in TRANSPORTS and rest:
            transport, text = named, rest
        host, _, port = text.partition(":")
        return cls(host, int(port) if port else None, transport)

    def matches(self, flow: Flow) -> bool:
        host, port = flow.address
        same = (host, flow.transport) == (self.host, self.transport)
        return same and (self.port in (None, port) or flow.transport != "udp")


@dataclass(eq=False)
class Trunk:
    """A carrier as it is set up, and what is known of it."""

    row: TrunkRow
    flow: Flow | None = None  # where its calls go; None while the name of its host is not known
    sources: frozenset["Source"] = frozenset()
    up: bool | None = None  # None: not known yet
    trouble: str = ""  # why nothing can be sent to it, in words
    resolved_at: float = field(default=float("-inf"))
    asked_at: float = field(default=float("-inf"))

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def account_id(self) -> str:
        return self.row.account_id

    def registration(self, flow: Flow) -> str:
        """What names it to a call that goes by a flow. A connection that the carrier made to us may end before the call
        does: then another is made to the carrier (RFC 3261 section 18.1.1), by its own transport only."""
        connects = self.flow is not None and flow.transport == self.flow.transport != "udp"
        return self.id if connects else ""


class Trunks:
    """`send` begins a transaction with a request and calls back with what is answered; `reach` says that connections
    may be made to an address, and by which name its certificate goes; `spoken` are the transports that there are."""

    def __init__(
        self,
        directory: Directory,
        reached: str,
        send: Callable[[Any, Callable[[Any], None]], object],
        reach: Callable[[Flow, str], None],
        spoken: Collection[str] = TRANSPORTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory, self._reached, self._send, self._reach, self._clock = directory, reached, send, reach, clock
        self._trunks: dict[str, Trunk] = {}
        self._spoken = spoken
        self._threads = vital.Pool(1, "names")  # a name server may take its time

    def get(self, id: str) -> Trunk | None:
        if id not in self._trunks:
            self._read()
        return self._trunks.get(id)

    def flow(self, registration: str) -> Flow | None:
        """Where the carrier of that name is to be found now."""
        trunk = self._trunks.get(registration)
        return trunk and trunk.flow

    def at(self, flow: Flow) -> Sequence[Trunk]:
        """Whose address it is: of one carrier, as several accounts have it."""
        return [trunk for trunk in self._trunks.values() if any(source.matches(flow) for source in trunk.sources)]

    def dialled_by(self, request: Any, trunks: Sequence[Trunk]) -> Trunk | None:
        """The trunk among these that a call came by. Of several accounts, it is that whose number was dialled, as it is
        written in its country: the target says it, not To (RFC 3261 section 8.1.1.1). None if it is nobody's."""
        if len({trunk.account_id for trunk in trunks}) == 1:
            return trunks[0]
        said = addresses.number(str(request.getRURI()))
        for trunk in trunks:
            meant = {number for number, _ in numbers.readings(said, self._directory.plan(trunk.account_id))}
            if any(self._directory.account_of(number, [trunk.account_id]) for number in meant):
                return trunk
        return None

    def status(self) -> list[dict[str, Any]]:
        return [
            {
                "host": trunk.row.host,
                "port": trunk.row.port,
                "transport": trunk.row.transport,
                "up": trunk.up,
                "trouble": trunk.trouble,
            }
            for trunk in [*self._trunks.values()]
        ]

    def look(self) -> None:
        """Take up what is set up now, and ask those that were not asked lately."""
        self._read()
        turns.each(self._trunks.values(), self._look)

    def _look(self, trunk: Trunk) -> None:
        now = self._clock()
        if now - trunk.resolved_at >= RESOLVE:
            trunk.resolved_at = now
            self._threads.do(self._resolve, trunk)
        if trunk.flow and now - trunk.asked_at >= ASK:
            self._ask(trunk, trunk.flow, now)

    def _read(self) -> None:
        rows = {row.id: row for row in self._directory.trunks()}
        for id, trunk in [*self._trunks.items()]:
            if rows.get(id) != trunk.row:
                del self._trunks[id]
        for id, row in rows.items():
            if id not in self._trunks:
                trunk = self._trunks[id] = Trunk(row)
                trunk.resolved_at = self._clock()
                self._threads.do(self._resolve, trunk)

    def _resolve(self, trunk: Trunk) -> None:
        """In another thread."""
        row = trunk.row
        said = [Source(row.host, row.port, row.transport), *(Source.said(each, row.transport) for each in row.sources)]
        found = {name: names.look_up(name) for name in {each.host for each in said}}
        its = found[row.host]
        sources = {each._replace(host=host) for each in said for host in found[each.host]}

        def known() -> None:
            trunk.sources = frozenset(sources)
            if row.transport not in self._spoken:
                self._unreached(trunk, "no SIP over TLS is spoken here: `serve` was given no --sips")
            elif its and (trunk.flow is None or trunk.flow.address[0] not in its):
                trunk.trouble, trunk.flow = "", Flow((its[0], row.port), row.transport)
                self._reach(trunk.flow, row.host)
                self._ask(trunk, trunk.flow, self._clock())
            elif trunk.flow is None:
                self._unreached(trunk, "the name of its host is unknown")

        stack.loop.callFromThread(known)

    def _unreached(self, trunk: Trunk, why: str) -> None:
        """Nothing can be sent to it. That is told once, and not at each look."""
        if trunk.trouble != why:
            log.error("carrier cannot be reached", host=trunk.row.host, transport=trunk.row.transport, why=why)
        trunk.up, trunk.trouble = False, why

    def _ask(self, trunk: Trunk, flow: Flow, now: float) -> None:
        trunk.asked_at = now

        def answered(response: Any) -> None:
            """Any answer shows that it is there."""
            status: int = response.getSCode()[0]
            up = status not in UNREACHED
            if status >= 200 and up != trunk.up:
                trunk.up = up
                log.info("carrier answers" if up else "carrier does not answer", host=trunk.row.host)

        self._send(_options(trunk.row, flow, self._reached), answered)


def _options(row: TrunkRow, flow: Flow, reached: str) -> Any:
    ours, theirs = stack.Url(host=reached), stack.Url(host=row.host)
    fr0m = stack.From(address=stack.Address(url=ours, hadbrace=True))
    to = stack.To(address=stack.Address(url=theirs, hadbrace=True))
    fr0m.genTag()
    target = stack.Url(host=row.host, port=row.port, transport=None if row.transport == "udp" else row.transport)
    return stack.Request(
        method="OPTIONS",
        ruri=target,
        to=to,
        fr0m=fr0m,
        cseq=1,
        callid=stack.CallId(),
        contact=stack.own_contact(),
        target=flow,
    )


# A call that comes


class Handed(NamedTuple):
    """What a carrier says of a call to an account: which number was dialled, and who calls; empty where it is withheld.
    A national number is one of the country of what was dialled. What is no subscriber's number (`1001`, `911`) is not
    the caller's either, for here it would be an extension's or would ring for help: it is a name, if there is no
    other."""

    dialled: str
    number: str
    name: str

    @classmethod
    def of(cls, request: Any, plan: Plan) -> "Handed":
        """Who calls is what the carrier asserts, or else what the caller says (RFC 3325 section 9.1). Of several that
        are asserted, such as a `sip:` and a `tel:` URI, the first with a number counts."""
        dialled, site = numbers.came_to(addresses.number(str(request.getRURI())), plan)
        said, *_ = _addresses(request, "from")
        asserted = _addresses(request, "p-asserted-identity") or [*filter(_is_caller, _addresses(request, RPID))]
        number, name = next(((n, each.name) for each in asserted if (n := addresses.number(each.uri))), ("", ""))
        number = number or addresses.number(said.uri)
        hidden = _withheld(request)
        if hidden.issuperset(PARTS) or not (number or _is_somebody(said)):
            return cls(dialled, "", "")
        name = name or said.name
        if "name" in hidden:
            return cls(dialled, numbers.subscriber(number, site), "")
        if "number" in hidden:
            return cls(dialled, "", "" if addresses.digits(name) else name)
        subscriber = numbers.subscriber(number, site)
        return cls(dialled, subscriber, name if subscriber else name or number)


RPID = "remote-party-id"  # what carriers asserted by before RFC 3325


def _addresses(request: Any, name: str) -> list[Address]:
    """All that the headers of a name say; those that cannot be read say nothing."""
    found: list[Address] = []
    for value in _values(request, name):
        with suppress(ValueError):
            found.append(Address.read(value))
    return found


def _values(request: Any, name: str) -> list[str]:
    """Of all headers of a name: one may have several."""
    said = stack.texts(request, name)
    return said if name == "from" else [value for text in said for value in addresses.listed(text)]


def _is_caller(address: Address) -> bool:
    """Whether a Remote-Party-ID is of who calls, as it is where it does not say."""
    party = dict(address.parameters).get("party") or "calling"
    return addresses.unquoted(party).lower() == "calling"


def _is_somebody(address: Address) -> bool:
    """Whether who has no number is named all the same, and not withheld in a carrier's words."""
    user = addresses.user(address.uri)
    return user[:1].isalpha() and user.lower() not in NOT_SAID and not address.uri.lower().endswith(addresses.NOBODY)


# What a word about privacy withholds: of Privacy (RFC 3323 section 4.2, RFC 3325 section 9.3; what else it may say is
# about the way of a message, which ends here), and of Remote-Party-ID (draft-ietf-sip-privacy-04 section 5), where
# `-network` may stand behind it.
PARTS = frozenset({"number", "name"})
WITHHELD = {"id": PARTS, "user": PARTS, "full": PARTS, "uri": {"number"}, "name": {"name"}}
NOT_SAID = ("anonymous", "blocked", "private", "restricted", "unavailable", "unknown", "withheld")
_BETWEEN = re.compile(r"[^a-z]")  # words


def _withheld(request: Any) -> frozenset[str]:
    """Of who calls: what is not to be told."""
    said = stack.texts(request, "privacy")
    for text in stack.texts(request, RPID):
        said += _private(text)
    words = (word for text in said for word in _BETWEEN.split(text.lower()))
    return frozenset(part for word in words for part in WITHHELD.get(word, ()))


def _private(text: str) -> Iterator[str]:
    """What a Remote-Party-ID says of privacy, of each address in it that is who calls: repeated, as a list in quotes,
    or as one without, whose rest looks like another address."""
    whose = True
    for value in addresses.listed(text):
        try:
            address = Address.read(value)
            said, whose = address.parameters, _is_caller(address)
        except ValueError:
            said = [("privacy", name) if of is None else (name, of) for name, of in addresses.parameters(value)]
        if whose:
            yield from (value for name, value in said if name == "privacy" and value)


# A call that goes out


class Calling(stack.Tried):
    """An INVITE of ours to a carrier."""

    def __init__(self, wanted: Dial, trunk: Trunk, domain: str, offer: str) -> None:
        self._wanted, self._trunk, self._plain, self._domain = wanted, trunk, stack.Body(offer), domain
        caller = self._caller = Caller.shown(wanted.name if wanted.shown else "", wanted.shown, domain)
        super().__init__((None, caller.user, wanted.number, self._around(self._plain), None, caller.name))
        self.extra_headers = [_identity(caller)]
        if wanted.location:
            self.extra_headers += map(stack.Header, location.headers(domain))

    def _around(self, offer: Any) -> Any:
        where = self._wanted.location
        return location.Located(offer, where, self._domain) if where else offer

    def onUacSetupComplete(self, ua: Any) -> None:  # noqa: N802
        row = self._trunk.row
        transport = None if row.transport == "udp" else row.transport
        ua.rTarget = stack.Url(username=self._wanted.number, host=row.host, port=row.port, transport=transport)
        ua.rUri.getUrl().host = row.host
        ua.lUri.getUrl().host = self._caller.host
        ua.lContact.getUrl().username = None
        plain = Invited(self.extra_headers[:1])
        ua.lSDP = self._plain
        ua.invited = Invited(self.extra_headers, self._around, plain) if self._wanted.location else plain


def _identity(caller: Caller) -> Any:
    """RFC 3325 section 9.1, RFC 3323 section 4.2."""
    if not caller.is_known:
        return stack.Header("Privacy: id")
    address = stack.Address(name=caller.name, url=stack.Url(username=caller.user, host=caller.host))
    return stack.Header(name="p-asserted-identity", body=stack.AssertedIdentity(address=address))
