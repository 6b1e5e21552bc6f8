"""Where phones are: REGISTER (RFC 3261 section 10), kept through restarts."""

import random
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import structlog

from trunkline.engine import stack
from trunkline.engine.ports import Binding, Credentials, Flow, State
from trunkline.engine.transactions import seen
from trunkline.exchange.vocabulary import Contact

LEAST, MOST = 30, 3600  # seconds
USUAL = 300
JITTER = 0.1  # so that phones which came together do not come back together
MOST_CONTACTS = 10  # of a line

log = structlog.get_logger()


class Registrar:
    """The bindings of all lines. `on_change` hears of a line whose contacts are others than before."""

    def __init__(
        self, state: State, on_change: Callable[[str, str], None], clock: Callable[[], float] = time.time
    ) -> None:
        self._state, self._on_change, self._clock = state, on_change, clock
        self._bindings: dict[str, dict[str, Binding]] = {}  # by line and contact
        self._by_flow: dict[Flow, set[tuple[str, str]]] = {}
        self._by_registration: dict[str, Flow] = {}
        now = clock()
        for binding in state.bindings():
            if binding.expires_at > now:
                self._put(binding)

    def __len__(self) -> int:
        return sum(map(len, self._bindings.values()))

    def lines(self) -> list[tuple[str, str]]:
        """Account and line, of every line that is registered."""
        return [(next(iter(found.values())).account_id, line) for line, found in self._bindings.items() if found]

    def contacts(self, line: str) -> tuple[Contact, ...]:
        found = self._bindings.get(line, {}).values()
        return tuple(Contact(f"{line} {b.contact}", line, b.private_host, b.flow.address[0]) for b in found)

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
        found = zip(self.contacts(line), self._bindings.get(line, {}).values(), strict=True)
        return next((contact for contact, binding in found if binding.flow == flow), None)

    def flow(self, registration: str) -> Flow | None:
        """Where the phone that registered under a Call-ID is to be found now."""
        return self._by_registration.get(registration)

    def is_here(self, flow: Flow) -> bool:
        """Whether a phone has registered from there."""
        return flow in self._by_flow

    def lost(self, flow: Flow) -> None:
        """A connection is no more, and with it the contacts that were reached by it (RFC 5626 section 7)."""
        for line, uri in [*self._by_flow.get(flow, ())]:
            self.drop(self._bindings[line][uri].account_id, line, [uri])

    def register(self, request: Any, who: Credentials) -> Any:
        """Add, refresh, remove or ask (RFC 3261 section 10.3); the answer lists what is bound now."""
        known = self._bindings.setdefault(who.line, {})
        if request.countHFs("contact") == 0:
            return self._answer(request, who.line)
        call_id, (cseq, _) = str(request.getHFBody("call-id")), request.getHFBody("cseq").getCSeq()
        wished = request.getHFBody("expires").getNum() if request.countHFs("expires") else USUAL
        contacts = request.getHFBodys("contact")
        if any(contact.asterisk for contact in contacts):
            if len(contacts) > 1 or wished != 0:
                return request.genResponse(*stack.said(400))
            self._remove(who, list(known))
            return self._answer(request, who.line)
        before = set(known)
        for contact in contacts:
            uri, url = str(contact.getUrl()), contact.getUrl()
            seconds = _seconds(contact.address.params.get("expires"), wished)
            old = known.get(uri)
            if old and old.call_id == call_id and old.cseq >= cseq:
                return request.genResponse(*stack.said(500))  # out of order
            if seconds == 0:
                self._remove(who, [uri])
                continue
            if seconds < LEAST:
                answer = request.genResponse(*stack.said(423))
                answer.appendHeader(stack.Header(f"Min-Expires: {LEAST}"))
                return answer
            if uri not in known and len(known) >= MOST_CONTACTS:
                return request.genResponse(*stack.said(403))
            flow = seen(request)
            agent = str(request.getHFBody("user-agent")) if request.countHFs("user-agent") else ""
            granted = min(seconds, MOST) * (1 - random.random() * JITTER)  # noqa: S311
            binding = Binding(
                account_id=who.account_id,
                line=who.line,
                device=who.device,
                contact=uri,
                flow=flow,
                private_host=str(url.host),
                call_id=call_id,
                cseq=cseq,
                user_agent=agent[:200],
                expires_at=self._clock() + max(granted, LEAST),
            )
            self._put(binding)
            if old is None or replace(old, cseq=0, expires_at=0) != replace(binding, cseq=0, expires_at=0):
                (host, port), transport = flow
                log.info(
                    "registered", line=who.line, account=who.account_id, source=f"{host}:{port}", transport=transport
                )
            self._state.bind(binding)
        if set(self._bindings.get(who.line, ())) != before:
            self._on_change(who.account_id, who.line)
        return self._answer(request, who.line)

    def expire(self) -> None:
        """Forget what was not refreshed."""
        now = self._clock()
        for line, found in [*self._bindings.items()]:
            gone = [binding for binding in found.values() if binding.expires_at <= now]
            if gone:
                self.drop(gone[0].account_id, line, [binding.contact for binding in gone])

    def drop(self, account_id: str, line: str, contacts: list[str] | None = None) -> None:
        """Forget contacts of a line, or all of them."""
        found = self._bindings.get(line, {})
        gone = [uri for uri in [*(found if contacts is None else contacts)] if self._take(line, uri)]
        if gone:
            log.info("registration over", line=line, account=account_id)
            self._state.unbind(line, gone)
            self._on_change(account_id, line)
        if not found:
            self._bindings.pop(line, None)

    def _put(self, binding: Binding) -> None:
        self._take(binding.line, binding.contact)
        self._bindings.setdefault(binding.line, {})[binding.contact] = binding
        self._by_flow.setdefault(binding.flow, set()).add((binding.line, binding.contact))
        self._by_registration[binding.call_id] = binding.flow

    def _take(self, line: str, uri: str) -> Binding | None:
        binding = self._bindings.get(line, {}).pop(uri, None)
        if binding:
            there = self._by_flow[binding.flow]
            there.discard((line, uri))
            if not there:
                del self._by_flow[binding.flow]
            if self._by_registration.get(binding.call_id) == binding.flow:
                del self._by_registration[binding.call_id]
        return binding

    def _remove(self, who: Credentials, contacts: list[str]) -> None:
        self.drop(who.account_id, who.line, contacts)
        self._bindings.setdefault(who.line, {})

    def _answer(self, request: Any, line: str) -> Any:
        answer = request.genResponse(200, "OK")
        now = self._clock()
        for binding in self._bindings.get(line, {}).values():
            left = max(int(binding.expires_at - now), 1)
            answer.appendHeader(stack.Header(f"Contact: <{binding.contact}>;expires={left}"))
        return answer


def _seconds(said: str | None, usual: int) -> int:
    """A contact's own `expires`, or else the request's; nonsense is as good as silence (RFC 3261 section 10.2.1.1)."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 11 else usual
