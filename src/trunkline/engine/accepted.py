"""Connections to a socket of ours, as they come."""

import socket
import time
from collections.abc import Iterator

import structlog

PAUSE = 0.2  # seconds for files to be closed, where there are too many

log = structlog.get_logger()


def connections(server: socket.socket) -> Iterator[socket.socket]:
    """For ever: one that cannot be taken now, for want of files or memory, is taken later."""
    while True:
        try:
            connection, _ = server.accept()
        except OSError as error:
            log.error("connection not accepted", why=str(error))
            time.sleep(PAUSE)
        else:
            yield connection
