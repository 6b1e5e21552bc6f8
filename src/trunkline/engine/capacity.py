"""How many calls the relay can carry at once, by its ports and by the files that it may have open."""

PORTS = 6  # that a leg may take: RTP and RTCP, outside and inside, and of the door of a phone
OWN = 6  # that the relay takes for itself: to be nudged, and to tell its fingerprint
OTHER_FILES = 64  # that it may have open beside a port's each
LEGS = 2  # of a call
USUAL = {"line": 20, "trunk": 200, "account": 500}  # calls at once of each, unless others are said
RATES = {"line": 60, "trunk": 1_200}  # and calls that each begins in a minute
SHARE, LEAST = 10, 4  # of so many legs one is kept for emergency calls, and at least these


def legs(first_port: int, last_port: int, files: int | None = None) -> int:
    """With any number of files, unless it is said."""
    ports = last_port - first_port + 1
    if files is not None:
        ports = min(ports, files - OTHER_FILES)
    return max(ports - OWN, 0) // PORTS


def kept(legs: int) -> int:
    """Of so many, for emergency calls."""
    return min(max(legs // SHARE, LEAST), legs // 2)


def calls(first_port: int, last_port: int, files: int | None = None) -> int:
    """Beside emergency calls."""
    found = legs(first_port, last_port, files)
    return (found - kept(found)) // LEGS
