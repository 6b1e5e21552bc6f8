"""Options by the environment and by a file, as if they had been typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from trunkline.cli import exits, settings
from trunkline.cli.main import main, parser

pytestmark = pytest.mark.any_store

FILE = """
drain = 30
behind-proxy = ["127.0.0.1", "::1"]
http = "127.0.0.1:1111"
[serve]
drain = 12
[trunk.set]
host = "a.example"
from = ["b.example", "udp:c.example"]
"""


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)


def said(*words: str) -> dict[str, Any]:
    return vars(parser().parse_args(words))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as left:
        parser().parse_args(words)
    assert left.value.code == exits.USAGE
    return capsys.readouterr().err


def test_what_is_typed_comes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "trunkline.toml"
    file.write_text(FILE)
    assert said("serve")["drain"] == 5
    assert said("serve", "--config", str(file))["drain"] == 12
    monkeypatch.setenv("TRUNKLINE_CONFIG", str(file))
    found = said("serve")
    assert (found["drain"], found["http"], found["behind_proxy"]) == (12, "127.0.0.1:1111", "127.0.0.1,::1")
    assert said("engine")["drain"] == 30
    monkeypatch.setenv("TRUNKLINE_DRAIN", "7")
    assert said("serve")["drain"] == 7
    assert said("serve", "--drain", "3")["drain"] == 3
    assert (said("serve")["demo"], said("serve", "--demo")["demo"]) == (False, True)
    monkeypatch.setenv("TRUNKLINE_DEMO", "yes")
    assert said("serve")["demo"] is True


def test_what_may_be_repeated_is_set_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "trunkline.toml"
    file.write_text(FILE)
    found = said("trunk", "set", "--config", str(file))
    assert (found["host"], found["source"]) == ("a.example", ["b.example", "udp:c.example"])
    monkeypatch.setenv("TRUNKLINE_FROM", "d.example, e.example")
    assert said("trunk", "set", "--config", str(file))["source"] == ["d.example", "e.example"]
    typed = said("trunk", "set", "--config", str(file), "--from", "f.example", "--from", "g.example")
    assert typed["source"] == ["f.example", "g.example"]


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("HTTP", "foo", "TRUNKLINE_HTTP: 'foo' is not HOST:PORT"),
        ("DRAIN", "-1", "TRUNKLINE_DRAIN: '-1' is no time"),
        ("DEMO", "perhaps", "TRUNKLINE_DEMO: 'perhaps' is neither true nor false"),
        ("WIRE", "copper", "TRUNKLINE_WIRE: 'copper' is none of reference, observed"),
    ],
)
def test_what_is_wrong_in_the_environment_is_told_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"TRUNKLINE_{variable}", value)
    assert told in refused(capsys, "serve")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("drian = 3\n", "line: drian, remedy: perhaps drain"),
        ("[serv]\ndrain = 3\n", "line: [serv], remedy: perhaps serve"),
        ("[serve]\nhost = 'x'\n", "line: host, remedy:"),  # which `trunk set` has
        ("drain 3\n", "config unreadable"),
    ],
)
def test_a_file_is_refused_for_a_name_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    file = tmp_path / "trunkline.toml"
    file.write_text(content)
    assert main(["person", "list", "--config", str(file)]) == exits.USAGE
    assert told in capsys.readouterr().err


def test_a_variable_that_is_no_option_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRUNKLINE_DATTA", "/x")
    monkeypatch.setenv("TRUNKLINE_SIP", "127.0.0.1:5060")  # of another command
    monkeypatch.setenv("TRUNKLINE_DEMO_SECRET", "none of these")
    said("person", "list")
    assert capsys.readouterr().err == "trunkline: TRUNKLINE_DATTA is set, and is no option: perhaps TRUNKLINE_DATA\n"


def test_a_computer_may_have_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = tmp_path / "trunkline.toml"
    monkeypatch.setattr(settings, "USUAL", usual)
    assert said("person", "list")["data"] == Path("data")
    usual.write_text("data = '/var/lib/trunkline'\n")
    assert said("person", "list")["data"] == Path("/var/lib/trunkline")
    assert said("person", "list", "--data", "/x")["data"] == Path("/x")
    other = tmp_path / "other.toml"
    other.write_text("")
    assert said("person", "list", "--config", str(other))["data"] == Path("data")


def test_an_option_is_typed_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    """Else a file might be named that nobody reads."""
    assert "--conf" in refused(capsys, "person", "list", "--conf", "x.toml")


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert main(["person", "list", "--config", str(tmp_path / "none.toml")]) == exits.NOT_FOUND


def test_it_is_told_what_is_set_and_by_what_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "trunkline.toml"
    file.write_text("client-secret = 'hidden'\n")
    monkeypatch.setenv("TRUNKLINE_DATABASE", "postgresql+psycopg://me:hidden@127.0.0.1/x")
    assert main(["config", "serve", "--json"]) == 0
    rows = {row["option"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["--database"]["value"] == "postgresql+psycopg://me:***@127.0.0.1/x"
    assert rows["--database"]["set_by"] == "TRUNKLINE_DATABASE"
    assert rows["--http"]["value"] == "127.0.0.1:8080"
    assert main(["config", "call", "--config", str(file)]) == 0
    assert "hidden" not in capsys.readouterr().out


def test_every_option_can_be_set_so() -> None:
    """And no command has an option that another variable of ours would be taken for."""
    others = {"TRUNKLINE_DEMO_SECRET", "TRUNKLINE_TIMES", "TRUNKLINE_CONFIG"}
    for command in parser().every():
        for name, option in command.options.items():
            assert settings.variable(name) not in others, command.prog
            assert option.nargs in (None, 0), f"{command.prog} --{name}: one value"
