"""Places a real call between two test phones, and shows what the API then says of it."""

import argparse
import secrets
import socket
import sys
import time
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from trunkline import clock
from trunkline.cli.client import Client, Unanswered
from trunkline.engine.testphone import Failed, Phone, Phones, SipAccount

TONES = (440, 1000)  # Hz: what the caller sends, and the callee
CLEAR = 0.9  # share of the energy that a tone must have to count as heard
LATELY = timedelta(minutes=30)
PATIENCE = 5.0  # seconds for the history to have the call


def call(said: argparse.Namespace) -> int:
    try:
        client = Client(said.url, said.account_id, said.client_id, said.client_secret)
        with _phone(client, said.caller) as caller, _phone(client, said.callee) as callee:
            known = {row["call_history_uuid"] for row in _between(client, said.caller, said.callee)}
            well = talk((said.caller, caller), (said.callee, callee), said.talk, print)
            _show(client, said.caller, said.callee, known)
    except (Unanswered, Failed) as error:
        print(f"trunkline: {error}", file=sys.stderr)
        return 1
    return 0 if well else 1


@contextmanager
def _phone(client: Client, extension: str) -> Generator[SipAccount]:
    """A phone of the extension's, made through the API and taken away afterwards."""
    found = client("GET", f"/users?keyword={extension}&page_size=100")["users"]
    user = next((each for each in found if str(each.get("extension_number")) == extension), None)
    if user is None:
        raise Unanswered(f"nobody has the extension {extension}")
    mac = f"02{secrets.token_hex(5)}"  # locally administered
    body = {"display_name": "Test phone", "mac_address": mac, "type": "other", "assigned_to": user["id"]}
    device = client("POST", "/devices", body)["id"]
    try:
        account = client("GET", f"/devices/{device}")["provision"]["sip_accounts"][0]
        yield SipAccount(**{name: account[name] for name in SipAccount.__dataclass_fields__})
    finally:
        client("DELETE", f"/devices/{device}/extensions/{user['extension_id']}")
        client("DELETE", f"/devices/{device}")


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
        other.wait_for_call()
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
