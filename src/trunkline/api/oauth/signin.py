"""Who a person is: by e-mail address and password, guessed at only so often."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address

from sqlalchemy.orm import Session

from trunkline.extensions import passwords
from trunkline.store.store import Store
from trunkline.store.tables import Person
from trunkline.store.tenant import Tenant

WINDOW = 15 * 60  # seconds
OF_ONE_PERSON = 10  # wrong passwords in a window
OF_ONE_ADDRESS = 50  # wrong passwords, or codes that no device shows: many people may share an address
MOST_REMEMBERED = 10_000
AT_ONCE = 2  # passwords checked at a time, each of which takes 64 MiB
LONGEST_EMAIL = 320  # characters


class TooOften(Exception):
    """Tried too often; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Attempts:
    """What was tried in vain in a window that begins with the first attempt. In memory: a restart forgets."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._tried: dict[Hashable, tuple[int, float]] = {}  # who -> how often, until when

    def begin(self, who: Hashable, now: float) -> None:
        """Count an attempt before its outcome is known, so that many at once gain nothing."""
        count, until = self._tried.get(who, (0, 0.0))
        if until <= now:
            count, until = 0, now + WINDOW
        if count >= self._most:
            raise TooOften(int(until - now) + 1)
        if len(self._tried) >= MOST_REMEMBERED:
            self._tried = {each: known for each, known in self._tried.items() if known[1] > now}
            if len(self._tried) >= MOST_REMEMBERED:
                self._tried.pop(next(iter(self._tried)))
        self._tried[who] = count + 1, until

    def succeeded(self, who: Hashable) -> None:
        """It was not in vain."""
        count, until = self._tried.pop(who, (0, 0.0))
        if count > 1:
            self._tried[who] = count - 1, until


class SignIn:
    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._by_person, self.by_address = Attempts(OF_ONE_PERSON), Attempts(OF_ONE_ADDRESS)
        self._threads = ThreadPoolExecutor(AT_ONCE, "password")

    async def person(self, account_id: str, email: str, password: str, address: str) -> Person | None:
        """The person, if the password is theirs. Raises TooOften."""
        email, place = email.strip().lower()[:LONGEST_EMAIL], network(address)
        now = self._clock()
        self.by_address.begin(place, now)
        self._by_person.begin((account_id, email), now)

        def look(session: Session) -> Person | None:
            return Tenant(session, account_id).first(Person, Person.email == email)

        person = await self._store.read_soon(look)
        kept = person.password_hash if person else ""
        loop = asyncio.get_running_loop()
        if not await loop.run_in_executor(self._threads, passwords.fits, kept, password):
            return None
        self.by_address.succeeded(place)
        self._by_person.succeeded((account_id, email))
        return person


def network(address: str) -> str:
    """Whoever has one IPv6 address has 2**64 of them."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(int(known) >> 64) if isinstance(known, IPv6Address) and not known.ipv4_mapped else address
