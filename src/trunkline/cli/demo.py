"""The demo's account: an invented company of two sites and twelve people, with phones, a queue and a month of calls."""

import argparse
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple

from trunkline import clock, logs
from trunkline.api import apps
from trunkline.areas.call_queues import rules as call_queues
from trunkline.areas.phone_numbers import rules as phone_numbers
from trunkline.areas.sites import rules as sites
from trunkline.areas.users import batch
from trunkline.cli import admin, owner, processes, progress, stored
from trunkline.cli.wellknown import ACCOUNT, CLIENT, PASSWORD, SECRET, USER_CLIENT, USER_SECRET
from trunkline.engine.simulator import simulate
from trunkline.extensions import devices, directory, licences, passwords
from trunkline.plan import Plans
from trunkline.problems import refuse
from trunkline.records import writing
from trunkline.store.seal import Seal
from trunkline.store.store import Store
from trunkline.store.tables import Account, Device, User
from trunkline.store.tenant import Tenant

USER_SCOPES = ("phone:read", "phone:write", "phone_call_log:read", "user:read")
CALLBACKS = ("http://127.0.0.1:3000/callback", "http://localhost:3000/callback")
ADMINISTRATOR = "ada.moreno@example.com"
DOMAIN = "demo.phones.internal"
CARRIER = "Example Carrier"
DAY = 24 * 60 * 60
QUIET = 60 * 60  # seconds before the present, so that what really happens stands first in every list


class Someone(NamedTuple):
    first_name: str
    last_name: str
    department: str
    number: str  # direct, from ranges that are set aside for fiction


NEW_YORK = (
    Someone("Ada", "Moreno", "Sales", "+12125550101"),
    Someone("Ben", "Whitfield", "Sales", "+12125550102"),
    Someone("Carla", "Nguyen", "Support", "+12125550103"),
    Someone("Dev", "Patel", "Support", "+12125550104"),
    Someone("Elena", "Rossi", "Engineering", "+12125550105"),
    Someone("Farid", "Haddad", "Engineering", "+12125550106"),
    Someone("Grace", "Kim", "Operations", "+12125550107"),
)
LONDON = (
    Someone("Hugo", "Bennett", "Sales", "+442079460101"),
    Someone("Isla", "Murray", "Support", "+442079460102"),
    Someone("Jonas", "Weber", "Engineering", "+442079460103"),
    Someone("Kemi", "Adeyemi", "Operations", "+442079460104"),
    Someone("Liam", "O'Connor", "Finance", "+442079460105"),
)
FIRST_EXTENSION = 1001
PLANS = {
    "US/CA Unlimited": 10,
    "UK/Ireland Unlimited": 10,
    "US/CA Metered": 5,
    "Pro": 100,
    "International Calling Add-On": 3,
}
SUPPORT, SUPPORT_EXTENSION, SUPPORT_NUMBER = "Support", 2001, "+12125550100"


def found(said: argparse.Namespace) -> None:
    """Make the account, all of it in a second or so; its past is told afterwards."""
    own = processes.demo_secret()
    processes.stay_here(said, to_be_made=True)
    seal = Seal.of(said.data)
    account = Account(id=ACCOUNT, name="Example Company", sip_domain=DOMAIN)
    with stored.opened(said) as store:
        admin.found(store, account, lambda rows: _fill(rows, seal, own))


def _fill(rows: Tenant, seal: Seal, own: str | None) -> None:
    """`own` is the secret of all apps and people, instead of the well-known ones."""
    new_york: sites.Wishes = {
        "name": "New York",
        "auto_receptionist_name": "New York Reception",
        "default_emergency_address": {
            "address_line1": "350 5th Avenue",
            "city": "New York",
            "state_code": "NY",
            "zip": "10118",
            "country": "US",
        },
    }
    london: sites.Wishes = {
        "name": "London",
        "auto_receptionist_name": "London Reception",
        "default_emergency_address": {
            "address_line1": "1 Poultry",
            "city": "London",
            "state_code": "",
            "zip": "EC2R 8EJ",
            "country": "GB",
        },
    }
    admin.first_site(rows, new_york, "America/New_York")
    admin.first_site(rows, london, "Europe/London")
    for bought, count in PLANS.items():
        licences.buy(rows, bought, count)
    apps.create(rows, "demo", admin.every_scope(), client_id=CLIENT, secret=own or SECRET)
    ways = apps.Ways(apps.BY_PEOPLE, CALLBACKS)
    apps.create(rows, "Demo Dialer", USER_SCOPES, ways, client_id=USER_CLIENT, secret=own or USER_SECRET)
    extension, kept = FIRST_EXTENSION, passwords.hashed(own or PASSWORD)
    for site, people, plan in (("New York", NEW_YORK, "US/CA Unlimited"), ("London", LONDON, "UK/Ireland Unlimited")):
        site_id = next(row.id for row in rows.find(sites.Site) if row.name == site)
        phone_numbers.add(
            rows, {"carrier": CARRIER, "site_id": site_id, "phone_numbers": [one.number for one in people]}, site
        )
        for one in people:
            _join(rows, seal, one, site, plan, extension, kept)
            extension += 1
    _queue(rows)


def _queue(rows: Tenant) -> None:
    """Callers with a question wait for somebody of that department, at either site."""
    members = [user.id for user in rows.find(User, User.department == SUPPORT)]
    site = next(row for row in rows.find(sites.Site) if row.name == "New York")
    wishes: Any = {"carrier": CARRIER, "site_id": site.id, "phone_numbers": [SUPPORT_NUMBER]}
    number = phone_numbers.add(rows, wishes, site.name)[0]
    queue = call_queues.create(
        rows,
        {
            "name": SUPPORT,
            "site_id": site.id,
            "extension_number": SUPPORT_EXTENSION,
            "department": SUPPORT,
            "members": {"users": [{"id": id} for id in sorted(members)]},
        },
    )
    call_queues.assign_numbers(rows, queue, [{"id": number.id}])


def _join(rows: Tenant, seal: Seal, one: Someone, site: str, plan: str, extension: int, kept: str) -> None:
    """One person: in the directory, with a password, an extension, a number, and a phone that is set up by hand."""
    email = f"{one.first_name}.{one.last_name}@example.com".lower().replace("'", "")
    person = directory.add(
        rows, email=email, first_name=one.first_name, last_name=one.last_name, department=one.department
    )
    person.password_hash, person.admin = kept, email == ADMINISTRATOR
    wish: Any = {
        "email": email,
        "extension_number": str(extension),
        "calling_plans": [plan],
        "phone_numbers": [one.number],
        "site_name": site,
    }
    user = batch.add(rows, seal, [wish])[0]
    phone = Device(
        display_name=f"{one.first_name}'s phone", mac_address=f"02005e10{extension:04d}", brand=devices.OTHER
    )
    phone.site_id = user.site_id
    devices.assign(rows, seal, devices.create(rows, phone), [user])


def past(said: argparse.Namespace) -> int:
    """The calls of the days before now, day by day: begun again where it was left off, and never told twice."""
    logs.start("past", said.log_level, said.log_format)
    place = stored.ready(said)
    with (
        owner.owning(said, owner.PAST),
        closing(Store(place, "configuration")) as configuration,
        closing(Store(place, "records")) as records,
    ):
        _tell(configuration, records, said.past)
    return 0


def _tell(configuration: Store, records: Store, days: int) -> None:
    if not configuration.read_any(lambda session: session.get(Account, ACCOUNT)):
        refuse("no_demo_here", remedy="`trunkline serve --demo` makes one, in an empty DIR")
    plan = Plans(configuration).of(ACCOUNT)
    now = int(clock.wall()) - QUIET
    known = configuration.read(ACCOUNT, lambda rows: rows.account().demo_until)
    start = known or now - days * DAY
    if known and known >= now - DAY:
        return  # the past ends where the present began
    timezones = configuration.read(ACCOUNT, lambda rows: {site.id: site.timezone for site in rows.find(sites.Site)})
    for begin in progress.each("days told", range(start, now, DAY)):
        end = min(begin + DAY, now)
        calls = simulate(plan, _utc(begin), _utc(end), begin // DAY, timezones)
        batch_of_day = [(ACCOUNT, record) for record in calls]
        records.write_any(lambda session, told=batch_of_day: writing.write(session, told)).result()
        configuration.write(ACCOUNT, lambda rows, until=end: setattr(rows.account(), "demo_until", until)).result()


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
