"""Where phones are: REGISTER (RFC 3261 section 10), kept through restarts."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog

from trunkline.engine import stack
from trunkline.engine.ports import Binding, Credentials, State
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
        now = clock()
        for binding in state.bindings():
            if binding.expires_at > now:
                self._bindings.setdefault(binding.line, {})[binding.contact] = binding

    def __len__(self) -> int:
        return sum(map(len, self._bindings.values()))

    def lines(self) -> list[tuple[str, str]]:
        """Account and line, of every line that is registered."""
        return [(next(iter(found.values())).account_id, line) for line, found in self._bindings.items() if found]

    def contacts(self, line: str) -> tuple[Contact, ...]:
        found = self._bindings.get(line, {}).values()
        return tuple(Contact(f"{line} {b.contact}", line, b.private_host, b.received[0]) for b in found)

    def binding(self, contact: str) -> Binding | None:
        """Where the exchange's contact is registered, if it still is."""
        line, _, uri = contact.partition(" ")
        return self._bindings.get(line, {}).get(uri)

    def seen_at(self, line: str, address: tuple[str, int]) -> Contact | None:
        """The phone of a line that a request came from."""
        found = zip(self.contacts(line), self._bindings.get(line, {}).values(), strict=True)
        return next((contact for contact, binding in found if binding.received == address), None)

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
            host, port = request.getSource()
            agent = str(request.getHFBody("user-agent")) if request.countHFs("user-agent") else ""
            granted = min(seconds, MOST) * (1 - random.random() * JITTER)  # noqa: S311
            known[uri] = Binding(
                account_id=who.account_id,
                line=who.line,
                device=who.device,
                contact=uri,
                received=(host, port),
                private_host=str(url.host),
                call_id=call_id,
                cseq=cseq,
                user_agent=agent[:200],
                expires_at=self._clock() + max(granted, LEAST),
            )
            if old is None or replace(old, cseq=0, expires_at=0) != replace(known[uri], cseq=0, expires_at=0):
                log.info("registered", line=who.line, account=who.account_id, source=f"{host}:{port}")
            self._state.bind(known[uri])
        if set(known) != before:
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
        gone = [uri for uri in (found if contacts is None else contacts) if found.pop(uri, None)]
        if gone:
            log.info("registration over", line=line, account=account_id)
            self._state.unbind(line, gone)
            self._on_change(account_id, line)
        if not found:
            self._bindings.pop(line, None)

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
