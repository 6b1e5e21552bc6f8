"""Names of hosts that the operator has set. A name server may take its time: never in the SIP loop."""

import socket


def look_up(host: str) -> list[str]:
    """Its addresses; none if the name is unknown."""
    try:
        found = socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(each[4][0]) for each in found))
