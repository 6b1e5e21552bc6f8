"""Audio: one relay session for each leg, its outer side facing the phone, its inner side on loopback.

Two legs hear each other when their inner sides are pointed at each other. So any leg can be joined to any other, at any
time, even when its phone is behind NAT: the outer side, which learns where the phone is, is never touched.
"""

import base64
import os
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import orjson
import structlog

from trunkline.engine.sdp import CODECS, SUITES, Dtls, Keys

INNER = "127.0.0.1"
LIFE = 86_400  # seconds without packets after which the relay forgets a session that nobody closed
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
            connection.connect(str(self._path))
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
    """The relay process: rtp.io by the RTPProxy protocol, and SRTP by its own (`srtp.py`)."""

    def __init__(self, path: Path) -> None:
        """`path` is rtp.io's socket; that of SRTP is beside it."""
        self.folder = path.parent
        self._commands, self._srtp = Commands(path), Commands(path.with_name("srtp.sock"))
        self._fingerprint, self._losses = "", 0
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

    def srtp(self, do: str, name: str, **said: object) -> dict[str, Any]:
        answer = orjson.loads(self._srtp.ask(orjson.dumps({"do": do, "name": name, **said}).decode()))
        if "error" in answer:
            raise RelayRefused(f"{answer['error']} to {do}")
        return answer

    def fingerprint(self) -> str:
        """Of the certificate by which the relay secures audio; a relay that is started again has another.

        It is asked of a session of its own, for one that was asked listens to a handshake from then on, and takes it
        before it is told who may make it.
        """
        if not self._fingerprint or self._losses != self._commands.losses:
            session = Session(self, f"fingerprint.{time.time_ns()}", INNER)
            said = self.command(f"Ua {session.name} {INNER} {NOWHERE} {INSIDE} {PHONE} && {DTLS} S")
            session.close()
            self._fingerprint = said.partition(" && ")[2].partition(" ")[2].replace("SHA-", "sha-")
            self._losses = self._commands.losses
        return self._fingerprint

    def close(self) -> None:
        self._commands.close()
        self._srtp.close()
        self._nudges.close()


class Session:
    """The audio of one leg."""

    def __init__(self, relay: Relay, name: str, host: str, *, plain: bool = False) -> None:
        """Opens both sides; `host` is where the phone sends to. Raises RelayGone.

        `plain`: no NAT is between, so that from the moment on in which the port is open nothing is taken but what comes
        from the host that the phone is seen at, and from the port that it says.

        A side that is open to all keeps to whoever sends first, whatever it is told later; and a phone that rings says
        where it is only when it answers.
        """
        self.name = name
        self._relay = relay
        self.is_secure = False  # whether the phone was offered, or has, secured audio
        self._secured: Literal["active", "passive"] | None = None  # our part in the handshake with the phone
        self._host, self._plain = host, plain
        self._keyed: int | None = None  # where the relay sends to, for a phone with keys
        self._keys: Keys | None = None  # ours
        self._phone = ("", "0.0.0.0 0")
        self._codec = ""  # of what is played to it
        self._telling: int | None = None  # the payload type of keys pressed
        self._hidden = True  # whether they stay here
        self._hears = NOWHERE  # the port that the inner side sends to
        self._plays = False
        relay.prepare()
        try:
            outer = f"UaL{INNER} {name} {INNER} {NOWHERE}" if plain else f"UL{INNER} {name} 0.0.0.0 0"
            self._inner = int(relay.command(f"{outer} {PHONE}").split()[0])
            self.port = int(relay.command(f"UaL{host} {name} {INNER} {NOWHERE} {INSIDE} {PHONE}").split()[0])
        except RelayGone:
            relay.close_later(name)
            raise

    def point(self, phone: tuple[str, int], seen: str = "", dtls: Dtls | None = None, keys: Keys | None = None) -> None:
        """Where the phone says that it listens, and the host that its signalling comes from.

        If they are one, the relay takes packets from there and from nowhere else. If not, a NAT is between, and the
        relay follows the first packets that come. `dtls` and `keys` say how the phone secures its audio.
        """
        if keys:
            ours = self.key(keys)
            self._relay.srtp("key", self.name, suite=ours.suite, ours=ours.key, theirs=keys.key, phone=phone)
            return
        secure, part = "", self._secured
        if dtls and part is None:
            secure = f" && {DTLS} {'P' if dtls.setup == 'passive' else 'A'} {dtls.fingerprint}"
            part = "active" if dtls.setup == "passive" else "passive"
        strictly = "a" if self._plain or (phone[0] == seen and not secure) else ""
        host = seen if self._plain and seen else phone[0]  # some phones name another of their addresses
        self._phone = strictly, f"{host} {phone[1]}"
        self._face(secure)
        self._secured = part

    def _face(self, secure: str = "") -> None:
        """Tell the relay all that it has to know of the phone."""
        strictly, where = self._phone
        codec = f"c{CODECS[self._codec]}" if self._codec else ""
        keys = "" if self._telling is None else f" {NOTIFIED} {self.name} && {KEYS} {self.name} {self._telling}"
        hidden = " h" if keys and self._hidden else ""
        self._relay.command(f"U{strictly}{codec} {self.name} {where} {PHONE}{keys}{hidden}{secure}")

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
        if self._keyed is None:
            opened = self._relay.srtp("open", self.name, relay=(self._host, self.port))
            self.port, self._keyed = opened["port"], opened["inner"]
            self._phone = "", f"{self._host} {self._keyed}"
            self._face()
        if self._keys is None or (theirs and theirs.suite != self._keys.suite):
            key = base64.b64encode(secrets.token_bytes(KEY)).decode()
            self._keys = Keys("1", theirs.suite if theirs else SUITES[0], key)
        return replace(self._keys, tag=theirs.tag) if theirs else self._keys

    def unkey(self, port: int) -> None:
        """The phone would not have it: our port is the relay's again."""
        self._relay.srtp("close", self.name)
        self.port, self._keyed, self._keys = port, None, None

    def join(self, other: "Session") -> None:
        """From now on the two hear each other, and nobody else."""
        self.hush()
        other.hush()
        self._listen_to(other._inner)
        other._listen_to(self._inner)

    def part(self) -> None:
        """From now on this leg hears nobody."""
        self._listen_to(NOWHERE)

    def _listen_to(self, port: int, how: str = "") -> None:
        self._hears = port
        self._relay.command(f"Ua{how} {self.name} {INNER} {port} {INSIDE} {PHONE}")

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

    def quiet(self) -> int:
        """For how many seconds neither RTP nor RTCP has come from the phone, or from the other leg: whichever is
        longer. Raises RelayGone when the session is no more."""
        left = self._relay.command(f"Q {self.name} {PHONE} {INSIDE}").split()[0]
        return LIFE - int(left)

    def close(self) -> None:
        close(self._relay, self.name, keyed=self._keyed is not None)


def packets(relay: Relay, name: str) -> int:
    answer = relay.command(f"Qv {name} {PHONE} {INSIDE} npkts_ina")
    return int(answer.partition("=")[2] or 0)


def close(relay: Relay, name: str, *, keyed: bool = True) -> None:
    """A session that is gone already is as good as closed."""
    try:
        if keyed:
            relay.srtp("close", name)
        with suppress(RelayRefused):
            relay.command(f"D {name} {PHONE} {INSIDE}")
        relay.nudge()
    except RelayRefused as refused:
        log.warning("relay keeps ports of sessions that are over", why=str(refused))
    except RelayGone as gone:
        log.info("relay session not closed", session=name, why=str(gone))
        relay.close_later(name)
