"""Programs that speak, and what they do not say."""

from pathlib import Path

import pytest

from trunkline.audio import speech

pytestmark = pytest.mark.any_store


@pytest.mark.parametrize(
    ("does", "now"), [("exec sleep 5", True), ("kill -9 $$", True), ("echo none such >&2; exit 1", False)]
)
def test_one_that_had_no_time_may_say_it_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, now: bool
) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(speech.Mute) as raised:
        speech.say("Guten Tag.", "de-DE", 0.5)
    assert isinstance(raised.value, speech.NotNow) is now


def test_where_no_program_is_there_it_never_will(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(speech.Mute) as raised:
        speech.say("Guten Tag.", "de-DE", 0.5)
    assert not isinstance(raised.value, speech.NotNow)
