"""What a site has its callers hear at certain hours, where an extension has nothing of its own for them."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from trunkline.exchange import sounds
from trunkline.extensions.handling import Hours

# Greetings that say what callers may do, by whether they reach an operator, and check their messages.
GREETINGS = {
    (False, False): "greeting_leave_voicemail_instruction",
    (False, True): "greeting_menu_leave_or_check_voicemail",
    (True, False): "greeting_menu_connect_to_operator_or_leave_voicemail",
    (True, True): "greeting_menu_connect_to_operator_leave_or_check_voicemail",
}
AFTERWARDS, MESSAGE = "leave_voicemail_introduction", "message_greeting"
Sound = Callable[[str, str], str]  # an id, and what is heard where that is none of a file that is there


class Heard(NamedTuple):
    """The sounds of a mailbox: its greeting where callers can leave a message, and where 0 leads to an operator;
    and what they are told after that."""

    greeting: str
    menu: str
    instruction: str


class Prompts:
    def __init__(self, said: Mapping[str, Any], sound: Sound) -> None:
        self._said, self._sound = said, sound

    @property
    def has_holidays_of_its_own(self) -> bool:
        parts = [self._said[name] for name in (*GREETINGS.values(), AFTERWARDS, MESSAGE)]
        return any(part["holiday_hours"] != part["closed_hours"] for part in parts)

    def message(self, hours: Hours, own: str) -> str:
        return self._sound(own, self._of(MESSAGE, hours) or sounds.NOBODY)

    def mailbox(self, hours: Hours, own: str, instruction: str, *, reaches: bool, checks: bool) -> Heard:
        """`own` and `instruction` are the extension's. The built-in greeting does not say what the keys do, so that is
        told where 0 does something."""
        mine = self._sound(own, "")
        greeting, menu = (self._of(GREETINGS[key, checks], hours) for key in (False, True))
        told = sounds.OPERATOR if reaches and (mine or not menu) else ""
        instruction = self._sound(instruction, self._of(AFTERWARDS, hours) or told)
        return Heard(mine or greeting, mine or menu, instruction)

    def _of(self, name: str, hours: Hours) -> str:
        return self._sound(self._said[name][f"{hours}_hours"], "")
