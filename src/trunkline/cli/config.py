"""What is set for a command, and by what: the command line comes before the environment, and that before the file."""

import argparse
import re
from typing import Any, cast

from trunkline.cli import output, settings
from trunkline.problems import refuse

SECRET = re.compile("secret|password")
PASSWORD = re.compile(r"(?<=:)[^:/@]+(?=@)")  # in a URL


def show(said: argparse.Namespace) -> int:
    from trunkline.cli.main import parser

    command = parser()
    for word in said.words or ["serve"]:
        command = command.commands.get(word) or refuse(
            "command_unknown", value=" ".join(said.words), remedy="`trunkline --help` lists them"
        )
    if not command.is_run:
        refuse("command_unknown", value=" ".join(said.words), remedy=f"one of {', '.join(command.commands)} after it")
    found = settings.sets(command, settings.config_file(["--config", str(said.config)] if said.config else []))
    rows = [
        {
            "option": f"--{name}",
            "variable": settings.variable(name),
            "value": _shown(name, found[name].value if name in found else option.default),
            "set_by": found[name].by if name in found else None,
        }
        for name, option in command.options.items()
    ]
    return output.rows(said, rows)


def _shown(name: str, value: Any) -> object:
    if value is None or isinstance(value, bool | int | float | list):
        return cast(object, value)
    return "***" if SECRET.search(name) else PASSWORD.sub("***", str(value))
