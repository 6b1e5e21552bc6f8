"""What a call said in SIP, as a ladder or word by word, and what was heard in it, if an administrator orders that."""

import argparse
import getpass
import json
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

from trunkline import clock, logs
from trunkline.api import checks
from trunkline.cli import engine
from trunkline.cli.pcap import Address, Pcap
from trunkline.cli.processes import run_folder
from trunkline.cli.stored import change
from trunkline.engine.tap import FROM_PHONE, TO_PHONE, Copy
from trunkline.problems import refuse
from trunkline.store.tables import AuditLine
from trunkline.store.tenant import Tenant

AGAIN = 0.5  # seconds between looks, where messages are followed
WIDTH = 38  # of a ladder, from one to the next
MOST = 5  # that stand in a ladder
SECONDS = 60  # of audio, unless others are asked for
LARGEST = 256 << 20  # bytes of a capture of audio
PATIENCE = 1.0  # seconds for audio to come before the clock is looked at
US = "Trunkline"

Message = dict[str, Any]


def trace(said: argparse.Namespace) -> int:
    if not (said.call or said.number or said.live):
        refuse("what_is_to_be_traced", remedy="--call ID, --number N or --live")
    _keep_to_the_point(said)
    if said.audio:
        return _audio(said)
    with _opened(said.pcap) as file:
        pcap = Pcap(file) if file else None
        show = _shower(said)
        found = 0
        with suppress(KeyboardInterrupt):
            for each in _messages(said):
                found += 1
                if pcap and file:
                    source, to = _ends(each)
                    pcap.add(each["at"], source, to, each["text"].encode("latin-1"))
                    file.flush() if said.live else None
                show(each)
    if not found and not said.live:
        refuse("call_unknown", value=said.call or said.number, remedy="one that was not long ago: others are not kept")
    return 0


def _keep_to_the_point(said: argparse.Namespace) -> None:
    """Refuse what would have no effect."""
    of_messages = ("number", "live", "messages", "json", "pcap")
    if vain := [name for name in (of_messages if said.audio else ("seconds",)) if getattr(said, name)]:
        remedy = "messages by a command of their own" if said.audio else "--audio FILE, or Ctrl-C with --live"
        refuse("no_effect_together", options=" ".join(f"--{name}" for name in vain), remedy=remedy)


@contextmanager
def _opened(path: Path | None) -> Generator[BinaryIO | None]:
    """A new file, for its owner alone."""
    if path is None:
        yield None
        return
    try:
        file = path.open("xb")
    except OSError as error:
        refuse("file_not_made", file=path, reason=error.strerror)
    with file:
        yield file


def _messages(said: argparse.Namespace) -> Iterator[Message]:
    """Those that are kept, and with `--live` those that come from now on."""
    asked = {"call": said.call or "", "number": said.number or ""}
    after = engine.needed(said, "trace", after=-1)["last"] if said.live and not (said.call or said.number) else 0
    while True:
        found = engine.needed(said, "trace", after=after, **asked)
        yield from found["messages"]
        after = found["last"]
        if not found["more"]:
            if not said.live:
                return
            time.sleep(AGAIN)


# As it is shown


def _shower(said: argparse.Namespace) -> Callable[[Message], None]:
    if said.json:
        return _for_machines
    if said.messages:
        return _whole
    return Ladder(sys.stdout).show


def _for_machines(each: Message) -> None:
    print(json.dumps(each), flush=True)


def _whole(each: Message) -> None:
    there = f"{each['transport']}:{each['theirs'][0]}:{each['theirs'][1]}"
    print(f"{_clock(each['at'])} {'to' if each['way'] == 'sent' else 'from'} {there} {each['leg']}")
    for line in _text(each).splitlines():
        print(f"    {logs.shown(line)}")
    print(flush=True)


class Ladder:
    """Us in the second column; whoever is seen first in the first, and others to the right."""

    def __init__(self, to: IO[str]) -> None:
        self._to = to
        self._columns = list[str]()

    def show(self, each: Message) -> None:
        there = f"{each['theirs'][0]}:{each['theirs'][1]}"
        if there not in self._columns:
            self._columns.append(there)
            self._head()
        sent = each["way"] == "sent"
        says = _summary(_text(each))
        place = self._columns.index(there)
        if place >= MOST:
            drawn = f"{US} {'->' if sent else '<-'} {there}  {says}"
        elif place == 0:
            drawn = _arrow(says, to_the_right=not sent)
        else:
            drawn = " " * WIDTH + _arrow(says, to_the_right=sent, over=place)
        print(f"{_clock(each['at'])} |{drawn}  {each['leg']}".rstrip(), file=self._to, flush=True)

    def _head(self) -> None:
        first, *others = self._columns[:MOST]
        print(" " * 14 + "".join(f"{name:<{WIDTH}}" for name in (first, US, *others)).rstrip(), file=self._to)


def _arrow(says: str, *, to_the_right: bool, over: int = 1) -> str:
    room = WIDTH * over - 2
    label = f" {says[: room - 6]} ".center(room - 2, "-")
    return f"-{label}>|" if to_the_right else f"<{label}-|"


def _summary(text: str) -> str:
    """Of a request its method, of an answer its status; and to which request."""
    first, *lines = text.splitlines() or [""]
    if first.upper().startswith("SIP/2.0 "):
        to = next((line.split()[-1] for line in lines if line.lower().startswith("cseq") and line.split()), "")
        said = f"{first[8:]} ({to})"
    else:
        said = first.partition(" ")[0]
    described = any(line.lower().replace(" ", "").startswith("content-type:application/sdp") for line in lines)
    return logs.shown(said + (" SDP" if described else ""))


def _clock(at: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(at)) + f".{int(at % 1 * 1000):03}"


def _text(each: Message) -> str:
    return each["text"].encode("latin-1").decode(errors="replace")


def _ends(each: Message) -> tuple[Address, Address]:
    ours, theirs = ((str(each[name][0]), int(each[name][1])) for name in ("ours", "theirs"))
    return (ours, theirs) if each["way"] == "sent" else (theirs, ours)


# What is heard


def _audio(said: argparse.Namespace) -> int:
    """From now on, for as long as was said, until the call is over or the file is large. It is in the audit first."""
    if not said.call:
        refuse("audio_is_of_one_call", remedy="--call ID")
    legs = engine.needed(said, "legs", call=said.call)
    if not legs:
        refuse("call_unknown", value=said.call, remedy="one of those of `trunkline calls`: audio is of one that lives")
    said.account, seconds = legs[0]["account"], said.seconds or SECONDS
    with _opened(said.audio) as file, _listening(run_folder(said)) as (listening, name):
        if file is None:
            return 2
        _note(said, seconds)
        leg = _tapped(said, [each["leg"] for each in legs], name, seconds)
        parties = _parties(said.call, engine.asked(said, "calls"), leg)
        streams = _copied(seconds, listening, Pcap(file), legs[0]["ours"])
    print(f"{said.audio}: {streams.total()} packets")
    for (way, source, to), packets in streams.items():
        what = "RTCP" if (source if way == TO_PHONE else to)[1] % 2 else "RTP"
        ends = " -> ".join(f"{host}:{port}" for host, port in (source, to))
        print(f"  {ends}: {what} of {parties[way]}, {packets} packets")
    return 0


def _parties(call: str, answer: Message | None, leg: str) -> dict[int, str]:
    """Who is heard in each way of a leg, as far as that is known: the first leg of a call is the caller's."""
    live: list[dict[str, str]] = answer.get("calls", []) if answer else []
    ends = next((each for each in live if each["call"] == call), dict[str, str]())
    names = [f"the caller {ends.get('from', '')}".strip(), f"the other side {ends.get('to', '')}".strip()]
    phone, other = names if leg.endswith(".0") else names[::-1]
    return {FROM_PHONE: logs.shown(phone), TO_PHONE: logs.shown(other)}


@contextmanager
def _listening(run: Path) -> Generator[tuple[socket.socket, str]]:
    """A socket in the folder where the relay looks for it, whatever the length of its name."""
    name = f"tap-{os.getpid()}.sock"
    folder = os.open(run, os.O_RDONLY | os.O_DIRECTORY)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    path = f"/proc/self/fd/{folder}/{name}"
    try:
        listening.bind(path)
        listening.listen(1)
        listening.settimeout(PATIENCE)
        yield listening, name
    finally:
        listening.close()
        with suppress(OSError):
            os.unlink(path)
        os.close(folder)


def _note(said: argparse.Namespace, seconds: int) -> None:
    """Nobody listens who is not known afterwards."""
    by = os.environ.get("SUDO_USER") or getpass.getuser()

    def note(rows: Tenant) -> None:
        path = {"call": said.call, "seconds": seconds, "by": by}
        rows.note(AuditLine, app_id="", person_id=None, operation="trace_audio", path=path)

    change(said, note)


def _tapped(said: argparse.Namespace, legs: Sequence[str], name: str, seconds: int) -> str:
    """The first leg that has a phone, for both sides are heard there. Refuses where there is none."""
    why = ""
    for leg in sorted(legs):
        order = {"do": "tap", "name": leg, "to": name, "seconds": seconds}
        try:
            answer = json.loads(checks.ask(run_folder(said) / "doors.sock", json.dumps(order).encode()))
        except (OSError, ValueError) as error:
            refuse("the_relay_does_not_answer", reason=error)
        if not answer:
            return leg
        if leg not in answer["error"]:  # it has a door
            why = str(answer["error"])
    why = why or "no phone is in this call, or none that is answered"
    refuse("call_has_no_audio", value=said.call, reason=why)


Streams = Counter[tuple[int, Address, Address]]  # packets, by way, source and where to


def _copied(seconds: int, listening: socket.socket, pcap: Pcap, host: str) -> Streams:
    streams = Streams()
    until = time.monotonic() + seconds
    connection, _ = listening.accept()
    connection.settimeout(PATIENCE)
    with connection, suppress(KeyboardInterrupt):
        while time.monotonic() < until and pcap.size < LARGEST:
            try:
                came = connection.recv(65_535)
            except TimeoutError:
                continue
            if not came:  # the call is over
                break
            copy = Copy.read(came)
            us = host, copy.port
            source, to = (us, copy.phone) if copy.way == TO_PHONE else (copy.phone, us)
            streams[copy.way, source, to] += 1
            pcap.add(clock.wall(), source, to, copy.packet)
    return streams
