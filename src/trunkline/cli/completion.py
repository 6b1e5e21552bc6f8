"""Completion of commands and options by a shell, made of the commands that there are."""

import argparse
from pathlib import Path
from typing import Any

import shtab

SHELLS = ("bash", "zsh", "fish")


def completion(said: argparse.Namespace) -> int:
    from trunkline.cli.main import parser

    top = parser()
    for command in top.every():
        for option in (each for each in command.options.values() if each.type is Path):
            files: Any = option
            files.complete = shtab.FILE
    print(shtab.complete(top, shell=said.shell))
    return 0
