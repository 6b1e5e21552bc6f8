"""What an operator asks a running engine, and orders it, over its control socket. It is looked at in the turn of the
SIP loop, as calls are; who asks waits for that."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

import structlog

from trunkline import clock
from trunkline.engine import addresses, people, readable, stack
from trunkline.engine.orphans import Orphans
from trunkline.engine.ports import Binding, Directory, KeptLeg
from trunkline.engine.registrar import Registrar
from trunkline.engine.switch import Switch
from trunkline.exchange.vocabulary import Record

PATIENCE = 1.5  # seconds for the loop to come round

Answer = Callable[..., dict[str, Any]]

log = structlog.get_logger()


class Inspection:
    def __init__(self, switch: Switch, orphans: Orphans, registrar: Registrar, directory: Directory) -> None:
        self._switch, self._orphans, self._registrar, self._directory = switch, orphans, registrar, directory

    @property
    def answers(self) -> Mapping[str, Answer]:
        """By question, for `control.serve`."""
        asked: dict[str, Answer] = {"phones": self.phones, "calls": self.calls, "hangup": self.hang_up}
        return {name: partial(_in_turn, answer) for name, answer in asked.items()}

    def phones(self) -> dict[str, Any]:
        """Each place at which a line is registered."""
        return {"phones": [self._phone(each) for each in self._registrar.bindings()]}

    def calls(self) -> dict[str, Any]:
        """Those that live, and those of an engine that died in which parties talk on."""
        ours = [self._call(account, record) for account, record in self._switch.records()]
        return {"calls": [*ours, *(_outlived(call, legs) for call, legs in self._orphans.calls().items())]}

    def hang_up(self, call: str) -> dict[str, Any]:
        """Whether there was such a call; its phones are told that it is over, and it is recorded as any other."""
        found = self._switch.hang_up(call) or self._orphans.hang_up(call)
        if found:
            log.warning("call ended by an operator's order", call=call)
        return {"call": call, "found": found}

    def _phone(self, binding: Binding) -> dict[str, Any]:
        who = people.person(self._directory, binding.account_id, binding.line)
        host, port = binding.flow.address
        return {
            "extension": who.number if who else None,
            "name": who.name if who else "",
            "line": binding.line,
            "address": f"{host}:{port}",
            "transport": binding.flow.transport,
            "expires_in": round(binding.expires_at - clock.steady()),
            "phone": binding.user_agent,
            "account": binding.account_id,
        }

    def _call(self, account: str, record: Record) -> dict[str, Any]:
        return {
            "call": record.call,
            "from": record.caller.number,
            "from_name": record.caller.name,
            "to": record.callee.number,
            "to_name": record.callee.name,
            "state": self._switch.state_of(record.call),
            "since": readable.time(record.start),
            "seconds": round(record.end - record.start),
            "type": record.call_type,
            "account": account,
        }


def _outlived(call: str, legs: Sequence[KeptLeg]) -> dict[str, Any]:
    """As its phones were told; its record was written when the engine that it was of died."""
    first, *others = legs
    caller = others[0].local_uri if others else first.remote_uri
    answered = max(leg.answered for leg in legs)
    return {
        "call": call,
        "from": _number(caller),
        "from_name": "",
        "to": _number(first.local_uri),
        "to_name": "",
        "state": "outlived its engine",
        "since": readable.time(answered + clock.ahead()),
        "seconds": round(clock.steady() - answered),
        "type": "",
        "account": first.account_id,
    }


def _number(address: str) -> str:
    return addresses.dialled(addresses.Address.read(address).uri)


def _in_turn(answer: Answer, **about: Any) -> dict[str, Any]:
    """From another thread. Raises TimeoutError where the loop does not turn."""
    done: Future[dict[str, Any]] = Future()

    def work() -> None:
        try:
            done.set_result(answer(**about))
        except Exception as error:
            done.set_exception(error)

    stack.loop.callFromThread(work)
    return done.result(PATIENCE)
