"""The engine's own copies of the configuration: lines, plans, carriers. Calls and registrations go by them, so that
none waits for the store, and a store that is away or hangs takes nothing from whoever was known before.

Two threads keep them: one what can be read in a moment, one the plans, which take longer. A copy is good for as long as
the mark of changes (`store/moved.py`) and the version of its account are those under which it was read. What is asked
for first after a change is read anew first, by itself; the rest follows when there is time. Changes that nobody told of
are found by a look at the versions.

Where the store does not answer when an engine begins, it begins with what the one before it knew (`Known`). That is of
no version: all of it is read anew once the store answers.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, NamedTuple

import structlog
from msgspec import Struct, structs
from sqlalchemy import select
from sqlalchemy.orm import Session

from trunkline import clock, vital
from trunkline.engine.kept import parts, together
from trunkline.engine.ports import Credentials, NotYetKnown, TrunkRow
from trunkline.exchange.numbers import E164
from trunkline.exchange.plan import Plan
from trunkline.extensions.short_numbers import emergency_numbers
from trunkline.plan import Plans
from trunkline.store import opening
from trunkline.store.away import reason
from trunkline.store.moved import Mark
from trunkline.store.seal import Seal
from trunkline.store.store import Store
from trunkline.store.tables import Account, DeviceLine, Site, Trunk

LOOK = 1.0  # seconds between looks at what was changed without telling
POLL = 0.02  # seconds between looks at the mark, which cost nothing
REST = 10  # times as long as it took to read an account's copy: no earlier is it read again unless somebody asks
SETTLED = (
    0.5  # seconds until a plan is read again that nobody asks for: what comes first after a change has the way free
)
NEVER = 0  # a version that no account has
MOST_ABSENT = 10_000  # names that are nobody's, remembered

log = structlog.get_logger()

_accounts = select(Account.id, Account.sip_domain, Account.config_version)
_lines = select(
    DeviceLine.sip_user, DeviceLine.account_id, DeviceLine.id, DeviceLine.device_id, DeviceLine.sealed_password
)
_trunks = select(Trunk.id, Trunk.account_id, Trunk.host, Trunk.port, Trunk.transport, Trunk.sources)
_countries = select(Site.country).distinct()


class _Account(NamedTuple):
    domain: str
    version: int


class _Line(NamedTuple):
    """A line, as of a version of its account's configuration."""

    account_id: str
    id: str
    device: str
    sealed: str
    version: int


class Known(Struct, tag=True):
    """What is known of the configuration, but for the plans; `at` is when, by the wall clock."""

    at: float
    trunks: Sequence[TrunkRow] = ()
    emergency: frozenset[str] = frozenset()
    accounts: Mapping[str, _Account] = {}
    lines: Mapping[str, _Line] = {}


class _Asked(NamedTuple):
    """What a request needs to be the newest."""

    users: Collection[str]  # SIP user names
    accounts: Collection[str]  # whose plans, beside those of the users
    plans: bool
    then: Callable[[], None]


class Copies:
    """What the engine knows of the configuration. Whatever only reads it does so in memory."""

    def __init__(self, store: Store, seal: Seal, mark: Mark, kept: Iterable[Known | Plan] = ()) -> None:
        """`kept` is what was known, where the store does not answer."""
        self._store, self._seal, self._mark = store, seal, mark
        self._building = Plans(store)
        self._accounts: Mapping[str, _Account] = {}
        self._lines: dict[str, _Line] = {}
        self._absent: set[str] = set()
        self._names: dict[str, set[str]] = {}  # of the lines that are known of an account
        self._whole: dict[str, int] = {}  # accounts all of whose lines are known, as of which version
        self._plans: dict[str, Plan] = {}
        self._trunks: Sequence[TrunkRow] = ()
        self._emergency = frozenset[str]()
        self._seen = b""
        self._late = False  # the store did not answer in time, or not at all: nobody waits for it until it has
        self._away = False
        self._shut: set[str] = set()  # sealed passwords that the key does not open
        self._slow: set[str] = set()  # accounts whose plan took too long
        self._due: dict[str, float] = {}  # when an account's lines may be read again unasked
        self._asked: SimpleQueue[_Asked] = SimpleQueue()
        self._wanted: SimpleQueue[tuple[str, Callable[[], None] | None]] = SimpleQueue()
        self._over = Event()
        self._threads: list[Thread] = []
        self.edition = 0  # another one after each change
        self.as_of: float | None = None
        self._begins_with([*kept])
        if not self._late:
            self._catch_up(())
            self._read_lines(*self._accounts)

    def _begins_with(self, kept: Sequence[Known | Plan]) -> None:
        if not (found := [each for each in kept if isinstance(each, Known)]):
            return
        known = together(found)
        self._late = self._away = True
        self.as_of = known.at
        self._trunks, self._emergency = known.trunks, known.emergency
        self._accounts = {id: account._replace(version=NEVER) for id, account in known.accounts.items()}
        for user, line in known.lines.items():
            self._lines[user] = line._replace(version=NEVER)
            self._names.setdefault(line.account_id, set()).add(user)
        for id in known.accounts:
            if plan := [each for each in kept if isinstance(each, Plan) and each.account_id == id]:
                self._plans[id] = structs.replace(together(plan), version=NEVER)

    def start(self) -> None:
        """From now on nothing is read but by threads of their own."""
        for run, name in ((self._read, "copies"), (self._build, "plans")):
            self._threads.append(vital.thread(run, name=name, asked=self._over.is_set))

    def stop(self) -> None:
        """The store is not read any more, unless it hangs."""
        self._over.set()
        for thread in self._threads:
            thread.join(1)

    # What is known

    @property
    def is_whole(self) -> bool:
        """Whether an engine could begin with it: there is a plan of each account."""
        return self._accounts.keys() <= self._plans.keys()

    @property
    def is_away(self) -> bool:
        """Whether the store did not answer when it was asked last."""
        return self._away

    def known(self) -> Iterator[Known | Plan]:
        """All of it, in small parts. Other threads may ask."""
        accounts = self._accounts
        yield from parts(Known(clock.wall(), self._trunks, self._emergency, accounts, self._lines.copy()))
        for id in accounts:
            if plan := self._plans.get(id):
                yield from parts(plan)

    def credentials(self, sip_user: str) -> Credentials | None:
        line = self._lines.get(sip_user)
        account = self._accounts.get(line.account_id) if line else None
        if line is None or account is None:
            return None
        return Credentials(line.account_id, line.id, line.device, account.domain, self._opened(line))

    def _opened(self, line: _Line) -> str | None:
        """One that the key does not open is told of once."""
        password = opening.opened(self._seal, line.sealed)
        if password is None and line.sealed not in self._shut:
            self._shut.add(line.sealed)
            log.error("SIP password not opened: sealed with another key", line=line.id, account=line.account_id)
        return password

    def plan(self, account_id: str) -> Plan:
        found = self._plans.get(account_id)
        if found is None and not self._threads and not self._away:
            found = self._plans[account_id] = self._building.of(account_id)
        if found is None:
            raise NotYetKnown(account_id)
        return found

    def plans(self) -> Sequence[Plan]:
        return [*self._plans.values()]

    def users(self, lines: Collection[str]) -> Collection[str]:
        return {user for user, line in self._lines.copy().items() if line.id in lines}

    def domain(self, account_id: str) -> str:
        account = self._accounts.get(account_id)
        return account.domain if account else ""

    def trunks(self) -> Sequence[TrunkRow]:
        return self._trunks

    def account_of(self, number: str, among: Iterable[str]) -> str | None:
        if not E164.fullmatch(number):
            return None
        return next((id for id in among if (plan := self._plans.get(id)) and plan.has(number)), None)

    def emergency_numbers(self) -> frozenset[str]:
        return self._emergency

    # Whether it is the newest

    def is_behind(self, users: Iterable[str], accounts: Iterable[str], *, plans: bool) -> bool:
        """Whether something was changed since that may be of these lines or of the plans of these accounts and theirs;
        never if it would be in vain to wait for it."""
        if self._late:
            return False
        if self._mark.seen() != self._seen:
            return True
        whose = [*accounts]
        for user in filter(_is_a_name, users):
            line = self._lines.get(user)
            if line is None:
                if user not in self._absent and self._incomplete():
                    return True
            elif (account := self._accounts.get(line.account_id)) is None:
                continue
            elif max(line.version, self._whole.get(line.account_id, 0)) < account.version:
                return True
            else:
                whose.append(line.account_id)
        return plans and any(self._lacks(id) for id in whose if id not in self._slow)

    def take_up(
        self, users: Collection[str], accounts: Collection[str], then: Callable[[], None], *, plans: bool
    ) -> None:
        """`then` is called, in another thread, when all is known that was changed before this, or cannot be known."""
        self._asked.put(_Asked([*filter(_is_a_name, users)], accounts, plans, then))

    def gave_up(self, accounts: Iterable[str]) -> None:
        """Somebody waited in vain: no one else shall, until there is an answer."""
        if self._mark.seen() != self._seen or not (slow := [id for id in accounts if self._lacks(id)]):
            self._late = True
        else:
            self._slow.update(slow)

    def _lacks(self, account_id: str) -> bool:
        account, plan = self._accounts.get(account_id), self._plans.get(account_id)
        return account is not None and (plan is None or plan.version < account.version)

    def _incomplete(self) -> bool:
        return any(self._whole.get(id, 0) < account.version for id, account in self._accounts.items())

    # How it is kept so

    def _read(self) -> None:
        looked = 0.0
        while not self._over.is_set():
            asked = self._next()
            now = time.monotonic()
            try:
                if asked or now - looked > LOOK or (not self._away and self._mark.seen() != self._seen):
                    looked = now
                    self._catch_up([*{user for each in asked for user in each.users}])
                    self._answers()
                    self._refresh(now)
            except Exception as error:
                self._is_away(error)
            for each in asked:
                self._hand_on(each)

    def _next(self) -> list[_Asked]:
        found: list[_Asked] = []
        try:
            found.append(self._asked.get(timeout=POLL))
            while True:
                found.append(self._asked.get_nowait())
        except Empty:
            return found

    def _hand_on(self, asked: _Asked) -> None:
        """To who reads plans, if one is lacking."""
        whose = {*asked.accounts, *(line.account_id for user in asked.users if (line := self._lines.get(user)))}
        lacking = [id for id in whose if self._lacks(id)] if asked.plans and not self._late else []
        for n, id in enumerate(lacking, 1):
            self._wanted.put((id, asked.then if n == len(lacking) else None))
        if not lacking:
            asked.then()

    def _answers(self) -> None:
        if self._away:
            log.info("the store answers again")
        self._late = self._away = False
        self.as_of = None

    def _is_away(self, error: Exception) -> None:
        if not self._away:
            log.error("the store does not answer: calls go by what is known", why=reason(error))
        self._late = self._away = True

    def _catch_up(self, users: Sequence[str]) -> None:
        """The versions, and lines that somebody asked for; what belongs to no account in particular if any moved."""
        mark, before = self._mark.seen(), self._accounts

        def work(session: Session) -> Mapping[str, _Account]:
            found = {id: _Account(domain, version) for id, domain, version in session.execute(_accounts)}
            if users:
                self._keep(users, session.execute(_lines.where(DeviceLine.sip_user.in_(users))), found)
            if found != before:
                self._trunks = [TrunkRow(*row[:-1], tuple(row.sources)) for row in session.execute(_trunks)]
                countries = session.scalars(_countries)
                self._emergency = frozenset(chain.from_iterable(map(emergency_numbers, countries)))
            return found

        found = self._store.read_any(work)
        if found != before:
            self.edition += 1
            self._absent = {user for user in users if user not in self._lines}
            self._accounts = found
        self._seen = mark
        for id, account in found.items():
            if before.get(id) != account:
                self._wanted.put((id, None))

    def _keep(self, users: Iterable[str], rows: Iterable[Any], accounts: Mapping[str, _Account]) -> None:
        found = {row.sip_user: _line(row, accounts[row.account_id].version) for row in rows}
        self.edition += 1
        for user in users:
            if line := found.get(user):
                self._lines[user] = line
                self._names.setdefault(line.account_id, set()).add(user)
            else:
                self._lines.pop(user, None)
                if len(self._absent) >= MOST_ABSENT:
                    self._absent = set()
                self._absent.add(user)

    def _refresh(self, now: float) -> None:
        """All lines of one of the accounts that moved, if it is its turn."""
        for id, account in self._accounts.items():
            if self._whole.get(id, 0) < account.version and now >= self._due.get(id, 0):
                self._read_lines(id)
                self._due[id] = time.monotonic() + max((time.monotonic() - now) * REST, LOOK)
                return

    def _read_lines(self, *account_ids: str) -> None:
        """All lines of an account, or of all accounts there are."""
        versions = {id: self._accounts[id].version for id in account_ids}
        theirs = _lines.where(DeviceLine.account_id == account_ids[0]) if len(account_ids) == 1 else _lines
        rows = self._store.read_any(lambda session: session.execute(theirs).all())
        found: dict[str, dict[str, _Line]] = {id: {} for id in versions}
        for row in rows:
            if row.account_id in found:
                found[row.account_id][row.sip_user] = _line(row, versions[row.account_id])
        for id, version in versions.items():
            lines = found[id]
            self._lines.update(lines)
            for name in self._names.get(id, set[str]()) - lines.keys():
                self._lines.pop(name, None)
            self._names[id] = {*lines}
            self._whole[id] = version
        self.edition += 1

    def _build(self) -> None:
        """Plans that somebody waits for come first."""
        moved: dict[str, float] = {}  # accounts, and when their turn is
        while not self._over.is_set():
            waiting: dict[str, list[Callable[[], None]]] = {}
            try:
                id, then = self._wanted.get(timeout=POLL)
                while True:
                    if then:
                        waiting.setdefault(id, []).append(then)
                    else:
                        moved.setdefault(id, time.monotonic() + SETTLED if id in self._plans else 0.0)
                    id, then = self._wanted.get_nowait()
            except Empty:
                pass
            now = time.monotonic()
            turn = [*waiting, *[id for id, due in moved.items() if due <= now and id not in waiting][:1]]
            for id in turn:
                moved.pop(id, None)
                if not self._made(id):
                    moved[id] = now + LOOK
                elif (took := time.monotonic() - now) > POLL:
                    moved[id] = time.monotonic() + took * REST
                for then in waiting.get(id, ()):
                    then()

    def _made(self, account_id: str) -> bool:
        """Whether an account's plan is the newest now."""
        try:
            if self._lacks(account_id):
                self._plans[account_id] = self._building.of(account_id)
                self.edition += 1
        except Exception as error:
            self._is_away(error)
            return False
        self._slow.discard(account_id)
        return True


def _line(row: Any, version: int) -> _Line:
    return _Line(row.account_id, row.id, row.device_id, row.sealed_password, version)


def _is_a_name(sip_user: str) -> bool:
    """Ours are digits; what else comes may be text that no store takes."""
    return sip_user.isascii() and sip_user.isdigit()
