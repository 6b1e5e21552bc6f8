"""A phone of ours turns on everybody, with its own password and within its packets: the others' calls for help are
answered at once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.engine.asker import Asker, status
from tests.figures import Figure
from tests.proof.test_throttles import Taking, made, office, told
from tests.system.installation import System

pytestmark = [pytest.mark.any_store, pytest.mark.alone, pytest.mark.timeout(180)]

PATIENCE = 1.0  # seconds until a call for help is answered
HELP, CONTACTS = "911", 10
LONG_ENOUGH = 3.0  # seconds, until all that there was at once is used up

Attack = Callable[[Asker, str, int], None]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, Taking]]:
    with office(tmp_path_factory.mktemp("floods")) as found:
        yield found


@pytest.fixture(scope="module")
def accounts(system: tuple[System, Taking]) -> list[dict[str, str]]:
    """Of the one that is called, of those that call for help, and of one that attacks in each way."""
    return [system[0].client.new_phone(1001 + n, f"020000000d{n:02x}") for n in range(3 + len(ATTACKS))]


def proof(phone: Asker, challenge: str, method: str, uri: str, n: int) -> str:
    return phone.proof(challenge, method, uri, count=n + 2)


def calls_that_are_cancelled(phone: Asker, challenge: str, n: int) -> None:
    """It has us ring ten phones, and gives up."""
    target, branch = f"sip:1001@{phone.domain}", f"{phone.port}x{n}"
    call = phone.send("INVITE", target, proof(phone, challenge, "INVITE", target, n), branch=branch)
    time.sleep(0.005)
    phone.send("CANCEL", target, call=call, branch=branch)


def other_contacts(phone: Asker, challenge: str, n: int) -> None:
    target = f"sip:{phone.domain}"
    said = [f"Contact: <sip:{n}x{each}@10.0.0.{each}>" for each in range(CONTACTS - 1)]
    phone.send("REGISTER", target, proof(phone, challenge, "REGISTER", target, n), *said)


def the_same_contacts(phone: Asker, challenge: str, n: int) -> None:
    target = f"sip:{phone.domain}"
    said = [f"Contact: <sip:x{each}@10.0.0.{each}>" for each in range(CONTACTS - 1)]
    phone.send("REGISTER", target, proof(phone, challenge, "REGISTER", target, n), *said, call="same")


def calls_for_help(phone: Asker, challenge: str, n: int) -> None:
    target, branch = f"sip:{HELP}@{phone.domain}", f"{phone.port}x{n}"
    call = phone.send("INVITE", target, proof(phone, challenge, "INVITE", target, n), branch=branch)
    phone.send("CANCEL", target, call=call, branch=branch)


def ends_of_no_call(phone: Asker, challenge: str, n: int) -> None:
    phone.send("BYE", f"sip:1001@{phone.domain}", to=f"<sip:1001@{phone.domain}>;tag={n}")


# How, how often in a second, and from how many places of the line.
ATTACKS = [
    (calls_that_are_cancelled, 60, 1),
    (calls_that_are_cancelled, 130, 1),
    (calls_that_are_cancelled, 300, 6),
    (other_contacts, 250, 1),
    (the_same_contacts, 250, 1),
    (calls_for_help, 100, 1),
    (ends_of_no_call, 800, 6),
]


@contextmanager
def attacked(phones: list[Asker], attack: Attack, rate: int) -> Iterator[None]:
    """By all places of a line in turn."""
    over = threading.Event()

    def go_on(phone: Asker) -> None:
        method = "REGISTER" if "contacts" in attack.__name__ else "INVITE"
        began, n, challenge = time.monotonic(), 0, ""
        while not over.is_set():
            if n % 2_000 == 0:  # a nonce is not good for ever
                challenge = phone.ask(
                    method, f"sip:{phone.domain}" if method == "REGISTER" else f"sip:1@{phone.domain}"
                )
                phone.socket.setblocking(False)
            phone.cseq += 1
            attack(phone, challenge, n % 2_000)
            n += 1
            with suppress(BlockingIOError):
                while phone.socket.recv(65536):
                    pass
            over.wait(max(began + n * len(phones) / rate - time.monotonic(), 0))

    threads = [threading.Thread(target=go_on, args=(phone,)) for phone in phones]
    for each in threads:
        each.start()
    try:
        yield
    finally:
        over.set()
        for each in threads:
            each.join()


def memory(system: System) -> int:
    """Of the engine, in MB."""
    said = Path(f"/proc/{system.child('engine')}/status").read_text()
    return int(said.split("VmRSS:")[1].split()[0]) // 1024


def helped(*phones: Asker) -> list[float]:
    """Seconds after which each had its call for help answered."""
    took = []
    for phone in phones:
        began = time.monotonic()
        answer = phone.dial(HELP, above=200)
        assert status(answer) == 200, answer
        took.append(time.monotonic() - began)
        phone.hang_up(answer)
    return took


@pytest.mark.parametrize("n", range(len(ATTACKS)), ids=[attack.__name__ for attack, *_ in ATTACKS])
def test_help_while_a_phone_of_ours(
    system: tuple[System, Taking],
    accounts: list[dict[str, str]],
    n: int,
    figure: Figure,
) -> None:
    attack, rate, places = ATTACKS[n]
    phones, mute = [made(system[0], accounts[3 + n]) for _ in range(places)], made(system[0], accounts[0])
    here, elsewhere = made(system[0], accounts[1]), made(system[0], accounts[2], "127.0.0.2")
    everybody = (*phones, mute, here, elsewhere)
    for phone in (*phones, mute, here):
        assert status(phone.register()) == 200
    said = [f"Contact: <sip:x{x}@127.0.0.1:{mute.port}>" for x in range(CONTACTS - 1)]
    assert status(mute.answered("REGISTER", f"sip:{mute.domain}", *said)) == 200
    before = memory(system[0]), len(system[0].log.read_text())
    with attacked(phones, attack, rate):
        time.sleep(LONG_ENOUGH)
        took = helped(here, elsewhere, here, elsewhere)
        time.sleep(1)
    grown, written = memory(system[0]) - before[0], len(system[0].log.read_text()) - before[1]
    for phone in everybody:
        phone.answered("REGISTER", f"sip:{phone.domain}", "Expires: 0")
        phone.close()
    what = attack.__name__.replace("_", " ")
    more = f"{grown} MB more, {written // 1024} kB of log"
    figure(f"{rate} a second of {what}, from {places} places of a line", f"{told(took)}; {more}")
    assert max(took) < PATIENCE
    assert grown < 80
    assert written < 100_000
