"""The demo's account: an invented company of three sites and twelve people, with what a company has and sets.

All of it is made by the rules that the API's operations go by.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from trunkline import clock
from trunkline.api import apps
from trunkline.areas.call_handling import routing
from trunkline.areas.call_handling import rules as call_handling
from trunkline.areas.call_queues import rules as call_queues
from trunkline.areas.phone_numbers import rules as phone_numbers
from trunkline.areas.sites import settings
from trunkline.areas.users import batch
from trunkline.cli import admin, holidays
from trunkline.cli.wellknown import CLIENT, PASSWORD, SECRET, USER_CLIENT, USER_SECRET
from trunkline.extensions import delegation, devices, directory, licences, passwords, shared_access
from trunkline.extensions import phone_numbers as numbers
from trunkline.extensions.handling import Action
from trunkline.settings import documents
from trunkline.store.seal import Seal
from trunkline.store.tables import AutoReceptionist, CallQueue, Device, Extension, Site, User
from trunkline.store.tenant import Tenant

USER_SCOPES = ("phone:read", "phone:write", "phone_call_log:read", "user:read")
CALLBACKS = ("http://127.0.0.1:3000/callback", "http://localhost:3000/callback")
ADMINISTRATOR = "ada.moreno@example.com"
CARRIER = "Example Carrier"


class Place(NamedTuple):
    name: str
    timezone: str
    address: dict[str, str]
    number: str = ""  # of its reception
    spare: tuple[str, ...] = ()  # numbers that nobody has yet
    keeps_holidays: bool = True


class Someone(NamedTuple):
    first_name: str
    last_name: str
    department: str
    number: str  # direct, from ranges that are set aside for fiction
    phone: str  # make and model

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}@example.com".lower().replace("'", "")


def _address(line: str, city: str, state: str, zip: str, country: str) -> dict[str, str]:
    return {"address_line1": line, "city": city, "state_code": state, "zip": zip, "country": country}


NEW_YORK = Place(
    "New York",
    "America/New_York",
    _address("350 5th Avenue", "New York", "NY", "10118", "US"),
    "+12125550120",
    ("+12125550121", "+12125550122"),
)
LONDON = Place(
    "London",
    "Europe/London",
    _address("1 Poultry", "London", "", "EC2R 8EJ", "GB"),
    "+442079460120",
    ("+442079460121",),
)
# Where Support is: open at all hours of all days, so that whoever tries it is served.
CHICAGO = Place(
    "Chicago",
    "America/Chicago",
    _address("233 S Wacker Dr", "Chicago", "IL", "60606", "US"),
    keeps_holidays=False,
)
IN_NEW_YORK = (
    Someone("Ada", "Moreno", "Sales", "+12125550101", "yealink T54W"),
    Someone("Ben", "Whitfield", "Sales", "+12125550102", "yealink T54W"),
    Someone("Carla", "Nguyen", "Support", "+12125550103", devices.OTHER),
    Someone("Dev", "Patel", "Support", "+12125550104", "poly VVX 450"),
    Someone("Elena", "Rossi", "Engineering", "+12125550105", "cisco 8841"),
    Someone("Farid", "Haddad", "Engineering", "+12125550106", devices.OTHER),
    Someone("Grace", "Kim", "Operations", "+12125550107", "poly VVX 601"),
)
IN_LONDON = (
    Someone("Hugo", "Bennett", "Sales", "+442079460101", "grandstream GXP2170"),
    Someone("Isla", "Murray", "Support", "+442079460102", "yealink T46U"),
    Someone("Jonas", "Weber", "Engineering", "+442079460103", devices.OTHER),
    Someone("Kemi", "Adeyemi", "Operations", "+442079460104", "cisco 8851"),
    Someone("Liam", "O'Connor", "Finance", "+442079460105", "grandstream GXP2135"),
)
COST_CENTERS = {
    "Sales": "CC-100",
    "Support": "CC-200",
    "Engineering": "CC-300",
    "Operations": "CC-400",
    "Finance": "CC-500",
}
FIRST_EXTENSION = 1001
PLANS = {
    "US/CA Unlimited": 10,
    "UK/Ireland Unlimited": 10,
    "US/CA Metered": 5,
    "Pro": 100,
    "International Calling Add-On": 6,
}
ABROAD = "International Calling Add-On"  # for Sales
SUPPORT, SUPPORT_EXTENSION, SUPPORT_NUMBER = "Support", 2001, "+12125550100"
SALES, SALES_EXTENSION, SALES_NUMBER = "Sales", 2002, "+12125550110"
MOBILE = "+447700900123"  # of Jonas, fictional too


def fill(rows: Tenant, seal: Seal, own: str | None) -> None:
    """`own` is the secret of all apps and people, instead of the well-known ones."""
    made = {place.name: _site(rows, place) for place in (NEW_YORK, LONDON, CHICAGO)}
    for bought, count in PLANS.items():
        licences.buy(rows, bought, count)
    apps.create(rows, "demo", admin.every_scope(), client_id=CLIENT, secret=own or SECRET)
    ways = apps.Ways(apps.BY_PEOPLE, CALLBACKS)
    apps.create(rows, "Demo Dialer", USER_SCOPES, ways, client_id=USER_CLIENT, secret=own or USER_SECRET)
    kept = passwords.hashed(own or PASSWORD)
    people: dict[str, User] = {}
    for place, those, plan in (
        (NEW_YORK, IN_NEW_YORK, "US/CA Unlimited"),
        (LONDON, IN_LONDON, "UK/Ireland Unlimited"),
    ):
        _numbers(rows, made[place.name], *(one.number for one in those), *place.spare, place.number)
        for one in those:
            people[one.first_name] = _join(rows, seal, one, place, plan, FIRST_EXTENSION + len(people), kept)
    support = _queue(rows, made["Chicago"], SUPPORT, SUPPORT_EXTENSION, SUPPORT_NUMBER)
    sales = _queue(rows, made["New York"], SALES, SALES_EXTENSION, SALES_NUMBER)
    for place in (NEW_YORK, LONDON):
        _reception(rows, made[place.name], place.number, sales)
    _set(rows, people, support, sales)
    spare = Device(display_name="Meeting room", mac_address="02005e102000", brand="poly", model="Trio 8300")
    spare.site_id = made["New York"].id
    devices.create(rows, spare)


def _site(rows: Tenant, place: Place) -> Site:
    wishes: Any = {
        "name": place.name,
        "auto_receptionist_name": f"{place.name} Reception",
        "default_emergency_address": place.address,
    }
    site = admin.first_site(rows, wishes, place.timezone)
    if place.keeps_holidays:
        this_year = datetime.fromtimestamp(clock.wall(), UTC).year
        days = holidays.of(place.address["country"], range(this_year - 1, this_year + 2))
        kept: Any = [
            {"name": name, "from": f"{day}T00:00:00", "to": f"{day + timedelta(1)}T00:00:00"} for name, day in days
        ]
        settings.add_holidays(rows, site, kept)
    return site


def _numbers(rows: Tenant, site: Site, *them: str) -> None:
    wishes: Any = {"carrier": CARRIER, "site_id": site.id, "phone_numbers": them}
    phone_numbers.add(rows, wishes, site.name)


def _join(rows: Tenant, seal: Seal, one: Someone, place: Place, plan: str, extension: int, kept: str) -> User:
    """One person: in the directory, with a password, an extension, a number, and a phone that is set up by hand."""
    person = directory.add(
        rows,
        email=one.email,
        first_name=one.first_name,
        last_name=one.last_name,
        department=one.department,
        cost_center=COST_CENTERS[one.department],
    )
    person.password_hash, person.admin = kept, one.email == ADMINISTRATOR
    wish: Any = {
        "email": one.email,
        "extension_number": str(extension),
        "calling_plans": [plan, ABROAD] if one.department == SALES else [plan],
        "phone_numbers": [one.number],
        "site_name": place.name,
    }
    user = batch.add(rows, seal, [wish])[0]
    brand, _, model = one.phone.partition(" ")
    phone = Device(
        display_name=f"{one.first_name}'s phone", mac_address=f"02005e10{extension:04d}", brand=brand, model=model
    )
    phone.site_id = user.site_id
    devices.assign(rows, seal, devices.create(rows, phone), [user])
    return user


def _queue(rows: Tenant, site: Site, department: str, extension: int, number: str) -> CallQueue:
    """Callers with a question wait for somebody of that department, at whatever site."""
    _numbers(rows, site, number)
    members = [user.id for user in rows.find(User, User.department == department)]
    queue = call_queues.create(
        rows,
        {
            "name": department,
            "site_id": site.id,
            "extension_number": extension,
            "department": department,
            "cost_center": COST_CENTERS[department],
            "members": {"users": [{"id": id} for id in sorted(members)]},
        },
    )
    numbers.assign(rows, queue, [{"number": number}])
    return queue


def _reception(rows: Tenant, site: Site, number: str, sales: CallQueue) -> None:
    """Its callers want to buy something."""
    found = rows.first(AutoReceptionist, AutoReceptionist.main_of == site.id)
    if found:
        numbers.assign(rows, found, [{"number": number}])
        _goes(rows, found, Action.QUEUE, sales)


def _goes(rows: Tenant, extension: Extension, action: Action, to: Extension) -> None:
    routing.change(
        rows, extension, "business", {"call_not_answer_action": action, "forward_to_extension_id": to.extension_id}
    )


def _set(rows: Tenant, people: dict[str, User], support: CallQueue, sales: CallQueue) -> None:
    """What the company has set: who may call abroad, whose calls are recorded, and who stands in for whom."""
    for user in people.values():
        if user.department == SALES:
            documents.say(rows, documents.of_extension(user), "international_calling", {"enable": True})
    recording = {"enable": True, "recording_calls": "both"}
    documents.say(rows, documents.of_extension(sales), "auto_call_recording", recording)
    call_handling.set_hours(rows, sales, {"type": 2})  # those of an office
    one_by_one: Any = {"call_distribution": {"ring_mode": "longest_idle"}, "max_wait_time": 20}
    routing.change(rows, sales, "business", one_by_one)
    _goes(rows, people["Farid"], Action.USER, people["Elena"])
    call_handling.add_forwarding(
        rows, people["Jonas"], "business", {"phone_number": MOBILE, "description": "Mobile phone"}
    )
    delegation.add(rows, rows.edit(User, people["Grace"].id), people["Kemi"].extension_id)
    dev = rows.edit(User, people["Dev"].id)
    documents.say(rows, documents.of_site(dev.site), "outbound_caller_id", {"call_queue_numbers": True})
    dev.profile = replace(dev.profile, outbound_caller_id=SUPPORT_NUMBER)  # he calls back for the queue
    lets_in: Any = {"access_user_id": people["Carla"].id, "allow_download": True}
    shared_access.add(rows, support, "voicemail", [lets_in])
