# ruff: noqa: E501 (a message is easier to read in one line)
"""Messages that are hard on a parser, written after the sections of RFC 4475, and good ones spoilt by chance.

`{port}` is where answers are to go, `{call}` is unlike any other. Lines end with CR LF on the way. Where the RFC would have
a message taken that the stack cannot read (3.1.1.1), a 400 will do: no phone writes so.
"""

import random
from collections.abc import Callable
from typing import NamedTuple


class Hard(NamedTuple):
    section: str  # of RFC 4475
    what: str
    text: str
    answers: frozenset[int]  # finals that will do; none where no answer is owed, or none can be sent


def hard(section: str, what: str, text: str, *answers: int) -> Hard:
    return Hard(section, what, text, frozenset(answers))


VIA = "Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{call}\n"
REST = "From: <sip:someone@a.example>;tag=f\nTo: <sip:1002@a.example>\nCall-ID: {call}\n"
OPTIONS = f"OPTIONS sip:a.example SIP/2.0\n{VIA}Max-Forwards: 70\n{REST}CSeq: 1 OPTIONS\nContent-Length: 0\n\n"

MESSAGES = (
    hard(
        "3.1.1.1",
        "a valid request, folded, abbreviated and spaced in every way",
        "OPTIONS sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\n"
        "TO :\n sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n\n"
        'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>\n  ;\n  tag = 98asjd8\n'
        "MaX-fOrWaRdS: 0068\nCall-ID: {call}\nContent-Length   : 0\ncseq: 0009\n  OPTIONS\n"
        "Via  : SIP  /   2.0\n /UDP\n    127.0.0.1:{port};branch=z9hG4bK{call}\ns :\nNewFangledHeader:   newfangled value\n\n",
        200,
        400,
        481,
    ),
    hard(
        "3.1.1.2",
        "every character that a name may be made of",
        "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@x.example SIP/2.0\n"
        f"{VIA}Max-Forwards: 255\n{REST}"
        "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~\nextensionHeader-!.%*+_`'~: \x07\nContent-Length: 0\n\n",
        400,
        405,
        501,
    ),
    hard(
        "3.1.1.3",
        "valid escapes",
        OPTIONS.replace("sip:a.example", "sip:sips%3Auser%40example.com@example.net"),
        200,
        481,
    ),
    hard("3.1.1.4", "an escaped NUL", OPTIONS.replace("sip:someone@", "sip:null-%00-null@"), 200, 481),
    hard("3.1.1.5", "a percent sign that is no escape", OPTIONS.replace("someone@", "some%one@"), 200, 400, 481),
    hard("3.1.1.6", "no space before the bracket", OPTIONS.replace("From: <", 'From: "caller"<'), 200, 481),
    hard("3.1.1.7", "long values", OPTIONS.replace("Max-Forwards", f"X-Long: {'x' * 4000}\nMax-Forwards"), 200, 481),
    hard("3.1.1.9", "a semicolon in the user part", OPTIONS.replace("sip:a.example", "sip:user;par=u@a.example"), 200, 481),
    hard("3.1.1.13", "an unusual reason phrase", f"SIP/2.0 200 = 2**3 * 5**2 \x01\n{VIA}{REST}CSeq: 1 INVITE\n\n"),
    hard("3.1.1.13", "an empty reason phrase", f"SIP/2.0 100 \n{VIA}{REST}CSeq: 1 INVITE\nContent-Length: 0\n\n"),
    hard("3.1.2.1", "separators that separate nothing", OPTIONS.replace(";tag=f", ";;,;,,").replace("Max", "Via: ,\nMax"), 400),
    hard("3.1.2.2", "less body than it says", OPTIONS.replace("Content-Length: 0", "Content-Length: 9999"), 200, 400, 481),
    hard("3.1.2.3", "a negative length", OPTIONS.replace("Content-Length: 0", "Content-Length: -999"), 200, 400, 481),
    hard(
        "3.1.2.4",
        "numbers beyond every limit",
        OPTIONS.replace("CSeq: 1", "CSeq: 36893488147419103232").replace("Max-Forwards: 70", "Max-Forwards: 300"),
        200,
        400,
        481,
    ),
    hard("3.1.2.5", "numbers beyond every limit in an answer", f"SIP/2.0 200 OK\n{VIA}{REST}CSeq: 9292394834772304023312 OPTIONS\n\n"),
    hard("3.1.2.6", "a quoted name without an end", OPTIONS.replace("To: <", 'To: "Mr. J. User <'), 200, 400, 481),
    hard("3.1.2.7", "brackets around the target", OPTIONS.replace("sip:a.example SIP", "<sip:a.example> SIP"), 400, 404, 200, 481),
    hard("3.1.2.8", "a target with a space in it", OPTIONS.replace("sip:a.example SIP", "sip:a.example; lr SIP"), 400),
    hard("3.1.2.9", "several spaces in the first line", OPTIONS.replace("sip:a.example SIP", "sip:a.example  SIP"), 400, 200),
    hard("3.1.2.10", "a space after the first line", OPTIONS.replace("SIP/2.0\nVia", "SIP/2.0  \nVia", 1), 400, 200),
    hard("3.1.2.11", "headers in the target", OPTIONS.replace("sip:a.example SIP", "sip:a.example?Route=%3Csip:x.example%3E SIP"), 200, 400, 481),
    hard("3.1.2.12", "a date of no zone", OPTIONS.replace("Max", "Date: Fri, 01 Jan 2010 16:00:00 EST\nMax"), 200, 400, 481),
    hard("3.1.2.13", "an address with parameters and no brackets", OPTIONS.replace("Max", "Contact: sip:x@127.0.0.1?Route=%3Csip:y%3E\nMax"), 200, 400, 481),
    hard("3.1.2.14", "spaces in an address", OPTIONS.replace("<sip:1002@a.example>", '"A" < sip:1002@a.example >'), 200, 400, 481),
    hard("3.1.2.15", "a name that is no token", OPTIONS.replace("From: <", "From: Bell, Alexander <"), 200, 400, 481),
    hard("3.1.2.16", "a version of its own", OPTIONS.replace("SIP/2.0\nVia", "SIP/7.0\nVia", 1), 505, 400),
    hard("3.1.2.17", "methods that do not agree", OPTIONS.replace("1 OPTIONS", "1 INVITE"), 400, 200, 481),
    hard("3.1.2.18", "unknown methods that do not agree", OPTIONS.replace("OPTIONS sip", "NEWMETHOD sip").replace("1 OPTIONS", "1 INVITE"), 400, 405, 501),
    hard("3.1.2.19", "a status of ten digits", f"SIP/2.0 4294967301 better not break the receiver\n{VIA}{REST}CSeq: 1 INVITE\n\n"),
    hard("3.2.1", "a branch of the magic alone", OPTIONS.replace("z9hG4bK{call}", "z9hG4bK"), 200, 400, 481),
    hard("3.3.1", "no Call-ID, From or To", f"OPTIONS sip:a.example SIP/2.0\n{VIA}Max-Forwards: 70\nCSeq: 1 OPTIONS\n\n", 400),
    hard("3.3.2", "a target of an unknown scheme", OPTIONS.replace("sip:a.example SIP", "nobodyKnowsThisScheme:totallyopaquecontent SIP"), 416, 400, 200),
    hard("3.3.5", "what is required and unknown", OPTIONS.replace("Max", "Require: nothingSupportsThis\nMax"), 420, 200, 481),
    hard("3.3.8", "several values where there is one", OPTIONS.replace("CSeq: 1 OPTIONS", "CSeq: 1 OPTIONS\nCSeq: 59 INVITE\nFrom: <sip:b@b.example>;tag=g"), 400, 200, 481),
    hard("3.3.9", "several lengths", OPTIONS.replace("Content-Length: 0", "Content-Length: 0\nContent-Length: 500"), 400, 200, 481),
    hard("3.3.10", "an answer with a Via of everybody's address", f"SIP/2.0 200 OK\nVia: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK{{call}}\n{REST}CSeq: 1 INVITE\n\n"),
    hard("3.3.11", "no hops left", OPTIONS.replace("Max-Forwards: 70", "Max-Forwards: 0"), 200, 483, 481),
    hard("3.3.15", "a body of an unknown kind", OPTIONS.replace("Content-Length: 0\n\n", "Content-Type: application/unknown\nContent-Length: 3\n\n<x>"), 200, 415, 481),
    hard("-", "nothing but line ends", "\n\n\n\n"),
    hard("-", "a NUL in every line", OPTIONS.replace("a.example", "a\x00example"), 200, 400, 481),
    hard("-", "headers without a colon", OPTIONS.replace("Max-Forwards: 70", "Max-Forwards 70\nno colon here"), 200, 400, 481),
)  # fmt: skip


def spoilers() -> list[Callable[[random.Random, bytes], bytes]]:
    """Ways to spoil a message."""
    words = (
        b"",
        b"-1",
        b"99999999999999999999",
        b"\x00",
        b"\xff\xfe",
        b'"',
        b"<",
        b"%",
        b";;;",
        b"\r\n",
        b"sip:",
        b"@" * 50,
        b"A" * 5000,
    )

    def lines(change: Callable[[random.Random, list[bytes]], None]) -> Callable[[random.Random, bytes], bytes]:
        def spoil(chance: random.Random, message: bytes) -> bytes:
            parts = message.split(b"\r\n")
            change(chance, parts)
            return b"\r\n".join(parts)

        return spoil

    def flip(chance: random.Random, message: bytes) -> bytes:
        spoilt = bytearray(message)
        for _ in range(chance.randint(1, 8)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt)

    def cut(chance: random.Random, message: bytes) -> bytes:
        return message[: chance.randrange(1, len(message))]

    def insert(chance: random.Random, message: bytes) -> bytes:
        at = chance.randrange(len(message))
        return message[:at] + chance.choice(words) + message[at:]

    def number(chance: random.Random, message: bytes) -> bytes:
        at = [n for n, byte in enumerate(message) if 48 <= byte <= 57] or [0]
        place = chance.choice(at)
        return message[:place] + chance.choice(words) + message[place + 1 :]

    def swap(chance: random.Random, parts: list[bytes]) -> None:
        a, b = chance.randrange(len(parts)), chance.randrange(len(parts))
        parts[a], parts[b] = parts[b], parts[a]

    return [
        flip,
        cut,
        insert,
        number,
        lines(lambda chance, parts: parts.pop(chance.randrange(len(parts)))),
        lines(lambda chance, parts: parts.insert(chance.randrange(len(parts)), chance.choice(parts))),
        lines(swap),
    ]


def spoilt(chance: random.Random, message: bytes) -> bytes:
    for _ in range(chance.randint(1, 3)):
        if len(message) > 1:
            message = chance.choice(SPOILERS)(chance, message)
    return message


SPOILERS = spoilers()
