"""Names that come by the command line, or in a file, are held to what the API holds them to."""

from pathlib import Path

import pytest

from trunkline.cli.main import main

pytestmark = pytest.mark.any_store


@pytest.mark.parametrize(
    ("command", "argument"),
    [
        (["init", "Ac\nme"], "name"),
        (["app", "create", "x\r\ny"], "name"),
        (["app", "create", "x", "--redirect-uri", "https://a\x1b"], "redirect_uri"),
        (["person", "add", "a@b.example", 'A"\r\nX: 1', "Moreno"], "first_name"),
        (["person", "add", "a@b.example", "Ada", "Mo\u2028reno"], "last_name"),
        (["person", "add", "a@b.example", "Ada", "Moreno", "--department", "a\tb"], "department"),
        (["trunk", "set", "--host", "a.example", "--from", "b.example\x85"], "source"),
        (["audio", "say", "Hello\nthere", "--name", "a\nb"], "name"),
    ],
)
def test_a_control_character_is_refused_and_the_argument_named(
    data: list[str], capsys: pytest.CaptureFixture[str], command: list[str], argument: str
) -> None:
    assert main([*command, *data]) == 2
    assert capsys.readouterr().err == f"trunkline: control character, argument: {argument}, remedy: one line of text\n"


def test_an_import_is_refused_as_a_whole(data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    head = "email,first_name,last_name\nben@b.example,Ben,Okoye\n"
    for name in ('"A\nX: 1"', "A\x85B", "A\u2028B", "A\x1b[31m", "A\x00"):
        file.write_text(f"{head}ada@b.example,{name},Moreno\n", newline="")
        assert main(["person", "import", str(file), *data]) == 2
        assert "column: first_name" in capsys.readouterr().err
    assert main(["person", "list", *data]) == 0
    assert capsys.readouterr().out == ""
    file.write_text(f'{head}ada@b.example,"Ada ""Q"", \\\\",Moreno\n'.replace("\n", "\r\n"), newline="")
    assert main(["person", "import", str(file), *data]) == 0
    assert main(["person", "list", *data]) == 0
    assert 'ada@b.example  Ada "Q", \\\\ Moreno' in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", "   ", "\u00a0", "\u200b"])
@pytest.mark.parametrize("command", [["init"], ["account", "add"], ["app", "create"]], ids=" ".join)
def test_nothing_is_no_name(data: list[str], capsys: pytest.CaptureFixture[str], command: list[str], name: str) -> None:
    assert main([*command, name, *data]) == 2
    assert capsys.readouterr().err.startswith("trunkline: blank, argument: name, value: ")


@pytest.mark.parametrize("names", [["", "Z"], ["A", " \u200b"]])
def test_nor_of_a_person(data: list[str], capsys: pytest.CaptureFixture[str], names: list[str]) -> None:
    assert main(["person", "add", "ada@b.example", *names, *data]) == 2
    assert "trunkline: blank, argument: " in capsys.readouterr().err


def test_a_name_is_no_longer_than_the_contract_has_them(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "add", "x" * 600, *data]) == 2
    assert capsys.readouterr().err == "trunkline: too long, argument: name, most: 255 characters\n"
