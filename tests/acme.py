"""Two companies to test with, alike but for their names.

Each has two sites, forty people of whom thirty-five have extensions, and three phones; the first has five numbers.
Their accounts lock intercoms, and that members answer calls of queues by themselves. The first three users are the
members of a queue. Thirty-five licences of one plan are in use; of the others there are three, ten, one and none.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from trunkline.api import apps
from trunkline.areas.call_queues import rules as call_queues
from trunkline.areas.phone_numbers import rules as phone_numbers
from trunkline.areas.sites import rules as sites
from trunkline.areas.users import batch
from trunkline.extensions import devices, directory, licences, people
from trunkline.store.seal import Seal
from trunkline.store.store import Store
from trunkline.store.tables import Account, Device, Extension, Setting, Site
from trunkline.store.tenant import Tenant

ADDRESS: Any = {"address_line1": "1 Main St", "city": "San Jose", "state_code": "CA", "zip": "95113", "country": "US"}
PLANS = {"US/CA Unlimited": 40, "US/CA Metered": 3, "Pro": 10, "Global Select": 1, "Beta": 0}
NUMBERS = [f"+1408555010{n}" for n in range(5)]


@dataclass
class Acme:
    store: Store
    seal: Seal
    id: str
    main: str = ""
    branch: str = ""
    users: list[str] = field(default_factory=list[str])
    spare: list[str] = field(default_factory=list[str])  # e-mails of people without extensions
    numbers: list[str] = field(default_factory=list[str])  # ids; the first two ring the first user
    devices: list[str] = field(default_factory=list[str])  # the first is of the first user, the last of nobody
    queue: str = ""
    secret: str = ""

    @classmethod
    def found(cls, store: Store, seal: Seal, id: str) -> "Acme":
        acme = cls(store, seal, id)

        def work(session: Any) -> None:
            session.add(Account(id=id, name=id, sip_domain=f"{id}.example"))
            session.flush()
            acme._fill(Tenant(session, id))

        store.write_any(work).result()
        return acme

    def at(self, store: Store) -> "Acme":
        """The same company in a copy of the store."""
        return replace(self, store=store)

    def write(self, job: Any) -> Any:
        return self.store.write(self.id, job).result()

    def more_users(self, count: int) -> list[str]:
        """Ids of that many others, who have no more than an extension."""

        def join(rows: Tenant) -> list[str]:
            people = [
                directory.add(rows, email=f"more{n}@{self.id}.example", first_name="More", last_name=str(n))
                for n in range(count)
            ]
            for person in people:
                directory.let_phone(rows, person)
            return [person.id for person in people]

        return self.write(join)

    def close_branch(self) -> None:
        """Leave one site."""

        def close(rows: Tenant) -> None:
            for extension in rows.find(Extension, Extension.site_id == self.branch):
                rows.delete(extension)
            rows.delete(rows.edit(Site, self.branch))

        self.write(close)

    def _fill(self, rows: Tenant) -> None:
        self.main = self._site(rows, "Main Site").id
        self.branch = self._site(rows, "Branch", code=7).id
        for plan, count in PLANS.items():
            licences.buy(rows, plan, count)
        self.secret = apps.create(rows, "tests", [], client_id=f"{self.id}-app").secret
        said: Any = {"carrier": "Carrier", "site_id": self.main, "phone_numbers": NUMBERS if self.id == "acme" else []}
        self.numbers = [row.id for row in phone_numbers.add(rows, said)]
        for n in range(40):
            email = f"p{n:02}@{self.id}.example"
            directory.add(
                rows,
                email=email,
                first_name=f"Person{n:02}",
                last_name="Smith",
                department="Sales" if n % 2 else "Support",
            )
            if n >= 35:
                self.spare.append(email)
                continue
            wish: Any = {"email": email, "extension_number": str(1000 + n), "calling_plans": ["US/CA Unlimited"]}
            wish |= {"site_name": "Main Site", "phone_numbers": NUMBERS[:2] if n == 0 and self.id == "acme" else []}
            self.users.append(batch.add(rows, self.seal, [wish])[0].id)
        for n in range(3):
            device = Device(
                display_name=f"Phone {n}", mac_address=f"00:11:22:33:44:0{n}", brand="other", site_id=self.main
            )
            self.devices.append(devices.create(rows, device).id)
            if n < 2:
                devices.assign(rows, self.seal, device, [people.user(rows, self.users[n])])
        for key in ("audio_intercom", "auto_answer_call_queue_calls"):
            rows.add(Setting(owner_id=self.id, key=key, value={"enable": True}, locked=True))
        queue: Any = {"name": "Support", "site_id": self.main, "extension_number": 2000}
        self.queue = call_queues.create(rows, queue | {"members": {"users": [{"id": id} for id in self.users[:3]]}}).id

    @staticmethod
    def _site(rows: Tenant, name: str, code: int | None = None) -> Site:
        wishes: Any = {
            "name": name,
            "auto_receptionist_name": f"{name} Reception",
            "default_emergency_address": ADDRESS,
        }
        return sites.create(rows, wishes | ({} if code is None else {"site_code": code}))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.5

    def __call__(self) -> float:
        return self.now
