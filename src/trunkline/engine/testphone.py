"""Built-in test phones: they register, call and answer over SIP, send a tone, and say what tone they hear.

They take the way of any phone, through the registrar, the exchange and the relay: what they prove holds for others.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from trunkline import vital
from trunkline.audio.codecs import Decoder, encode
from trunkline.engine import sdp, stack
from trunkline.engine.sdp import Media
from trunkline.engine.transactions import Transactions

RATE = 8000  # samples a second
FRAME = 160  # samples of a packet: 20 ms
PATIENCE, LEAVING = 8.0, 2.0  # seconds that each step of a call may take, and that the phones have to leave
OFTEN = 0.05  # seconds between looks at two things at once
LOUDNESS = 0.25
AUDIBLE = 0.003  # root mean square


class Failed(Exception):
    """A step of the call did not come about; the text says which and why."""


@dataclass(frozen=True)
class SipAccount:
    """As `get_device` shows it."""

    user_name: str
    password: str
    sip_domain: str
    outbound_proxy: str  # host:port

    @property
    def proxy(self) -> tuple[str, int]:
        """Its address; OSError if the name is unknown."""
        host, _, port = self.outbound_proxy.rpartition(":")
        return socket.gethostbyname(host), int(port)


@dataclass(frozen=True)
class Heard:
    """The loudest frequency and its share of all energy, over so many seconds of audio."""

    hz: int
    share: float
    seconds: float


class Phones:
    """A SIP endpoint that several test phones share. Its loop runs in the thread that calls `run`."""

    def __init__(self, host: str) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((host, 0))
            port: int = probe.getsockname()[1]
        stack.SipConf.my_address, stack.SipConf.my_port, stack.SipConf.my_uaname = host, port, "Trunkline test phone"
        self.host, self.port = host, port
        self.config: dict[str, Any] = {"_sip_address": host, "_sip_port": port, "_sip_logger": stack.Silent()}
        self.config["_sip_tm"] = Transactions(self.config, self._request)
        self._phones: dict[str, Phone] = {}

    def phone(self, account: SipAccount, hz: int) -> "Phone":
        made = self._phones[account.user_name] = Phone(self, account, hz)
        return made

    def run(self, script: Callable[[], None]) -> None:
        """Run the script in a thread of its own, and the loop until it is over; raises what the script raised. Whatever
        happens, no phone stays registered."""
        try:
            self._play(script)
        finally:
            self._play(self._leave)
            for phone in self._phones.values():
                phone.audio.close()

    def _play(self, script: Callable[[], None]) -> None:
        raised: list[BaseException] = []

        def play() -> None:
            try:
                script()
            except BaseException as error:
                raised.append(error)
            stack.loop.callFromThread(stack.loop.breakLoop)

        vital.work(play, name="script")
        stack.loop.loop()
        if raised:
            raise raised[0]

    def _leave(self) -> None:
        left = [phone.unregister() for phone in self._phones.values()]
        with suppress(Failed):
            for each in left:
                each.wait("unregistering", LEAVING)

    def _request(self, request: Any, transaction: Any) -> Any:
        phone = self._phones.get(str(request.getRURI().username))
        if request.getMethod() != "INVITE" or phone is None:
            return request.genResponse(*stack.said(404 if phone is None else 501)), None, None
        return phone.rung(request, transaction)


class Phone:
    """One phone; its methods wait, so they are for the script's thread."""

    def __init__(self, phones: Phones, account: SipAccount, hz: int) -> None:
        self._phones, self._account = phones, account
        self.audio = Audio(phones.host, hz)
        self._agent: Any = None
        self._call: Any = None
        self._registered, self._ringing = Signal(), Signal()
        self.answered, self._ended = Signal(), Signal()

    def register(self) -> None:
        stack.loop.callFromThread(self._ask_registrar, 300, self._registered)
        if (status := self._registered.wait("registering")) != "200":
            raise Failed(f"registering was answered {status}")

    def unregister(self) -> "Signal":
        """That it is done."""
        done = Signal()
        stack.loop.callFromThread(self._ask_registrar, 0, done)
        return done

    def _ask_registrar(self, seconds: int, answered: "Signal") -> None:
        account, phones = self._account, self._phones

        def well(*_: Any) -> None:
            answered.set("200")

        def badly(status: Any, _: Any) -> None:
            answered.set(str(status))

        if self._agent:
            self._agent.stopregister()
        agent = self._agent = stack.RegistrationAgent(
            phones.config,
            stack.Url(username=account.user_name, host=account.sip_domain),
            stack.Url(username=account.user_name, host=phones.host, port=phones.port),
            account.user_name,
            account.password,
            seconds,
            well,
            badly,
            target=(account.proxy, "udp"),
        )
        agent.rmsg.appendHeader(stack.Header(f"Expires: {seconds}"))  # what the stack says in Contact gets lost
        agent.doregister()

    def dial(self, number: str) -> None:
        def begin() -> None:
            account = self._account
            self._call = stack.UA(
                self._phones.config, self._event, account.user_name, account.password, nh_address=account.proxy
            )
            self._call.outbound_proxy = account.proxy
            offer = stack.Body(self._description())
            self._call.recvEvent(stack.Tried((None, account.user_name, number, offer, None, None)))

        stack.loop.callFromThread(begin)

    def wait_for_call(self, caller: "Phone") -> None:
        """Raises Failed at once if the caller is refused."""
        self._ringing.wait("the call to ring", unless=caller.answered)
        caller.is_not_refused()

    def is_not_refused(self) -> None:
        if status := self.answered.said:
            why = ": no calls are taken, the engine is stopping or has no room" if status.startswith("503") else ""
            raise Failed(f"the call was answered {status}{why}")

    def answer(self) -> None:
        answer = partial(stack.Connect, (200, "OK", stack.Body(self._description())))
        stack.loop.callFromThread(lambda: self._call.recvEvent(answer()))

    def wait_for_answer(self) -> None:
        self.answered.wait("an answer")
        self.is_not_refused()

    def hang_up(self) -> None:
        stack.loop.callFromThread(lambda: self._call.recvEvent(stack.Disconnect()))

    def wait_for_end(self) -> None:
        self._ended.wait("the call to end")

    def rung(self, request: Any, transaction: Any) -> Any:
        self._call = stack.UA(self._phones.config, self._event)
        self._call.outbound_proxy = self._account.proxy
        return self._call.recvRequest(request, transaction)

    def _event(self, event: Any, call: Any) -> None:
        match event:
            case stack.Tried():
                self.audio.send_to(sdp.parse(str(event.getData()[3]), near=True))
                call.recvEvent(stack.Rang((180, "Ringing", None)))
                self._ringing.set()
            case stack.Connect():
                if body := event.getData()[2]:
                    self.audio.send_to(sdp.parse(str(body), near=True))
                self.answered.set()
            case stack.Fail():
                self.answered.set(" ".join(map(str, event.getData()[:2])))
            case stack.Disconnect():
                self._ended.set()
            case _:
                pass

    def _description(self) -> str:
        return sdp.describe(Media(self._phones.host, self.audio.port, ("PCMU",), sdp.EVENTS_TYPE))


class Signal:
    """Something that is said once, by the loop to the script."""

    def __init__(self) -> None:
        self._event, self.said = threading.Event(), ""

    def set(self, said: str = "") -> None:
        if not self._event.is_set():
            self.said = said
            self._event.set()

    def wait(self, what: str, seconds: float = PATIENCE, unless: "Signal | None" = None) -> str:
        """What is said; or what has been said until then, if the other is said before."""
        end = time.monotonic() + seconds
        while not self._event.wait(OFTEN if unless else seconds):
            if unless and unless._event.is_set():
                break
            if time.monotonic() >= end:
                raise Failed(f"waited {seconds:g} seconds for {what}")
        return self.said


class Audio:
    """Sends a tone as RTP (RFC 3550, payload type 0) and keeps what comes."""

    def __init__(self, host: str, hz: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, 0))
        self._socket.settimeout(0.005)
        self.port: int = self._socket.getsockname()[1]
        samples = LOUDNESS * np.sin(2 * np.pi * hz * np.arange(RATE) / RATE)
        self._tone = encode(samples, RATE, "PCMU")  # a second of it: whole waves
        self._target: tuple[str, int] | None = None
        self._heard: list[bytes] = []
        self._over = False
        vital.work(self._run, name="tone")

    def send_to(self, media: Media) -> None:
        self._target = media.address

    def forget(self) -> None:
        self._heard.clear()

    def heard(self) -> Heard:
        """What came since it was last forgotten."""
        samples = Decoder("PCMU").decode(b"".join(self._heard))
        if len(samples) < RATE // 10 or np.sqrt(np.mean(samples**2)) < AUDIBLE:
            return Heard(0, 0.0, len(samples) / RATE)
        energy = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
        peak, width = int(np.argmax(energy)), RATE / len(samples)
        near = slice(max(peak - round(20 / width), 0), peak + round(20 / width) + 1)
        return Heard(round(peak * width), float(energy[near].sum() / energy.sum()), len(samples) / RATE)

    def close(self) -> None:
        self._over = True

    def _run(self) -> None:
        sequence, source = random.getrandbits(15), random.getrandbits(32)
        due = time.monotonic()
        while not self._over:
            now = time.monotonic()
            if self._target and now >= due:
                due = max(due + FRAME / RATE, now - 1)
                start = sequence * FRAME % RATE
                header = struct.pack(">BBHII", 0x80, 0, sequence & 0xFFFF, sequence * FRAME & 0xFFFFFFFF, source)
                self._socket.sendto(header + self._tone[start : start + FRAME], self._target)
                sequence += 1
            try:
                packet = self._socket.recv(2048)
            except TimeoutError:
                continue
            if len(packet) > 12 and packet[1] & 0x7F == 0:
                self._heard.append(packet[12:])
        self._socket.close()
