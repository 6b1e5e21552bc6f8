"""The demo's secrets, which everybody can read here: where they are, others are not let in.

The rows decide, not how a start was asked for.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from trunkline.api.tokens import hashed
from trunkline.extensions import passwords
from trunkline.problems import refuse
from trunkline.store import away
from trunkline.store.head import HEAD
from trunkline.store.migrations import version
from trunkline.store.store import Place
from trunkline.store.tables import App, Person

ACCOUNT, CLIENT, USER_CLIENT = "demo-account", "demo-client", "demo-user-client"
SECRET, USER_SECRET, PASSWORD = "demo-secret", "demo-user-secret", "demo-password"


def held(place: Place) -> bool:
    """Whether the installation has one of them; it takes a moment for each password. Refuses rows
    that do not answer."""
    engine = place.engine(None)
    try:
        with engine.connect() as connection, Session(connection) as session:
            return version(connection) == HEAD and any(_found(session))
    except (OperationalError, ProgrammingError) as error:
        refuse(away.refused(error), reason=away.reason(error))
    finally:
        engine.dispose()


def _found(session: Session) -> Iterator[bool]:
    known = [hashed(secret) for secret in (SECRET, USER_SECRET)]
    yield session.scalar(select(App.id).where(App.secret_hash.in_(known)).limit(1)) is not None
    kept = select(Person.password_hash).where(Person.account_id == ACCOUNT, Person.password_hash != "").distinct()
    for each in session.scalars(kept):
        yield passwords.fits(each, PASSWORD)
