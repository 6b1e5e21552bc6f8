"""A Unix socket on which the processes of a node find each other."""

import errno
import os
import socket
import time
from contextlib import suppress
from pathlib import Path

from trunkline.store import meeting

SHORT = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}  # of what a connection takes
PAUSE = 0.01  # seconds until somebody else may be let in then


class Listener:
    """Takes the place of one that is dead. Who comes when no file is left is turned away at once: left to wait, they
    would be found waiting again and again."""

    def __init__(self, path: Path) -> None:
        at = meeting.place(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.bind(str(at))
        self.socket.listen()
        self._spare: int | None = _nothing()

    def accept(self) -> socket.socket | None:
        """None where nobody is there any more, or could not be let in."""
        try:
            return self.socket.accept()[0]
        except OSError as error:
            if error.errno in SHORT:
                self._turn_away()
            return None

    def _turn_away(self) -> None:
        if self._spare is not None:
            os.close(self._spare)
        with suppress(OSError):
            self.socket.accept()[0].close()
        self._spare = _nothing()
        time.sleep(PAUSE)


def _nothing() -> int | None:
    """An open file that can be done without."""
    with suppress(OSError):
        return os.open(os.devnull, os.O_RDONLY)
    return None
