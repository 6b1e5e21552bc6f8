"""Where phones are: REGISTER (RFC 3261 section 10), kept through restarts.

A phone that says which it is (RFC 5626) has one place, however often it starts. One that does not is known by the
Call-ID of its registrations, or by its socket; what is left of it otherwise gives way when there is no place left.
"""

import random
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import structlog

from trunkline import logs
from trunkline.clock import steady
from trunkline.engine import requirements, stack, turns
from trunkline.engine.measures import Buckets, Measure
from trunkline.engine.ports import Binding, Credentials, Flow, State
from trunkline.engine.transactions import seen
from trunkline.exchange.vocabulary import Contact

LEAST, MOST = 30, 3600  # seconds
USUAL = 300
JITTER = 0.1  # so that phones which came together do not come back together
MOST_CONTACTS = 10  # of a line
CHANGES = Measure(1, 100)  # of its contacts, by a line: what only refreshes them is free
LONGEST = 512  # characters of what is kept of a phone
PRINTABLE = re.compile(r"[!-~]+")  # what the wire allows in addresses and ids, and every store takes

log = structlog.get_logger()


def _ids(account: str, line: str) -> Mapping[str, Any]:
    return {"line": line, "account": account}


class Registrar:
    """The bindings of all lines. `on_change` hears of a line whose contacts are others than before."""

    def __init__(
        self,
        state: State,
        on_change: Callable[[str, str], None],
        clock: Callable[[], float] = steady,
        who: Callable[[str, str], Mapping[str, Any]] = _ids,
    ) -> None:
        """`who` is what the log says of an account's line."""
        self._state, self._on_change, self._clock, self._who = state, on_change, clock, who
        self._bindings: dict[str, dict[str, Binding]] = {}  # by line and contact
        self._by_flow: dict[Flow, set[tuple[str, str]]] = {}
        self._by_registration: dict[str, dict[str, Flow]] = {}  # and contact, for a phone may have several ways to us
        self._changes = Buckets(CHANGES, clock())
        self._silent: set[str] = set()  # contacts that did not answer when they were called last
        now = clock()
        for binding in state.bindings():
            if binding.expires_at > now:
                self._put(binding)

    def __len__(self) -> int:
        return sum(map(len, self._bindings.values()))

    def bindings(self) -> list[Binding]:
        return [binding for bindings in self._bindings.values() for binding in bindings.values()]

    def reached(self, line: str) -> list[Binding]:
        """Where it is; other threads may ask."""
        return [*self._bindings.get(line, {}).values()]

    def lines(self) -> list[tuple[str, str]]:
        """Account and line, of every line that is registered."""
        return [(next(iter(found.values())).account_id, line) for line, found in self._bindings.items() if found]

    def contacts(self, line: str) -> tuple[Contact, ...]:
        """Each phone once: by the way that it used last."""
        found = {b.phone or b.contact: b for b in self._bindings.get(line, {}).values()}
        return tuple(Contact(f"{line} {b.contact}", line, b.private_host, b.flow.address[0]) for b in found.values())

    def binding(self, contact: str) -> Binding | None:
        """Where the exchange's contact is registered, if it still is."""
        line, _, uri = contact.partition(" ")
        return self._bindings.get(line, {}).get(uri)

    def newest(self, devices: Collection[str]) -> list[Binding]:
        """Of each of the devices that is registered, the binding that it made or refreshed last."""
        found: dict[str, Binding] = {}
        for bindings in self._bindings.values():
            for binding in bindings.values():
                known = found.get(binding.device)
                if binding.device in devices and (known is None or known.expires_at < binding.expires_at):
                    found[binding.device] = binding
        return [*found.values()]

    def seen_at(self, line: str, flow: Flow) -> Contact | None:
        """The phone of a line that a request came from."""
        contacts = self.contacts(line)
        return next((each for each in contacts if (b := self.binding(each.id)) and b.flow == flow), None)

    def heard(self, contact: str, *, answers: bool) -> None:
        """Whether the phone at the exchange's contact says anything when it is called."""
        if answers:
            self._silent.discard(contact)
        elif self.binding(contact):
            self._silent.add(contact)

    def is_silent(self, contact: str) -> bool:
        """Whether it did not when it was called last, and has not registered since."""
        return contact in self._silent

    def flow(self, registration: str) -> Flow | None:
        """Where the phone with a binding of that name is to be found now: by the way that it used last."""
        return next(reversed(self._by_registration.get(registration, {}).values()), None)

    def is_here(self, flow: Flow) -> bool:
        """Whether a phone has registered from there."""
        return flow in self._by_flow

    def line_at(self, flow: Flow) -> str | None:
        """A line that has registered from there; one of them, should there be several."""
        return next((line for line, _ in self._by_flow.get(flow, ())), None)

    def lost(self, flow: Flow) -> None:
        """A connection is no more, and with it the contacts that were reached by it (RFC 5626 section 7)."""

        def drop(there: tuple[str, str]) -> None:
            line, uri = there
            self.drop(self._bindings[line][uri].account_id, line, [uri])

        turns.each(self._by_flow.get(flow, ()), drop)

    def register(self, request: Any, who: Credentials) -> Any:
        """Add, refresh, remove or ask (RFC 3261 section 10.3), all that is asked or nothing; the answer lists what is
        bound now."""
        if request.countHFs("contact") == 0:
            return self._answer(request, who.line)
        known = self._bindings.setdefault(who.line, {})
        try:
            stays, leaves = self._wishes(request, who)
        except _Refused as refused:
            if logs.debugs():
                log.debug("not registered", **self._who(who.account_id, who.line), why=refused.why)
            return requirements.said(request, refused.status, *refused.headers)
        fresh = {binding.contact for binding in stays}
        replaced = [old for old in known.values() if any(_gives_way(old, binding, fresh) for binding in stays)]
        touched = [known[uri] for uri in (*fresh, *leaves) if uri in known]
        call_id, cseq = str(request.getHFBody("call-id")), request.getHFBody("cseq").getCSeqNum()
        if any(old.call_id == call_id and old.cseq >= cseq for old in touched):
            return requirements.said(request, 500)  # out of order
        changed = [binding for binding in stays if _is_new(binding, known.get(binding.contact))]
        if (changed or any(uri in known for uri in leaves)) and not self._changes.take(who.line, self._clock()):
            return requirements.later(request)
        before = set(self.contacts(who.line))
        gone = [uri for uri in (*leaves, *(old.contact for old in replaced)) if self._take(who.line, uri)]
        others = [uri for uri in known if uri not in fresh]  # the oldest first
        room = MOST_CONTACTS - len(stays)
        gone += [uri for uri in others[: max(len(others) - room, 0)] if self._take(who.line, uri)]
        if gone:
            self._state.unbind(who.line, gone)
        for binding in stays:
            self._bind(binding)
        if changed:
            (host, port), transport = seen(request)
            source = f"{host}:{port}"
            many = {"contacts": len(changed)} if len(changed) > 1 else {}
            said = self._who(who.account_id, who.line)
            log.info("registered", **said, source=source, transport=transport, **many)
        if set(self.contacts(who.line)) != before:
            self._on_change(who.account_id, who.line)
        return self._answer(request, who.line)

    def _wishes(self, request: Any, who: Credentials) -> tuple[list[Binding], list[str]]:
        """Bindings that are to be, and contacts that are to go."""
        wished = _seconds(next(iter(stack.texts(request, "expires")), None), USUAL)
        try:
            contacts = request.getHFBodys("contact")
            everything = any(contact.asterisk for contact in contacts)
            read = [] if everything else [_read(contact, wished) for contact in contacts]
        except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
            raise _Refused(400, "a contact that cannot be read") from error
        if everything:
            if len(contacts) > 1 or wished != 0:
                raise _Refused(400, "* beside another contact, or not to go")
            return [], [*self._bindings.get(who.line, ())]
        call_id, cseq = str(request.getHFBody("call-id")), request.getHFBody("cseq").getCSeqNum()
        kept = (call_id, *(text for each in read for text in (each.uri, each.instance) if text))
        if not all(PRINTABLE.fullmatch(text) and len(text) <= LONGEST for text in kept):
            raise _Refused(400, "a contact that cannot be kept")
        if any(0 < each.seconds < LEAST for each in read):
            raise _Refused(423, "for too short a time", f"Min-Expires: {LEAST}")
        agent = str(request.getHFBody("user-agent")) if request.countHFs("user-agent") else ""
        stays = {
            each.uri: Binding(
                account_id=who.account_id,
                line=who.line,
                device=who.device,
                contact=each.uri,
                flow=seen(request),
                private_host=each.host,
                call_id=call_id,
                cseq=cseq,
                user_agent="".join(filter(str.isprintable, agent))[:200],
                expires_at=self._clock() + _granted(each.seconds),
                instance=each.instance,
                reg_id=each.reg_id,
            )
            for each in read
            if each.seconds
        }
        if len(stays) > MOST_CONTACTS:
            raise _Refused(403, "too many contacts")
        return [*stays.values()], [each.uri for each in read if not each.seconds]

    def take_up(self, bindings: Iterable[Binding]) -> None:
        """What is known of phones from elsewhere. What they said themselves since then holds."""
        now = self._clock()

        def look(binding: Binding) -> None:
            known = self._bindings.get(binding.line, {})
            later = [each for each in known.values() if each.expires_at >= binding.expires_at]
            given_way = any(each.contact == binding.contact or _gives_way(binding, each, ()) for each in later)
            if given_way or binding.expires_at <= now or len(known) >= MOST_CONTACTS:
                return
            self._bind(binding)
            self._on_change(binding.account_id, binding.line)

        turns.each(bindings, look)

    def _bind(self, binding: Binding) -> None:
        self._silent.discard(f"{binding.line} {binding.contact}")
        self._put(binding)
        self._state.bind(binding)

    def expire(self) -> None:
        """Forget what was not refreshed."""
        now = self._clock()

        def look(line: str) -> None:
            gone = [binding for binding in self._bindings[line].values() if binding.expires_at <= now]
            if gone:
                self.drop(gone[0].account_id, line, [binding.contact for binding in gone])

        turns.each(self._bindings, look)

    def drop(self, account_id: str, line: str, contacts: list[str] | None = None) -> None:
        """Forget contacts of a line, or all of them."""
        found = self._bindings.get(line, {})
        gone = [uri for uri in [*(found if contacts is None else contacts)] if self._take(line, uri)]
        if gone:
            log.info("registration over", **self._who(account_id, line))
            self._state.unbind(line, gone)
            self._on_change(account_id, line)
        if not found:
            self._bindings.pop(line, None)

    def _put(self, binding: Binding) -> None:
        self._take(binding.line, binding.contact)
        self._bindings.setdefault(binding.line, {})[binding.contact] = binding
        self._by_flow.setdefault(binding.flow, set()).add((binding.line, binding.contact))
        self._by_registration.setdefault(binding.registration, {})[binding.contact] = binding.flow

    def _take(self, line: str, uri: str) -> Binding | None:
        binding = self._bindings.get(line, {}).pop(uri, None)
        if binding:
            self._silent.discard(f"{line} {uri}")
            there = self._by_flow[binding.flow]
            there.discard((line, uri))
            if not there:
                del self._by_flow[binding.flow]
            ways = self._by_registration[binding.registration]
            del ways[uri]
            if not ways:
                del self._by_registration[binding.registration]
        return binding

    def _answer(self, request: Any, line: str) -> Any:
        answer = request.genResponse(200, "OK")
        now = self._clock()
        for binding in self._bindings.get(line, {}).values():
            left = max(int(binding.expires_at - now), 1)
            phone = f';+sip.instance="{binding.instance}"' if binding.instance else ""
            way = f";reg-id={binding.reg_id}" if binding.reg_id else ""
            answer.appendHeader(stack.Header(f"Contact: <{binding.contact}>;expires={left}{phone}{way}"))
        return answer


class _Refused(Exception):
    """A REGISTER of which nothing is done."""

    def __init__(self, status: int, why: str, *headers: str) -> None:
        self.status, self.why, self.headers = status, why, headers


class _Read(NamedTuple):
    """A contact of a REGISTER."""

    uri: str
    host: str
    seconds: int
    instance: str
    reg_id: int


def _read(contact: Any, usual: int) -> _Read:
    url, more = contact.getUrl(), {name.lower(): text for name, text in contact.address.params.items()}
    if url.scheme not in requirements.REACHED or not url.host:
        raise ValueError(f"no place to ring: {url}")
    instance = (more.get("+sip.instance") or "").strip('"')
    reg_id = _seconds(more.get("reg-id"), 0) if instance else 0
    return _Read(str(url), str(url.host), _seconds(more.get("expires"), usual), instance, min(reg_id, 2**31 - 1))


def _granted(seconds: int) -> float:
    return max(min(seconds, MOST) * (1 - random.random() * JITTER), LEAST)  # noqa: S311


def _seconds(said: str | None, usual: int) -> int:
    """A contact's own `expires`, or else the request's; nonsense is as good as silence (RFC 3261 section 10.2.1.1)."""
    if not said or not said.isascii() or not said.isdigit():
        return usual
    return int(said) if len(said) < 11 else 2**32 - 1


def _is_new(binding: Binding, old: Binding | None) -> bool:
    """Whether it says anything that was not known, beside that it goes on."""
    return old is None or replace(old, cseq=0, expires_at=0) != replace(binding, cseq=0, expires_at=0)


def _gives_way(old: Binding, new: Binding, fresh: Collection[str]) -> bool:
    """Whether a phone that registers now is the one of another contact: it started again, or its NAT gave it another
    port."""
    if old.contact in fresh:
        return False
    if old.instance and new.instance:  # one that does not say by which way it comes has one way
        return old.phone == new.phone and (old.reg_id == new.reg_id or 0 in (old.reg_id, new.reg_id))
    same_socket = old.flow == new.flow and _socket(old.contact) == _socket(new.contact)
    return old.call_id == new.call_id or same_socket


def _socket(uri: str) -> str:
    """Host and port of a contact, without what a phone makes up anew at each start."""
    return uri.partition(":")[2].rpartition("@")[2].partition(";")[0].partition("?")[0]
