"""Options that are said otherwise than on the command line, which comes first: by variables of the environment, and
after them by a file. What can be said is what the commands have for options; it is declared nowhere else.

The file is TOML. What stands at its top is for every command that has such an option, what stands in a table for the
command that the table is called after: [serve], or [trunk.set].
"""

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from trunkline import whole
from trunkline.cli import exits
from trunkline.problems import refuse

if TYPE_CHECKING:
    from trunkline.cli.command import Command

PREFIX = "TRUNKLINE_"
# Variables that are no options: settings of a demo and of tests, and the name of the file itself.
OTHERS = tuple(f"{PREFIX}{name}" for name in ("CONFIG", "DEMO_SECRET", "TEST_", "TIMES"))
USUAL = Path("/etc/trunkline/trunkline.toml")  # of whom may read it, where none is named
LARGEST = 1 << 20  # bytes of a file
FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


class Set(NamedTuple):
    value: Any
    by: str  # as whoever set it would find it


class Preset(list[Any]):
    """Of an option that may be repeated: the first that is typed takes the place of all that was set before."""

    def __copy__(self) -> list[Any]:
        return []


def variable(name: str) -> str:
    return PREFIX + name.replace("-", "_").upper()


def config_file(words: Sequence[str]) -> Path | None:
    """The file that is named among what was typed, or by the environment; else the computer's, if it has one."""
    search = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    search.add_argument("--config", default=os.environ.get(variable("config")) or None)
    named = search.parse_known_args([*words])[0].config
    if named:
        return Path(named)
    return USUAL if os.access(USUAL, os.R_OK) else None


def preset(command: "Command", file: Path | None) -> None:
    """What is set becomes what is meant where nothing is typed."""
    options = command.options
    _say_unknown(command)
    for name, found in sets(command, file).items():
        options[name].default = _meant(command, options[name], found)
        options[name].required = False


def _say_unknown(command: "Command") -> None:
    """A variable that sets nothing may be one that is spelt otherwise: a start does not fail for what another program
    may have left there."""
    named = {name for name in os.environ if name.startswith(PREFIX) and not name.startswith(OTHERS)}
    left = named - {variable(name) for name in command.options}
    if not left or not command.top:
        return
    known = {variable(name) for each in command.top.every() for name in each.options}
    bare = [each.removeprefix(PREFIX) for each in known]
    for name in sorted(left - known):
        near = [f"{PREFIX}{each}" for each in get_close_matches(name.removeprefix(PREFIX), bare, 1)]
        exits.say(f"{name} is set, and is no option{f': perhaps {near[0]}' if near else ''}")


def sets(command: "Command", file: Path | None) -> dict[str, Set]:
    """What is set for a command, by the names of its options."""
    said = _of_file(command, file) if file else {}
    for name in command.options:
        if value := os.environ.get(variable(name)):
            said[name] = Set(value, variable(name))
    return said


def _of_file(command: "Command", file: Path) -> dict[str, Set]:
    import tomllib  # most starts need none

    try:
        content = tomllib.loads(whole.content(file, LARGEST).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        refuse("config_unreadable", file=file, reason=error, remedy="TOML, such as http = '127.0.0.1:8080'")
    path = command.prog.split()[1:]
    found = {name: Set(value, f"{file}: {name}") for name, value in _lines(content, command.top or command, path, file)}
    return {name: found[name] for name in command.options if name in found}


def _lines(
    table: Mapping[str, Any], at: "Command", path: Sequence[str] | None, file: Path
) -> Iterator[tuple[str, Any]]:
    """What is for the command at the path, the widest first. All of the file is looked at: a name that is none is an
    error wherever it stands."""
    names = {name for each in at.every() for name in each.options}
    for key, value in table.items():
        if not isinstance(value, dict):
            if (name := key.replace("_", "-")) not in names:
                refuse("setting_unknown", file=file, line=key, remedy=_near(name, names))
            if path is not None:
                yield name, value
    for key, value in table.items():
        if isinstance(value, dict):
            below = at.commands.get(key) or refuse(
                "setting_unknown", file=file, line=f"[{key}]", remedy=_near(key, at.commands)
            )
            onward = path[1:] if path and path[0] == key else None
            yield from _lines(cast(Mapping[str, Any], value), below, onward, file)


def _near(name: str, names: Sequence[str] | set[str] | Mapping[str, object]) -> str:
    near = get_close_matches(name, [*names], 1)
    return f"perhaps {near[0]}" if near else "`trunkline config COMMAND` lists them"


def _meant(command: argparse.ArgumentParser, option: argparse.Action, found: Set) -> Any:
    """As if it had been typed."""
    if option.nargs == 0:
        flag = FLAGS.get(str(found.value).lower())
        return flag if flag is not None else command.error(f"{found.by}: '{found.value}' is neither true nor false")
    said = found.value
    values = cast(list[Any], said) if isinstance(said, list) else [said]
    if isinstance(option, argparse._AppendAction):  # pyright: ignore[reportPrivateUsage]
        split = [part for value in values for part in str(value).split(",")]
        return Preset(_typed(command, option, part.strip(), found.by) for part in split)
    return _typed(command, option, ",".join(map(str, values)), found.by)


def _typed(command: argparse.ArgumentParser, option: argparse.Action, said: str, by: str) -> Any:
    try:
        value = option.type(said) if callable(option.type) else said
    except argparse.ArgumentTypeError as error:
        command.error(f"{by}: {error}")
    except (TypeError, ValueError):
        command.error(f"{by}: '{said}' is no {getattr(option.type, '__name__', 'value')}")
    if option.choices is not None and value not in option.choices:
        command.error(f"{by}: '{said}' is none of {', '.join(map(str, option.choices))}")
    return value
