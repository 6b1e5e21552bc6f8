"""What the SIP stack reads or writes wrong, put right here and nowhere else, before any use of it.

Found in sippy 2.5.0, each with what came of it:

- it decodes a packet as UTF-8 or not at all: a name in ISO 8859-1 cost the call (`text_of`);
- it counts a body in characters, where Content-Length counts bytes, both ways (`text_of`, `bytes_of`);
- it ends lines at everything that Unicode calls a line end, so that a name could be several lines (`text_of`);
- it refuses a message for a line that is no header and is not needed (`text_of`; RFC 3261 section 8.2);
- it writes what it is given, so that a name with a line end was several headers, or a second request (`_write`);
- names: no escapes are read or written, so that one with a quote or a backslash cut its header in two; commas in them
  made two headers of one; addresses without brackets had to be `sip:` (`_read_address`, `_write_address`, `_take`);
- URIs: no `tel:`, no other scheme, no parameter or header without a value, small letters only (`_read_url`);
- a copy of a `sips:` URI was a `sip:` one, a copy of a body was SDP whatever it had been (`_copy_url`, `_copy_body`);
- a route was written in its own words, not as it was said (`_write_route`, `_copy_route`);
- Via and Content-Type with spaces, or with parameters without a value, were none (`_read_via`, `_read_type`);
- numbers: `int` takes `-1`, `1_0` and every script's digits (`_read_number`, `_read_cseq`, `_read_status`);
- headers that an address brings along stood in the Request-URI (`_first_line`; RFC 3261 section 19.1.1);
- of a packet it takes 8,192 bytes, and drops the rest (`_take_all`; RFC 3261 section 18.1.1);
- what it finds odd it prints (`say_nothing`), and what goes wrong: where the output is a full disk, that ended its loop
  (`_tell`);
- a packet that cannot be sent ended the thread that sends, and that a thread of its ended nobody knew (`_last`);
- it sends requests, ACKs and answers to where a Contact, a Record-Route or a Via says, and looks their names up in the
  thread that sends: one that a name server kept it from was no answer to anybody for minutes, and a port that cannot
  be ended the thread. `Transactions` and `Leg.flow` decide instead; what could not be sent to is kept out by
  `Datagrams`.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import structlog

from trunkline import texts, vital
from trunkline.engine import addresses, bounds
from trunkline.engine.addresses import Address

LONGEST_PACKET = 65_535  # bytes
HIGHEST_PORT = 99_999  # five digits
END = b"\r\n\r\n"
_FOLD = re.compile(rb"\r\n[ \t]++")  # RFC 3261 section 7.3.1
_ANY_END = re.compile(rb"\r\n|\r|\n")
_BLANK = re.compile(rb"(?>\r\n|\r|\n)(?:\r\n|\r|\n)")
_NOT_PLAIN = re.compile(rb"[^\r\n\x20-\x7e]|\r(?!\n)|(?<!\r)\n")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_URL = re.compile(
    r'(?:(?P<user>[^@\s<>"]*+)@)?(?P<host>\[[0-9A-Fa-f:.]++\]|[^\s\[\]<>"@:;?]*+)(?::(?P<port>[^;?]*+))?'
    r'(?P<params>;[^?<>"]*+)?(?:\?(?P<headers>[^<>"]*+))?'
)
_VIA = re.compile(
    r"(SIP\s*+/\s*+[^\s/]++)\s*+/\s*+([^\s/;,]++)\s++(\[[0-9A-Fa-f:.]++\]|[^\s:;]++)\s*+"
    r"(?::\s*+([0-9]{1,5}+)(?::\4)?)?\s*+(?:;(.*+))?",
    re.DOTALL,
)
_CSEQ = re.compile(r"([0-9]{1,20})[ \t]+([!-~]+)")
_STATUS = re.compile(r"(\S+)[ \t]+([1-6][0-9]{2})((?:[ \t].*)?)")

log = structlog.get_logger()


def _of(module: str, name: str) -> Any:
    return getattr(import_module(f"sippy.{module}"), name)


_Msg, _Url, _Csv = _of("SipMsg", "SipMsg"), _of("SipURL", "SipURL"), _of("ESipHeaderCSV", "ESipHeaderCSV")
_From, _To = _of("SipFrom", "SipFrom"), _of("SipTo", "SipTo")
_ROUTES = _of("SipRoute", "SipRoute"), _of("SipRecordRoute", "SipRecordRoute")
_Address, _AddressHeader = _of("SipAddress", "SipAddress"), _of("SipAddressHF", "SipAddressHF")
_Via, _Number, _CSeq = _of("SipVia", "SipVia"), _of("SipNumericHF", "SipNumericHF"), _of("SipCSeq", "SipCSeq")
_Request, _Response = _of("SipRequest", "SipRequest"), _of("SipResponse", "SipResponse")
_Body, _Type = _of("MsgBody", "MsgBody"), _of("SipContentType", "SipContentType")
_new_url, _url_as_text, _new_via = _Url.__init__, _Url.localStr, _Via.__init__


def say_nothing(*_: Any, **__: Any) -> None:
    """Nothing is printed."""


# Bytes and text


def halves(packet: bytes) -> tuple[bytes, bytes, bytes]:
    """The head of a message, what ends it, and the body. A careless peer's lines end by anything that may be an end."""
    head, end, body = packet.partition(END)
    if end or not (blank := _BLANK.search(packet)):
        return head, end, body
    return packet[: blank.start()], blank[0], packet[blank.end() :]


def text_of(packet: bytes) -> str:
    """A message for the stack: a head without control characters, in lines that are headers, and a body that has a
    character for each byte. A line that is no UTF-8 is in ISO 8859-1, as old gateways write. Raises bounds.TooLarge."""
    head, end, body = halves(packet.lstrip(b"\r\n"))  # RFC 3261 section 7.5
    bounds.keep_size(head)
    if end != END:
        head = _ANY_END.sub(b"\r\n", head)
        bounds.keep_size(head)
    if b"\r\n " in head or b"\r\n\t" in head:
        head = _FOLD.sub(b" ", head)
    first, *others = lines = head.split(b"\r\n")
    bounds.keep(lines)
    said = [_in_capitals(first), *(line for line in others if b":" in line)]
    text = "\r\n".join(map(_line_of, said) if _NOT_PLAIN.search(head) else map(bytes.decode, said))
    return f"{text}\r\n\r\n{body.decode('latin-1')}"


def _take_all() -> None:
    """Of each packet: the stack's own loop, with another number in it."""
    loop = _of("Udp_server", "AsyncReceiver").run
    sizes = (LONGEST_PACKET if each == 8192 else each for each in loop.__code__.co_consts)
    loop.__code__ = loop.__code__.replace(co_consts=(*sizes,))


def _last() -> None:
    """Its threads go on whatever a packet is, and end only when they are told to."""
    server = _of("Udp_server", "Udp_server")
    shutdown = server.shutdown

    def told(self: Any) -> None:
        self.is_over = True
        shutdown(self)

    server.is_over, server.shutdown = False, told
    for name in ("AsyncSender", "AsyncReceiver"):
        kind = _of("Udp_server", name)
        kind.run = _lasting(kind.run, name)


def _lasting(run: Callable[[Any], None], name: str) -> Callable[[Any], None]:
    def on_and_on(self: Any) -> None:
        while True:
            try:
                return run(self)
            except Exception:
                log.exception("packet lost", thread=name)

    def runs(self: Any) -> None:
        server = self.userv
        vital.lasting(on_and_on, name, lambda: server.is_over)(self)

    return runs


def _in_capitals(first: bytes) -> bytes:
    """The version, first or last in the first line, whoever writes it otherwise (RFC 3261 section 7.1)."""
    words = first.split()
    for at in {0, len(words) - 1} if words else ():
        if words[at][:4].lower() == b"sip/":
            words[at] = words[at].upper()
    return b" ".join(words)


def _line_of(line: bytes) -> str:
    return texts.one_line(re.sub(r"[\t\r\n]", " ", _decoded(line)))


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def is_as_read(line: bytes) -> bool:
    """Whether a line of a head is read as it stands there, but for its tabs."""
    return texts.is_one_line(_decoded(line.replace(b"\t", b" ")))


def bytes_of(text: str) -> bytes:
    """What the stack wrote, for the wire."""
    head, end, body = text.partition("\r\n\r\n")
    return f"{head}{end}".encode() + body.encode("latin-1", "replace")


def _write(message: Any, local_addr: Any = None, compact: bool = False) -> str:
    """The one place where a message becomes text: whoever made a line, it is one line when it leaves."""
    lines = [message.getSL(local_addr), *(header.localStr(local_addr, compact) for header in message.headers)]
    body = "" if message.body is None else message.body.localStr(local_addr)
    if message.body is not None:
        lines.append(f"{'c' if compact else 'Content-Type'}: {message.body.mtype}")
    lines.append(f"{'l' if compact else 'Content-Length'}: {len(body)}")
    if not texts.is_one_line("".join(lines)):
        lines = [*map(_as_one_line, lines)]
    return "\r\n".join(lines) + f"\r\n\r\n{body}"


def _as_one_line(line: str) -> str:
    """What is wrong is left out, and told, for it is a fault of ours; a call is not to fail for it."""
    clean = texts.one_line(line)
    if clean != line:
        log.error("a header of several lines is sent as one", header=clean.partition(":")[0][:100])
    return clean


# Addresses


def _take(self: Any, body: str | None = None, address: Any = None) -> None:
    """The body of a header that holds an address, or of one that holds several."""
    self.body, self.address, self.parsed = body, address, body is None
    if body is not None and type(self) not in (_From, _To) and len(several := addresses.listed(body)) > 1:
        raise _Csv(None, several)


def _read_address(
    self: Any,
    address: str | None = None,
    name: str | None = None,
    url: Any = None,
    params: dict[str, Any] | None = None,
    hadbrace: bool | None = None,
    params_order: list[str] | None = None,
    relaxedparser: bool = False,
) -> None:
    """The name is held as it is."""
    if address is not None:
        said = Address.read(address)
        name, url, hadbrace = said.name, _Url(said.uri, relaxedparser=relaxedparser), said.enclosed
        params = dict(said.parameters)
        params_order = [*params]
    self.name, self.url = name, url
    self.params, self.params_order = params or {}, params_order or []
    self.hadbrace = hadbrace is not False


def _write_address(self: Any, local_addr: Any = None) -> str:
    url, name = self.url.localStr(local_addr), addresses.quoted(self.name or "")
    if name or self.hadbrace or set(";?,") & set(url):  # RFC 3261 section 20.10
        url = f"{name}{' ' if name else ''}<{url}>"
    values = ((name, self.params[name]) for name in self.params_order)
    return url + "".join(f";{name}" if value is None else f";{name}={value}" for name, value in values)


# URIs


def _read_url(self: Any, url: str | None = None, *rest: Any, relaxedparser: bool = False, **named: Any) -> None:
    """`tel:` has its number for a user, as it stands, and no host. Of other schemes it is known what stands there. None
    of them is a router that wants to be the target (`lr`), whatever names it as a route."""
    self.opaque = ""
    if url is None:
        _new_url(self, None, *rest, relaxedparser=relaxedparser, **named)
        return
    self.original_uri, self.other, self.userparams = url, [], []
    found = _SCHEME.match(url)
    self.scheme = found[1].lower() if found else "sip"
    said = url[found.end() :] if found else url
    match self.scheme:
        case "sip" | "sips":
            _read_sip(self, said, relaxedparser)
        case "tel":
            self.username, *self.userparams = said.split(";")
            self.host, self.lr = "", True
        case _:
            self.opaque, self.host, self.lr = said, "", True


def _read_sip(url: Any, said: str, relaxed: bool) -> None:
    found = _URL.fullmatch(said) or (_URL.fullmatch(_escaped(said)) if relaxed else None)
    if found is None or not (found["host"] or relaxed):
        raise ValueError(f"no SIP URI: {said!r}")
    if found["user"] is not None:
        name, colon, password = found["user"].partition(":")
        url.password = password if colon else None
        name, *url.userparams = name.split(";")
        url.username = unquote(name)
    url.host, url.port = found["host"], _port((found["port"] or "").strip())
    for said in (found["params"] or "").split(";")[1:]:
        name, equals, value = said.strip().partition("=")
        match name.lower():
            case "lr":
                url.lr = True
            case "user":
                url.usertype = value
            case "transport" | "maddr" | "method" | "tag" | "ttl" as known if equals:
                setattr(url, known, value)
            case "":
                pass
            case _:
                url.other.append(said.strip())
    if found["headers"]:
        headers = (header.partition("=") for header in found["headers"].split("&"))
        url.headers = {name: unquote(value) for name, _, value in headers if name}


def _escaped(said: str) -> str:
    """Who somebody is may stand there with spaces and quotes that should be escaped: it is clear where it ends."""
    user, at, host = said.rpartition("@")
    return re.sub(r'[\s"]', lambda found: f"%{ord(found[0]):02X}", user) + at + host


def _port(said: str) -> int | None:
    """Some devices write a colon without a port, or a port twice. One that there cannot be is written again as it was
    (RFC 3261 section 25.1: any digits): nothing is sent to where an address says."""
    first, _, again = said.partition(":")
    if again.strip() not in ("", first.strip()):
        raise ValueError(f"no port: {said!r}")
    return _whole(first.strip(), HIGHEST_PORT) if said else None


def _write_url(self: Any, local_addr: Any = None) -> str:
    match self.scheme:
        case "sip" | "sips":
            return _url_as_text(self, local_addr)
        case "tel":
            return ";".join([f"tel:{self.username}", *self.userparams])
        case _:
            return f"{self.scheme}:{self.opaque}"


def _copy_url(self: Any) -> Any:
    copy = _Url.__new__(_Url)
    copy.__dict__.update(self.__dict__)
    copy.other, copy.userparams = [*self.other], [*self.userparams]
    copy.headers = dict(self.headers) if self.headers else None
    return copy


# Routes


def _write_route(self: Any, local_addr: Any = None) -> str:
    """As it was said: who is one finds what it put there (RFC 3261 section 12.1.1)."""
    return self.address.localStr(local_addr) if self.body is None else self.body


def _copy_route(self: Any) -> Any:
    copy = type(self)(self.body, self.address.getCopy() if self.parsed else None)
    copy.parsed = self.parsed
    return copy


# Other headers


def _whole(said: str, most: int) -> int:
    """A number of plain digits."""
    if not (said.isascii() and said.isdigit() and len(said) <= 20 and int(said) <= most):
        raise ValueError(f"no number: {said!r}")
    return int(said)


def _read_number(self: Any) -> None:
    self.number = _whole(self.body, 2**64)
    self.parsed = True


def _read_cseq(self: Any) -> None:
    found = _CSEQ.fullmatch(self.body.strip(" \t"))
    if found is None:
        raise ValueError(f"no CSeq: {self.body!r}")
    self.cseq, self.method, self.parsed = int(found[1]), found[2], True


def _read_status(self: Any, line: str) -> None:
    found = _STATUS.fullmatch(line)
    if found is None:
        raise ValueError(f"no status: {line!r}")
    self.sipver, self.scode, self.reason = found[1], int(found[2]), found[3].strip() or "Unspecified"


def _first_line(self: Any, local_addr: Any = None) -> str:
    target = self.ruri
    if target.scheme in ("sip", "sips") and target.headers:
        target = target.getCopy()
        target.headers = None
    return f"{self.method} {target.localStr(local_addr)} {self.sipver}"


def _read_via(self: Any) -> None:
    found = _VIA.fullmatch(self.body)
    if found is None:
        raise ValueError(f"no Via: {self.body!r}")
    self.sipver, self.transport, self.hostname = re.sub(r"\s", "", found[1]), found[2], found[3]
    self.port = _whole(found[4], HIGHEST_PORT) if found[4] else None
    self.params, self.parsed = dict(addresses.parameters(found[5] or "")), True


def _take_via(self: Any, body: str | None = None, cself: Any = None) -> None:
    if body is not None and len(several := addresses.listed(body)) > 1:
        raise _Csv(None, several)
    _new_via(self, None, cself)
    if body is not None:
        self.body, self.parsed, self.params = body, False, None


def _read_type(self: Any) -> None:
    """As it was said, but for the name, which is compared."""
    name, _, rest = self.body.partition(";")
    self.name = "/".join(each.strip() for each in name.lower().split("/"))
    self.params = dict(addresses.parameters(rest))
    self.parsed = True


def _write_type(self: Any) -> str:
    if not self.parsed:
        return self.body
    return ";".join([self.name, *(k if v is None else f"{k}={v}" for k, v in self.params.items())])


def _copy_body(self: Any) -> Any:
    content = self.content if isinstance(self.content, str) else self.content.getCopy()
    return _Body(content, self.mtype.getCopy())


def _tell(what: str, *_: Any, **__: Any) -> None:
    """In an `except` of the stack: what it was doing."""
    log.exception(what)


def make() -> None:
    """Before any of it is used."""
    _Msg.localStr, _Msg.__str__ = _write, _write
    _Url.__init__, _Url.localStr, _Url.getCopy = _read_url, _write_url, _copy_url
    _Address.__init__, _Address.localStr, _AddressHeader.__init__ = _read_address, _write_address, _take
    for each in _ROUTES:
        each.localStr, each.getCopy = _write_route, _copy_route
    _Via.__init__, _Via.parse = _take_via, _read_via
    _Type.parse, _Type.__str__, _Body.getCopy = _read_type, _write_type, _copy_body
    _Number.parse, _CSeq.parse = _read_number, _read_cseq
    _Request.getSL, _Response.setSL = _first_line, _read_status
    _take_all()
    _last()
    for module in ("SipMsg", "SipURL", "UacStateTrying", "UacStateRinging"):
        import_module(f"sippy.{module}").__dict__["print"] = say_nothing
    for module in ("Core.EventDispatcher", "Network_server", "Udp_server"):
        import_module(f"sippy.{module}").__dict__["dump_exception"] = _tell
