"""What help shows, and what shells are told."""

import shlex
import subprocess
from io import StringIO
from pathlib import Path

import pytest

from trunkline.cli import progress
from trunkline.cli.examples import EXAMPLES
from trunkline.cli.main import main, parser

pytestmark = pytest.mark.any_store


def test_every_command_has_an_example_that_can_be_typed() -> None:
    names = {" ".join(command.prog.split()[1:]) for command in parser().every()}
    assert names == {*EXAMPLES}
    for name, example in EXAMPLES.items():
        program, *words = shlex.split(example)
        assert program == "trunkline"
        said = parser().parse_args(words)
        assert shlex.join(words).startswith(name)
        assert said.run


def test_help_shows_what_is_for_every_day_apart_from_what_serve_does_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    daily, apart = capsys.readouterr().out.split("parts of `serve`")
    for name in ("past", "api", "engine", "relay"):
        assert f"    {name} " in apart
        assert f"    {name} " not in daily
    for words in (["trunk", "--help"], ["trunk", "set", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
        assert "for example:\n  trunkline trunk set" in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    told = capsys.readouterr().out
    assert "hangup" in told
    assert "public-host" in told
    if shell == "bash":
        script = f'{told}\nCOMP_WORDS=(trunkline ha); COMP_CWORD=1; _shtab_trunkline; echo "${{COMPREPLY[@]}}"'
        ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
        assert ran.stdout.split() == ["hangup"], ran.stderr


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for screen in (StringIO(), Terminal()):
        monkeypatch.setattr("sys.stderr", screen)
        assert [*progress.each("sounds", "abc")] == ["a", "b", "c"]
        assert bool(screen.getvalue()) == screen.isatty()
    file = tmp_path / "file"
    file.write_bytes(bytes(3_000_000))
    with progress.reading("reading", file) as opened:
        assert len(opened.read()) == 3_000_000
