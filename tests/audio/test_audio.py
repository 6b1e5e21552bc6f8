"""Samples, codecs, WAV files and speech."""

import io
import struct
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trunkline.audio import speech, wav
from trunkline.audio.codecs import CODECS, Decoder, encode
from trunkline.audio.samples import level, resampled, tone


def loudest(samples: Any, rate: int) -> int:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return round(int(np.argmax(spectrum)) * rate / len(samples))


def loud_at(samples: Any, *hertz: int, rate: int = 8000) -> bool:
    """Whether all of these stand out."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    peaks = [spectrum[round((hz - 8) * len(samples) / rate) : round((hz + 8) * len(samples) / rate)] for hz in hertz]
    return all(peak.max() > 50 * np.median(spectrum) for peak in peaks)


@pytest.mark.parametrize("codec", CODECS)
def test_a_tone_comes_out_of_each_codec_as_it_went_in(codec: str) -> None:
    payload = encode(tone([440], 1, 44_100), 44_100, codec)
    assert len(payload) == 8000
    decoder = Decoder(codec)
    heard = np.concatenate([decoder.decode(payload[n : n + 160]) for n in range(0, 8000, 160)])
    assert len(heard) == decoder.rate
    assert abs(loudest(heard, decoder.rate) - 440) <= 1
    assert level(heard) == pytest.approx(level(tone([440], 1, 44_100)), rel=0.05)


@pytest.mark.parametrize("codec", ["PCMU", "PCMA"])
def test_every_code_of_the_old_codecs_is_what_its_level_is_encoded_to(codec: str) -> None:
    every = bytes(range(256))
    again = encode(Decoder(codec).decode(every), 8000, codec)
    assert np.array_equal(Decoder(codec).decode(again), Decoder(codec).decode(every))
    assert len(set(again)) >= 255  # G.711 has two codes for nought


def test_a_tone_too_high_for_the_telephone_is_not_folded_into_what_is_heard() -> None:
    assert level(resampled(tone([6000], 1, 48_000), 48_000, 8000)) < 0.001


def riff(kind: int, channels: int, rate: int, bits: int, sound: bytes) -> bytes:
    said = struct.pack("<HHIIHH", kind, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    whole = b"WAVEfmt " + struct.pack("<I", 16) + said + b"LIST\x01\x00\x00\x00x\x00"
    return b"RIFF\0\0\0\0" + whole + b"data" + struct.pack("<I", len(sound)) + sound


SINE = tone([1000], 0.5, 16_000)


@pytest.mark.parametrize(
    ("kind", "bits", "sound"),
    [
        (wav.PCM, 8, (SINE * 127 + 128).astype(np.uint8).tobytes()),
        (wav.PCM, 16, (SINE * 32767).astype("<i2").tobytes()),
        (wav.PCM, 24, (SINE * 2**31).astype("<i4").view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()),
        (wav.PCM, 32, (SINE * (2**31 - 1)).astype("<i4").tobytes()),
        (wav.FLOAT, 32, SINE.astype("<f4").tobytes()),
        (wav.FLOAT, 64, SINE.astype("<f8").tobytes()),
    ],
)
def test_a_wav_file_of_any_kind_is_read(kind: int, bits: int, sound: bytes) -> None:
    samples, rate = wav.read(riff(kind, 1, 16_000, bits, sound))
    assert rate == 16_000
    assert np.allclose(samples, SINE, atol=0.01)


@pytest.mark.parametrize(("kind", "codec"), [(wav.MU_LAW, "PCMU"), (wav.A_LAW, "PCMA")])
def test_a_wav_file_of_telephone_audio_is_read(kind: int, codec: str) -> None:
    samples, rate = wav.read(riff(kind, 1, 8000, 8, encode(SINE, 16_000, codec)))
    assert rate == 8000
    assert abs(loudest(samples, rate) - 1000) <= 2


def test_both_channels_are_heard() -> None:
    both = np.stack([SINE, np.zeros(len(SINE))], axis=1)
    samples, _ = wav.read(riff(wav.PCM, 2, 16_000, 16, (both * 32767).astype("<i2").tobytes()))
    assert np.allclose(samples, SINE / 2, atol=0.001)


def test_what_is_written_is_read_by_others() -> None:
    with wave.open(io.BytesIO(wav.write(SINE, 16_000))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (
            1,
            2,
            16_000,
            8000,
        )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"MThd\0\0\0\0WAVE",
        riff(wav.PCM, 1, 16_000, 16, b"\0"),
        riff(wav.PCM, 0, 16_000, 16, b"\0" * 10),
        riff(2, 1, 16_000, 16, b"\0" * 10),
        riff(wav.PCM, 1, 0, 16, b"\0" * 10),
        riff(wav.PCM, 1, 16_000, 16, b"\0" * 10)[:30],
    ],
)
def test_what_is_no_wav_file_is_refused(data: bytes) -> None:
    with pytest.raises(wav.Unreadable):
        wav.read(data)


@pytest.mark.skipif(not speech.languages(), reason="neither espeak-ng nor flite is installed")
@pytest.mark.parametrize("text", ["Please leave a message after the tone.", "José Muñoz"])
def test_text_is_spoken(text: str) -> None:
    samples, rate = wav.read(speech.say(text, "en-US"))
    assert 0.3 < len(samples) / rate < 6.0
    assert level(samples) > 0.01


@pytest.mark.parametrize(
    ("installed", "text", "language", "by"),
    [
        (("flite", "espeak-ng"), "Hello", "en-US", "flite"),
        (("flite", "espeak-ng"), "Hello", "en", "flite"),
        (("flite", "espeak-ng"), "Hello", "en-GB", "espeak-ng"),
        (("flite", "espeak-ng"), "José", "en-US", "espeak-ng"),
        (("flite", "espeak-ng"), "Guten Tag", "de-DE", "espeak-ng"),
        (("flite",), "Hello", "en-GB", "flite"),
        (("flite",), "José", "en-US", "flite"),
        (("flite",), "Guten Tag", "de-DE", ""),
        (("espeak-ng",), "Hello", "en-US", "espeak-ng"),
        ((), "Hello", "en-US", ""),
    ],
)
def test_each_language_is_spoken_by_the_program_that_speaks_it_best(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: tuple[str, ...], text: str, language: str, by: str
) -> None:
    """Programs that say who they are, in place of speech."""
    for name in installed:
        program = tmp_path / name
        program.write_text(
            f'#!/bin/sh\n/bin/echo {name}\nfor last; do :; done\n[ {name} = espeak-ng ] || /bin/echo {name} > "$last"\n'
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    if by:
        assert speech.say(text, language).decode().strip() == by
    else:
        with pytest.raises(speech.Mute):
            speech.say(text, language)


@pytest.mark.parametrize("language", ["", "-v", "en us", "xx-q"])
def test_a_language_that_is_none_is_refused(language: str) -> None:
    with pytest.raises(speech.Mute):
        speech.say("Hello", language)
