"""The clock is set while people talk: nothing is longer or shorter for that, nothing lapses, and no call is hidden."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.figures import Figure
from tests.system.installation import System, running
from tests.system.wire import SDP, Wire

HOUR = 3600
TALK = 2.0  # seconds
SHOWN = "%Y-%m-%dT%H:%M:%SZ"
Set = Callable[[float], None]


@pytest.fixture
def set_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Set:
    file = tmp_path / "clock"
    file.write_text("0")
    monkeypatch.setenv("CLOCK_SET", str(file))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "clocks"))
    return lambda seconds: file.write_text(str(seconds)) and None


@pytest.fixture
def system(set_by: Set, tmp_path: Path) -> Iterator[System]:
    with running(tmp_path, "--demo") as system:
        yield system


def talk(ada: Wire, ben: Wire, meanwhile: Callable[[], None]) -> float:
    """How long it was."""
    ada.call("1009")
    ben.answer(ben.invited(), "200 OK", SDP)
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    began = time.monotonic()
    time.sleep(TALK / 2)
    meanwhile()
    time.sleep(TALK / 2)
    ada.go_on(answer, "BYE")
    ben.answer(ben.receive("BYE"), "200 OK")
    ada.receive("SIP/2.0 200")
    return time.monotonic() - began


def listed(system: System, token: str, expected: int) -> list[Any]:
    """What a list has whose end is not said, by a token of before."""
    client = system.client
    client.token = token
    end = time.monotonic() + 10
    while True:
        found = client("GET", "/call_history?page_size=300")["call_history"]
        if len(found) >= expected or time.monotonic() > end:
            return found
        time.sleep(0.1)


@pytest.mark.any_store
@pytest.mark.parametrize("hours", [-1, pytest.param(1, marks=pytest.mark.soak)])
def test_the_clock_is_set_in_a_call(system: System, set_by: Set, hours: int, figure: Figure) -> None:
    client = system.client
    token = client.log_in()
    ada, ben = (Wire(system, client.new_phone(1008 + n, f"02000000011{n}")) for n in range(2))
    for each in (ada, ben):
        assert each.register("MD5", 600).startswith("SIP/2.0 200")
    known = {row["call_id"] for row in listed(system, token, 1)}
    lengths = [talk(ada, ben, lambda: set_by(hours * HOUR))]
    time.sleep(1.5)  # in which what has expired would be forgotten
    lengths.append(talk(ada, ben, lambda: None))  # both are registered still
    lengths.append(talk(ada, ben, lambda: set_by(0)))
    system.kill("engine")
    system.kill("api")
    time.sleep(0.5)
    assert system.ready()
    lengths.append(talk(ada, ben, lambda: None))  # also for those who come after
    found = [row for row in listed(system, token, len(known) + 4) if row["call_id"] not in known]
    assert len(found) == 4
    talked = sum(lengths) / 4
    for row in found:
        assert abs(row["duration"] - talked) < 3, (row, lengths)
        start, end = (time.strptime(row[name], SHOWN) for name in ("start_time", "end_time"))
        assert abs(time.mktime(end) - time.mktime(start) - talked) < 3
    # When a call began, people read on their clock: two calls began while it was set.
    starts = sorted(time.mktime(time.strptime(row["start_time"], SHOWN)) for row in found)
    assert abs(starts[2] - starts[1] - HOUR) < 60
    worst = max(abs(row["duration"] - talked) for row in found)
    figure(f"clock set by {hours:+} h in a call", f"durations right to {worst:.1f} s; no phone and no token lost")
    for each in (ada, ben):
        each.socket.close()
