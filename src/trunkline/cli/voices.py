"""What is heard in the demo's past: messages that callers left, and talks that were recorded.

There are a few of each. Their files are beside this one; `tools/make_prompts.py` makes them of these words, and
`voices/LICENSE` has the terms of flite's voices, which speak them.
"""

import zlib
from functools import cache
from importlib import resources

import numpy as np

from trunkline.audio import wav
from trunkline.audio.codecs import CODECS, Decoder
from trunkline.audio.samples import Samples

CODEC = "PCMU"
FOLDER = resources.files("trunkline.cli") / "voices"

# By the name of the file: who speaks in turn, and what they say.
Turns = tuple[tuple[str, str], ...]
MESSAGES: dict[str, Turns] = {
    "message_1": (("rms", "Hello, this is about the order that we placed last week. Could you call me back today?"),),
    "message_2": (("slt", "Hi, it's me. I have the numbers that you asked for. Talk to you later."),),
    "message_3": (
        ("awb", "Good morning. Our meeting has been moved to Thursday at three. Please tell me if you can make it."),
    ),
    "message_4": (("slt", "I am calling about an invoice that I do not understand. I will try again after lunch."),),
    "message_5": (("rms", "The delivery is at the door, and nobody is there to take it. Please call the driver."),),
    "message_6": (("awb", "Just a quick thank you for your help. Everything works again. Goodbye."),),
}
TALKS: dict[str, Turns] = {
    "talk_1": (
        ("slt", "Support, good morning. How can I help?"),
        ("rms", "Our phones went quiet after we moved the office. They show no service."),
        ("slt", "Let me look. Which lights do you see on the router?"),
        ("rms", "The first two are green, and the third one is off."),
        ("slt", "Then the cable to the switch is not in. Could you put it into port three?"),
        ("rms", "One moment. Yes, the light is on, and the phones are starting."),
    ),
    "talk_2": (
        ("awb", "Hello, I would like to know where my order is."),
        ("slt", "Of course. Could you tell me the number of the order?"),
        ("awb", "It is four seven one, one two."),
        ("slt", "Thank you. It left our warehouse yesterday, and should be with you tomorrow before noon."),
        ("awb", "That is what I wanted to hear. Can the driver call before he comes?"),
        ("slt", "I have made a note of it."),
    ),
}


def seconds(id: str) -> float:
    """Of the message of that id."""
    return len(_sound(_chosen(MESSAGES, id))) / CODECS[CODEC].rate


def message(id: str) -> bytes:
    """As a WAV file."""
    return wav.write(_sound(_chosen(MESSAGES, id)), CODECS[CODEC].rate)


def talk(id: str, seconds: float) -> bytes:
    """The recording of that id as a WAV file: people go on talking until they hang up."""
    length = round(seconds * CODECS[CODEC].rate)
    return wav.write(np.resize(_sound(_chosen(TALKS, id)), length), CODECS[CODEC].rate)


def _chosen(among: dict[str, Turns], id: str) -> str:
    return [*among][zlib.crc32(id.encode()) % len(among)]


@cache
def _sound(name: str) -> Samples:
    return Decoder(CODEC).decode((FOLDER / f"{name}.{CODECS[CODEC].payload_type}").read_bytes())
