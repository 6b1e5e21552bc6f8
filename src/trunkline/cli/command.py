"""A command as it is typed: a parser that takes its own arguments, and what is set by other ways."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, cast

from trunkline.cli import exits, settings
from trunkline.cli.examples import EXAMPLES

CONFIG = "--config"
OTHERWISE = "Each option can also be a variable of the environment, such as TRUNKLINE_DATA, or stand in a file."


class Command(argparse.ArgumentParser):
    """A command that makes its arguments when it is the one that was typed: a start need not wait for those of all."""

    take: Callable[[argparse.ArgumentParser], None] | None = None
    top: "Command | None" = None
    _is_made = False

    def __init__(self, **named: Any) -> None:
        super().__init__(**named, allow_abbrev=False)  # what is short for one option today may be for two tomorrow

    def parse_known_args(self, *args: Any, **named: Any) -> Any:
        self._make()
        if self.is_run:
            settings.preset(self, settings.config_file(args[0]))
        known, rest = super().parse_known_args(*args, **named)
        if self.is_run:
            self._take_what_came_late(known, rest)
            options = self.options.items()
            known.typed = {name for name, each in options if getattr(known, each.dest, None) != each.default}
        return known, rest

    def _take_what_came_late(self, known: argparse.Namespace, rest: list[str]) -> None:
        """Words of a list may stand on both sides of an option. What else is left is told with this command's help."""
        lists = [each.dest for each in self._actions if each.nargs == "*" and not each.option_strings]
        if lists and not any(word.startswith("-") for word in rest):
            setattr(known, lists[0], [*getattr(known, lists[0]), *rest])
            rest.clear()
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")

    @property
    def is_run(self) -> bool:
        """Not one that others stand below."""
        return bool(self.get_default("run"))

    @property
    def commands(self) -> Mapping[str, "Command"]:
        """Those below it."""
        self._make()
        for each in self._actions:
            if isinstance(choices := cast(object, each.choices), dict):
                return cast(dict[str, Command], choices)
        return {}

    @property
    def options(self) -> Mapping[str, argparse.Action]:
        """By their names, those that can be set by other ways too."""
        self._make()
        named = [each for each in self._actions if each.option_strings and each.default is not argparse.SUPPRESS]
        return {name: each for each in named if (name := each.option_strings[-1].lstrip("-")) != CONFIG.lstrip("-")}

    def every(self) -> Iterator["Command"]:
        """Those below it that do something, and it if it does."""
        if self.is_run:
            yield self
        for each in self.commands.values():
            yield from each.every()

    def error(self, message: str) -> NoReturn:
        """In a line: the usage of some is longer than a screen."""
        self.exit(exits.USAGE, f"{self.prog}: error: {message}; see `{self.prog} --help`\n")

    def _make(self) -> None:
        if self.take:
            self.take(self)
            self.take = None
        if self._is_made:
            return
        self._is_made = True
        if self.is_run:
            about = "options from a TOML file, as `trunkline config` says"
            self.add_argument(CONFIG, type=Path, metavar="FILE", help=about)
        if self.top:
            first = self if self.is_run else next(iter(self.commands.values()))
            example = EXAMPLES.get(" ".join(first.prog.split()[1:]), "")
            self.epilog = f"for example:\n  {example}\n\n{OTHERWISE}" if example else OTHERWISE
            self.formatter_class = argparse.RawDescriptionHelpFormatter


class Version(argparse.Action):
    """Says which version this is, and ends."""

    def __init__(self, option_strings: list[str], dest: str, **named: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=named.get("help"))

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        print(f"trunkline {version()}")
        parser.exit()


def version() -> str:
    from importlib import metadata  # 10 ms that other commands do not need

    return metadata.version("trunkline")
