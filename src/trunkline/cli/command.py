"""A command as it is typed: a parser that takes its own arguments."""

import argparse
from collections.abc import Callable
from typing import Any


class Command(argparse.ArgumentParser):
    """A command that makes its arguments when it is the one that was typed: a start need not wait for those of all."""

    take: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, *args: Any, **named: Any) -> Any:
        self.made()
        return super().parse_known_args(*args, **named)

    def made(self) -> None:
        if self.take:
            self.take(self)
            self.take = None


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
