"""What outlives an engine: where phones are, which legs are connected, who is not to be disturbed or has left a queue,
and what calls outside have cost. The rows have it, and the engine as it goes on."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from sqlalchemy import select
from sqlalchemy.orm import Session

from trunkline import clock
from trunkline.engine.ports import Binding, Flow, KeptLeg
from trunkline.exchange.vocabulary import Orphan, Spend, Spent
from trunkline.records import opted_out, spent_outside, undisturbed
from trunkline.store.records import Leg, Registration

DAYS = 2  # before the newest, that calls outside may still count for: nowhere is it earlier

Days = dict[int, dict[str, float]]


class Live(Struct):
    bindings: dict[str, Binding] = field(default_factory=dict[str, Binding])  # by `there`
    legs: dict[str, KeptLeg] = field(default_factory=dict[str, KeptLeg])
    undisturbed: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])  # users, by account
    opted_out: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])  # members, by account
    spent: dict[str, Days] = field(default_factory=dict[str, Days])  # seconds, by account, day and extension
    unwritten: dict[str, float] = field(default_factory=dict[str, float])  # as `Behind` names it

    def disturb(self, account_id: str, user: str, may: bool) -> None:
        _say(self.undisturbed, account_id, user, not may)

    def opt_out(self, account_id: str, member: str, out: bool) -> None:
        _say(self.opted_out, account_id, member, out)

    def spend(self, account_id: str, spend: Spend) -> None:
        days = self.spent.setdefault(account_id, {})
        of_day = days.setdefault(spend.day, {})
        of_day[spend.extension] = of_day.get(spend.extension, 0.0) + spend.seconds
        for day in [day for day in days if day < max(days) - DAYS]:
            del days[day]

    def spent_of(self, account_id: str) -> Spent:
        days = self.spent.get(account_id, {})
        mine = [leg for leg in self.legs.values() if leg.charged and leg.account_id == account_id]
        return Spent(
            tuple(Spend(id, day, seconds) for day in sorted(days) for id, seconds in sorted(days[day].items())),
            tuple(Orphan(leg.id, leg.charged, leg.came_to, leg.answered) for leg in mine),
        )

    def now(self, unwritten: Mapping[str, float]) -> "Live":
        """As it is at this moment, for another thread."""
        said = self.undisturbed.copy(), self.opted_out.copy()
        return Live(self.bindings.copy(), self.legs.copy(), *said, self.spent.copy(), {**unwritten})


def _say(of: dict[str, tuple[str, ...]], account_id: str, who: str, is_one: bool) -> None:
    others = tuple(each for each in of.get(account_id, ()) if each != who)
    of[account_id] = (*others, who) if is_one else others


def there(line: str, contact: str) -> str:
    """What names a binding."""
    return f"{line} {contact}"


def read(session: Session) -> Live:
    live = Live(bindings(session), legs(session))
    live.undisturbed.update((id, tuple(users)) for id, users in undisturbed.everywhere(session).items())
    live.opted_out.update((id, tuple(members)) for id, members in opted_out.everywhere(session).items())
    for id, spent in spent_outside.everywhere(session).items():
        for each in spent.totals:
            live.spend(id, each)
    return live


def bindings(session: Session) -> dict[str, Binding]:
    """Those that have not ended, the last to end last."""
    still = Registration.expires_at > int(clock.steady())
    found = session.scalars(select(Registration).where(still).order_by(Registration.expires_at))
    return {there(row.line_id, row.contact): _binding(row) for row in found}


def legs(session: Session) -> dict[str, KeptLeg]:
    return {row.id: _leg(row) for row in session.scalars(select(Leg))}


def _binding(row: Registration) -> Binding:
    return Binding(
        account_id=row.account_id,
        line=row.line_id,
        device=row.device_id,
        contact=row.contact,
        flow=Flow((row.received_host, row.received_port), row.transport),
        private_host=row.private_host,
        call_id=row.call_id,
        cseq=row.cseq,
        user_agent=row.user_agent,
        expires_at=row.expires_at,
        instance=row.instance,
        reg_id=row.reg_id,
    )


def row_of_binding(binding: Binding) -> Mapping[str, Any]:
    (host, port), transport = binding.flow
    return {
        "account_id": binding.account_id,
        "line_id": binding.line,
        "contact": binding.contact,
        "device_id": binding.device,
        "received_host": host,
        "received_port": port,
        "transport": transport,
        "private_host": binding.private_host,
        "call_id": binding.call_id,
        "cseq": binding.cseq,
        "user_agent": binding.user_agent,
        "expires_at": int(binding.expires_at),
        "instance": binding.instance,
        "reg_id": binding.reg_id,
    }


def _leg(row: Leg) -> KeptLeg:
    return KeptLeg(
        id=row.id,
        account_id=row.account_id,
        call=row.call,
        sip_call_id=row.sip_call_id,
        local_tag=row.local_tag,
        remote_tag=row.remote_tag,
        local_uri=row.local_uri,
        remote_uri=row.remote_uri,
        remote_target=row.remote_target,
        route_set=tuple(row.route_set),
        flow=Flow((row.address_host, row.address_port), row.transport),
        registration=row.registration,
        cseq=row.cseq,
        charged=row.charged,
        came_to=row.came_to,
        answered=row.answered / 1000,
        described=row.described,
        said=row.said,
    )


def row_of_leg(leg: KeptLeg) -> Mapping[str, Any]:
    return {
        "id": leg.id,
        "account_id": leg.account_id,
        "call": leg.call,
        "sip_call_id": leg.sip_call_id,
        "local_tag": leg.local_tag,
        "remote_tag": leg.remote_tag,
        "local_uri": leg.local_uri,
        "remote_uri": leg.remote_uri,
        "remote_target": leg.remote_target,
        "route_set": list(leg.route_set),
        "address_host": leg.flow.address[0],
        "address_port": leg.flow.address[1],
        "transport": leg.flow.transport,
        "registration": leg.registration,
        "cseq": leg.cseq,
        "charged": leg.charged,
        "came_to": leg.came_to,
        "answered": round(leg.answered * 1000),
        "described": leg.described,
        "said": leg.said,
    }
