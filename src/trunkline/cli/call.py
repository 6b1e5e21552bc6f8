"""Places a real call between two test phones, and shows what the API then says of it."""

import argparse
import secrets
import socket
import time
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from trunkline import clock
from trunkline.api import apps
from trunkline.cli import admin, exits, owner, stored
from trunkline.cli.client import Client, Silent, Unanswered
from trunkline.engine.testphone import Failed, Phone, Phones, SipAccount
from trunkline.problems import Refusal, refuse

USUAL = "127.0.0.1:8080"
APP = "test call"
TONES = (440, 1000)  # Hz: what the caller sends, and the callee
CLEAR = 0.9  # share of the energy that a tone must have to count as heard
LATELY = timedelta(minutes=30)
PATIENCE = 5.0  # seconds for the history to have the call


def call(said: argparse.Namespace) -> int:
    try:
        with _client(said) as client, _phone(client, said.caller) as caller, _phone(client, said.callee) as callee:
            known = {row["call_history_uuid"] for row in _between(client, said.caller, said.callee)}
            well = talk((said.caller, caller), (said.callee, callee), said.talk, print)
            _show(client, said.caller, said.callee, known)
    except (Unanswered, Failed) as error:
        exits.say(str(error))
        return exits.TRY_AGAIN if isinstance(error, Silent) else 1
    return 0 if well else 1


@contextmanager
def _client(said: argparse.Namespace) -> Generator[Client]:
    """As the app that is named; or, where the installation is here, as one that is there for as long as it takes."""
    url = said.url or f"http://{_http(said)}"
    if any(given := (said.account_id, said.client_id, said.client_secret)):
        if not all(given):
            refuse("credentials_not_whole", remedy="--account-id, --client-id and TRUNKLINE_CLIENT_SECRET together")
        yield Client(url, said.account_id, said.client_id, said.client_secret)
        return
    try:
        account, made = stored.change(said, lambda rows: (rows.account_id, apps.create(rows, APP, admin.every_scope())))
    except Refusal as refusal:
        if refusal.key != "no_installation_here":
            raise
        here = "--data of the installation, and --database if it has one"
        remedy = f"{here}; or --account-id, --client-id and TRUNKLINE_CLIENT_SECRET of an app"
        refuse("nobody_to_call_as", data=said.data, remedy=remedy)
    said.account = account
    try:
        yield Client(url, account, made.client_id, made.secret)
    finally:
        stored.change(said, lambda rows: apps.remove(rows, made.client_id))


def _http(said: argparse.Namespace) -> str:
    """Where the API of the installation is, as whoever runs it has told."""
    return owner.http(said.data.resolve()) or USUAL


@contextmanager
def _phone(client: Client, extension: str) -> Generator[SipAccount]:
    """A phone of the extension's, made through the API and taken away afterwards."""
    user = _numbered(client, "users", extension)
    if user is None and _numbered(client, "call_queues", extension):
        found = f"{extension} is a queue"
        refuse("no_person", value=extension, found=found, remedy="`call` is between two people")
    if user is None:
        remedy = "the number of a person: `call` is between two people"
        refuse("nobody_has_the_extension", value=extension, remedy=remedy)
    mac = f"02{secrets.token_hex(5)}"  # locally administered
    body = {"display_name": "Test phone", "mac_address": mac, "type": "other", "assigned_to": user["id"]}
    device = client("POST", "/devices", body)["id"]
    try:
        account = client("GET", f"/devices/{device}")["provision"]["sip_accounts"][0]
        yield SipAccount(**{name: account[name] for name in SipAccount.__dataclass_fields__})
    except BaseException:
        with suppress(Unanswered):  # what went wrong before says more
            _take_away(client, device, user)
        raise
    _take_away(client, device, user)


def _take_away(client: Client, device: str, user: Any) -> None:
    client("DELETE", f"/devices/{device}/extensions/{user['extension_id']}")
    client("DELETE", f"/devices/{device}")


def _numbered(client: Client, kind: str, extension: str) -> Any:
    """Who of the kind has an extension number."""
    search = f"keyword={quote(extension)}&" if kind == "users" else ""
    found = client("GET", f"/{kind}?{search}page_size=100")[kind]
    return next((each for each in found if str(each.get("extension_number")) == extension), None)


def talk(
    caller: tuple[str, SipAccount], callee: tuple[str, SipAccount], seconds: float, say: Callable[[str], object]
) -> bool:
    """Whether both heard what the other sent. Each has an extension number and an account. Raises Failed."""
    (calling, caller_account), (called, callee_account) = caller, callee
    phones = Phones(_own_address(caller_account))
    one, other = phones.phone(caller_account, TONES[0]), phones.phone(callee_account, TONES[1])
    well: list[bool] = []

    def script() -> None:
        one.register()
        other.register()
        say(f"{calling} and {called} are registered")
        one.dial(called)
        other.wait_for_call(one)
        say(f"{called} rings")
        other.answer()
        one.wait_for_answer()
        say(f"{called} answered; talking for {seconds:g} seconds")
        time.sleep(0.3)  # until both relay sides have learned where the phones are
        one.audio.forget()
        other.audio.forget()
        time.sleep(seconds)
        for who, phone, expected in ((calling, one, TONES[1]), (called, other, TONES[0])):
            well.append(_heard(who, phone, expected, say))
        one.hang_up()
        other.wait_for_end()

    phones.run(script)
    return all(well)


def _heard(who: str, phone: Phone, expected: int, say: Callable[[str], object]) -> bool:
    heard = phone.audio.heard()
    good = abs(heard.hz - expected) <= 5 and heard.share > CLEAR
    verdict = "as sent" if good else f"NOT the {expected} Hz that were sent"
    say(f"{who} heard {heard.hz} Hz ({heard.share:.0%} of the energy) over {heard.seconds:.1f} s: {verdict}")
    return good


def _show(client: Client, caller: str, callee: str, known: Collection[str]) -> None:
    """The call as the account's history tells it: between the two, and not known before."""
    end = time.monotonic() + PATIENCE
    while True:
        for row in _between(client, caller, callee):
            if row["call_history_uuid"] not in known:
                _print(client("GET", f"/call_history/{row['call_history_uuid']}"), row)
                return
        if time.monotonic() > end:
            raise Unanswered("the history does not have the call")
        time.sleep(0.1)


def _between(client: Client, caller: str, callee: str) -> list[Any]:
    """Calls of the last minutes. Those of a demo's past are older, and may still be coming in."""
    lately = datetime.fromtimestamp(clock.wall(), UTC) - LATELY
    return [
        row
        for row in client("GET", "/call_history?page_size=30")["call_history"]
        if (row.get("caller_ext_number"), row.get("callee_ext_number")) == (caller, callee)
        and datetime.fromisoformat(row["start_time"]) > lately
    ]


def _print(whole: Any, row: Any) -> None:
    print(f"\ncall {whole['call_id']}: {row['call_result']}, {row['duration']} s, {whole['start_time']}")
    for element in whole["call_elements"]:
        people = f"{element['caller_name']} to {element['callee_name']}"
        place = f"{element['segment']}.{element['node']}"
        print(f"  {place}  {element['event']:<9} {people}: {element['result']} ({element['direction']})")


def _own_address(account: SipAccount) -> str:
    """The address of ours that the engine can send to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(account.proxy)
        return probe.getsockname()[0]
