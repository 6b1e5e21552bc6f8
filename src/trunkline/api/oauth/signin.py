"""Who a person is: by e-mail address and password, guessed at only so often."""

from asyncio import get_running_loop, sleep
from collections.abc import Callable

from trunkline import vital
from trunkline.api.oauth.attempts import Attempts, TooOften, network
from trunkline.api.oauth.guesses import Guesses
from trunkline.extensions import passwords
from trunkline.store.store import Store
from trunkline.store.tables import Person
from trunkline.store.tenant import Tenant

OF_ONE_ADDRESS = 50  # wrong passwords, or codes that no device shows: many people may share an address
BETWEEN = 1.0  # seconds between those looked at after that
AT_ONCE = 2  # passwords checked at a time, each of which takes 64 MiB
LONGEST_EMAIL = 320  # characters


class SignIn:
    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._guesses, self.by_address = Guesses(), Attempts(OF_ONE_ADDRESS, then=BETWEEN)
        self._threads = vital.Pool(AT_ONCE, "password")

    async def person(self, account_id: str, email: str, password: str, address: str) -> Person | None:
        """The person, if the password is theirs. Raises TooOften."""
        email, place = email.strip().lower()[:LONGEST_EMAIL], network(address)
        now = self._clock()
        self.by_address.begin(place, now)
        try:
            seconds = self._guesses.begin(account_id, email, place, now)
        except TooOften:
            self.by_address.succeeded(place)
            raise
        await sleep(seconds)

        def look(rows: Tenant) -> Person | None:
            return rows.first(Person, Person.email == email)

        person = await self._store.read_soon(account_id, look)
        kept = person.password_hash if person else ""
        loop = get_running_loop()
        if not await loop.run_in_executor(self._threads, passwords.fits, kept, password):
            return None
        self.by_address.succeeded(place)
        self._guesses.succeeded(account_id, email, place)
        return person
