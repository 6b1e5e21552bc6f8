"""The SIP stack as we use it. It has no types of its own, so this is where what is untyped comes in, and only here and
in the repairs of it."""

from importlib import import_module
from typing import Any

from trunkline.engine import repairs

repairs.make()


def _of(module: str, name: str) -> Any:
    return getattr(import_module(f"sippy.{module}"), name)


UA = _of("UA", "UA")
UasTrying = _of("UasStateTrying", "UasStateTrying")
UasRinging = _of("UasStateRinging", "UasStateRinging")
UacTrying = _of("UacStateTrying", "UacStateTrying")
UacRinging = _of("UacStateRinging", "UacStateRinging")
UacCancelling = _of("UacStateCancelling", "UacStateCancelling")
Disconnected = _of("UaStateDisconnected", "UaStateDisconnected")
Failed = _of("UaStateFailed", "UaStateFailed")
Connected = _of("UaStateConnected", "UaStateConnected")
UasUpdating = _of("UasStateUpdating", "UasStateUpdating")
UacUpdating = _of("UacStateUpdating", "UacStateUpdating")
TransactionManager = _of("SipTransactionManager", "SipTransactionManager")
Timeout = _of("Time.Timeout", "Timeout")
Body = _of("MsgBody", "MsgBody")
TYPE_NOT_SAID = _of("MsgBody", "DEFAULT_CTYPE")  # of a body; it counts as a description
ContentType = _of("SipContentType", "SipContentType")
Header = _of("SipHeader", "SipHeader")
Url = _of("SipURL", "SipURL")
Address = _of("SipAddress", "SipAddress")
From = _of("SipFrom", "SipFrom")
Contact = _of("SipContact", "SipContact")
To = _of("SipTo", "SipTo")
AssertedIdentity = _of("SipPAssertedIdentity", "SipPAssertedIdentity")
Route = _of("SipRoute", "SipRoute")
CallId = _of("SipCallId", "SipCallId")
Request = _of("SipRequest", "SipRequest")
RegistrationAgent = _of("SipRegistrationAgent", "SipRegistrationAgent")
SipConf = _of("SipConf", "SipConf")
NetworkServer = _of("Network_server", "Network_server")
UdpServer = _of("Udp_server", "Udp_server")
NetworkOptions = _of("Network_server", "Network_server_opts")
RemoteAddress = _of("Network_server", "Remote_address")
MonoTime = _of("Time.MonoTime", "MonoTime")
MyPort = _of("SipConf", "MyPort")
UdpOptions = _of("Udp_server", "Udp_server_opts")
loop = _of("Core.EventDispatcher", "ED2")

# What the stack says of a dialog, and is told.
Event = _of("CCEvents", "CCEventGeneric")
Tried = _of("CCEvents", "CCEventTry")
Rang = _of("CCEvents", "CCEventRing")
Connecting = _of("CCEvents", "CCEventPreConnect")
Connect = _of("CCEvents", "CCEventConnect")
Update = _of("CCEvents", "CCEventUpdate")
Info = _of("CCEvents", "CCEventInfo")
Disconnect = _of("CCEvents", "CCEventDisconnect")
Fail = _of("CCEvents", "CCEventFail")
Redirect = _of("CCEvents", "CCEventRedirect")

# With more than one receiving thread a 180 may overtake a 100, and a 200 an 180.
UdpOptions.nworkers = 1
# With the stack's own options a second engine could have the same port, and take from the first what is sent to it.
UdpOptions.flags = 0


class Unreadable(Exception):
    """A message that the stack cannot read."""


def _unreadable(why: str, *_: Any, **__: Any) -> None:
    raise Unreadable(why)


# Left to itself the stack prints what it cannot read, digests and all, and gives it no answer.
_transactions: Any = import_module("sippy.SipTransactionManager")
_transactions.dump_exception, _transactions.print = _unreadable, repairs.say_nothing


def own_contact() -> Any:
    """Where we are reached, by the transport that is used. The stack's own would be called Anonymous, which some peers
    stumble on."""
    url = Url(host=SipConf.my_address, port=SipConf.my_port, transport=SipConf.my_transport)
    return Contact(address=Address(url=url, hadbrace=True))


def texts(message: Any, *names: str) -> list[str]:
    """What its headers of these names say, each as it stands there."""
    return [str(header.body) for header in message.headers if header.name in names]


class Silent:
    """The stack's own log of every message: it would hold digests, and it is slow."""

    def write(self, *_: object, **__: object) -> None:
        """Nothing is written."""


PHRASES = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    416: "Unsupported URI Scheme",
    420: "Bad Extension",
    422: "Session Interval Too Small",
    423: "Interval Too Brief",
    430: "Flow Failed",
    469: "Bad Info Package",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    483: "Too Many Hops",
    484: "Address Incomplete",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    491: "Request Pending",
    500: "Server Internal Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Server Time-out",
    505: "Version Not Supported",
    513: "Message Too Large",
    603: "Decline",
}


def said(status: int) -> tuple[int, str]:
    """A status with its phrase (RFC 3261 section 21)."""
    return status, PHRASES.get(status, "Failed")
