"""Audio: one relay session for each leg, its outer side facing the phone, its inner side on loopback.

Two legs hear each other when their inner sides are pointed at each other. So any leg can be joined to any other, at any
time, even when its phone is behind NAT: where that is is known on the outer side alone.
"""

import base64
import os
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson
import structlog

from trunkline.engine.bridges import Numbers
from trunkline.engine.sdp import CODECS, SUITES, Dtls, Keys
from trunkline.engine.whose import Address
from trunkline.store import meeting

INNER = "127.0.0.1"
ANY = "0.0.0.0"  # noqa: S104  every address of the machine
LIFE = 86_400  # seconds without packets after which the relay forgets a session that nobody closed
CLOSED = "255.255.255.255 9"  # where a side points that takes nothing: no packet can come from there
NOWHERE = 9  # the discard port: where an inner side points that is joined to nothing
PATIENCE = 0.5  # seconds for an answer, which takes 20 us on a machine that is not short of processors
PAUSE = 1.0  # seconds before a relay that failed twice is asked again
PHONE, INSIDE = "o", "i"  # the tags of the two sides
KEY = 30  # bytes of a key and its salt
NOBODY = "nobody"  # a session that is there for the relay's sake
DTLS = "M4:1"  # the relay's module for DTLS-SRTP
KEYS = "M3:1"  # its module that tells of keys pressed (RFC 4733), with `h` if nobody else is to hear them
NOTIFIED = "unix:notify.sock"  # where it tells, and below where it finds files; it runs in the folder of its sockets
TAKING = "taking"  # the folder of recordings that are not over
PACKET = 20  # milliseconds of audio in one that is played
FOREVER = -1

log = structlog.get_logger()


class RelayGone(Exception):
    """The relay does not answer, or refuses."""


class RelayRefused(RelayGone):
    """It answered, and would not."""


class Commands:
    """Commands to another process, one at a time over a connection that is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: socket.socket | None = None
        self._not_before = 0.0
        self.losses = 0

    def ask(self, text: str) -> str:
        """What is asked twice is done once: no command is such that it makes a difference."""
        if time.monotonic() < self._not_before:
            raise RelayGone
        try:
            return self._asked(text)
        except OSError:
            self._lost()
        try:
            return self._asked(text)
        except OSError as error:
            self._lost()
            self._not_before = time.monotonic() + PAUSE
            log.error("relay does not answer", socket=self._path.name, why=str(error))
            raise RelayGone(str(error)) from error

    def _asked(self, text: str) -> str:
        if self._connection is None:
            self._connection = self._connect()
        self._connection.sendall(f"{text}\n".encode())
        if answer := self._connection.recv(4096).decode().strip():
            return answer
        raise ConnectionResetError("connection closed")

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(PATIENCE)
        try:
            meeting.connect(connection, self._path)
        except OSError:
            connection.close()
            raise
        return connection

    def _lost(self) -> None:
        """An answer that is late must not be taken for that to another command."""
        self.losses += 1
        self.close()

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


class Relay:
    """The relay process: rtp.io by the RTPProxy protocol, and doors by their own (`doors.py`)."""

    def __init__(self, path: Path) -> None:
        """`path` is rtp.io's socket; that of the doors is beside it."""
        self.folder = path.parent
        self._commands, self._doors = Commands(path), Commands(path.with_name("doors.sock"))
        self._fingerprint, self._losses = "", 0
        self.ports = set[int]()  # those that phones were told, of RTP and RTCP
        self._unclosed: list[str] = []  # sessions that it could not be told to end
        self._nudged = -1  # how often the relay had been lost when it was prepared
        self._nudges = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def command(self, text: str) -> str:
        answer = self._commands.ask(text)
        if self._unclosed:
            self._close_the_rest()
        if answer.startswith("E") or answer.endswith("&& -1"):
            raise RelayRefused(f"{answer} to {text.partition(' ')[0]}")
        return answer

    def close_later(self, name: str) -> None:
        """A session that the relay has, or may have, and could not be told to end: it is told when it answers again."""
        self._unclosed.append(name)

    def prepare(self) -> None:
        """Before a session begins: while the relay still has a port, it is given the session that nudges go to."""
        if self._nudged != self._commands.losses:
            self.nudge()
            self._nudged = self._commands.losses

    def nudge(self) -> None:
        """Have the relay let go of the ports of sessions that are over. It does so when a packet comes or a session
        begins, so that one whose ports are all taken would never have any again."""
        port = int(self.command(f"UL{INNER} {NOBODY} 0.0.0.0 0 {PHONE}").split()[0])
        for each in (port, port + 1):  # RTP and RTCP are looked after by two threads
            self._nudges.sendto(b"\0", (INNER, each))

    def _close_the_rest(self) -> None:
        names, self._unclosed = self._unclosed, []
        for name in names:
            close(self, name)

    def door(self, do: str, name: str = "", **said: object) -> dict[str, Any]:
        answer = orjson.loads(self._doors.ask(orjson.dumps({"do": do, "name": name, **said}).decode()))
        if "error" in answer:
            raise RelayRefused(f"{answer['error']} to {do}")
        return answer

    def fingerprint(self) -> str:
        """Of the certificate by which the relay secures audio; a relay that is started again has another.

        It is asked of a session of its own, for one that was asked listens to a handshake from then on, and takes it
        before it is told who may make it.
        """
        if not self._fingerprint or self._losses != self._commands.losses:
            session = Session(self, f"fingerprint.{time.monotonic_ns()}", INNER, plain=True)
            said = self.command(f"Ua {session.name} {INNER} {NOWHERE} {INSIDE} {PHONE} && {DTLS} S")
            session.close()
            self._fingerprint = said.partition(" && ")[2].partition(" ")[2].replace("SHA-", "sha-")
            self._losses = self._commands.losses
        return self._fingerprint

    def close(self) -> None:
        self._commands.close()
        self._doors.close()
        self._nudges.close()


class Quality(NamedTuple):
    """Of the audio that came from a phone: packets that came, those that the numbers of others show to be lost, and how
    unevenly they came on average (RFC 3550 appendix A.8), in milliseconds."""

    packets: int
    lost: int
    jitter: float

    @property
    def loss(self) -> float:
        """Part of what was sent."""
        return self.lost / (self.packets + self.lost) if self.lost else 0.0

    def facts(self) -> dict[str, Any]:
        return {"packets": self.packets, "lost": self.lost, "jitter_ms": round(self.jitter, 1)}


class Session:
    """The audio of one leg."""

    def __init__(self, relay: Relay, name: str, host: str, *, plain: bool = False) -> None:
        """Opens both sides; `host` is where the phone sends to. Raises RelayGone.

        `plain`: nothing is ever taken but what comes from the host and the very port that it says, as of a carrier. Of
        phones a door before the relay finds out where they are: nothing shows for sure that no NAT is between.

        The relay asks for the host alone of one that it is told to be asymmetric (`a`), and follows whoever sends
        first where it is not. But one that was told so once, and then is not any more, follows nobody, and is asked for
        host and port. So each side begins with an `a`, closed to all, and has none later. (One that took packets of
        several sources while it was asymmetric is open to all afterwards.)
        """
        self.name = name
        self._relay, self._host = relay, host
        self.is_secure = False  # whether the phone was offered, or has, secured audio
        self._secured: Literal["active", "passive"] | None = None  # our part in the handshake with the phone
        self._plain, self._door = plain, False
        self._keys: Keys | None = None  # ours
        self._phone = CLOSED
        self._codec = ""  # of what is played to it
        self._telling: int | None = None  # the payload type of keys pressed
        self._hidden = True  # whether they stay here
        self._hears = NOWHERE  # the port that the inner side sends to
        self._bridged = False  # whether a bridge is between this and the other
        self._pressed = 0  # keys that the bridge was told of
        self._plays = False
        self._faces = host if plain and host != ANY else INNER
        relay.prepare()
        try:
            self._inner = int(relay.command(f"UaL{INNER} {name} {CLOSED} {PHONE}").split()[0])
            outer = relay.command(f"UaL{host if plain else INNER} {name} {CLOSED} {INSIDE} {PHONE}")
            self.port = self._outer = int(outer.split()[0])
            if not plain:
                self._open_door()
            self._is_at(self.port)
        except RelayGone:
            relay.close_later(name)
            raise

    def point(self, phone: Address, seen: str, dtls: Dtls | None = None, keys: Keys | None = None) -> None:
        """Where the phone says that it listens, and the host that it is seen at: that of its signalling, or of its
        audio where it is believed. Nothing goes to another host before it sent. `dtls` and `keys` say how its audio
        is secured."""
        secure = ""
        if keys:
            ours = self.key(keys)
            self._relay.door("key", self.name, suite=ours.suite, ours=ours.key, theirs=keys.key)
        elif dtls and self._secured is None:
            if self._keys:
                self.unkey()  # of the two that it was offered
            secure = f" && {DTLS} {'P' if dtls.setup == 'passive' else 'A'} {dtls.fingerprint}"
        if self._door:
            self._relay.door("tell", self.name, host=seen, phone=phone)
        else:
            self._phone = f"{seen} {phone[1]}"  # some phones name another of their addresses
        self._face(secure)
        if secure and dtls:
            self._secured = "active" if dtls.setup == "passive" else "passive"

    def _is_at(self, *ports: int) -> None:
        self._relay.ports -= {self.port, self.port + 1}
        for self.port in ports:
            self._relay.ports |= {self.port, self.port + 1}

    def _open_door(self) -> None:
        opened = self._relay.door("open", self.name, relay=(self._faces, self._outer))
        self._door = True
        self._is_at(opened["port"])
        self._phone = f"{self._faces} {opened['inner']}"
        self._face()

    def _face(self, secure: str = "") -> None:
        """Tell the relay all that it has to know of the phone."""
        codec = f"c{CODECS[self._codec]}" if self._codec else ""
        keys = "" if self._telling is None else f" {NOTIFIED} {self.name} && {KEYS} {self.name} {self._telling}"
        hidden = " h" if keys and self._hidden else ""
        self._relay.command(f"U{codec} {self.name} {self._phone} {PHONE}{keys}{hidden}{secure}")

    def tell_keys(self, type: int | None, *, hidden: bool) -> None:
        """Tell of keys that the phone sends as events of this type; `hidden` if the other leg is not to hear them."""
        if (self._telling, self._hidden) != (type, hidden):
            self._telling, self._hidden = type, hidden
            self._face()

    def secure(self) -> Dtls:
        """How our side of the phone's audio is secured: as an offer, or as the answer to what it was pointed at."""
        self.is_secure = True
        return Dtls(self._secured or "actpass", self._relay.fingerprint())

    def key(self, theirs: Keys | None = None) -> Keys:
        """How our side is secured by keys: as an offer, or as the answer to the phone's. What it is to be told as our
        port is another from now on."""
        self.is_secure = True
        if not self._door:
            self._open_door()
        if self._keys is None:
            self._relay.door("shut", self.name, shut=True)
        if self._keys is None or (theirs and theirs.suite != self._keys.suite):
            key = base64.b64encode(secrets.token_bytes(KEY)).decode()
            self._keys = Keys("1", theirs.suite if theirs else SUITES[0], key)
        return replace(self._keys, tag=theirs.tag) if theirs else self._keys

    def unkey(self) -> None:
        """The phone would not have it: our port is again what it was."""
        self._keys = None
        if self._plain:
            self._relay.door("close", self.name)
            self._door = False
            self._is_at(self._outer)
        else:
            self._relay.door("shut", self.name, shut=False)

    def join(self, other: "Session", ours: Numbers = (None, None), theirs: Numbers = (None, None)) -> None:
        """From now on the two hear each other, and nobody else. For each: under which number its phone was told to send
        keys, and under which it takes them."""
        self.hush()
        other.hush()
        self.number(other, ours, theirs)

    def number(self, other: "Session", ours: Numbers, theirs: Numbers, *, through: bool = False) -> None:
        """By which numbers the phones of two that are joined know keys. Where that is not the same, or `through`, a
        bridge is between."""
        if through or not _agree(ours[0], theirs[1]) or not _agree(theirs[0], ours[1]):
            ends = [[self._inner, *ours], [other._inner, *theirs]]
            towards = self._relay.door("bridge", self.name, ends=ends)["ports"]
            other._unbridge()
            self._bridged = True
        else:
            towards = [other._inner, self._inner]
        for session, port in zip((self, other), towards, strict=True):
            if session._hears != port:
                session._listen_to(port)
        if towards[0] == other._inner:
            self._unbridge()
            other._unbridge()

    def press(self, other: "Session", key: str, ours: Numbers, theirs: Numbers) -> None:
        """Have the other phone hear a key that this one said in another way than in its audio."""
        self.number(other, ours, theirs, through=True)
        self._pressed += 1
        self._relay.door("press", self.name, towards=1, key=key, count=self._pressed)

    def _unbridge(self) -> None:
        if self._bridged:
            self._relay.door("unbridge", self.name)
            self._bridged, self._pressed = False, 0

    def part(self) -> None:
        """From now on this leg hears nobody."""
        self._listen_to(NOWHERE)
        self._unbridge()

    def _listen_to(self, port: int, how: str = "") -> None:
        self._relay.command(f"U{how} {self.name} {INNER} {port} {INSIDE} {PHONE}")
        self._hears = port

    def play(self, stem: Path, codec: str, times: int = 1) -> None:
        """From now on the phone hears raw audio from a file, in place of what it heard. At its end it hears nothing, or
        again what it heard before."""
        if self._codec != codec:
            self._codec = codec
            self._face()
        self._listen_to(self._hears, f"z{PACKET}")
        self._plays = True
        self._relay.command(
            f"P{times} {self.name} {os.path.relpath(stem, self._relay.folder)} session {PHONE} {INSIDE}"
        )

    def hush(self) -> None:
        """Nothing is played any more."""
        if self._plays:
            self._plays = False
            self._relay.command(f"S {self.name} {PHONE} {INSIDE}")
            self._listen_to(self._hears)

    def take(self, name: str) -> None:
        """Record what the phone says, by a name that no other recording has."""
        self._relay.command(f"C {self.name} {name} {PHONE} {INSIDE}")

    def stop_taking(self) -> None:
        self._relay.command(f"N {self.name} {PHONE} {INSIDE}")

    def packets(self) -> int:
        """How many have come from the phone so far. Raises RelayGone when the session is no more."""
        return packets(self._relay, self.name)

    def quality(self) -> Quality:
        """Of what has come from the phone so far. Raises RelayGone when the session is no more."""
        answer = self._relay.command(f"Qv {self.name} {PHONE} {INSIDE} rtpa_nrcvd rtpa_nlost rtpa_javg")
        packets, lost, jitter = (float(each.partition("=")[2]) for each in answer.split())
        return Quality(int(packets), max(int(lost), 0), jitter if isfinite(jitter) else 0.0)

    def quiet(self) -> int:
        """For how many seconds neither RTP nor RTCP has come from the phone, or from the other leg: whichever is
        longer. Raises RelayGone when the session is no more."""
        left = self._relay.command(f"Q {self.name} {PHONE} {INSIDE}").split()[0]
        return LIFE - int(left)

    def close(self) -> None:
        self._is_at()
        close(self._relay, self.name, doors=self._door or self._bridged)


def _agree(told: int | None, takes: int | None) -> bool:
    """Whether keys need no other number: they have the same, or there are none, or they are not passed on."""
    return told is None or takes is None or told == takes


def packets(relay: Relay, name: str) -> int:
    answer = relay.command(f"Qv {name} {PHONE} {INSIDE} npkts_ina")
    return int(answer.partition("=")[2] or 0)


def close(relay: Relay, name: str, *, doors: bool = True) -> None:
    """A session that is gone already is as good as closed."""
    try:
        if doors:
            relay.door("close", name)
        with suppress(RelayRefused):
            relay.command(f"D {name} {PHONE} {INSIDE}")
        relay.nudge()
    except RelayRefused as refused:
        log.warning("relay keeps ports of sessions that are over", why=str(refused))
    except RelayGone as gone:
        log.info("relay session not closed", session=name, why=str(gone))
        relay.close_later(name)
