"""Whether a key is the one that the rows were sealed with: it is tried on some of them."""

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session

from trunkline.problems import refuse
from trunkline.store import keys
from trunkline.store.seal import Seal
from trunkline.store.tables import DeviceLine

ENOUGH = 100  # passwords that are tried

some = select(DeviceLine.sealed_password).limit(ENOUGH)


def opened(seal: Seal, sealed: str) -> str | None:
    """None if the key does not open it."""
    try:
        return seal.open(sealed)
    except (InvalidTag, ValueError):
        return None


def fits(session: Session, seal: Seal) -> bool:
    """Whether it opens any, where there are any. Some may be of another key, from a time with a wrong one."""
    tried = session.scalars(some).all()
    return not tried or any(opened(seal, each) is not None for each in tried)


def check(session: Session, seal: Seal) -> None:
    """Refuses the key of another installation: with it nobody could register, and phones that are added would be
    sealed with it."""
    if not fits(session, seal):
        refuse("key_is_of_another_installation", of=keys.OF[keys.SEAL], remedy=keys.REMEDY[keys.SEAL])
