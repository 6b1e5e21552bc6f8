"""The demo: its account is made when it is first started, and a month of calls is told in the background."""

import argparse
import shlex
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

from msgspec.structs import replace
from sqlalchemy import update
from sqlalchemy.orm import Session

from trunkline import clock, logs
from trunkline.areas.sites import rules as sites
from trunkline.cli import admin, company, owner, processes, progress, stored, voices
from trunkline.cli.wellknown import ACCOUNT, CLIENT
from trunkline.engine.simulator import simulate
from trunkline.exchange.plan import Plan, Trunk
from trunkline.exchange.vocabulary import Record, WrappedUp
from trunkline.plan import Plans
from trunkline.problems import refuse
from trunkline.records import wrap_ups, writing
from trunkline.store.blobs import Blobs
from trunkline.store.records import Voicemail
from trunkline.store.seal import Seal
from trunkline.store.store import Store
from trunkline.store.tables import Account

DOMAIN = "demo.phones.internal"
DAY = 24 * 60 * 60
QUIET = 60 * 60  # seconds before the present, so that what really happens stands first in every list
RECORDED = 3 * DAY  # before the present: how long ago the company began to record calls, which takes much room


def found(said: argparse.Namespace) -> None:
    """Make the account, all of it in a second or so; its past is told afterwards."""
    own = processes.demo_secret()
    processes.stay_here(said, to_be_made=True)
    seal = Seal.of(said.data)
    account = Account(id=ACCOUNT, name="Example Company", sip_domain=DOMAIN)
    with stored.opened(said) as store:
        admin.found(store, account, lambda rows: company.fill(rows, seal, own))


def first_steps(said: argparse.Namespace) -> str:
    """What whoever started it needs next."""
    secret = f"whose secret is in the README, or in {processes.DEMO_SECRET} of its first start"
    command = "trunkline" if sys.argv[0].endswith("__main__.py") else sys.argv[0]
    call = shlex.join([command, "call", "1001", "1002", "--data", str(said.data)])
    return f"account {ACCOUNT}, app {CLIENT}, {secret}; a first call: {call}"


def past(said: argparse.Namespace) -> int:
    """The calls of the days before now, day by day: begun again where it was left off, and never told twice."""
    logs.start("past", said.log_level, said.log_format)
    place = stored.ready(said)
    with (
        owner.owning(said, owner.PAST),
        closing(Store(place, "configuration")) as configuration,
        closing(Store(place, "records")) as records,
    ):
        tell(configuration, records, place.blobs, said.past)
    return 0


def tell(configuration: Store, records: Store, blobs: Blobs, days: int) -> None:
    if not configuration.read_any(lambda session: session.get(Account, ACCOUNT)):
        refuse("no_demo_here", remedy="`trunkline serve --demo` makes one, in an empty DIR")
    plan = _connected(Plans(configuration).of(ACCOUNT))
    now = int(clock.wall()) - QUIET
    known = configuration.read(ACCOUNT, lambda rows: rows.account().demo_until)
    start = known or now - days * DAY
    if known and known >= now - DAY:
        return  # the past ends where the present began
    timezones = configuration.read(ACCOUNT, lambda rows: {site.id: site.timezone for site in rows.find(sites.Site)})
    for begin in progress.each("days told", range(start, now, DAY)):
        end = min(begin + DAY, now)
        of_day = plan if end > now - RECORDED else _unrecorded(plan)
        afterwards: list[WrappedUp] = []
        office = simulate(of_day, _utc(begin), _utc(end), begin // DAY, timezones, voices.seconds, afterwards.append)
        calls = [*office]
        for call in calls:
            _keep_sounds(blobs, call)
        work = partial(_write, calls=calls, afterwards=afterwards, day=begin)
        records.write_any(work).result()
        configuration.write(ACCOUNT, lambda rows, until=end: setattr(rows.account(), "demo_until", until)).result()


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _connected(plan: Plan) -> Plan:
    """In the past a carrier was there, though the demo has none now."""
    return plan if plan.trunks else replace(plan, trunks=(Trunk("past", company.CARRIER),))


def _unrecorded(plan: Plan) -> Plan:
    users = {id: replace(user, tapes_incoming=None, tapes_outgoing=None) for id, user in plan.users.items()}
    return replace(plan, users=users, queues={id: replace(each, taping=None) for id, each in plan.queues.items()})


def _keep_sounds(blobs: Blobs, call: Record) -> None:
    """Before their rows, which name no sound that is not there."""
    for message in call.messages:
        blobs.keep(message.file, [voices.message(message.id)])
    for recording in call.recordings:
        blobs.keep(recording.file, [voices.talk(recording.id, recording.seconds)])


def _write(session: Session, calls: Sequence[Record], afterwards: Sequence[WrappedUp], day: int) -> None:
    """What was left before that day has been heard by now."""
    before = Voicemail.account_id == ACCOUNT, Voicemail.created < day * 1000
    session.execute(update(Voicemail).where(*before).values(read=True))
    writing.write(session, [(ACCOUNT, call) for call in calls])
    wrap_ups.add(session, ACCOUNT, *afterwards)
