"""A carrier is set up, shown and removed."""

import pytest

from trunkline.cli import exits
from trunkline.cli.main import main

pytestmark = pytest.mark.any_store


def shown(data: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["trunk", "show", *data]) == 0
    return capsys.readouterr().out


def test_there_is_one_trunk_and_a_new_one_takes_its_place(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(data, capsys) == "no trunk\n"
    assert main(["trunk", "set", "--host", "sip.carrier.example", "--transport", "tls", *data]) == 0
    assert shown(data, capsys) == "sip.carrier.example:5061  tls  no engine runs\n"
    sources = ["--from", "192.0.2.8", "--from", "192.0.2.9:5070"]
    assert main(["trunk", "set", "--host", "192.0.2.7:5080", *sources, *data]) == 0
    expected = "192.0.2.7:5080  udp  also from 192.0.2.8 192.0.2.9:5070  no engine runs\n"
    assert shown(data, capsys) == expected
    assert main(["trunk", "remove", *data]) == 0
    assert shown(data, capsys) == "no trunk\n"
    assert main(["trunk", "remove", *data]) == exits.NOT_FOUND


def test_calls_may_come_over_another_transport(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    sources = ["--from", "udp:192.0.2.8", "--from", "tcp:gate.example:5070"]
    assert main(["trunk", "set", "--host", "192.0.2.7", "--transport", "tls", *sources, *data]) == 0
    assert "tls  also from udp:192.0.2.8 tcp:gate.example:5070" in shown(data, capsys)
    for wrong in ("udp:", "sctp:192.0.2.8", "udp:192.0.2.8:70000"):
        assert main(["trunk", "set", "--host", "192.0.2.7", "--from", wrong, *data]) == 2
        assert wrong in capsys.readouterr().err


@pytest.mark.parametrize("host", ["", ":5060", "a b", "-x", "carrier:0", "carrier:70000", "sip:carrier", "x" * 300])
def test_what_is_no_host_is_refused(data: list[str], capsys: pytest.CaptureFixture[str], host: str) -> None:
    assert main(["trunk", "set", f"--host={host}", *data]) == 2
    assert "HOST" in capsys.readouterr().err
    assert shown(data, capsys) == "no trunk\n"
