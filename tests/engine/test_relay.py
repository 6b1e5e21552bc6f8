"""A relay that does not answer, or not at once."""

import itertools
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from trunkline.engine import media
from trunkline.engine.media import Commands, Relay, RelayGone, Session

pytestmark = pytest.mark.any_store


class Busy:
    """A relay that takes commands, and leaves some without an answer."""

    def __init__(self, path: Path) -> None:
        self.commands: list[str] = []
        self.silent = 0  # commands that are to have no answer
        self._connections: list[socket.socket] = []
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(str(path))
        self._server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):  # closed: it is over
            while True:
                connection, _ = self._server.accept()
                self._connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while said := connection.recv(4096).decode().strip():
                self.commands.append(said)
                if self.silent:
                    self.silent -= 1
                elif said.startswith("{"):
                    connection.sendall(b'{"port": 4000, "inner": 4002}\n')
                else:
                    connection.sendall(f"{len(self.commands)} 127.0.0.1\n".encode())

    def close(self) -> None:
        for each in (self._server, *self._connections):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Busy]:
    made, keys = Busy(tmp_path / "relay.sock"), Busy(tmp_path / "doors.sock")
    yield made
    made.close()
    keys.close()


@pytest.fixture
def relay(busy: Busy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    monkeypatch.setattr(media, "PAUSE", 0.1)
    made = Relay(tmp_path / "relay.sock")
    yield made
    made.close()


def test_a_command_without_an_answer_is_given_once_more(busy: Busy, relay: Relay) -> None:
    busy.silent = 1
    assert relay.command("I") == "2 127.0.0.1"
    assert busy.commands == ["I", "I"]


def test_after_two_it_is_left_alone_for_a_while(busy: Busy, relay: Relay) -> None:
    busy.silent = 2
    with pytest.raises(RelayGone):
        relay.command("I")
    with pytest.raises(RelayGone):
        relay.command("I")
    assert busy.commands == ["I", "I"]
    assert answered(relay)


def test_a_session_whose_begin_or_end_it_did_not_confirm_is_ended_when_it_answers_again(
    busy: Busy, relay: Relay
) -> None:
    session = Session(relay, "kept", "127.0.0.1")
    busy.silent = 2
    with pytest.raises(RelayGone):
        Session(relay, "begun", "127.0.0.1")
    session.close()
    busy.commands.clear()
    assert answered(relay)
    assert {"D kept o i", "D begun o i"} <= {*busy.commands}
    busy.commands.clear()
    relay.command("I")
    assert busy.commands == ["I"]


def test_a_relay_that_was_started_again_is_found_at_once(tmp_path: Path) -> None:
    path = tmp_path / "relay.sock"
    first, commands = Busy(path), Commands(path)
    assert commands.ask("I")
    first.close()
    path.unlink()
    second = Busy(path)
    assert commands.ask("I")
    commands.close()
    second.close()


def test_ports_that_were_all_taken_are_had_again_when_their_sessions_are_over(tmp_path: Path) -> None:
    path, first = tmp_path / "data" / "run" / "relay.sock", 61_000
    command = [sys.executable, "-m", "trunkline", "relay", "--data", str(tmp_path / "data")]
    with subprocess.Popen([*command, "--rtp", f"{first}-{first + 99}"], stderr=subprocess.DEVNULL) as process:
        try:
            relay = Relay(path)
            assert answered(relay)
            for _ in range(3):
                sessions = [*until_there_are_no_more(relay)]
                assert len(sessions) > 10
                for session in sessions:
                    session.close()
            relay.close()
        finally:
            process.terminate()


def until_there_are_no_more(relay: Relay) -> Iterator[Session]:
    with suppress(RelayGone):
        for count in itertools.count():
            yield Session(relay, f"{count}", "127.0.0.1")


def answered(relay: Relay) -> str:
    """When the relay is asked again."""
    while True:
        with suppress(RelayGone):
            return relay.command("I")
