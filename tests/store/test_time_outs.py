"""How long a server is waited for is said to its driver, once, and the URL may say otherwise."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from trunkline.store.store import CONNECT, STATEMENT, Place

pytestmark = pytest.mark.any_store


class Asked(Exception):
    """What the driver would be asked for."""


def asked(url: str, *, hurried: bool = True) -> dict[str, Any]:
    engine = Place(Path(), f"postgresql+psycopg://{url}").engine(None, hurried=hurried)

    def connect(*said: Any) -> None:
        raise Asked(said[-1])

    event.listen(engine, "do_connect", connect)
    with pytest.raises(Asked) as raised:
        engine.connect()
    return raised.value.args[0]


def test_a_server_that_is_gone_is_noticed() -> None:
    said = asked("me@db.example/phones")
    assert said["connect_timeout"] == CONNECT
    assert said["tcp_user_timeout"] == STATEMENT * 1000
    assert said["keepalives"] == 1
    assert said["options"] == f"-c statement_timeout={STATEMENT}s"


def test_what_takes_long_by_its_nature_may() -> None:
    assert "options" not in asked("me@db.example/phones", hurried=False)


def test_the_url_has_the_last_word() -> None:
    assert asked("me@db.example/phones?connect_timeout=20")["connect_timeout"] == "20"


def test_a_standby_is_named_beside_the_first() -> None:
    said = asked("me@/phones?host=one.example:5433&host=two.example:5434&target_session_attrs=read-write")
    assert (said["host"], said["port"]) == ("one.example,two.example", "5433,5434")
    assert said["target_session_attrs"] == "read-write"
