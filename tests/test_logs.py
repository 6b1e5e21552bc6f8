"""A log for people's eyes or for collectors, whose lines are ours alone, and whose level may change."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.any_store

HOSTILE = "a\r\nforged \x1b[2J \u202e\x85\u2028 \x00end"


def said(program: str, level: str = "info", form: str = "json") -> list[str]:
    begin = f"import structlog; from trunkline import logs; logs.start('engine', {level!r}, {form!r})\n"
    begin += f"log = structlog.get_logger(); hostile = {HOSTILE!r}\n"
    ended = subprocess.run([sys.executable, "-c", begin + program], capture_output=True, check=True)
    return ended.stderr.decode().split("\n")[:-1]


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_below_the_level_is_said_also_when_it_changes(form: str) -> None:
    lines = said(
        "for each in ('warning', 'debug', 'error'):\n"
        "    log.debug('d'); log.info('i'); log.warning('w'); log.error('e')\n"
        "    logs.set_level(each)\n",
        form=form,
    )
    levels = [json.loads(line)["level"] if form == "json" else line.split()[1] for line in lines]
    assert levels == ["info", "warning", "error", "warning", "error", "debug", "info", "warning", "error"]


@pytest.mark.parametrize("form", ["json", "text"])
def test_what_others_say_makes_no_line_and_no_control_character(form: str) -> None:
    program = "log.info(hostile, name=hostile, ok='x')\ntry:\n    raise ValueError(hostile)\nexcept ValueError:\n"
    lines = said(program + "    log.exception('failed')", form=form)
    heads = [line for line in lines if not line.startswith("    ")]
    assert len(heads) == 2
    assert not [line for line in lines if "\x1b" in line or "\r" in line or "\x00" in line]
    if form == "json":
        assert json.loads(lines[0])["name"] == HOSTILE
    else:
        assert all(line.isprintable() for line in lines)
        assert "engine: failed" in heads[1]
        assert "ok=x" in heads[0]


def test_text_hides_secrets_too() -> None:
    (line,) = said("log.info('asked', access_token='abc', call='1')", form="text")
    assert "abc" not in line
    assert line.endswith("call=1")
