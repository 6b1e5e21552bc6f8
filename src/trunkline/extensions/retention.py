"""Messages and recordings are kept no longer than `auto_delete_data_after_retention_duration` says, by site and queue.

They go in slices, each a commit of its own with an audit line, so that nobody waits for them: the oldest first, and
their sound before their rows (none is ever left that nobody knows of). A message goes into the trash where that is
wanted, and from there for good. Recordings have no trash: they stay for as long as they would have been in it.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event
from typing import Any, NamedTuple

import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from trunkline import clock, vital
from trunkline.settings import documents
from trunkline.settings.catalogue import POLICIES
from trunkline.settings.documents import Found, Reader
from trunkline.settings.resolve import Level
from trunkline.store.away import is_away, reason
from trunkline.store.records import Recording, Voicemail
from trunkline.store.store import Store
from trunkline.store.tables import Account, AuditLine, Extension, Setting, Site
from trunkline.store.tenant import Tenant

POLICY = "auto_delete_data_after_retention_duration"
KINDS: Mapping[str, type[Voicemail] | type[Recording]] = {"voicemail": Voicemail, "automaticRecording": Recording}
INTO_TRASH = 1  # delete_type; the other is for good
SLICE = 100  # rows of a commit
PAUSE = 0.1  # seconds between two
FIRST, AGAIN = 5.0, 3600.0  # seconds after a start, and then
EVER = datetime(1, 1, 1, tzinfo=UTC)  # nothing is as old
CLOSING = 5.0  # seconds that a slice has to end in

log = structlog.get_logger()


class Rule(NamedTuple):
    """Which rows are over, and whether they only go into the trash."""

    kind: type[Voicemail] | type[Recording]
    where: Sequence[ColumnElement[bool]]
    into_trash: bool = False


class Scope(NamedTuple):
    """Whose rows: those of one queue, or of all at a site but the queues that say something themselves. A site that is
    gone has no more to say than the account."""

    reader: Reader
    queue: str = ""
    sites: Sequence[str] = ()  # or, without a site, all but these
    site: str = ""
    apart: Sequence[str] = ()  # queues

    def of(self, kind: type[Voicemail] | type[Recording]) -> list[ColumnElement[bool]]:
        if self.queue:
            return [kind.owner == self.queue]
        where = kind.site_id == self.site if self.site else kind.site_id.not_in(self.sites)
        return [where, *([kind.owner.not_in(self.apart)] if self.apart else [])]


def rules(rows: Tenant, now: datetime) -> list[Rule]:
    """None for an account that keeps all it has, which is found out by one look at what its levels say."""
    said = {(row.owner_id, row.key): row for row in rows.find(Setting, Setting.key == POLICY)}
    if not any(row.value.get("enable") for row in said.values()):
        return []
    return [rule for scope in _scopes(rows, said) for rule in _of(scope, said, now)]


def _scopes(rows: Tenant, said: Found) -> Iterator[Scope]:
    account: tuple[Level, str] = ("account", rows.account_id)
    sites = [id for (id,) in rows.all(select(Site.id))]
    own = {owner for owner, _ in said}.difference((rows.account_id, *sites))
    queues = rows.all(select(Extension.id, Extension.site_id).where(Extension.id.in_(own))) if own else ()
    apart = [queue.id for queue in queues]
    yield Scope(Reader((account,)), sites=sites, apart=apart)
    for site in sites:
        yield Scope(Reader((account, ("site", site))), site=site, apart=apart)
    for queue in queues:
        yield Scope(Reader((account, ("site", queue.site_id), ("call_queue", queue.id))), queue=queue.id)


def _of(scope: Scope, said: Found, now: datetime) -> Iterator[Rule]:
    value = documents.applying(said, scope.reader, [POLICIES[POLICY]])[POLICY].value
    if not value["enable"]:
        return
    days = value["permanently_delete_after_days"]
    for item in value["items"]:
        kind = KINDS.get(item["type"])
        if kind is None:
            continue
        until, owners = _back(now, item["duration"], item["time_unit"]), scope.of(kind)
        if value["delete_type"] != INTO_TRASH:
            yield Rule(kind, [*owners, kind.created < _ms(until)])
        elif kind is Voicemail:
            yield Rule(kind, [*owners, kind.created < _ms(until), Voicemail.trashed.is_(None)], into_trash=True)
            old = _ms(_back(now, days, "day"))  # what went into the trash by then was made before
            yield Rule(kind, [*owners, kind.created < old, Voicemail.trashed < old])
        else:
            yield Rule(kind, [*owners, kind.created < _ms(_back(until, days, "day"))])


def _back(moment: datetime, count: int, unit: str) -> datetime:
    """By the calendar: a month before the 31st is the last of the month before. At most since ever."""
    if count < 0:  # -1: unlimited
        return EVER
    try:
        if unit == "day":
            return moment - timedelta(days=count)
        year, month = divmod(moment.year * 12 + moment.month - 1 - count * (12 if unit == "year" else 1), 12)
        return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return EVER


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def sweep(store: Store, wall: float, over: Event) -> int:
    """All accounts, until it is over: how many rows went."""
    accounts = store.read_any(lambda session: _accounts(session))
    return sum(_swept(store, account, wall, over) for account in accounts if not over.is_set())


def _accounts(session: Session) -> Sequence[str]:
    return session.scalars(select(Account.id).order_by(Account.id)).all()


def _swept(store: Store, account: str, wall: float, over: Event) -> int:
    now = datetime.fromtimestamp(wall, UTC)
    gone = 0
    for rule in store.read(account, partial(rules, now=now)):
        while not over.is_set() and (ids := store.read(account, partial(_oldest, rule=rule))):
            go = partial(_go, store=store, rule=rule, ids=ids, now=_ms(now))
            gone += store.write(account, go, both=True).result()
            over.wait(PAUSE)
    if gone:
        log.info("no longer kept", account=account, count=gone)
    return gone


def _oldest(rows: Tenant, rule: Rule) -> Sequence[str]:
    kind = rule.kind
    return [id for (id,) in rows.all(select(kind.id).where(*rule.where).order_by(kind.created, kind.id).limit(SLICE))]


def _go(rows: Tenant, store: Store, rule: Rule, ids: Sequence[str], now: int) -> int:
    found = rows.edit_all(rule.kind, rule.kind.id.in_(ids), *rule.where)
    for row in found:
        if rule.into_trash and isinstance(row, Voicemail):
            row.trashed = now
        else:
            store.blobs.remove(row.file)
            rows.delete(row)
    path: Any = {"kind": rule.kind.__tablename__, "count": len(found), "into_trash": rule.into_trash}
    rows.note(AuditLine, app_id="", person_id=None, operation="retention", path=path)
    return len(found)


class Sweeper:
    """Does it again and again, in a thread of its own."""

    def __init__(self, store: Store, first: float = FIRST, again: float = AGAIN) -> None:
        self._store, self._first, self._again = store, first, again
        self._over = Event()
        self._thread = vital.thread(self._run, name="retention", asked=self._over.is_set)

    def close(self) -> None:
        self._over.set()
        self._thread.join(CLOSING)

    def _run(self) -> None:
        pause = self._first
        while not self._over.wait(pause):
            pause = self._again
            try:
                sweep(self._store, clock.wall(), self._over)
            except Exception as error:
                if is_away(error):
                    log.warning("retention waits", why=reason(error))
                else:
                    log.exception("retention failed")
