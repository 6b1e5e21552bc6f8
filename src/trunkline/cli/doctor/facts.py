"""What the rows of an installation say that checks of other things ask for."""

from dataclasses import dataclass

from trunkline.problems import Refusal


@dataclass(frozen=True)
class Facts:
    """Little where there are no rows yet, or none that can be read."""

    version: str | None = None
    records: str | None = None  # the version of the other part, where it is another
    timezones: frozenset[str] = frozenset()
    sealed: tuple[str, ...] = ()
    phones: frozenset[str] = frozenset()  # IP addresses that registrations came from
    newest_call: int = 0  # milliseconds since the epoch
    reserved: tuple[int, ...] = ()  # extension numbers that are emergency or service numbers where they are dialled
    nowhere: tuple[str, ...] = ()  # sites without an address for emergency calls, or with one that was made up
    unreached: tuple[str, ...] = ()  # accounts without a number at which anybody could be called back
    trouble: str = ""  # why they cannot be read
    refused: Refusal | None = None  # or are none of this version's
