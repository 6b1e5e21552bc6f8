"""Setting up: the account, its apps, its people and the calling plans it has bought."""

import argparse
import sys
from collections.abc import Callable, Iterator
from getpass import getpass
from io import StringIO
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from trunkline import texts, whole
from trunkline.api import access, apps, contract
from trunkline.areas.sites import rules as sites
from trunkline.cli import output, owner
from trunkline.cli.stored import begin, change, look, opened
from trunkline.extensions import addresses, directory, licences, passwords, timezones
from trunkline.problems import Refusal, refuse
from trunkline.store.ids import new_id
from trunkline.store.store import Store
from trunkline.store.tables import Account, Site
from trunkline.store.tenant import Tenant

Answer = TypeVar("Answer")

ONCE = "each person once"
LARGEST = 64 << 20  # bytes of a file with people
MAIN_SITE = "Main Site"
RECEPTIONIST = "Main Auto Receptionist"
# What an emergency address has, and the options that say it, in the order in which people write it.
ADDRESS = {"country": "country", "address_line1": "address", "city": "city", "state_code": "state", "zip": "zip"}


def found(store: Store, account: Account, fill: Callable[[Tenant], Answer]) -> Answer:
    """Make an account and what is in it, all at once or not at all."""

    def work(session: Session) -> Answer:
        session.add(account)
        session.flush()
        return fill(Tenant(session, account.id))

    return store.write_any(work).result()


def first_site(rows: Tenant, wishes: sites.Wishes, timezone: str) -> Site:
    site = sites.create(rows, wishes)
    site.timezone = timezone
    return site


def init(said: argparse.Namespace) -> int:
    asked = wanted(said)
    with owner.owning(said, owner.MAKING):
        if not begin(said):
            refuse("account_exists", remedy="`trunkline account add` for another")
        return make(said, asked)


class Wanted(NamedTuple):
    """What a new account's first site has."""

    address: dict[str, str]
    timezone: str


def wanted(said: argparse.Namespace) -> Wanted:
    """Refuses what is wrong with it before anything is made. An address goes to the emergency services as it is, so it
    is given whole: what one country's addresses have, another's do not."""
    address = {name: texts.trimmed(getattr(said, option)) for name, option in ADDRESS.items()}
    address["country"] = address["country"].upper()
    if not addresses.is_country(address["country"]):
        refuse("country_invalid", option="--country", value=said.country, remedy="ISO 3166-1 alpha-2, such as US or GB")
    faults = addresses.faults(address["country"], address)
    missing = [f"--{option}" for name, option in ADDRESS.items() if faults.get(name) == "required"]
    if missing:
        refuse(
            "the_address_that_an_ambulance_goes_to_is_not_whole",
            country=address["country"],
            missing=" ".join(missing),
            remedy="give them: nothing is made up",
        )
    if faults:
        unfit = " ".join(f"--{ADDRESS[name]}" for name in faults)
        values = ", ".join(address[name] for name in faults)
        remedy = "as the post of that country writes it"
        refuse(
            "there_is_no_such_emergency_address", country=address["country"], unfit=unfit, value=values, remedy=remedy
        )
    if not timezones.exists(said.timezone):
        refuse(
            "time_zone_invalid",
            option="--timezone",
            value=said.timezone,
            remedy="an IANA name, such as America/New_York",
        )
    return Wanted(address, said.timezone)


def make(said: argparse.Namespace, asked: Wanted) -> int:
    """An account with its first site and its first app, whose secret is shown."""
    id = new_id()
    account = Account(id=id, name=said.name, sip_domain=f"{id.lower().replace('_', '-')}.phones.internal")
    wishes: sites.Wishes = {
        "name": MAIN_SITE,
        "auto_receptionist_name": RECEPTIONIST,
        "default_emergency_address": asked.address,  # pyright: ignore[reportAssignmentType]
    }

    def fill(rows: Tenant) -> apps.Credentials:
        first_site(rows, wishes, asked.timezone)
        licences.begin(rows, said.country)
        return apps.create(rows, "first app", every_scope())

    with opened(said) as store:
        made = found(store, account, fill)
    lines = [
        f"account id     {id}",
        *_secret(made),
        "The secret is not shown again; `trunkline app rotate` makes another.",
    ]
    return output.give(said, {"account_id": id, **made._asdict()}, lines)


def _secret(made: apps.Credentials) -> Iterator[str]:
    yield f"client id      {made.client_id}"
    if made.secret:  # a public app has none
        yield f"client secret  {made.secret}"


def every_scope() -> list[str]:
    """The scopes of the older kind that let an app act on the whole account."""
    return sorted(scope for scope in _classic_scopes() if access.is_account_wide(scope))


def every_own_scope() -> list[str]:
    """Those that let an app act on the things of the person who allows it, and on nothing else."""
    return sorted(scope for scope in _classic_scopes() if not access.is_account_wide(scope))


def _classic_scopes() -> set[str]:
    return {scope for operation in contract.load().operations.values() for scope in operation.classic_scopes}


def app_create(said: argparse.Namespace) -> int:
    grants = said.grant or [apps.CODE if said.redirect_uri else apps.ACCOUNT]
    by_people = any(grant in apps.BY_PEOPLE for grant in grants)
    usual = every_own_scope if by_people else every_scope
    scopes = [scope.strip() for scope in said.scopes.split(",")] if said.scopes else usual()
    known = {scope for operation in contract.load().operations.values() for scope in operation.scopes}
    if unknown := set(scopes) - known:
        refuse("scope_unknown", names=", ".join(sorted(unknown)))
    if not by_people and (idle := [scope for scope in scopes if not access.is_account_wide(scope)]):
        remedy = "the same with :admin, or --redirect-uri for an app that people sign in to"
        refuse("scopes_do_nothing_without_people", names=", ".join(idle), remedy=remedy)
    ways = apps.Ways(grants, said.redirect_uri, said.public)
    made = change(said, lambda rows: apps.create(rows, said.name, scopes, ways))
    return output.give(said, made._asdict(), _secret(made))


def app_list(said: argparse.Namespace) -> int:
    names = ("id", "name", "grants", "scopes", "redirect_uris", "is_public")
    found = [{name: getattr(app, name) for name in names} for app in look(said, apps.listed)]
    lines = (f"{app['id']}  {app['name']}  {','.join(app['grants'])}  {' '.join(app['scopes'])}" for app in found)
    return output.give(said, found, lines)


def app_rotate(said: argparse.Namespace) -> int:
    made = change(said, lambda rows: apps.rotate(rows, said.client_id))
    return output.give(said, made._asdict(), [f"client secret  {made.secret}"])


def app_delete(said: argparse.Namespace) -> int:
    change(said, lambda rows: apps.remove(rows, said.client_id))
    return output.give(said, {"client_id": said.client_id}, [])


def person_add(said: argparse.Namespace) -> int:
    names = ("email", "first_name", "last_name", "department", "cost_center")
    given = {name: str(getattr(said, name)) for name in names}

    def add(rows: Tenant) -> str:
        person = directory.add(rows, **given)
        person.admin = said.admin
        return person.id

    id = change(said, add)
    return output.give(said, {"id": id}, [id])


def person_list(said: argparse.Namespace) -> int:
    people = look(said, directory.listed)
    names = ("id", *directory.COLUMNS, "admin")
    found = [{name: getattr(person, name) for name in names} for person in people]
    lines = (f"{each.id}  {each.email}  {each.name}{'  (administrator)' if each.admin else ''}" for each in people)
    return output.give(said, found, lines)


def person_remove(said: argparse.Namespace) -> int:
    change(said, lambda rows: directory.remove(rows, said.email))
    return output.give(said, {"email": said.email}, [])


def person_admin(said: argparse.Namespace) -> int:
    change(said, lambda rows: setattr(directory.known(rows, said.email), "admin", said.state == "on"))
    return output.give(said, {"email": said.email, "admin": said.state == "on"}, [])


def person_password(said: argparse.Namespace) -> int:
    """From a terminal it is asked for twice, else it is the first line of standard input; never an argument."""
    look(said, lambda rows: directory.known(rows, said.email))  # nobody types one in vain
    if sys.stdin.isatty():
        password = getpass("Password: ")
        if getpass("Again: ") != password:
            refuse("passwords_differ")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    kept = passwords.hashed(password)
    change(said, lambda rows: setattr(directory.known(rows, said.email), "password_hash", kept))
    return output.give(said, {"email": said.email}, [])


def person_import(said: argparse.Namespace) -> int:
    """Whatever is wrong is told with the row that it is in, as a spreadsheet counts them."""
    content: bytes = whole.content(said.file, LARGEST)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        refuse("file_is_not_UTF-8", file=said.file, row=row, remedy="save it as CSV UTF-8")

    def load(rows: Tenant) -> int:
        count, rows_of = 0, dict[str, int]()
        for row, person in directory.read(StringIO(text)):  # lines end as the format says, within names too
            email = person["email"].strip().lower()
            if email in rows_of:
                refuse("email_twice", file=said.file, row=row, email=email, also=f"row {rows_of[email]}", remedy=ONCE)
            try:
                directory.add(rows, **person)
            except Refusal as refusal:
                raise Refusal(refusal.key, {"file": said.file, "row": row} | refusal.facts, refusal.fields) from None
            rows_of[email], count = row, count + 1
        return count

    count = change(said, load)
    return output.give(said, {"added": count}, [f"{count} {'person' if count == 1 else 'people'} added"])


def plan_list(said: argparse.Namespace) -> int:
    found = look(said, licences.listed)
    lines = (
        f"{each.code}  {each.name}  bought {each.bought}  assigned {each.assigned}  left {each.left}" for each in found
    )
    return output.give(said, [each._asdict() | {"left": each.left} for each in found], lines)


def plan_set(said: argparse.Namespace) -> int:
    def buy(rows: Tenant) -> dict[str, object]:
        bought = licences.buy(rows, said.plan, said.count, said.name)
        return {"code": bought.code, "name": bought.name, "bought": bought.bought}

    return output.give(said, change(said, buy), [])


def plan_remove(said: argparse.Namespace) -> int:
    change(said, lambda rows: licences.give_back(rows, said.plan))
    return output.give(said, {"plan": said.plan}, [])
