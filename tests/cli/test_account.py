"""Several accounts in one installation, as they are made, named and removed on the command line."""

from pathlib import Path

from sqlalchemy import select

from tests.acme import Acme
from tests.messages import leave, message
from tests.places import A_LONDON_ADDRESS, AN_ADDRESS, bare
from tests.system.test_cli import trunkline
from trunkline.cli import account as accounts
from trunkline.store.store import Place, Store
from trunkline.store.tables import Base


def test_accounts_stand_beside_each_other(tmp_path: Path) -> None:
    with bare(tmp_path) as place:
        where = ["--data", place.folder, *(["--database", place.url] if place.url else [])]
        assert "no installation here" in trunkline("account", "add", "Early", *AN_ADDRESS, *where, ok=False)
        one = trunkline("init", "One", *AN_ADDRESS, *where).split()[2]
        trunkline("person", "add", "ann@one.example", "Ann", "Lee", *where)  # the only one needs no name
        assert "account add" in trunkline("init", "Two", *AN_ADDRESS, *where, ok=False)
        two = trunkline("account", "add", "Two", *A_LONDON_ADDRESS, *where).split()[2]
        told = trunkline("person", "list", *where, ok=False)
        assert "several accounts" in told
        assert one in told
        assert two in told
        trunkline("person", "add", "ann@one.example", "Ann", "Lee", *where, "--account", two)
        trunkline("trunk", "set", "--host", "sip.two.example", *where, "--account", two)
        assert "no trunk" in trunkline("trunk", "show", *where, "--account", one)
        assert "account unknown" in trunkline("person", "list", *where, "--account", "x", ok=False)
        assert [line.split()[:2] for line in trunkline("account", "list", *where).splitlines()] == sorted(
            [[one, "1"], [two, "1"]]
        )
        assert "not confirmed" in trunkline("account", "remove", two, *where, ok=False)
        trunkline("account", "remove", two, "--yes", *where)
        assert "account unknown" in trunkline("account", "remove", two, "--yes", *where, ok=False)
        assert "ann@one.example" in trunkline("person", "list", *where)  # the only one again


def test_an_account_goes_with_all_that_it_has_and_nothing_of_anothers(acme: Acme, rival: Acme, place: Place) -> None:
    def counted(id: str) -> dict[str, int]:
        tables = [table for table in Base.metadata.sorted_tables if "account_id" in table.c]
        return acme.store.read_any(
            lambda session: {
                table.name: len(session.execute(select(table.c.account_id).where(table.c.account_id == id)).all())
                for table in tables
            }
        )

    for n, company in enumerate((acme, rival)):
        leave(place, company, [message(company, n, 1_779_000_000.0 + n)])
    sounds, before = {*place.blobs.names()}, counted(rival.id)
    assert sum(counted(acme.id).values()) > 100
    both = Store(place, "both")
    for name in both.write_any(lambda session: accounts._remove(session, acme.id)).result():  # pyright: ignore[reportPrivateUsage]
        place.blobs.remove(name)
    both.close()
    assert set(counted(acme.id).values()) == {0}
    assert counted(rival.id) == before
    assert len(sounds - {*place.blobs.names()}) == 1
