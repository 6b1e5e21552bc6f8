"""Phone users, several at once: made of people in the directory, moved, switched on and off."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from trunkline.extensions import caller_ids, calling_plans, devices, directory, e164, numbering, phone_numbers, sites
from trunkline.problems import Refusal, refuse
from trunkline.settings import documents
from trunkline.store.seal import Seal
from trunkline.store.tables import Device, Person, PhoneNumber, Site, User, UserProfile
from trunkline.store.tenant import Tenant
from trunkline.wire import users as wire

Wish = wire.BatchAddUsersBodyUsersItem

MOST_DESK_PHONES = 3
INDIA = "IN"


def add(rows: Tenant, seal: Seal, wishes: Sequence[Wish]) -> list[User]:
    """Every fault of every wish is named before anything is made."""
    if any(wish.get("template_name") for wish in wishes):
        refuse("template_unknown")  # there are no templates to name
    left, names = calling_plans.left(rows), calling_plans.own_names(rows)
    plans = [[calling_plans.code(said, names) for said in wish["calling_plans"]] for wish in wishes]
    faults = [
        f"users.{place}.{field}"
        for place, wish in enumerate(wishes)
        for field in _faults(rows, wish, [left.get(code or 0, 0) for code in plans[place]])
    ]
    emails = [wish["email"].lower() for wish in wishes]
    faults += [f"users.{place}.email" for place, email in enumerate(emails) if email in emails[:place]]
    if faults:
        refuse("invalid", fields=faults)
    return [
        _add(rows, seal, wish, [*filter(None, plans[place])], f"users.{place}") for place, wish in enumerate(wishes)
    ]


def _faults(rows: Tenant, wish: Wish, left: Sequence[int]) -> Iterator[str]:
    """`left` are the licences that are free, of each plan that is wished for."""
    person = _person(rows, wish)
    if person is None or rows.first(User, User.person_id == person.id):
        yield "email"
    if not (wish["extension_number"].isascii() and wish["extension_number"].isdigit()):
        yield "extension_number"
    if _site(rows, wish) is None:
        yield "site_code" if wish.get("site_code") else "site_name"
    yield from (f"calling_plans.{place}" for place, free in enumerate(left) if free == 0)
    for place, said in enumerate(wish.get("phone_numbers", [])):
        row = _number(rows, said)
        if row is None or row.extension_id is not None:
            yield f"phone_numbers.{place}"
    phones = wish.get("desk_phones", [])
    if len(phones) > MOST_DESK_PHONES:
        yield "desk_phones"
    for place, phone in enumerate(phones):
        yield from (f"desk_phones.{place}.{field}" for field in _phone_faults(phone))


def _phone_faults(phone: Any) -> Iterator[str]:
    if devices.brand(phone.get("brand", "")) is None:
        yield "brand"
    if not phone.get("model"):
        yield "model"
    if not devices.MAC_ADDRESS.fullmatch(phone.get("mac", "")):
        yield "mac"
    if phone.get("provision_template"):
        yield "provision_template"  # there are none to name


def _add(rows: Tenant, seal: Seal, wish: Wish, plans: Sequence[int], path: str) -> User:
    """With plans by their codes."""
    person = _person(rows, wish) or refuse("invalid", fields=[f"{path}.email"])
    site = _site(rows, wish) or refuse("invalid", fields=[f"{path}.site_name"])
    user = directory.user_of(person, site)
    user.active = wish.get("activation_status", "activate") == "activate"
    shown = wish.get("outbound_caller_id")
    user.profile = UserProfile(outbound_caller_id=e164.normal(shown or "") or "", hides_caller_id=shown == "")
    with _as_fault_of(f"{path}.extension_number"):
        numbering.claim_short(rows, user, int(wish["extension_number"]))
    with _as_fault_of(f"{path}.desk_phones"):
        for phone in wish.get("desk_phones", []):
            _desk_phone(rows, seal, user, phone)
    with _as_fault_of(f"{path}.phone_numbers"):
        phone_numbers.assign(rows, user, [{"number": number} for number in wish.get("phone_numbers", [])])
    if shown and user.profile.outbound_caller_id not in {each.number for each in caller_ids.of(rows, user)}:
        refuse("invalid", fields=[f"{path}.outbound_caller_id"])
    with _as_fault_of(f"{path}.calling_plans"):
        calling_plans.enrol(rows, user, plans)
    for key in ("sms", "select_outbound_caller_id"):
        if (said := wish.get(key)) is not None:
            documents.say(rows, documents.of_extension(user), key, {"enable": said})
    return user


@contextmanager
def _as_fault_of(field: str) -> Generator[None]:
    """What only the claim itself can tell (two wishes for one number, say) is a fault of its field all the same."""
    try:
        yield
    except Refusal:
        refuse("invalid", fields=[field])


def _desk_phone(rows: Tenant, seal: Seal, user: User, phone: Any) -> None:
    """A phone that the account has already is shared, if it stands at the same site."""
    known = rows.first(Device, Device.mac_address == devices.mac_address(phone["mac"]))
    if known and known.site_id != user.site.id:
        refuse("mac_address_taken", mac_address=phone["mac"])
    device = known or devices.create(
        rows,
        Device(
            display_name=f"{user.name}'s phone",
            mac_address=phone["mac"],
            brand=devices.brand(phone["brand"]),
            model=phone["model"],
            site_id=user.site.id,
        ),
    )
    devices.assign(rows, seal, device, [user])


def _person(rows: Tenant, wish: Wish) -> Person | None:
    return rows.first(Person, Person.email == wish["email"].lower())


def _site(rows: Tenant, wish: Wish) -> Site | None:
    """By code or by name; where there is only one site, neither is needed."""
    code, name = wish.get("site_code"), wish.get("site_name")
    if not code and not name:
        sites = rows.find(Site)
        return sites[0] if len(sites) == 1 else None
    number = int(code) if code and code.isascii() and code.isdigit() else -1
    named = [Site.name == name] if name else []
    coded = [Site.code == number] if code else []
    return rows.first(Site, *named, *coded)


def _number(rows: Tenant, said: str) -> PhoneNumber | None:
    number = e164.normal(said)
    return rows.first(PhoneNumber, PhoneNumber.number == number) if number else None


def change(rows: Tenant, wishes: wire.BatchUpdateUsersBody) -> None:
    """All of them or none."""
    ids = dict.fromkeys(wishes.get("user_ids", []))
    if not ids:
        refuse("invalid", fields=["user_ids"])
    match wishes.get("batch_type"):
        case "move_site":
            _move(rows, ids, wishes.get("site_id", ""))
        case "assign_pending_user":
            _assign(rows, ids)
        case "activate":
            _activate(rows, ids, wishes.get("activation_status"))
        case _:
            refuse("invalid", fields=["batch_type"])


def _move(rows: Tenant, ids: Iterable[str], site_id: str) -> None:
    site = rows.get(Site, site_id)
    sites.move(rows, [rows.edit(User, id) for id in ids], site)


def _assign(rows: Tenant, ids: Iterable[str]) -> None:
    """They begin at the main site."""
    if sites.main(rows).country == INDIA:
        refuse("country_unsupported")
    for id in ids:
        person = rows.first(Person, Person.id == id) or refuse("user_unknown", id=id)
        directory.let_phone(rows, person)


def _activate(rows: Tenant, ids: Iterable[str], status: str | None) -> None:
    if status is None:
        refuse("invalid", fields=["activation_status"])
    for id in ids:
        rows.edit(User, id).active = status == "activate"
