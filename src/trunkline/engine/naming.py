"""How messages name those whom an operator knows by a number: a line by its SIP user and by what its phone registered,
a number in each way in which it may be dialled."""

from collections.abc import Iterator

from trunkline.engine import addresses
from trunkline.engine.ports import Directory
from trunkline.engine.registrar import Registrar
from trunkline.exchange import numbers
from trunkline.exchange.plan import Plan


class Naming:
    """Asked in another thread than that of the SIP loop."""

    def __init__(self, directory: Directory, registrar: Registrar) -> None:
        self._directory, self._registrar = directory, registrar

    def of(self, number: str) -> set[str]:
        """An extension by its number, or a number of the public network in whatever form."""
        plans = self._directory.plans()
        own = {name for plan in plans if not number.startswith("+") for name in self._extension(number, plan)}
        return {number, *own, *(form for plan in plans for each in (number, *own) for form in _forms(each, plan))}

    def _extension(self, number: str, plan: Plan) -> Iterator[str]:
        found = plan.extension(plan.dialled.get(number, ""))
        if found is None:
            return
        yield from (str(found.number), *found.direct_numbers)
        lines = {line.id for line in plan.lines.values() if line.user == found.id}
        yield from self._directory.users(lines)
        for binding in (each for line in lines for each in self._registrar.reached(line)):
            yield addresses.dialled(binding.contact)


def _forms(number: str, plan: Plan) -> Iterator[str]:
    """As it is dialled where the account is."""
    for how, site in {site.dialling: site for site in plan.sites.values()}.items():
        whole = numbers.outside(number, site) or numbers.outside(f"+{number}", site)
        if not whole:
            continue
        yield whole
        if how and whole.startswith(f"+{how.code}"):
            rest = whole.removeprefix(f"+{how.code}")
            yield from (rest, how.national + rest)
