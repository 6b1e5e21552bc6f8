"""The settings of a site by type, which nobody above locks: what its extensions do that say nothing themselves."""

from collections.abc import Mapping
from typing import Any, cast

from trunkline.extensions import audio, devices, parts, targets, week, zones
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import BY_HOURS, SITE_SETTINGS
from trunkline.settings.resolve import merged
from trunkline.store.ids import new_id
from trunkline.store.tables import Site
from trunkline.store.tenant import Tenant

Said = Mapping[str, Any]

KEYS = {"local_based_routing": "location_based_routing"}  # types whose object is called otherwise
BESIDE = {"desk_phone": ("general_setting",)}  # objects that belong to a type besides its own
MOST_HOLIDAYS = 100
MOST_DEVICE_TYPES = 100
LONGEST_DEVICE_TYPE = 255
SINGLE_PROMPTS = ("audio_while_connecting", "hold_music")
PROMPTS_BY_HOURS = SITE_SETTINGS["audio_prompt"].default.keys() - {"language", *SINGLE_PROMPTS}
TIMEOUTS = {"minutes": (5, 10, 15, 30), "hours": range(1, 25)}


def shown(rows: Tenant, site: Site, type: str) -> Any:
    key = KEYS.get(type, type)
    value = _value(rows, site, key)
    match key:
        case "business_hours" | "closed_hours":
            shape = {**value, "overflow": _overflow(rows, value["overflow"])}
        case "holiday_hours":
            holidays = [_holiday(site, each) for each in value["holidays"]]
            shape = {"holidays": holidays, "overflow": _overflow(rows, value["overflow"])}
        case "audio_prompt":
            shape = _prompts(rows, value)
        case "desk_phone":
            shape = {**value, "general_setting": _general(value["general_setting"])}
        case "dial_by_name":
            shape = value if not value["inherit"] else SITE_SETTINGS[key].default  # there is no account's own yet
        case "billing_account":
            shape = {}  # nobody is billed by the site
        case _:
            shape = value
    return {key: shape}


def _value(rows: Tenant, site: Site, key: str) -> Said:
    return documents.read(rows, documents.of_site(site), [SITE_SETTINGS[key]])[key].value


def _overflow(rows: Tenant, said: Said) -> Said:
    answer = {name: said[name] for name in said if name.startswith("allow_")}
    operator = targets.named(rows, [said["operator_extension_id"]]).get(said["operator_extension_id"])
    if operator:
        shape = targets.shown(operator)
        answer["operator"] = {name: shape[name] for name in shape if name != "id"}
    return answer


def _holiday(site: Site, said: Said) -> Said:
    zone = zones.of_site(site)
    return {**said, "from": zones.instant(said["from"], zone), "to": zones.instant(said["to"], zone)}


def _prompts(rows: Tenant, value: Said) -> Said:
    by_hours: dict[str, dict[str, str]] = {name: value[name] for name in PROMPTS_BY_HOURS}
    ids = [*(value[name] for name in SINGLE_PROMPTS), *(id for part in by_hours.values() for id in part.values())]
    names = audio.names(rows, ids)
    return {
        "language": value["language"],
        **{name: audio.shown(value[name], names, "name") for name in SINGLE_PROMPTS},
        **{
            name: {hours: audio.shown(id, names, "name") for hours, id in part.items()}
            for name, part in by_hours.items()
        },
    }


def _general(said: Said) -> Said:
    return said if said["setting_type"] == "custom_setting" else {"setting_type": said["setting_type"]}


def change(rows: Tenant, site: Site, type: str, body: Said) -> None:
    """Of the body, the object that belongs to the type."""
    key = KEYS.get(type, type)
    said = cast(Said, parts.meant(body, key, *BESIDE.get(key, ())).get(key, {}))
    match key:
        case "business_hours" | "closed_hours" | "holiday_hours":
            fields = _hours(rows, site, key, said)
        case "audio_prompt":
            fields = _chosen(rows, said)
        case "desk_phone":
            fields = _timeout(said) | {name: body[name] for name in BESIDE[key] if name in body}
        case "billing_account":
            if said.get("id"):
                refuse("invalid", fields=["billing_account.id"])  # there are none
            fields = {}
        case "dial_by_name":
            fields = _found_by_name(rows, site, said)
        case _:
            fields = dict(said)
    documents.say(rows, documents.of_site(site), key, fields)


def _hours(rows: Tenant, site: Site, key: str, said: Said) -> dict[str, Any]:
    fields = dict(said)
    if "custom_hours" in said:
        for place, day in enumerate(said["custom_hours"]):
            if not (week.is_whole(day) and week.is_sensible(day)):
                refuse("invalid", fields=[f"{key}.custom_hours.{place}"])
        if clash := [f"{key}.custom_hours.{place}" for place in week.overlaps(said["custom_hours"])]:
            refuse("invalid", fields=clash)
        fields["custom_hours"] = week.changed(_value(rows, site, key)["custom_hours"], said["custom_hours"])
    if "holidays" in said:
        fields["holidays"] = _changed(rows, site, said["holidays"])
    if "overflow" in said:
        overflow = dict(said["overflow"])
        operator = overflow.pop("operator", {}).get("extension_id")
        if operator:
            targets.target(rows, operator)
        fields["overflow"] = overflow if operator is None else overflow | {"operator_extension_id": operator}
    return fields


def _chosen(rows: Tenant, said: Said) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: said[name]["audio_id"] for name in SINGLE_PROMPTS if "audio_id" in said.get(name, {})
    }
    for id in fields.values():
        audio.check(rows, id)
    for name in PROMPTS_BY_HOURS & said.keys():
        part = {hours: said[name][hours]["audio_id"] for hours in BY_HOURS if "audio_id" in said[name].get(hours, {})}
        for id in part.values():
            audio.check(rows, id)
        fields[name] = part
    if "language" in said:
        if said["language"] not in audio.LANGUAGES:
            refuse("invalid", fields=["audio_prompt.language"])
        fields["language"] = said["language"]
    return fields


def _found_by_name(rows: Tenant, site: Site, said: Said) -> Said:
    """While a site takes the account's directory, nothing of that is its own to change."""
    value = {**_value(rows, site, "dial_by_name"), **said}
    account = SITE_SETTINGS["dial_by_name"].default
    if value["inherit"] and (own := [name for name in said if said[name] != account[name] and name != "inherit"]):
        refuse("invalid", fields=[f"dial_by_name.{name}" for name in own])
    return said


def _timeout(said: Said) -> dict[str, Any]:
    if "hot_desking_session_timeout" not in said:
        return {}
    timeout = {"unit": "hours", **said["hot_desking_session_timeout"]}
    if timeout["number"] not in TIMEOUTS[timeout["unit"]]:
        refuse("session_timeout_invalid")
    return {"hot_desking_session_timeout": timeout}


# Holidays, which are kept in wall time of the site, and have ids


def add_holidays(rows: Tenant, site: Site, said: list[Said]) -> Any:
    """All of them or none."""
    present = _value(rows, site, "holiday_hours")["holidays"]
    if not said or len(present) + len(said) > MOST_HOLIDAYS:
        refuse("invalid", fields=["holidays"])
    added = [_kept(site, {"name": "", **each, "holiday_id": new_id()}, f"holidays.{n}") for n, each in enumerate(said)]
    _keep(rows, site, [*present, *added])
    return {"holidays": [_holiday(site, each) for each in added]}


def remove_holiday(rows: Tenant, site: Site, id: str) -> None:
    present = _value(rows, site, "holiday_hours")["holidays"]
    left = [each for each in present if each["holiday_id"] != id]
    if left == present:
        refuse("holiday_unknown", id=id)
    _keep(rows, site, left)


def _changed(rows: Tenant, site: Site, said: list[Said]) -> list[Said]:
    """Those named, with what is given of them; the others stay."""
    holidays = {each["holiday_id"]: each for each in _value(rows, site, "holiday_hours")["holidays"]}
    for place, each in enumerate(said):
        id = each.get("holiday_id", "")
        before = holidays.get(id) or refuse("holiday_unknown", id=id)
        holidays[id] = _kept(site, merged(_holiday(site, before), each), f"holiday_hours.holidays.{place}")
    return [*holidays.values()]


def _kept(site: Site, said: Said, path: str) -> Said:
    zone = zones.of_site(site)
    name = said["name"].strip() or refuse("invalid", fields=[f"{path}.name"])
    try:
        begins, ends = (zones.wall(said.get(end, ""), zone) for end in ("from", "to"))
    except (ValueError, OverflowError):
        refuse("invalid", fields=[f"{path}.from", f"{path}.to"])
    if begins >= ends:
        refuse("invalid", fields=[f"{path}.to"])
    return {"holiday_id": said["holiday_id"], "name": name, "from": begins, "to": ends}


def _keep(rows: Tenant, site: Site, holidays: list[Said]) -> None:
    documents.say(rows, documents.of_site(site), "holiday_hours", {"holidays": holidays})


# Types of devices that talk by SRTP with AES-256


def secure(rows: Tenant, site: Site, device_type: str) -> None:
    """`device_type` is a manufacturer, or one with a model; one that is secured already stays so."""
    named = device_type.strip()
    if not named or len(named) > LONGEST_DEVICE_TYPE or devices.brand(named.split()[0]) is None:
        refuse("invalid", fields=["device_type"])
    present = _value(rows, site, "security")["device_types"]
    if named not in present:
        if len(present) >= MOST_DEVICE_TYPES:
            refuse("invalid", fields=["device_type"])
        documents.say(rows, documents.of_site(site), "security", {"device_types": [*present, named]})


def secure_no_more(rows: Tenant, site: Site, device_type: str) -> None:
    present = _value(rows, site, "security")["device_types"]
    if device_type not in present:
        refuse("device_type_unknown", name=device_type)
    left = [each for each in present if each != device_type]
    documents.say(rows, documents.of_site(site), "security", {"device_types": left})
